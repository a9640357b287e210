"""A report is printed in a few lines, its answer first."""

import unicodedata

import pytest

import lossctl
from conftest import FIXTURES
from test_frames import CANCER, DIGITS, FRAMES

WIDTH = 100


@pytest.mark.parametrize("question", FRAMES)
def test_few_lines_that_are_not_wide(question):
    report = FRAMES[question][0]()
    lines = str(report).split("\n")
    assert repr(report) == str(report)
    assert len(lines) <= 25 and max(map(len, lines)) <= WIDTH
    assert " samples of " in lines[0]
    assert lines[2].split()[0] in report.to_frame().columns


def test_the_answer_comes_first():
    assert str(lossctl.check(CANCER, rules="max ce.mean=0.01")).startswith("verdict: regressed; 569 samples of breast-cancer.csv\n")
    assert str(lossctl.diff(DIGITS, FIXTURES / "digits-units.csv", losses="ce")).startswith(
        "verdict: unclear; 899 samples of digits.csv and digits-units.csv\n"
    )
    solved = lossctl.solve(CANCER, for_="gamma", want="easy.negative.loss <= 10%")
    assert str(solved).startswith(f"gamma = {solved.solution:.5g} gives easy.negative.loss <= 0.1; 569 samples")
    assert str(lossctl.solve(CANCER, for_="gamma", want="easy.negative.loss >= 99%")).startswith(
        "no solution: gamma with easy.negative.loss >= 0.99; "
    )


def test_numbers_are_those_of_the_report():
    report = lossctl.compare(CANCER, losses=["ce", "focal:gamma=2"])
    first, *lines = str(report).split("\n")[2:-3]
    # Two rows of that many columns stand better upright.
    assert first.split() == ["loss", "ce", "focal", "γ=2"]
    values = {line.split()[0]: line.split()[1:] for line in lines}
    assert values["value"] == [f"{loss['value']:.5g}" for loss in report.losses]
    shares = [band["lossShare"] for band in report.losses[1]["bands"]]
    assert [values[f"{band}_loss_share"][1] for band in ("easy_negative", "easy_positive", "hard_negative", "hard_positive")] == [
        f"{share:.5g}" for share in shares
    ]


def test_what_is_left_out_is_counted():
    report = lossctl.sweep(CANCER, over="gamma=0..5/0.25")
    text = str(report)
    assert "... 11 more rows" in text and "... and " in text and text.count("focal:") == 10


def test_foreign_words_stay_in_their_line():
    report = lossctl.compare([0.5, -1.0, 2.0], [1, 0, 1], losses="ce", by=["a\nb\x1b[31m", "夜", "夜"])
    lines = str(report).split("\n")
    assert "\x1b" not in str(report) and "a b [31m" in str(report)
    table = [line for line in lines[2:] if line and not line.startswith(("to_frame", "hardest", "losses", "bands"))]
    widths = {sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line) for line in table[1:]}
    assert len(widths) == 1


def test_a_dict_of_it_is_whole():
    report = lossctl.compare(CANCER, losses="ce")
    assert "'formula'" in repr(dict(report))
