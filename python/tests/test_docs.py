"""The examples of docs/python.md run, one after the other, and those of the README."""

import re
from pathlib import Path

import pytest

# Of conftest.py: each question starts Node, as it does for users.
IN_PROCESSES = True

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/python.md"


def examples_in(page):
    return re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_examples(cancer, tmp_path, monkeypatch, capsys):
    pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    logits, labels = cancer
    names = {"logits": logits, "labels": labels, "sharper": logits * 1.1}
    examples = examples_in(PAGE)
    assert len(examples) > 6
    for example in examples:
        exec(compile(example, str(PAGE), "exec"), names)
    printed = capsys.readouterr().out
    assert "scores[1] the score is NaN" in printed
    assert "ce:alpha=none" in printed or "\nce\n" in printed
    assert f"\n{2 * len(labels)}\n" in printed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["epoch-1.sketch.json", "monday.sketch.json", "report.html"]


@pytest.mark.parametrize("page", sorted(ROOT.glob("README*.md")), ids=lambda page: page.name)
def test_readme(page, cancer):
    pytest.importorskip("pandas")
    logits, labels = cancer
    [example] = examples_in(page)
    exec(compile(example, str(page), "exec"), {"logits": logits, "labels": labels})
