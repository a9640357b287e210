"""What every function takes for data: arrays, files, or a sketch."""

import difflib
import os
import re
from collections.abc import Mapping

from . import _arrays
from ._errors import InputError, UsageError
from ._columns import columns_of, names_in, refuse_columns_of_no_class, refuse_other_columns
from ._results import SketchContent
from ._rows import counts, index_of, refuse_other_order, refuse_other_rows
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
_OF_ARRAYS = {"weights": "weights", "ids": "ids", "name": "name", "class_axis": "classAxis"}
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


# What functions take beside data.
_OF_QUESTIONS = ("labels", "losses", "by", "threshold", "quantities", "rules", "sets")


class Data:
    """Scores and labels with how they are read, for functions that take several: `data(scores, labels, ...)`."""

    def __init__(self, scores, labels, by, reading, is_plain=False):
        if isinstance(scores, Sketch):
            scores = scores.content()
        self.scores, self.labels, self.by, self.reading, self.is_plain = scores, labels, by, reading, is_plain
        known = {**_HOW, **(_OF_FILES if is_path(scores) else _OF_ARRAYS)}
        for name in reading:
            if name not in known:
                guess = difflib.get_close_matches(name, {*known, *_OF_QUESTIONS} - {name}, 1)
                raise TypeError(
                    f"there is no argument {name!r} for {'files' if is_path(scores) else 'arrays'}; "
                    + (f"did you mean {guess[0]!r}?" if guess else f"there are {', '.join(known)}")
                )

    def lay_down(self, folder):
        """The data as the program takes them, and what its `by` is."""
        said = {name: value for name, value in self.reading.items() if name in _HOW and value is not None}
        how = {_HOW[name]: self.per_class(name, value) if name == "priors" else _said(name, value) for name, value in said.items()}
        if isinstance(self.scores, dict):
            if "groups" not in self.scores and self.scores:
                raise TypeError("scores are a dict, and no sketch: give an array, a column for each class, as pandas.DataFrame(scores) is")
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
        given = self.given()
        refuse_other_rows(given)
        refuse_columns_of_no_class(given)
        arrays = {name: _arrays.to_array(values, name) for name, values in given.items() if values is not None}
        _refuse_transposed(arrays["scores"], arrays["labels"])
        columns = columns_of(self.scores, arrays["labels"], self.labels, how.get("classNames"))
        name, axis = self.reading.get("name"), self.reading.get("class_axis")
        if name is None and columns is None and _are_for_files(arrays):
            return self._many(arrays, how if axis is None else {"classAxis": plain(axis), **how}, folder)
        if getattr(arrays["scores"], "ndim", 1) > 2:
            raise _of_many_axes(arrays["scores"].shape)
        if axis not in (None, 1, -1):
            raise UsageError(f"class_axis is {axis}, and scores have rows and columns", hint="leave it out")
        how = how if columns is None else {"columns": columns, **how}
        # Those of a frame of labels say which of them is whose.
        if columns is not None and getattr(arrays["labels"], "ndim", 1) > 1:
            how = {"labelColumns": names_in(self.labels), **how}
        laid = {{"by": "slices"}.get(name, name): folder.lay_down(_arrays.as_single(array), name) for name, array in arrays.items()}
        return {**laid, **how, **({} if name is None else {"name": name})}

    def given(self):
        """Each array of one value or row per sample."""
        found = {"scores": self.scores, "labels": self.labels, **{name: self.reading.get(name) for name in ("weights", "ids")}}
        return found if self.by is None or isinstance(self.by, str) else {**found, "by": self.by}

    def per_class(self, name, values):
        """One number per class, by their places: a series of pandas that calls them in another order, as value_counts does, is refused."""
        index = index_of(values)
        if index is None or counts(index):
            return plain(values)
        said = self.reading.get("class_names")
        known = names_in(self.scores) if said is None else plain(said)
        if list(map(str, index)) == list(map(str, known or [])):
            return plain(values)
        called = ", ".join(map(str, index[:4]))
        raise UsageError(
            f"{name} is a series that calls its numbers {called}, and they go by the places of the classes",
            hint=f"give {name}.sort_index().to_numpy() if classes are in the order of their names, or {name}.loc[CLASSES].to_numpy()",
        )

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
        return Data(scores, labels, by, reading or {}, is_plain=True)
    if labels is not None or by is not None or reading:
        raise TypeError("what is said of data is said to data()")
    return scores


def refuse_other_models(first, data, second, others):
    """Two models go by the places of rows that are not joined by ids, and of columns."""
    if any(is_path(one.scores) or isinstance(one.scores, dict) for one in (data, others)):
        return
    if any(one.reading.get("ids") is None for one in (data, others)):
        refuse_other_order(first, data.given().values(), second, others.given().values(), data.is_plain and others.is_plain)
    refuse_other_columns(first, data, second, others)


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
    if name not in (*_LABELS, "class_names"):
        return value
    return [_written(one, name) for one in value] if isinstance(value, list) else _written(value, name)


def _written(label, name):
    """A label as a text, where it is a whole number, or the name of a class; True and 1.5 are for the program to refuse."""
    if isinstance(label, float):
        label = "NaN" if label != label else int(label) if label.is_integer() else label
    if isinstance(label, bytes):
        return label.decode()
    is_name = name == "class_names" and isinstance(label, (bool, float))
    return str(label) if is_name or (isinstance(label, int) and not isinstance(label, bool)) else label


def _of_many_axes(shape):
    problem = f"has shape {tuple(shape)}, and arrays of more than two axes go with labels and weights alone, which are numbers"
    hint = "give a row for each sample: with the classes in the last axis scores.reshape(-1, CLASSES) and labels.reshape(-1)"
    return InputError(f"scores: {problem}; {hint}", problem, hint, "scores")


def _refuse_transposed(scores, labels):
    """As many labels as scores have columns, and not rows: each class has a row."""
    shape, count = getattr(scores, "shape", ()), len(labels)
    if len(shape) == 2 and getattr(labels, "ndim", 1) == 1 and shape[1] == count != shape[0]:
        problem, hint = f"has shape {tuple(shape)}, and there are {count} labels", "give scores.T, a row per sample"
        raise InputError(f"scores: {problem}; {hint}", problem, hint, "scores")


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
