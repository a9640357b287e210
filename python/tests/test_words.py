"""Errors say the arguments of these functions, and no options of a command line."""

import re

import pytest

import lossctl
from lossctl._words import in_python


@pytest.mark.parametrize(
    "said, here",
    [
        ("say --background 20 --ignore-label=-1 if", "say background=20, ignore_label=-1 if"),
        ("leave such rows out with --on-bad-row skip", 'leave such rows out with on_bad_row="skip"'),
        ("say --from probs or --from logits", 'say from_="probs" or from_="logits"'),
        ("--class-names in the order, or --ignore-label horse to", 'class_names in the order, or ignore_label="horse" to'),
        ("as in --class-names 'cat,no dog' if", 'as in class_names=["cat", "no dog"] if'),
        ('--class-names "$(seq 1 20 | paste -sd, -)" if', "class_names=[str(i) for i in range(1, 21)] if"),
        ("say '--ignore-label=-x y', or --ignore-label 'it'\\''s'", 'say ignore_label="-x y", or ignore_label="it\'s"'),
        ("say --ignore-label=-1,255, or --ignore-label 12)", "say ignore_label=[-1, 255], or ignore_label=12)"),
        ("leave --background out; name it with --score", "leave background out; name it with score"),
        ("say --score a,b, or --score 'a b' --by-row", 'say score=["a", "b"], or score="a b", by_row=True'),
        ("say --class-weight 1,3 and --labels FILE", "say class_weights=[1, 3] and labels=FILE"),
        ("say --threshold 0.3.", "say threshold=0.3."),
        ("with lossctl check --save-baseline; or --no-noise", "with lossctl check --save-baseline; or noise=False"),
        ("there is no onBadRow", "there is no on_bad_row"),
    ],
)
def test_options_are_arguments(said, here):
    assert in_python(said) == here


BAD = [0.5, float("nan"), -3.5]


@pytest.mark.parametrize(
    "refused, way_out",
    [
        (lambda: lossctl.compare(BAD, [0, 1, 1]), 'on_bad_row="skip"'),
        (lambda: lossctl.compare([0.5, 0.2, 1.5], [0, 1, 1], from_="probs"), 'from_="logits"'),
        (lambda: lossctl.compare([[0.5, 0.2, 1.5]] * 9, ["a", "b", "x"] * 3), 'class_names=["a", "b", "x"]'),
        (lambda: lossctl.compare([[-5.0, -6.0, -4.0]] * 99, [3] * 90 + [0, 1, 2] * 3), "background=3"),
    ],
)
def test_the_way_out_is_an_argument(refused, way_out):
    with pytest.raises(lossctl.InputError) as caught:
        refused()
    assert way_out in caught.value.hint
    for words in (str(caught.value), caught.value.problem, caught.value.hint):
        assert not re.search(r"(?<!\w)--\w", words)


def test_what_is_wrong_with_labels_is_said_of_labels():
    with pytest.raises(lossctl.InputError, match="^labels: most labels are 3") as caught:
        lossctl.compare([[-5.0, -6.0, -4.0]] * 99, [3] * 90 + [0, 1, 2] * 3)
    assert caught.value.place == "labels"
