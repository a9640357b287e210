"""Every function says what the command line says, of files and of arrays."""

import json

import pytest

import lossctl
from conftest import FIXTURES

CANCER = FIXTURES / "breast-cancer.csv"
DIGITS = FIXTURES / "digits.csv"
UNITS = FIXTURES / "digits-units.csv"


def same(found, printed, *but):
    """Equal but for what the command line says of itself and of its input."""
    left_out = {"schemaVersion", "kind", *but}
    kept = {name: value for name, value in printed.items() if name not in left_out and name in found}
    assert kept, f"nothing in common: {list(found)} and {list(printed)}"
    assert {name: found[name] for name in kept} == kept


def test_compare(cli):
    found = lossctl.compare(CANCER, losses=["ce", "focal:gamma=2"], by="class", hardest=3)
    printed = cli("compare", CANCER, "--loss", "ce", "--loss", "focal:gamma=2", "--by", "class", "--per-sample", 3)
    same(found, printed["results"][0])
    assert found.losses[0]["value"] == printed["results"][0]["losses"][0]["value"]


def test_columns_as_a_list(tmp_path):
    path = tmp_path / "preds.csv"
    path.write_text('label,"a,b",c,"a,b,c",d*\n' + "".join(f"{i % 2},{0.1 + i / 20},{0.9 - i / 20},0.5,0.2\n" for i in range(10)))
    told = {"losses": "ce", "class_names": ["0", "1"], "task": "softmax"}
    of_two = lossctl.compare(path, score=["a,b", "c"], label=["label"], **told)
    assert of_two.source["scores"] == ["a,b", "c"]
    assert lossctl.compare(path, score='"a,b",c', **told).losses == of_two.losses
    digits = FIXTURES / "digits.csv"
    assert lossctl.compare(digits, score=["prob_*"]).losses == lossctl.compare(digits, score="prob_*").losses
    page = lossctl.report(digits, score=[f"prob_{i}" for i in range(10)])
    assert "899" in page.html


@pytest.mark.parametrize("score", [[], [1, 2], [""]])
def test_columns_that_are_none(score):
    with pytest.raises(lossctl.UsageError, match="score is .*, which names no columns; give names as the file has them"):
        lossctl.compare(FIXTURES / "digits.csv", score=score)


def test_compare_by_a_column(cli, tmp_path):
    path = tmp_path / "scenes.csv"
    path.write_text("label,prob,scene\n1,0.9,day\n0,0.2,day\n1,0.4,night\n0,0.6,night\n")
    found = lossctl.compare(path, by="scene", threshold=0.7)
    same(found, cli("compare", path, "--by", "scene", "--threshold", 0.7)["results"][0])
    assert sorted(group["name"] for group in found["groups"]) == ["day", "night"]


def test_sweep(cli):
    found = lossctl.sweep(CANCER, over={"gamma": [0, 1, 2], "alpha": ["none", 0.25]}, rank="effective", top=4)
    printed = cli("sweep", CANCER, "--over", "gamma=0,1,2", "--over", "alpha=none,0.25", "--rank", "effective", "--top", 4)
    same(found, printed)
    assert len(found["settings"]) == 4


@pytest.mark.parametrize(
    "over",
    [
        {"gamma": "0..2/0.5", "alpha": "none,0.25"},
        {"gamma": ["0..1.5/0.5", 2], "alpha": ("none", 0.25)},
        ["gamma=0..2/0.5", "alpha=none,0.25"],
    ],
)
def test_sweep_over_texts_of_the_command_line(cli, over):
    printed = cli("sweep", CANCER, "--over", "gamma=0..2/0.5", "--over", "alpha=none,0.25")
    found = lossctl.sweep(CANCER, over=over)
    same(found, printed)
    assert len(found["settings"]) == 10


def test_sweep_over_one_text(cli):
    same(lossctl.sweep(CANCER, over="gamma=0..5/1"), cli("sweep", CANCER, "--over", "gamma=0..5/1"))


def test_sweep_over_what_is_no_axis():
    for over in (3, {}, [], {"gamma": 2}, {"gamma": []}, {"gamma": None}, {"gamma": [[0]]}):
        with pytest.raises(lossctl.UsageError, match='^over is not values by parameter, as in { "gamma": '):
            lossctl.sweep(CANCER, over=over)
    with pytest.raises(lossctl.UsageError, match="it is PARAMETER=VALUES; as in gamma=0..5/0.25"):
        lossctl.sweep(CANCER, over="gamma")


def test_solve(cli):
    found = lossctl.solve(CANCER, for_="gamma", want="easy.negative.loss <= 10%")
    printed = cli("solve", CANCER, "--for", "gamma", "--want", "easy.negative.loss <= 10%")
    same(found, printed)
    assert found["solution"] == printed["solution"]


def test_class_weights(cli):
    over, weights = {"gamma": [0, 2]}, [1, 3]
    found = lossctl.sweep(CANCER, over=over, class_weights=weights)
    same(found, cli("sweep", CANCER, "--over", "gamma=0,2", "--class-weight", "1,3"))
    assert found["settings"] != lossctl.sweep(CANCER, over=over)["settings"]
    wanted = {"for_": "gamma", "want": "easy.negative.loss <= 10%"}
    solved = lossctl.solve(CANCER, **wanted, class_weights=weights)
    words = ["--for", "gamma", "--want", wanted["want"], "--class-weight", "1,3"]
    same(solved, cli("solve", CANCER, *words))
    assert solved["solution"] != lossctl.solve(CANCER, **wanted)["solution"]


def test_check(cli, tmp_path):
    rules = ["max focal.mean=0.05", "max hard.share=1%"]
    found = lossctl.check(CANCER, rules=rules)
    printed = cli("check", CANCER, "--max", "focal.mean=0.05", "--max", "hard.share=1%", codes=(0, 1))
    same(found, printed)
    assert found["verdict"] == printed["verdict"]
    saved = tmp_path / "main.json"
    lossctl.baseline(UNITS).save(saved)
    rule = "max-increase ce.mean=2%"
    found = lossctl.check(DIGITS, rules=rule, baseline=saved)
    printed = cli("check", DIGITS, "--max-increase", "ce.mean=2%", "--baseline", saved, codes=(0, 1))
    assert found["verdict"] == printed["verdict"]
    assert found["findings"][0]["value"] == printed["findings"][0]["value"]
    paired = lossctl.check(DIGITS, rules=rule, baseline_predictions=UNITS)
    printed = cli("check", DIGITS, "--max-increase", "ce.mean=2%", "--baseline-preds", UNITS, codes=(0, 1))
    same(paired, printed)


def test_diff(cli):
    same(lossctl.diff(UNITS, DIGITS, losses="ce", top=3), cli("diff", UNITS, DIGITS, "--loss", "ce", "--top", 3))


def test_diff_of_arrays(cancer):
    logits, labels = cancer
    found = lossctl.diff(logits, logits * 2, labels, losses="ce")
    one, two = (lossctl.compare(scores, labels, losses="ce")["losses"][0]["value"] for scores in (logits, logits * 2))
    assert found["losses"][0]["difference"] == pytest.approx(two - one, abs=1e-14)
    assert lossctl.diff(lossctl.data(logits, labels), lossctl.data(logits * 2, labels), losses="ce") == found


def test_calibrate(cli):
    same(lossctl.calibrate(CANCER, bins=10), cli("calibrate", CANCER, "--bins", 10))


def test_samples(cli):
    found = lossctl.samples(CANCER, losses=["ce", "focal:gamma=2"], top=5)
    printed = cli("samples", CANCER, "--loss", "ce", "--loss", "focal:gamma=2", "--top", 5)
    same(found, printed)


def test_samples_with_what_is_kept(cli, tmp_path):
    path = tmp_path / "scenes.csv"
    path.write_text("label,prob,scene,url\n1,0.9,day,a\n0,0.2,day,b\n1,0.4,night,c\n0,0.6,night,d\n")
    found = lossctl.samples(path, keep=["scene", "url"], sort="suspicion", top=2)
    same(found, cli("samples", path, "--keep", "scene,url", "--sort", "suspicion", "--top", 2))
    assert [row["kept"] for row in found["samples"]] == [{"scene": "night", "url": "c"}, {"scene": "night", "url": "d"}]


def test_cdf(cli):
    losses = ["ce", "focal:gamma=2"]
    same(lossctl.cdf(CANCER, losses=losses), cli("curve", "--cdf", CANCER, "--loss", losses[0], "--loss", losses[1]))


def test_diagnose(cancer, cli, tmp_path):
    logits, labels = cancer
    values = [row["losses"][0]["value"] for row in _in_order(lossctl.samples(logits, labels, losses="focal:gamma=2"))]
    found = lossctl.diagnose(logits, labels, values, expect="focal:gamma=2")
    assert found["expected"]["met"]
    rows = "".join(f"{y},{z!r},{v!r}\n" for y, z, v in zip(labels.tolist(), logits.tolist(), values))
    (tmp_path / "values.csv").write_text(f"label,logit,loss\n{rows}")
    printed = cli("diagnose", tmp_path / "values.csv", "--loss-column", "loss", "--expect", "focal:gamma=2")
    assert found["explanations"][0]["spec"] == printed["explanations"][0]["spec"]
    lossctl.assert_loss("focal:gamma=2", logits, labels, values)
    with pytest.raises(AssertionError, match="not those of ce; they are those of focal:gamma=2"):
        lossctl.assert_loss("ce", logits, labels, values)


def _in_order(report):
    return sorted(report["samples"], key=lambda row: row["row"])


def test_sketch(cli, tmp_path, cancer):
    path = tmp_path / "cancer.sketch.json"
    sketched = lossctl.sketch(CANCER)
    sketched.save(path)
    found = lossctl.compare(sketched)["losses"]
    assert found == cli("compare", path)["results"][0]["losses"]
    # A sum from a sketch is that of the samples to 12 digits.
    direct = lossctl.compare(CANCER)["losses"]
    assert [loss["value"] for loss in found] == pytest.approx([loss["value"] for loss in direct], rel=1e-12)
    assert lossctl.read_sketch(path) == json.loads(json.dumps(sketched))
    twice = lossctl.merge([sketched, sketched], "both")
    assert twice["source"]["samples"] == 2 * sketched["source"]["samples"]
    with pytest.raises(lossctl.UsageError):
        lossctl.samples(sketched)


def test_report(tmp_path):
    page = lossctl.report([CANCER, CANCER], losses=["ce", "focal:gamma=2"])
    page.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == page.html
    assert page.html.startswith("<!doctype html>")
    frame = page._repr_html_()
    assert frame.startswith('<iframe sandbox="allow-scripts') and "<script" not in frame
    assert lossctl.report(lossctl.sketch(CANCER)).html.startswith("<!doctype html>")


def test_report_of_a_day(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert "2001-09-09" in lossctl.report(CANCER).html


def test_frames(cancer):
    pytest.importorskip("pandas")
    logits, labels = cancer
    frame = lossctl.compare(logits, labels).to_frame()
    assert len(frame) == 4 and frame["value"].between(0, 1).all()
    frame = lossctl.sweep(logits, labels, over={"gamma": [0, 1, 2]}).to_frame()
    assert len(frame) == 3 and list(frame["gamma"]) == [0, 1, 2] and frame["effective"].is_monotonic_decreasing
    assert "<td>" in lossctl.compare(logits, labels)._repr_html_()
    named = lossctl.compare(logits, labels, losses=["ce"])
    named["losses"][0]["title"] = "<b>"
    assert "&lt;b&gt;" in named._repr_html_() and "<b>" not in named._repr_html_()
    solved = lossctl.solve(logits, labels, for_="gamma", want="easy.negative.loss <= 10%")
    assert len(solved.to_frame()) == 1 and f"<td>solution</td><td>{solved['solution']:.6g}</td>" in solved._repr_html_()
    with pytest.raises(AttributeError, match="it has"):
        named.loses


def test_errors_are_in_the_words_of_the_product():
    with pytest.raises(lossctl.InputError, match="^none.csv: there is no such file") as caught:
        lossctl.compare("none.csv")
    assert (caught.value.place, isinstance(caught.value, ValueError)) == ("none.csv", True)
    with pytest.raises(lossctl.UsageError, match="focl"):
        lossctl.compare([0.5, -2.0], [0, 1], losses="focl")
    with pytest.raises(lossctl.UsageError, match="^min_slice is not a whole number"):
        lossctl.check([0.5, -2.0], [0, 1], rules="max ce.mean=1", min_slice=-1)
    with pytest.raises(lossctl.UsageError, match="not finite"):
        lossctl.compare([0.5, -2.0], [0, 1], threshold=float("nan"))
    rows = [[0.1, 0.2, 0.3], [1.0, 0.0, 0.0], [0.0, 2.0, 0.0]]
    with pytest.raises(lossctl.InputError, match="; say the classes in the order of the columns, as in class_names="):
        lossctl.compare(rows, ["cat", "dog", "owl"], from_="logits")
    with pytest.raises(lossctl.UsageError, match="arrays have no columns"):
        lossctl.compare([0.5, -2.0], [0, 1], by="scene")
