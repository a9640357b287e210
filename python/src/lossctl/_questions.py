"""The questions of the command line as functions. What they return is what `--format json` prints.

Data are `scores` and `labels`: arrays of n samples (NumPy, PyTorch on any device, JAX, pandas, Polars, lists), scores of shape
(n) or (n, classes), labels 0 and 1, class indices or names; or the paths of files; or a sketch in place of both; or what
`data(...)` returned. How they are read is told from them unless said, by the arguments that the command line has too, with
underscores: `task`, `from_` ("logits", "probs"), `class_names`, `ignore_label`, `background`, `renormalize`, `temperature`,
`priors`, `logit_adjust`, `prob_tolerance`, `on_bad_row`; `weights`, `ids` and `name` of arrays; and `score`, `label`, `id`,
`weight`, `predicted`, `model`, `by_row`, `class_axis`, `threads` of files.

What is wrong with data is an InputError, a question that makes no sense a UsageError.
"""

from __future__ import annotations

import os

from . import _arrays
from ._arrays import Folder
from ._ask import ask
from ._columns import names_in, refuse_other_names
from ._data import Data, data, data_of, is_path, plain, refuse_other_models
from ._results import Page, Report, SketchContent
from ._rows import refuse_other_rows
from ._training import Sketch

__all__ = [
    "assert_loss",
    "baseline",
    "calibrate",
    "cdf",
    "check",
    "compare",
    "data",
    "diagnose",
    "diff",
    "merge",
    "read_sketch",
    "report",
    "samples",
    "sketch",
    "solve",
    "sweep",
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypedDict, Union

    from typing_extensions import Unpack

    Values = Any
    Listed = Union[str, Sequence[str]]
    Labels = Union[str, int, Sequence[Union[str, int]]]

    class Reading(TypedDict, total=False):
        task: str
        from_: str
        class_names: Sequence[str]
        ignore_label: Labels
        background: Union[str, int]
        renormalize: bool
        temperature: float
        priors: Sequence[float]
        logit_adjust: float
        prob_tolerance: float
        on_bad_row: str
        weights: Values
        ids: Values
        name: str
        score: Listed
        label: Listed
        predicted: str
        id: str
        by_row: bool
        weight: str
        model: str
        class_axis: int
        threads: int


def compare(
    scores: Values,
    labels: Values = None,
    *,
    losses: Listed | None = None,
    by: Values = None,
    compat: str | None = None,
    threshold: float | None = None,
    reduction: str | None = None,
    class_weights: str | Sequence[float] | None = None,
    sets: Listed | None = None,
    hardest: int | None = None,
    **reading: Unpack[Reading],
) -> Report:
    """Where each loss puts its weight: means in nats, shares of loss and gradient by band, effective samples.

    losses         specs such as "ce" and "focal:alpha=0.25,gamma=2"; ce, focal, poly1 and poly1-focal unless said
    by             "class"; an array of one slice per sample; of files the name of a column
    compat         compute as this library does: "torchvision", "keras"
    threshold      a sample is easy from this pt on; 0.5 unless said
    reduction      "mean", "sum" or "positives"
    class_weights  one factor per class, or "balanced"
    sets           losses of all samples as one batch: "dice", "tversky:alpha=0.3,beta=0.7"
    hardest        how many of the hardest samples to list
    """
    found = data_of(scores, labels, by, reading)
    asked = {
        "losses": _list(losses),
        "compat": compat,
        "threshold": threshold,
        "reduction": reduction,
        "classWeights": found.per_class("class_weights", class_weights),
        "sets": _list(sets),
        "hardest": hardest,
    }
    return Report(_about("compare", found, asked, takes_by=True))


def sweep(
    scores: Values,
    labels: Values = None,
    *,
    over: Mapping[str, str | Sequence[float | str]] | Listed,
    losses: Listed | None = None,
    sets: Listed | None = None,
    threshold: float | None = None,
    quantities: Listed | None = None,
    rank: str | None = None,
    target: float | None = None,
    top: int | None = None,
    class_weights: str | Sequence[float] | None = None,
    **reading: Unpack[Reading],
) -> Report:
    """Every setting of a grid, from one pass: shares by band, ratios, effective samples and the mean of each.

    over        values by parameter, {"gamma": [0, 1, 2], "alpha": "none,0.25"}; or as the command line takes them,
                "gamma=0..5/0.5", or a list of such texts
    losses      specs that leave the parameters open; focal unless said
    rank        the quantity to rank by, such as "positive:negative.gradient"; `target` the value it should have
    quantities  what to show instead of the usual, of calibration too: ["ece", "log-loss"]

    `class_weights` are as in `compare`.
    """
    found = data_of(scores, labels, None, reading)
    asked = {
        "over": plain(over),
        "losses": _list(losses),
        "sets": _list(sets),
        "threshold": threshold,
        "quantities": _list(quantities),
        "rank": rank,
        "target": target,
        "top": top,
        "classWeights": found.per_class("class_weights", class_weights),
    }
    return Report(_about("sweep", found, asked))


def solve(
    scores: Values,
    labels: Values = None,
    *,
    for_: str,
    want: str,
    loss: str | None = None,
    threshold: float | None = None,
    class_weights: str | Sequence[float] | None = None,
    **reading: Unpack[Reading],
) -> Report:
    """The value of a parameter that gives a quantity the value wanted; `solution` is None where there is none.

    for_  the parameter: "gamma", "alpha", "epsilon", "beta"
    want  "easy.negative.loss <= 10%", "positive:negative.gradient = 1:1"
    loss  a spec that leaves it open; focal unless said

    `class_weights` are as in `compare`.
    """
    found = data_of(scores, labels, None, reading)
    weights = found.per_class("class_weights", class_weights)
    asked = {"for": for_, "want": want, "loss": loss, "threshold": threshold, "classWeights": weights}
    return Report(_about("solve", found, asked))


def check(
    scores: Values,
    labels: Values = None,
    *,
    rules: Listed,
    baseline: Values = None,
    baseline_predictions: Values = None,
    losses: Listed | None = None,
    by: Values = None,
    threshold: float | None = None,
    confidence: float | None = None,
    noise: bool | None = None,
    min_slice: int | None = None,
    allow_other_labels: bool | None = None,
    **reading: Unpack[Reading],
) -> Report:
    """A gate: `verdict` is "passed", "improved", "regressed" or "cannot compare", which is never a pass.

    rules                 "max focal.mean=0.05", "max-increase hard.positive.share=2%"
    baseline              what `baseline` returned, or the path of a saved one
    baseline_predictions  in its place data(...) of another model for the same samples, or the path of a file
    noise                 False counts every change beyond its limit; `confidence` of the test is 0.95 unless said
    """
    with Folder() as folder:
        asked = {
            "rules": _list(rules),
            "baseline": plain(baseline),
            "losses": _list(losses),
            "threshold": threshold,
            "confidence": confidence,
            "noise": noise,
            "minSlice": min_slice,
            "allowOtherLabels": allow_other_labels,
        }
        now = data_of(scores, labels, by, reading)
        if baseline_predictions is not None:
            before = _of_the_same(baseline_predictions, now)
            refuse_other_models("baseline_predictions", before, "scores", now)
            asked["baselinePredictions"] = before.lay_down(folder)[0]
        return Report(_asked("check", now, asked, folder, takes_by=True))


def baseline(
    scores: Values,
    labels: Values = None,
    *,
    losses: Listed | None = None,
    rules: Listed | None = None,
    by: Values = None,
    threshold: float | None = None,
    **reading: Unpack[Reading],
) -> SketchContent:
    """What later checks are measured from; its `save` writes it as `lossctl check --save-baseline` does."""
    asked = {"losses": _list(losses), "rules": _list(rules), "threshold": threshold}
    return SketchContent(_about("baseline", data_of(scores, labels, by, reading), asked, takes_by=True))


def diff(
    before: Values,
    after: Values,
    labels: Values = None,
    *,
    losses: Listed | None = None,
    threshold: float | None = None,
    confidence: float | None = None,
    top: int | None = None,
    bootstrap: Mapping[str, int] | None = None,
    quantities: Listed | None = None,
    by_row: bool | None = None,
    **reading: Any,
) -> Report:
    """Two models on the same samples: whether the second is better than the first by more than chance.

    before, after  scores of both for the same labels; or data(...) of each; or the paths of files
    bootstrap      {"replicates": 2000, "seed": 1} in place of Student's t
    quantities     of calibration, to hold side by side: ["ece", "slope"]
    """
    asked = {
        "losses": _list(losses),
        "threshold": threshold,
        "confidence": confidence,
        "top": top,
        "bootstrap": plain(bootstrap),
        "quantities": _list(quantities),
        "byRow": by_row,
    }
    with Folder() as folder:
        pair = [data_of(scores, labels, None, reading) for scores in (before, after)]
        refuse_other_models("before", pair[0], "after", pair[1])
        both = [one.lay_down(folder)[0] for one in pair]
        return Report(ask("diff", [*both, _said(asked)], folder))


def calibrate(
    scores: Values,
    labels: Values = None,
    *,
    bins: int | None = None,
    limits: str | None = None,
    prior: float | Sequence[float] | None = None,
    **reading: Unpack[Reading],
) -> Report:
    """Whether probabilities are what they say: ECE, Brier score, log loss, and the best temperature.

    bins    of equal width, 2 to 32; 15 unless said; `limits` "left", [a, b), or "right", (a, b]
    prior   all figures as with these shares of classes, one number for binary data
    """
    found = data_of(scores, labels, None, reading)
    asked = {"bins": bins, "limits": limits, "prior": found.per_class("prior", prior)}
    return Report(_about("calibrate", found, asked))


def diagnose(
    scores: Values,
    labels: Values = None,
    values: Values = None,
    *,
    printed: Listed | None = None,
    batch_size: int | None = None,
    reduction: str | None = None,
    class_weights: Sequence[float] | None = None,
    class_counts: Sequence[float] | None = None,
    expect: str | None = None,
    **reading: Unpack[Reading],
) -> Report:
    """Which loss a training script really computes, told from the values it gave, and which known mistake is in it.

    values   what the script gave: shape (n), a loss per row, or (n, classes)
    printed  in their place what it printed, a batch each, with its digits: ["0.6931", "0.6502"]
    expect   the spec of the loss that it should be; `expected` in the report says whether it is
    """
    found = data_of(scores, labels, None, reading)
    asked = {
        "printed": _list(printed),
        "batchSize": batch_size,
        "reduction": reduction,
        "classWeights": found.per_class("class_weights", class_weights),
        "classCounts": found.per_class("class_counts", class_counts),
        "expect": expect,
    }
    with Folder() as folder:
        if values is not None:
            refuse_other_rows({**found.given(), "values": values})
            refuse_other_names("values", values, "scores.columns", names_in(found.scores))
            array = _arrays.as_single(_arrays.to_array(values, "values"))
            asked["values"] = folder.lay_down(array, "values")
        return Report(_asked("diagnose", found, asked, folder))


def samples(
    scores: Values,
    labels: Values = None,
    *,
    losses: Listed | None = None,
    threshold: float | None = None,
    top: int | None = None,
    sort: str | None = None,
    keep: Listed | None = None,
    **reading: Unpack[Reading],
) -> Report:
    """Sample by sample, hardest first: pt, margin, each loss in nats and its weight, loss / CE.

    top   how many to return; all of them unless said
    sort  the spec of the loss to rank by, or "suspicion", likely label errors first; by margin unless said
    keep  columns of files to carry along: ["camera", "url"]; "prob_*" is all that begin so
    """
    asked = {"losses": _list(losses), "threshold": threshold, "top": top, "sort": sort, "keep": _list(keep)}
    return Report(_about("samples", data_of(scores, labels, None, reading), asked))


def cdf(scores: Values, labels: Values = None, *, losses: Listed | None = None, **reading: Unpack[Reading]) -> Report:
    """What the easiest and the hardest samples carry of each loss, by class."""
    return Report(_about("cdf", data_of(scores, labels, None, reading), {"losses": _list(losses)}))


def report(
    scores: Values,
    labels: Values = None,
    *,
    losses: Listed | None = None,
    threshold: float | None = None,
    reduction: str | None = None,
    samples: bool | None = None,
    **reading: Unpack[Reading],
) -> Page:
    """One HTML page that shows where each loss looks, with sliders. Several, as a list of data(...), paths or sketches,
    stand side by side.

    samples  whether to list the hardest samples; True unless said
    """
    asked = {"losses": _list(losses), "threshold": threshold, "reduction": reduction, "samples": samples}
    with Folder() as folder:
        if not _are_several(scores):
            return Page(_asked("report", data_of(scores, labels, None, reading), asked, folder))
        if labels is not None or reading:
            raise TypeError("what is said of data is said to data()")
        all_of_them = [data_of(one).lay_down(folder)[0] for one in scores]
        return Page(ask("report", [all_of_them, _said(asked)], folder))


def sketch(
    scores: Values,
    labels: Values = None,
    *,
    thresholds: Sequence[float] | None = None,
    losses: Listed | None = None,
    bins: int | None = None,
    by: Values = None,
    **reading: Unpack[Reading],
) -> SketchContent:
    """A plain object of some 20 kB that stands for the data wherever no single samples are needed; `save` writes it.

    thresholds  the pt at which easy and hard can be parted later; 0.5 unless said
    losses      those that are not smooth everywhere, such as "asl", which it is parted for
    bins        part it for `calibrate` with so many bins
    """
    asked = {"thresholds": plain(thresholds), "losses": _list(losses), "bins": bins}
    return SketchContent(_about("sketch", data_of(scores, labels, by, reading), asked, takes_by=True))


def merge(sketches: Sequence[SketchContent | Sketch], name: str | None = None) -> SketchContent:
    """Sketches of shards, machines or days as that of all their samples."""
    contents = [one.content() if isinstance(one, Sketch) else one for one in sketches]
    with Folder() as folder:
        return SketchContent(ask("merge", [contents, *([] if name is None else [name])], folder))


def read_sketch(path: str | os.PathLike[str], *, on_bad_row: str | None = None) -> SketchContent:
    """What `save`, `lossctl sketch` or `check --save-baseline` has written, or the table of an engine, checked throughout.

    on_bad_row  "skip" for a table whose engine could not read some rows; "fail" unless said
    """
    asked = {"onBadRow": on_bad_row}
    with Folder() as folder:
        return SketchContent(ask("readSketch", [os.fspath(path), _said(asked)], folder))


def assert_loss(expect: str, scores: Values, labels: Values, values: Values, **reading: Unpack[Reading]) -> None:
    """For unit tests of training code: an AssertionError unless the values are those of the loss `expect` on these data.

        assert_loss("focal:alpha=0.25,gamma=2", logits, labels, my_focal_loss(logits, labels))
    """
    found = diagnose(scores, labels, values, expect=expect, **reading)
    if not found["expected"]["met"]:
        raise AssertionError(_not_met(expect, found))


def _of_the_same(scores, data):
    """Another model's scores of the same samples: an array alone has their labels."""
    if isinstance(scores, (Data, Sketch, dict)) or is_path(scores) or is_path(data.scores):
        return data_of(scores)
    return data_of(scores, data.labels, data.by, data.reading)


def _about(function, data, asked, takes_by=False):
    with Folder() as folder:
        return _asked(function, data, asked, folder, takes_by)


def _asked(function, data, asked, folder, takes_by=False):
    laid, by = data.lay_down(folder)
    if by is not None:
        if not takes_by:
            raise TypeError(f"{function} takes no by")
        asked = {**asked, "by": by}
    return ask(function, [laid, _said(asked)], folder)


def _said(asked):
    return {name: value for name, value in asked.items() if value is not None}


def _list(value):
    return [value] if isinstance(value, str) else plain(value)


def _are_several(scores):
    if not isinstance(scores, (list, tuple)) or len(scores) == 0:
        return False
    return all(isinstance(one, (Data, dict, Sketch)) or is_path(one) for one in scores)


def _not_met(expect, found):
    explanations = found.get("explanations") or []
    if not explanations:
        return f"the values are not those of {expect}, nor of any loss that lossctl knows"
    best = explanations[0]
    return f"the values are not those of {expect}; they are those of {best.get('spec') or best.get('title')}"
