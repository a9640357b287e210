import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures"


def run(*words, **more):
    return subprocess.run([sys.executable, "-m", "lossctl", *words], capture_output=True, text=True, **more)


@pytest.fixture(autouse=True)
def without_options(monkeypatch):
    """No error of any test says an option of a command line, but in a whole command."""
    from lossctl import _errors

    said, usual = [], _errors.LossctlError.__init__

    def heard(self, *words, **more):
        usual(self, *words, **more)
        if not isinstance(self, _errors.BugError):
            said.extend([str(self), self.problem, self.hint])

    monkeypatch.setattr(_errors.LossctlError, "__init__", heard)
    yield
    assert [words for words in said if re.search(r"(?<!\w)--[a-z]", re.sub(r"lossctl [a-z]+ [^;]*", "", words))] == []


@pytest.fixture
def cli():
    """What the command line prints with --format json."""

    def answer(*words, codes=(0,)):
        done = run(*map(str, words), "--format", "json")
        assert done.returncode in codes, done.stderr
        return json.loads(done.stdout)

    return answer


@pytest.fixture(scope="session")
def cancer():
    """The binary fixture: its path, scores and labels."""
    numpy = pytest.importorskip("numpy")
    folder = FIXTURES
    return numpy.load(folder / "breast-cancer-logits.npy"), numpy.load(folder / "breast-cancer-labels.npy")


@pytest.fixture(scope="session")
def digits():
    """The softmax fixture: probabilities and labels."""
    numpy = pytest.importorskip("numpy")
    return numpy.load(FIXTURES / "digits-probs.npy"), numpy.load(FIXTURES / "digits-labels.npy")
