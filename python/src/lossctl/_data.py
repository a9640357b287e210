"""What every function takes for data: arrays, files, or a sketch."""

import difflib
import os
import re
from collections.abc import Mapping

from . import _arrays
from ._errors import InputError, UsageError
from ._results import SketchContent
from ._training import Sketch

# How data are read, as the program calls it. Those of files alone stand apart.
_HOW = {
    "task": "task",
    "from_": "from",
    "class_names": "classNames",
    "ignore_label": "ignoreLabel",
    "background": "background",
    "renormalize": "renormalize",
    "temperature": "temperature",
    "priors": "priors",
    "logit_adjust": "logitAdjust",
    "prob_tolerance": "probTolerance",
    "on_bad_row": "onBadRow",
}
# Those that may be several columns.
_COLUMNS = ("score", "label")
# What labels are: the program knows them by how they are written.
_LABELS = ("ignore_label", "background")
_OF_ARRAYS = {"weights": "weights", "ids": "ids", "name": "name"}
_OF_FILES = {
    "score": "score",
    "label": "label",
    "predicted": "predicted",
    "id": "id",
    "by_row": "byRow",
    "weight": "weight",
    "model": "model",
    "class_axis": "classAxis",
    "threads": "threads",
}


class Data:
    """Scores and labels with how they are read, for functions that take several: `data(scores, labels, ...)`."""

    def __init__(self, scores, labels, by, reading):
        if isinstance(scores, Sketch):
            scores = scores.content()
        self.scores, self.labels, self.by, self.reading = scores, labels, by, reading
        known = {**_HOW, **(_OF_FILES if is_path(scores) else _OF_ARRAYS)}
        for name in reading:
            if name not in known:
                guess = difflib.get_close_matches(name, known, 1)
                raise TypeError(
                    f"there is no argument {name!r} for {'files' if is_path(scores) else 'arrays'}; "
                    + (f"did you mean {guess[0]!r}?" if guess else f"there are {', '.join(known)}")
                )

    def lay_down(self, folder):
        """The data as the program takes them, and what its `by` is."""
        how = {_HOW[name]: _said(name, value) for name, value in self.reading.items() if name in _HOW and value is not None}
        if isinstance(self.scores, dict):
            if how or self.labels is not None:
                raise UsageError("a sketch takes no labels, and nothing about how data are read", hint="say it where the sketch is made")
            return self.scores, _by_of_sketch(self.by)
        if is_path(self.scores):
            return self._files(how), None if self.by is None else "class" if self.by == "class" else "slice"
        return self._arrays(how, folder), _by_of_arrays(self.by)

    def _files(self, how):
        files = {"scores": os.fspath(self.scores), **how}
        if self.labels is not None:
            if not is_path(self.labels):
                raise TypeError("scores are a file, and so labels are the path of one")
            files["labels"] = os.fspath(self.labels)
        for name, value in self.reading.items():
            if name in _OF_FILES and value is not None:
                files[_OF_FILES[name]] = _columns(name, plain(value)) if name in _COLUMNS else plain(value)
        if self.by is not None and self.by != "class":
            files["by"] = self.by
        # Of a path alone it is the program that looks whether a sketch lies there.
        return files["scores"] if len(files) == 1 else files

    def _arrays(self, how, folder):
        if self.labels is None:
            way_out = 'give a column of the frame, labels=df["label"]' if hasattr(self.scores, "columns") else "give one per sample"
            raise TypeError(f"labels are missing: scores are arrays, and so labels must be given; {way_out}")
        given = {"scores": self.scores, "labels": self.labels}
        for name in ("weights", "ids"):
            given[name] = self.reading.get(name)
        if self.by is not None and not isinstance(self.by, str):
            given["slices"] = self.by
        for name, values in given.items():
            _refuse_other_index("scores", self.scores, {"slices": "by"}.get(name, name), values)
        arrays = {name: _arrays.to_array(values, name) for name, values in given.items() if values is not None}
        _refuse_transposed(arrays["scores"], arrays["labels"])
        # Names that are said go by the places of the columns; those of a frame of labels still say which of them is whose.
        is_matrix = getattr(arrays["labels"], "ndim", 1) > 1
        columns = None if "classNames" in how and not is_matrix else _columns_of(self.scores, arrays["labels"], self.labels)
        name = self.reading.get("name")
        if name is None and columns is None and _are_for_files(arrays):
            return self._many(arrays, how, folder)
        how = how if columns is None else {"columns": columns, **how}
        if columns is not None and is_matrix:
            how = {"labelColumns": _names_in(self.labels), **how}
        laid = {name: folder.lay_down(_arrays.as_single(array), name) for name, array in arrays.items()}
        return {**laid, **how, **({} if name is None else {"name": name})}

    @staticmethod
    def _many(arrays, how, folder):
        files = {name: folder.lay_down_npy(array, name) for name, array in arrays.items()}
        if "weights" in files:
            files["weight"] = files.pop("weights")
        return {**files, **how}


def data(scores, labels=None, *, by=None, **reading):
    """Scores and labels with how they are read, for `diff`, `check` and `report`, which take several.

    `by`, and what else can be said, are as in `compare`.
    """
    return Data(scores, labels, by, reading)


def data_of(scores, labels=None, by=None, reading=None):
    """Data that were given as such, or in parts."""
    if not isinstance(scores, Data):
        return Data(scores, labels, by, reading or {})
    if labels is not None or by is not None or reading:
        raise TypeError("what is said of data is said to data()")
    return scores


def is_path(value):
    return isinstance(value, (str, os.PathLike))


def plain(value):
    """Numbers of any array, and tuples, as lists of Python's own."""
    if is_path(value):
        return os.fspath(value)
    if isinstance(value, Sketch):
        return value.content()
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple, range)):
        return [plain(one) for one in value]
    if isinstance(value, Mapping) and not isinstance(value, SketchContent):
        return {name: plain(one) for name, one in value.items()}
    return value


def _columns(name, value):
    """A list of columns as the program takes it: names in quotes with commas between, and "prob_*" for all that begin so."""
    if not isinstance(value, list):
        return value
    if not value or not all(isinstance(one, str) and one for one in value):
        raise UsageError(f"{name} is {value}, which names no columns", hint=f'give names as the file has them, {name}=["prob_a", "prob_b"]')
    return ",".join(_quoted(one[:-1]) + "*" if one.endswith("*") else _quoted(one) for one in value)


def _quoted(name):
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _said(name, value):
    value = plain(value)
    if name not in _LABELS:
        return value
    return [_written(one) for one in value] if isinstance(value, list) else _written(value)


def _written(label):
    """A label as a text, where it is a whole number; True and 1.5 are for the program to refuse."""
    if isinstance(label, float) and label.is_integer():
        label = int(label)
    return str(label) if isinstance(label, int) and not isinstance(label, bool) else label


def _refuse_transposed(scores, labels):
    """As many labels as scores have columns, and not rows: each class has a row."""
    shape, count = getattr(scores, "shape", ()), len(labels)
    if len(shape) == 2 and getattr(labels, "ndim", 1) == 1 and shape[1] == count != shape[0]:
        problem, hint = f"has shape {tuple(shape)}, and there are {count} labels", "give scores.T, a row per sample"
        raise InputError(f"scores: {problem}; {hint}", problem, hint, "scores")


# Of rows that are called alike: as many are no chance.
_MANY_ALIKE = 0.5


def refuse_other_order(first, data, second, others):
    """Two models whose rows are not joined by ids go by their places."""
    if all(one.reading.get("ids") is None for one in (data, others)):
        _refuse_other_index(first, data.scores, second, others.scores)


def _refuse_other_index(first, values, second, others):
    """Rows of two frames of pandas that their index calls alike stand in the same order: arrays go by their places."""
    index, other = _index_of(values), _index_of(others)
    if index is None or other is None or len(index) != len(other) or index.nlevels != other.nlevels or index.equals(other):
        return
    if index.isin(other).mean() < _MANY_ALIKE:
        return
    problem = f"has the rows of {first} in another order, or others, by its index"
    hint = f"give {second}.loc[{first}.index], or {second}.to_numpy() if rows go by their places"
    raise InputError(f"{second}: {problem}; {hint}", problem, hint, second)


def _index_of(values):
    """The index of a frame or series of pandas; None where there is none, or where it counts the rows."""
    index = getattr(values, "index", None)
    if not hasattr(values, "iloc") or not hasattr(index, "isin"):
        return None
    import numpy

    counts = getattr(index.dtype, "kind", "O") in "iu" and numpy.array_equal(index, numpy.arange(len(index)))
    return None if counts else index


def _columns_of(scores, labels, label_frame):
    """The names of a frame's columns, where they say the classes: to labels that are names, by numbers that are not their places or as positive and negative, or to a frame of labels."""
    names = _names_in(scores)
    if names is None:
        return None
    if getattr(labels, "ndim", 1) > 1:
        return names if _names_in(label_frame) is not None else None
    return names if isinstance(labels, list) or _are_renumbered(names) or _may_be_sides(names) else None


def _names_in(frame):
    """What the columns of a frame are called, as text; None where it is no frame, or where two are called alike."""
    # PyArrow has its columns themselves under the name that others have for their names.
    columns = getattr(frame, "column_names", getattr(frame, "columns", None))
    if columns is None:
        return None
    names = [str(name) for name in columns]
    return names if len(names) == len(set(names)) else None


def _are_renumbered(names):
    numbers = [re.findall(r"\d+", name)[-1:] for name in names]
    return all(numbers) and [int(number) for [number] in numbers] != list(range(len(names)))


def _may_be_sides(names):
    return len(names) == 2 and not all(re.search(r"\d", name) for name in names)


def _are_for_files(arrays):
    """Numbers alone, and so many, of 16 bits, or of so many axes that they are read as a file of them is."""
    numbers = [array for array in arrays.values() if not isinstance(array, list)]
    if len(numbers) < len(arrays) or not set(arrays) <= {"scores", "labels", "weights"}:
        return False
    scores = arrays["scores"]
    return sum(array.size for array in numbers) >= _arrays.MANY or _arrays.is_half(scores) or scores.ndim > 2


def _by_of_arrays(by):
    if by is None or not isinstance(by, str):
        return None if by is None else "slice"
    if by != "class":
        raise UsageError(f'by is "{by}": arrays have no columns', hint='give "class", or an array of one slice per sample')
    return "class"


def _by_of_sketch(by):
    return by if by in (None, "class") else "slice"
