"""A sketch that is kept batch by batch while a model trains, by the modules that `lossctl sketch --code` prints.

The build writes them into `_printed`. What samples are, and which of the modules takes them, is told by the first batch.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module

from ._columns import refuse_other_names
from ._errors import InputError, LossctlError, UsageError
from ._results import SketchContent
from ._rows import refuse_other_rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence
    from typing import Any

_TASKS = ("binary", "softmax", "multilabel")
# The module of a framework, by the package that an array comes from; all else is NumPy's.
_MODULES = {"torch": "pytorch", "jax": "jax", "jaxlib": "jax"}
# In a row of cells of 0 and 1.
_UNKNOWN, _IGNORED = 2, 3
_TITLES = {"pytorch": "PyTorch", "jax": "JAX", "numpy": "NumPy"}


class Sketch:
    """What every loss at every setting needs of all samples of an epoch, kept while the model trains.

        sketch = lossctl.Sketch()
        for inputs, labels in loader:
            logits = model(inputs)
            sketch.update(logits, labels)
        sketch.all_reduce().save("epoch-3.sketch.json")  # sketch.save(...) without torch.distributed

    Batches are added up in float64 on the device of the scores, by PyTorch, JAX or NumPy as they are given; no score leaves it
    (but that of MPS, which has no doubles), and nothing waits for it. Every function that takes a sketch takes this one.
    """

    def __init__(
        self,
        *,
        task: str | None = None,
        from_: str = "logits",
        classes: int | None = None,
        class_names: Sequence[str] | None = None,
        by: str | None = None,
        weight: str | None = None,
        ignore_label: int | str | Sequence[int | str] = (),
        background: int | str | None = None,
        renormalize: bool = False,
        thresholds: Sequence[float] | None = None,
        losses: str | Sequence[str] | None = None,
        bins: int | None = None,
    ) -> None:
        """The task and the number of classes are told by the shapes of the first batch unless said.

        task          "binary", "softmax" or "multilabel"
        from_         "probs" where `update` is given probabilities; `renormalize` divides softmax rows by their sum
        classes       how many, or their `class_names`: needed on a rank that may see no batch
        by            "class" keeps the classes apart
        weight        what the weights of samples are called
        ignore_label  labels of samples that are left out, and counted
        background    the label of rows that are of no class, as a detector's anchors have it: `update` is given one label a row,
                      and each class stands against the rest. Classes count from 1 where it is 0, from 0 otherwise
        thresholds, losses, bins  what it can tell apart later, as in `sketch`; only these ask Node.js, once
        """
        self._names = None if class_names is None else [str(name) for name in class_names]
        self._count = classes if self._names is None else len(self._names)
        if background is not None and task not in (None, "multilabel"):
            raise UsageError(
                f"background is of scores that stand each for itself, and task is {task!r}", hint="leave task out, or background"
            )
        task = "multilabel" if background is not None else task
        self._task = "softmax" if task is None and (self._count or 0) > 2 else task
        if from_ not in ("logits", "probs"):
            raise UsageError(f'from_ is {from_!r}: it is "logits" or "probs"', hint="make them one of the two in the loop")
        if by not in (None, "class"):
            raise UsageError(f'by is {by!r}, and a batch has no columns', hint='say "class", or keep a sketch for each slice')
        if classes is not None and classes != self._count:
            raise UsageError(f"classes is {classes}, and class_names has {self._count} names", hint="say one of the two")
        if self._names and len(set(self._names)) < len(self._names):
            raise UsageError("class_names has a name twice", hint="give each class a name of its own")
        if task is None and self._count == 1:
            raise UsageError("one class is no task", hint='say task="multilabel", or leave classes out')
        self._refuse(self._task, self._count)
        self._weight = weight
        self._said = {"from": from_, "ignored": _whole_labels(ignore_label), "renormalize": bool(renormalize)}
        self._one_of = None if background is None else self._told_of(_whole_label(background, "background", "80"))
        self._by_class = by == "class"
        if renormalize and (from_ != "probs" or self._task not in (None, "softmax")):
            raise UsageError("renormalize is of softmax rows of probabilities", hint="leave it out")
        self._asked = {"thresholds": thresholds, "losses": losses, "bins": bins}
        self._framework = self._kept = None

    def update(self, logits: Any, labels: Any, weight: Any = None) -> None:
        """Adds a batch, on the device of its scores. Nothing waits for it, and no gradient flows.

        logits  shape (rows, classes), or any shape of binary data; probabilities with from_="probs"
        labels  class indices, shape (rows,), with `background` too; of other multi-label data and of binary 0 and 1, in the shape of
                the scores
        weight  one number a row, 0 or from 1e-40 to 1e40, in every batch or in none

        Raises an InputError for other shapes. What is no sample is counted, and told by `save`.
        """
        framework = _framework_of(logits)
        refuse_other_rows({"logits": logits, "labels": labels, "weight": weight})
        refuse_other_names("logits", logits, "class_names", self._names)
        if self._one_of is not None:
            labels = self._cells(framework, logits, labels)
        kept = self._kept
        if kept is None:
            task, count = self._told_by(_shape(logits), _shape(labels))
            kept = self._begin(framework, task, count, weight is not None)
        elif framework != self._framework:
            raise InputError(f"this batch is of {_TITLES[framework]}, and those before were of {_TITLES[self._framework]}", hint="keep a sketch for each")
        elif (weight is not None) != bool(kept.settings["weight"]):
            raise InputError("weights go with every batch or with none", hint="give 1 where a sample weighs as any other")
        with _in_our_words():
            kept.update(logits, labels, weight)
        self._kept, self._framework = kept, framework

    def merge(self, other: Sketch) -> None:
        """Adds the samples of another sketch of the same settings."""
        if other._kept is None:
            return
        theirs = other._kept.settings
        kept = self._kept
        if kept is None:
            kept = self._begin(other._framework, theirs["task"], len(theirs["classes"]), theirs["weight"] is not None)
        with _in_our_words():
            kept.merge(other._kept)
        self._kept, self._framework = kept, self._framework or other._framework

    def all_reduce(self, add_up: Callable | None = None) -> Sketch:
        """The sketch of all ranks together, the same on each. This one stays that of its own rank, and may go on.

        By torch.distributed, or over the processes of JAX; else `add_up` is what adds an array up over all ranks, as
        mpi4py's MPI.COMM_WORLD.allreduce does.
        """
        framework = self._framework or _framework_of_ranks()
        kept = self._kept or self._without_batch(framework)
        total = object.__new__(Sketch)
        total.__dict__.update(self.__dict__)
        total._framework = framework
        total._kept = kept.all_reduce() if add_up is None else kept.all_reduce(add_up)
        return total

    def content(self, name: str = "sketch", on_bad_row: str = "fail") -> SketchContent:
        """What `lossctl.sketch` returns of all samples. Raises what `save` does."""
        with _in_our_words():
            return SketchContent(self._begun().content(name, on_bad_row))

    def save(self, path: str | os.PathLike[str], on_bad_row: str = "fail") -> None:
        """Writes the file, packed with gzip when its name ends in .gz. It appears whole or not at all.

        Raises an InputError, and writes nothing, when there were samples with an unknown label, a score that is NaN or
        infinite, or a bad weight. With on_bad_row="skip" they are left out, and the file says how many.
        """
        with _in_our_words():
            self._begun().save(path, on_bad_row)

    def __repr__(self) -> str:
        if self._kept is None:
            return "<lossctl.Sketch without a batch>"
        settings = self._kept.settings
        return f"<lossctl.Sketch, {settings['task']} of {len(settings['classes'])} classes, {_TITLES[self._framework]}>"

    def _told_of(self, background):
        """The background and the labels to ignore, which from here on have numbers of their own."""
        ignored = self._said["ignored"]
        if background in ignored:
            raise UsageError(f"background is {background}, which is to be ignored", hint="leave it out of one of the two")
        self._said["ignored"] = [_IGNORED] if ignored else []
        return {"background": background, "ignored": ignored}

    def _cells(self, framework, logits, labels):
        """What multi-label data have: 1 for the class of a row, 0 for all others."""
        scores, rows = _shape(logits), _shape(labels)
        if len(scores) != 2 or rows != scores[:1]:
            raise InputError(
                f"labels are of shape {rows}, and scores of {scores}",
                hint="with a background, scores are of (rows, classes) and labels of (rows,): make them so with reshape",
            )
        background, count = self._one_of["background"], scores[1]
        first = 1 if background == 0 else 0
        if first <= background < first + count:
            raise UsageError(
                f"background is {background}, which is one of the {count} classes that have scores",
                hint="say the label of rows that are of none of them, or leave it out",
            )
        module = import_module(f"._printed.with_{framework}", __package__)
        xp = module.xp
        with module.exactly():
            like = module.array(logits)
            labels = module.numbers(module.array(labels), like)[:, None]
            # Counted where the scores are: a list would have to be copied there, and waited for.
            is_class = labels == xp.cumsum(xp.ones_like(module.numbers(like[:1], like)), 1) + (first - 1)
            none = xp.zeros_like(is_class, dtype=xp.int8)
            cells = xp.where(is_class, none + 1, none)
            cells = xp.where(is_class.any(1)[:, None] | (labels == background), cells, none + _UNKNOWN)
            for label in self._one_of["ignored"]:
                cells = xp.where(labels == label, none + _IGNORED, cells)
        return cells

    def _begun(self):
        if self._kept is None:
            raise InputError("there are no samples", hint="give a batch to update()")
        return self._kept

    def _told_by(self, scores, labels):
        """The task and the number of classes of a batch of these shapes, where they are not said."""
        task, count = self._task, self._count
        is_row = len(scores) == 2 and labels == scores[:1] and scores[1] > 1
        is_cell = scores == labels
        if task is None and is_row:
            task = "softmax"
        if task is None and is_cell and len(scores) > 1 and scores[-1] != 1:
            raise InputError(
                f"scores and labels are both of shape {scores}, which says not what they are",
                hint='say task="multilabel", or task="binary" of one class in many places',
            )
        if task is None and not is_cell:
            raise InputError(
                f"labels are of shape {labels}, and scores of {scores}",
                hint="of classes, scores are of (rows, classes) and labels of (rows,): make them so with reshape",
            )
        if task == "multilabel" and labels == scores[:1] and len(scores) == 2:
            raise InputError(
                f"labels are of shape {labels}, and scores of {scores}",
                hint="give rows of 0 and 1, or say background=LABEL where each row is of one class, or with LABEL of none",
            )
        task = task or "binary"
        return task, count or (2 if task == "binary" else (scores[1:] or (2,))[0])

    def _without_batch(self, framework):
        """A sketch of no samples, of a rank that has seen none."""
        if self._task is None or (self._count is None and self._task != "binary"):
            raise UsageError(
                "nothing says what the samples are: there was no batch",
                hint='say it where a rank may see none, as in Sketch(classes=10) or Sketch(task="binary")',
            )
        return self._begin(framework, self._task, self._count or 2, self._weight is not None)

    def _begin(self, framework, task, count, has_weights):
        self._refuse(task, count)
        if self._said["renormalize"] and task != "softmax":
            raise UsageError("renormalize is of softmax rows of probabilities", hint="leave it out")
        if self._weight and not has_weights:
            raise InputError(f"there are no weights, and the sketch was told of {self._weight!r}", hint="give them to update()")
        module = import_module(f"._printed.with_{framework}", __package__)
        first = 1 if self._one_of is not None and self._one_of["background"] == 0 else 0
        names = self._names or [str(first + index) for index in range(count)]
        said = {**self._said, "task": task, "classes": names, "perClass": self._by_class and task != "binary"}
        said["weight"] = (self._weight or "weight") if has_weights else None
        parted = _parted(module.SETTINGS, task, count, **self._asked)
        return module.Sketch({**module.SETTINGS, **said, **parted})

    @staticmethod
    def _refuse(task, count):
        if task is not None and task not in _TASKS:
            raise UsageError(f"task is {task!r}, and there is no such", hint=f"say one of {', '.join(_TASKS)}, or leave task out")
        if task == "binary" and count not in (None, 2):
            raise UsageError(f'task="binary" has two classes, not {count}', hint="leave task or classes out")
        if task == "softmax" and count is not None and count < 2:
            raise UsageError('task="softmax" has two classes or more', hint='say task="binary" for one column of scores')
        if count is not None and count < 1:
            raise UsageError(f"classes is {count}: there is no class", hint="leave classes out, or say how many there are")


def _whole_labels(labels):
    """Labels of batches are numbers; a text of one is as good."""
    if labels is None:
        return []
    is_one = isinstance(labels, (str, bytes)) or not hasattr(labels, "__iter__") or getattr(labels, "shape", None) == ()
    return [_whole_label(label) for label in ([labels] if is_one else labels)]


def _whole_label(label, name="ignore_label", example="-1"):
    try:
        found = int(label)
        if isinstance(label, str) or found == label:
            return found
    except (TypeError, ValueError, OverflowError):
        pass
    raise UsageError(f"{name} is {label!r}: labels of a batch are whole numbers", hint=f"say one, as in {name}={example}")


def _framework_of(values):
    return _MODULES.get(type(values).__module__.partition(".")[0], "numpy")


def _framework_of_ranks():
    """Who adds up for a rank that has seen no array yet."""
    torch, jax = sys.modules.get("torch"), sys.modules.get("jax")
    if torch is not None and torch.distributed.is_available() and torch.distributed.is_initialized():
        return "pytorch"
    return "jax" if jax is not None and jax.process_count() > 1 else "numpy"


def _shape(values):
    if not hasattr(values, "shape"):
        import numpy

        values = numpy.asarray(values)
    return tuple(values.shape)


def _parted(usual, task, count, thresholds, losses, bins):
    """Where a sketch is parted: lossctl's own margins, to the last bit."""
    if losses is None and bins is None and (thresholds is None or list(thresholds) == usual["thresholds"]):
        return {}
    words = ["--task", task, *(["--classes", str(count)] if task != "binary" else [])]
    if thresholds is not None:
        words += ["--threshold", ",".join(repr(float(threshold)) for threshold in thresholds)]
    for loss in [losses] if isinstance(losses, str) else losses or ():
        words += ["--loss", loss]
    if bins is not None:
        words += ["--bins", str(bins)]
    from ._ask import printed

    import ast

    text = printed(["sketch", "--code", "numpy", *words])
    settings = ast.literal_eval(text.partition("\nSETTINGS = ")[2].partition("\n}\n")[0] + "\n}")
    return {name: settings[name] for name in ("thresholds", "kinks", "edges")}


@contextmanager
def _in_our_words():
    try:
        yield
    except LossctlError:
        raise
    except ValueError as error:
        problem, _, hint = str(error).partition(": ")
        raise InputError(str(error), problem, hint) from None
