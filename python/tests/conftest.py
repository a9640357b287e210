import json
import os
import re
import subprocess
import sys
import types
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


class Resident:
    """The program in one process, which does what one of its own for every question would: to start takes longer than to answer."""

    def __init__(self):
        from lossctl._node import PROGRAM, command_of

        self.launch = command_of("ask.js")[0][:-1]
        words = ["node", Path(__file__).with_name("resident.js"), PROGRAM]
        self.node = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def run(self, command, input=None, env=None, text=False, **more):
        """subprocess.run of a script of the program."""
        assert command[:2] == self.launch and more.pop("capture_output") and more in ({}, {"encoding": "utf-8"})
        script, *words = command[2:]
        if script.endswith("ask.js"):
            return self.asked(env, text, input=input.decode())
        assert script.endswith("lossctl.js")
        return self.asked(env, text, argv=words)

    def asked(self, env, text, **what):
        question = {"cwd": os.getcwd(), "env": dict(env), **what}
        self.node.stdin.write(json.dumps(question) + "\n")
        self.node.stdin.flush()
        ended = json.loads(self.node.stdout.readline())
        streams = {name: ended[name] if text else ended[name].encode() for name in ("stdout", "stderr")}
        return types.SimpleNamespace(returncode=ended["code"], **streams)


@pytest.fixture(scope="session")
def resident():
    one = Resident()
    yield one
    one.node.stdin.close()
    assert one.node.wait() == 0


@pytest.fixture(autouse=True)
def without_processes(request, monkeypatch):
    """No process for each question, but in the modules of tests that want them."""
    if getattr(request.module, "IN_PROCESSES", False):
        return
    from lossctl import _ask

    monkeypatch.setattr(_ask, "subprocess", request.getfixturevalue("resident"))


@pytest.fixture
def cli(resident):
    """What the command line prints with --format json."""

    def answer(*words, codes=(0,)):
        done = resident.asked(os.environ, True, argv=[*map(str, words), "--format", "json"])
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
