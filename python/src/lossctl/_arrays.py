"""Arrays of any library, laid down as files for the program: NumPy, PyTorch, JAX, pandas, Polars, and plain lists.

No library is imported that the caller has not: arrays are told by what they can do.
"""

import os

# Elements from which arrays are read as NPY files, by several threads, and not held in Node's memory.
MANY = 1_000_000
# Whole numbers beyond it are no doubles.
MOST_WHOLE = 2**53


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
    if array.dtype.name == "bfloat16":
        return array.astype(numpy.float32)
    kind, size = array.dtype.kind, array.dtype.itemsize
    if kind == "b":
        return array.astype(numpy.uint8)
    if kind == "f":
        return array.astype(f"f{min(size, 8)}")
    if kind in "iu":
        return _whole(array, numpy, what) if size == 8 else array.astype(f"{kind}{size}")
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
    if isinstance(values, (list, tuple)):
        if len(values) == 0:
            raise _input(what, "is empty", "give one per sample")
        if hasattr(values[0], "detach"):
            return numpy.stack([_of_torch(value) for value in values])
        if any(isinstance(value, str) for value in values):
            return numpy.array(values, dtype=object)
        lengths = {len(value) if hasattr(value, "__len__") else None for value in values}
        if len(lengths) > 1:
            raise _input(what, "has rows of different lengths", "give each row one per class")
    elif not hasattr(values, "__array__") and not hasattr(values, "__len__"):
        raise TypeError(f"{what} is {type(values).__name__}: give an array, a list, or the path of a file")
    return numpy.asarray(values)


def _of_torch(tensor):
    tensor = tensor.detach()
    # NumPy has no bfloat16; 32 bits hold each of its numbers.
    if str(tensor.dtype) == "torch.bfloat16":
        tensor = tensor.float()
    return tensor.cpu().numpy()


def _whole(array, numpy, what):
    if array.size == 0:
        return array.astype(numpy.int32)
    least, most = int(array.min()), int(array.max())
    if -(2**31) <= least and most < 2**31:
        return array.astype(numpy.int32)
    if -MOST_WHOLE <= least and most <= MOST_WHOLE:
        return array.astype(numpy.float64)
    if what == "ids":
        return [str(value) for value in array.ravel().tolist()]
    raise _input(what, "holds whole numbers beyond 2^53", "which no double holds")


def _of_objects(array, numpy, what):
    flat = array.ravel().tolist()
    for index, value in enumerate(flat):
        if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
            raise _input(f"{what}[{index}]", "is missing", "leave such samples out")
    if any(isinstance(value, (str, bytes)) for value in flat):
        if array.ndim > 1:
            raise _input(what, f"has {array.ndim} axes of text", "give one name per sample")
        return [value.decode() if isinstance(value, bytes) else str(value) for value in flat]
    try:
        return numpy.array(flat, dtype=numpy.float64).reshape(array.shape)
    except (TypeError, ValueError):
        raise _input(what, f"holds {type(flat[0]).__name__}", "give numbers, or names") from None


def _contiguous(array):
    import numpy

    return numpy.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))


def _input(place, problem, hint):
    from ._errors import InputError

    return InputError(f"{place}: {problem}; {hint}", problem, hint, place)
