"""A notebook that is executed: tables and the page of a report stand in it.

With LOSSCTL_NOTEBOOK its HTML is written there, which test/facts/python.test.ts opens in a browser.
"""

import os
from pathlib import Path

import pytest

from conftest import FIXTURES

CELLS = [
    "import lossctl, numpy",
    f"logits = numpy.load({str(FIXTURES / 'breast-cancer-logits.npy')!r})\n"
    f"labels = numpy.load({str(FIXTURES / 'breast-cancer-labels.npy')!r})",
    "lossctl.compare(logits, labels)",
    "sketch = lossctl.Sketch()\n"
    "for first in range(0, len(labels), 100):\n"
    "    sketch.update(logits[first : first + 100], labels[first : first + 100])\n"
    "sketch",
    "lossctl.report(logits, labels)",
    "lossctl.compare([-0.3, float('nan'), 2.5], [1, 0, 1])",
]


def test_notebook():
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    *fine, wrong = notebook.cells
    # The last cell is wrong on purpose; no other may raise.
    wrong.metadata["tags"] = ["raises-exception"]
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    for cell in fine:
        assert all(output["output_type"] != "error" for output in cell.outputs)
    table, sketch, page = (cell.outputs[0]["data"] for cell in fine[2:])
    assert "<td>focal" in table["text/html"]
    assert sketch["text/plain"] == "<lossctl.Sketch, binary of 2 classes, NumPy>"
    assert page["text/html"].startswith("<iframe sandbox=") and len(page["text/html"]) > 100_000
    assert wrong.outputs[0]["ename"] == "InputError" and wrong.outputs[0]["evalue"].startswith("scores[1]: the score is NaN")
    # What a notebook keeps is JSON of its own format.
    nbformat.validate(notebook)
    if "LOSSCTL_NOTEBOOK" in os.environ:
        nbconvert = pytest.importorskip("nbconvert")
        html, _ = nbconvert.HTMLExporter().from_notebook_node(notebook)
        Path(os.environ["LOSSCTL_NOTEBOOK"]).write_text(html, encoding="utf-8")
