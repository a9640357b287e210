"""What the columns of a frame of scores, and a series of them, are called: it says the classes, as the header of a file does."""

import re

from ._errors import InputError

# A word for scores, which says of no class.
_PLAIN = re.compile(r"(?:y_?)?(?:p|prob(?:a|s|ability|abilities)?|scores?|logits?|pred(?:s|ictions?)?|outputs?|hat)", re.IGNORECASE)
# What stands beside scores in tables and is none, where its numbers are whole and others are not.
_BESIDE = set("id ids idx index uid key row label labels target targets y y_true truth gt weight weights w sample_weight".split())


def columns_of(scores, labels, label_frame, class_names=None):
    """The names of a frame's columns, where they say the classes: to labels that are names, by numbers that are not their places or as positive and negative, or to a frame of labels.

    Names that are said go by the places of the columns: what these are called is to be held against them.
    """
    names = names_in(scores)
    if names is None:
        return None
    if getattr(labels, "ndim", 1) > 1:
        return names if names_in(label_frame) is not None else None
    if class_names is not None:
        return names if len(names) > 1 and all(any(one in name for name in names) for one in class_names) else None
    if len(names) == 1:
        return None if _PLAIN.fullmatch(names[0]) else names
    return names if isinstance(labels, list) or _are_renumbered(names) or _may_be_sides(names) else None


def names_in(frame):
    """What the columns of a frame, or a series, are called, as text; None where it is neither, or where two are called alike."""
    # PyArrow has its columns themselves under the name that others have for their names.
    columns = getattr(frame, "column_names", getattr(frame, "columns", None))
    if columns is None:
        return [frame.name] if _is_series(frame) and _is_name(frame.name) else None
    names = [str(name) for name in columns]
    if len(names) == 1 and not _is_name(next(iter(columns))):
        return None
    return names if len(names) == len(set(names)) else None


def refuse_columns_of_no_class(given):
    """A frame of scores in which labels stand too, or what rows are called: another class would come of it."""
    frame = given["scores"]
    if names_in(frame) is None or _is_series(frame):
        return
    import numpy

    columns = {name: numpy.asarray(frame[name]) for name in getattr(frame, "column_names", frame.columns)}
    for what, values in given.items():
        if _is_series(values) and values.name in columns and _as_text(columns[values.name]) == _as_text(numpy.asarray(values)):
            raise _of_no_class(frame, values.name, f"holds the {what}")
    texts = [name for name, column in columns.items() if column.dtype.kind in "OSUT" and any(isinstance(one, str) for one in column.tolist())]
    for name in texts:
        raise _of_no_class(frame, name, "holds text")
    doubted = [name for name, column in columns.items() if str(name).lower() in _BESIDE and _are_whole(column)]
    if not doubted or all(map(_are_whole, columns.values())):
        return
    labels = set(_as_text(numpy.asarray(given["labels"])))
    for name in doubted:
        if str(name) not in labels:
            raise _of_no_class(frame, name, "is called as what stands beside scores, and its numbers are whole")


def refuse_other_columns(first, data, second, others):
    """Two models whose columns have the same names in another order, where labels that are numbers go by their places."""
    names, other = names_in(data.scores), names_in(others.scores)
    if names is None or other is None or names == other or sorted(names) != sorted(other):
        return
    are_numbers = all(re.search(r"\d", name) for name in names)
    if are_numbers and not any(one.reading.get("class_names") for one in (data, others)):
        return
    problem = f"has the columns of scores of {first} in another order"
    hint = "give the columns of both in one order, as in frame[other.columns]"
    raise InputError(f"{second}: {problem}; {hint}", problem, hint, second)


def refuse_other_names(what, values, wanted, class_names):
    """Columns go by the places of others, or of names that are said, which a frame may call by the same in another order."""
    names = names_in(values)
    if names is None or class_names is None or names == class_names or sorted(names) != sorted(class_names):
        return
    problem, hint = f"has its columns in another order than {wanted}", f"give {what}[{wanted}]"
    raise InputError(f"{what}: {problem}; {hint}", problem, hint, what)


def _of_no_class(frame, name, why):
    drop = f"columns={[name]!r}" if hasattr(frame, "iloc") else repr([name])
    problem, hint = f"its column {name!r} {why}: it is no score of a class", f"give scores.drop({drop})"
    return InputError(f"scores: {problem}; {hint}", problem, hint, "scores")


def _as_text(array):
    return [str(one) for one in array.ravel().tolist()]


def _are_whole(column):
    return column.dtype.kind in "iub" or (column.dtype.kind == "f" and bool((column == column.round()).all()))


def _is_series(values):
    return not hasattr(values, "columns") and hasattr(values, "to_frame") and hasattr(values, "name")


def _is_name(name):
    return isinstance(name, str) and name != ""


def _are_renumbered(names):
    numbers = [re.findall(r"\d+", name)[-1:] for name in names]
    return all(numbers) and [int(number) for [number] in numbers] != list(range(len(names)))


def _may_be_sides(names):
    return len(names) == 2 and not all(re.search(r"\d", name) for name in names)
