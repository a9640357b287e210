"""Whatever the package refuses it tells the way out of: in its own words, and in those of the program."""

import ast
from pathlib import Path

import pytest

import lossctl

# Of conftest.py: each question starts Node, as it does for users.
IN_PROCESSES = True

HERE = Path(lossctl.__file__).parent
REFUSALS = {"UsageError", "InputError", "_input"}
# Where errors of the program are given on: their hints are tested below.
GIVES_ON = {"_errors.py"}


def refusals_of(path):
    """Each place at which something is refused: its line, and whether it says a hint that is not empty."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", None) not in REFUSALS:
            continue
        named = [word.value for word in node.keywords if word.arg == "hint"]
        [hint] = named or node.args[2:3] or [ast.Constant("")]
        yield f"{path.name}:{node.lineno}", not (isinstance(hint, ast.Constant) and not hint.value)


def test_every_refusal_has_a_hint():
    found = dict(one for path in sorted(HERE.glob("*.py")) if path.name not in GIVES_ON for one in refusals_of(path))
    assert len(found) > 20
    assert [place for place, has_hint in found.items() if not has_hint] == []


def test_the_test_sees_what_has_none(tmp_path):
    path = tmp_path / "one.py"
    path.write_text("raise UsageError('x')\nraise UsageError('x', hint='')\nraise UsageError('x', hint='y')\n")
    assert dict(refusals_of(path)) == {"one.py:1": False, "one.py:2": False, "one.py:3": True}


TWO = ([0.5, -2.0], [0, 1])


@pytest.mark.parametrize(
    "refused, hint",
    [
        (lambda: lossctl.compare(*TWO, losses="focl"), "did you mean focal?"),
        (lambda: lossctl.Sketch(losses="focl").update([1.0], [1]), "did you mean focal?"),
        (lambda: lossctl.compare(*TWO, threshold=float("inf")), "leave NaN and infinity out"),
        (lambda: lossctl.compare(*TWO, by="scene"), 'give "class", or an array of one slice per sample'),
    ],
)
def test_hints_of_the_program(refused, hint):
    with pytest.raises(lossctl.UsageError) as caught:
        refused()
    assert caught.value.hint == hint
    assert str(caught.value) == f"{caught.value.problem}; {hint}"
