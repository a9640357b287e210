"""Arrays of any library, laid down as files for the program: NumPy, PyTorch, JAX, pandas, Polars, and plain lists.

No library is imported that the caller has not: arrays are told by what they can do.
"""

import os

# Elements from which arrays are read as NPY files, by several threads, and not held in Node's memory.
MANY = 1_000_000
# Whole numbers beyond it are no doubles.
MOST_WHOLE = 2**53
# Arrays of what samples or their groups are called: texts or numbers.
_NAMES = ("ids", "by")


class Folder:
    """A temporary folder, made when there is something to lay down, and the arrays in it."""

    def __init__(self):
        self._temporary = None
        self._count = 0

    @property
    def path(self):
        if self._temporary is None:
            import tempfile

            self._temporary = tempfile.TemporaryDirectory(prefix="lossctl-")
        return self._temporary.name

    def lay_down(self, array, what):
        """The array as the program takes it: a file of its bytes; text as a list."""
        if isinstance(array, list):
            return array
        kind = array.dtype.kind + str(array.dtype.itemsize)
        path = self._next(what, "bin")
        with open(path, "wb") as file:
            file.write(memoryview(_contiguous(array)).cast("B"))
        return {"$file": path, "type": kind, "shape": list(array.shape)}

    def lay_down_npy(self, array, what):
        import numpy

        path = self._next(what, "npy")
        numpy.save(path, array)
        return path

    def _next(self, what, ending):
        self._count += 1
        folder = os.path.join(self.path, str(self._count))
        os.mkdir(folder)
        return os.path.join(folder, f"{what}.{ending}")

    def without(self, text):
        """The text with arrays called as the caller calls them, and without the folder."""
        if self._temporary is None or not isinstance(text, str):
            return text
        import re

        # Reports name a file without its folder.
        if re.fullmatch(r"(scores|labels|weights)\.npy", text):
            return text[: -len(".npy")]
        return re.sub(rf"{re.escape(self.path)}[\\/]\d+[\\/](\w+)\.(npy|bin)", r"\1", text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._temporary is not None:
            self._temporary.cleanup()


def to_array(values, what):
    """A NumPy array of numbers that the program knows, or a list of text.

    Numbers of 16 bits become 32, which is exact; whole numbers of 64 bits as few as hold them.
    """
    import numpy

    array = _as_numpy(values, numpy, what)
    if array.ndim == 0:
        raise _input(what, "is a single value", "give one per sample")
    # A column of a frame that is a frame itself.
    if what != "scores" and array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if what in _NAMES and array.ndim > 1:
        raise _input(what, f"has shape {array.shape}", "give one per sample")
    if array.dtype.name == "bfloat16":
        return array.astype(numpy.float32)
    kind, size = array.dtype.kind, array.dtype.itemsize
    if kind == "b":
        return array.astype(numpy.uint8)
    if kind == "f":
        return array.astype(f"f{min(size, 8)}")
    if kind in "iu":
        return _whole(array, numpy, what) if size == 8 else array.astype(f"{kind}{size}")
    if kind == "M" and what in _NAMES:
        array, kind = array.astype(str), "U"
    if kind in "SUOT":
        return _of_objects(array, numpy, what)
    raise _input(what, f"holds {array.dtype.name}", "give numbers, or names")


def is_half(array):
    return getattr(array, "dtype", None) is not None and array.dtype.name == "float16"


def as_single(array):
    """The program's own arrays begin at 32 bits."""
    return array.astype("f4") if is_half(array) else array


def _as_numpy(values, numpy, what):
    if hasattr(values, "detach"):
        return _of_torch(values)
    if hasattr(values, "toarray") and not hasattr(values, "__array__"):
        return values.toarray()
    if isinstance(values, numpy.ma.MaskedArray):
        return _of_masked(values, numpy)
    if isinstance(values, (list, tuple)):
        if len(values) == 0:
            raise _input(what, "is empty", "give one per sample")
        if any(hasattr(value, "detach") for value in values):
            return _stacked([_of_torch(value) if hasattr(value, "detach") else value for value in values], numpy, what)
        if any(isinstance(value, str) or (what in _NAMES and _is_beyond(value)) for value in values):
            return _of_list(values, numpy)
        if any(hasattr(value, "__len__") for value in values):
            return _stacked(values, numpy, what)
    elif not hasattr(values, "__array__") and not hasattr(values, "__len__"):
        raise TypeError(f"{what} is {type(values).__name__}: give an array, a list, or the path of a file")
    array = numpy.asarray(values)
    # A column of lists.
    are_rows = array.dtype == object and array.ndim == 1 and any(hasattr(value, "__len__") and not isinstance(value, (str, bytes)) for value in array)
    return _stacked(list(array), numpy, what) if are_rows else array


def _of_list(values, numpy):
    """As it is: NumPy makes texts of numbers beside one, and doubles of whole numbers that are beyond them."""
    array = numpy.empty(len(values), dtype=object)
    array[:] = values
    return array


def _stacked(rows, numpy, what):
    """A row each, or a batch each, as a loop collects them."""
    try:
        rows = [numpy.asarray(row) for row in rows]
        return numpy.concatenate(rows) if all(row.ndim > 1 for row in rows) and len(set(map(len, rows))) > 1 else numpy.stack(rows)
    except ValueError:
        hint = "give each row one per class, or join batches, as numpy.concatenate and torch.cat do"
        raise _input(what, "has rows of different lengths", hint) from None


def _of_masked(values, numpy):
    mask = numpy.ma.getmaskarray(values)
    if not mask.any():
        return values.data
    array = values.data.astype(object)
    array[mask] = None
    return array


def _of_torch(tensor):
    tensor = tensor.detach()
    if getattr(tensor, "layout", None) is not None and str(tensor.layout) != "torch.strided":
        tensor = tensor.to_dense()
    # NumPy has no bfloat16 and none of 8 bits; 32 hold each of their numbers.
    if str(tensor.dtype).startswith(("torch.bfloat16", "torch.float8")):
        tensor = tensor.float()
    tensor = tensor.cpu()
    return (tensor.resolve_conj().resolve_neg() if hasattr(tensor, "resolve_neg") else tensor).numpy()


def _whole(array, numpy, what):
    if array.size == 0:
        return array.astype(numpy.int32)
    least, most = int(array.min()), int(array.max())
    if -(2**31) <= least and most < 2**31:
        return array.astype(numpy.int32)
    if -MOST_WHOLE <= least and most <= MOST_WHOLE:
        return array.astype(numpy.float64)
    if what in _NAMES:
        return [str(value) for value in array.ravel().tolist()]
    raise _input(what, "holds whole numbers beyond 2^53", "which no double holds")


def _of_objects(array, numpy, what):
    """Of numbers what is missing is NaN, and of text it is empty: whether such rows are left out is for the program."""
    flat = array.ravel().tolist()
    missing = [is_missing(value) for value in flat]
    if what in _NAMES:
        if any(missing):
            raise _input(f"{what}[{missing.index(True)}]", "is missing", "leave such samples out")
        if any(not isinstance(value, (int, float)) or _is_beyond(value) for value in flat):
            return [_called(value) for value in flat]
    if any(isinstance(value, (str, bytes)) for value in flat):
        if array.ndim > 1:
            raise _input(what, f"has {array.ndim} axes of text", "give one name per sample")
        return ["" if gone else _called(value) for value, gone in zip(flat, missing)]
    try:
        numbers = [numpy.nan if gone else value for value, gone in zip(flat, missing)]
        return numpy.array(numbers, dtype=numpy.float64).reshape(array.shape)
    except (TypeError, ValueError):
        raise _input(what, f"holds {type(flat[0]).__name__}", "give numbers, or names") from None


def is_missing(value):
    """None, NaN, and what pandas has in their place."""
    return value is None or type(value).__name__ in ("NAType", "NaTType") or bool(value != value)


def _is_beyond(value):
    return isinstance(value, int) and abs(value) > MOST_WHOLE


def _called(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def _contiguous(array):
    import numpy

    return numpy.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))


def _input(place, problem, hint):
    from ._errors import InputError

    return InputError(f"{place}: {problem}; {hint}", problem, hint, place)
