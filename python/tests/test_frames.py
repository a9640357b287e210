"""Frames have few columns, named as Python has names, and the numbers of the report."""

import pytest

import lossctl
from conftest import FIXTURES

pandas = pytest.importorskip("pandas")

CANCER = FIXTURES / "breast-cancer.csv"
DIGITS = FIXTURES / "digits.csv"
CELLS = FIXTURES / "multilabel.csv"

BANDS = [f"{band}_loss_share" for band in ("easy_negative", "easy_positive", "hard_negative", "hard_positive")]
FRAMES = {
    "compare": (
        lambda: lossctl.compare(CANCER, losses=["ce", "focal:gamma=2", "focal:alpha=0.25,gamma=2"]),
        ["loss", "alpha", "gamma", "value", "ratio_to_ce", "effective_samples", *BANDS],
    ),
    "compare by class": (
        lambda: lossctl.compare(CANCER, losses=["ce"], by="class"),
        ["group", "loss", "value", "ratio_to_ce", "effective_samples", *BANDS],
    ),
    "compare softmax": (
        lambda: lossctl.compare(DIGITS, losses="ce", sets="dice"),
        ["loss", "smooth", "value", "ratio_to_ce", "effective_samples", "easy_loss_share", "hard_loss_share"],
    ),
    "sweep": (
        lambda: lossctl.sweep(CANCER, over="gamma=0..2/1", quantities=["positive:negative.loss", "mean"]),
        ["loss", "gamma", "positive_negative_loss", "mean"],
    ),
    "solve": (
        lambda: lossctl.solve(CANCER, for_="gamma", want="easy.negative.loss <= 10%"),
        ["loss", "parameter", "quantity", "relation", "wanted", "method", "solution", "before", "after"],
    ),
    "diff": (
        lambda: lossctl.diff(DIGITS, FIXTURES / "digits-units.csv", losses=["ce"]),
        ["loss", "mean_a", "mean_b", "difference", "relative", "low", "high", "p", "significant"],
    ),
    "check": (
        lambda: lossctl.check(CANCER, rules="max ce.mean=1"),
        ["rule", "verdict", "value", "limit", "worse", "note"],
    ),
    "calibrate": (
        lambda: lossctl.calibrate(CELLS),
        "class samples expected observed log_loss brier ece mce rmsce ace temperature slope intercept spiegelhalter area p".split(),
    ),
    "samples": (
        lambda: lossctl.samples(CANCER, losses="ce", top=3, keep=["id"]),
        "row id label predicted confidence score pt margin difficulty weight ce kept_id".split(),
    ),
    "cdf": (
        lambda: lossctl.cdf(CANCER, losses="ce"),
        ["class", "loss", "samples_share", "loss_share", "low", "high"],
    ),
    "diagnose": (
        lambda: lossctl.diagnose(CANCER, printed=["0.1"]),
        "loss kind mistake spec alpha gamma factor epsilon largest rms supported of".split(),
    ),
}


@pytest.mark.parametrize("question", FRAMES)
def test_columns(question):
    ask, names = FRAMES[question]
    frame = ask().to_frame()
    assert list(frame.columns) == names
    assert not any(isinstance(cell, (list, dict)) for cell in frame.to_numpy().ravel())


def test_numbers_of_compare():
    report = lossctl.compare(CANCER, losses=["ce", "focal:gamma=2"], by="class")
    frame = report.to_frame()
    assert list(frame["group"].fillna("all")) == ["all", "all", "1", "1", "0", "0"]
    for index, loss in enumerate(report.losses + [loss for group in report.groups for loss in group["losses"]]):
        row = frame.loc[index]
        assert (row["loss"], row["value"]) == (loss["title"], loss["value"])
        assert [row[name] for name in BANDS] == [band["lossShare"] for band in loss["bands"]]
    assert frame.loc[frame["gamma"] == 2, "value"].iloc[0] == report.losses[1]["value"]
    # Of all of a loss, in its bands.
    assert frame[BANDS].sum(axis=1).tolist() == pytest.approx([1] * 6, rel=1e-12)


def test_numbers_of_diff_and_cdf():
    report = lossctl.diff(DIGITS, FIXTURES / "digits-units.csv", losses=["focal:gamma=2"])
    row = report.to_frame().iloc[0]
    assert [row["low"], row["high"]] == report.losses[0]["interval"]
    assert row["mean_b"] - row["mean_a"] == pytest.approx(row["difference"], rel=1e-12)
    report = lossctl.cdf(CANCER, losses="ce")
    frame = report.to_frame()
    for part in report.classes:
        of_class = frame[frame["class"] == part["class"]]
        assert list(of_class["samples_share"]) == part["samples"]
        assert list(of_class["loss_share"]) == part["curves"][0]["loss"]


def test_shares_of_a_sweep_are_called_so():
    frame = lossctl.sweep(CANCER, over="gamma=0,2", quantities=["easy.negative.loss", "hard.share", "mean"]).to_frame()
    assert list(frame.columns) == ["loss", "gamma", "easy_negative_loss_share", "hard_share", "mean"]
    # The same share as that of compare.
    of_compare = lossctl.compare(CANCER, losses=["focal:gamma=0", "focal:gamma=2"]).to_frame()
    assert frame["easy_negative_loss_share"].tolist() == pytest.approx(of_compare["easy_negative_loss_share"].tolist(), rel=1e-12)


def test_rows_have_all_that_there_is():
    row = lossctl.compare(CANCER, losses="focal:gamma=2").rows()[0]
    assert {"spec", "formula", "references.prior", "parameters.gamma", "ratioToCe", "bands"} <= set(row)
