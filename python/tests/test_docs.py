"""The examples of docs/python.md run, one after the other."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs/python.md"


def test_examples(cancer, tmp_path, monkeypatch, capsys):
    pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    logits, labels = cancer
    names = {"logits": logits, "labels": labels, "sharper": logits * 1.1}
    examples = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len(examples) > 6
    for example in examples:
        exec(compile(example, str(PAGE), "exec"), names)
    printed = capsys.readouterr().out
    assert "scores[1] the score is NaN" in printed
    assert "ce:alpha=none" in printed or "\nce\n" in printed
    assert f"\n{2 * len(labels)}\n" in printed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["epoch-1.sketch.json", "monday.sketch.json", "report.html"]
