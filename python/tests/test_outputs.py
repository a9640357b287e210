"""What is saved appears whole or not at all; links lead to what is written, and a pipe or a device is written to."""

import errno
import os
import stat
import sys
import threading
import types

import pytest

import lossctl

# Of conftest.py: each question starts Node, as it does for users.
IN_PROCESSES = True

pytest.importorskip("numpy")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs links and devices")


def training_sketch():
    sketch = lossctl.Sketch()
    sketch.update([2.0, -1.0, 0.5], [1, 0, 0])
    return sketch


class Job:
    """The job for Spark that lossctl prints, with the table of an engine in the place of Spark's."""

    def save(self, path):
        from lossctl._ask import printed

        words = ["--sql", "pyspark", "--from", "logits", "--score", "logit", "--label", "label", "--table", "preds"]
        text = printed(["sketch", *words])
        spark = types.SimpleNamespace(DataFrame=None, SparkSession=None)
        before = sys.modules.get("pyspark.sql")
        sys.modules["pyspark.sql"] = spark
        try:
            job = {"__name__": "job"}
            exec(text, job)
        finally:
            sys.modules.pop("pyspark.sql")
            if before is not None:
                sys.modules["pyspark.sql"] = before
        rows = [(number, 1.5) for number in range(1000)]
        job["save"](types.SimpleNamespace(columns=["bin", "value"], collect=lambda: rows), path)


SAVED = {"Sketch": training_sketch, "Page": lambda: lossctl.Page("<!doctype html>" + "x" * 9000), "Job": Job}


@pytest.fixture(params=SAVED)
def saved(request):
    return SAVED[request.param]()


def beginning(path):
    return path.read_bytes().startswith((b'{"format":"loss', b"<!doctype html>", b"bin,value"))


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_stays(saved, tmp_path, is_there):
    link, target = tmp_path / "link.json", tmp_path / "deep" / "target.json"
    target.parent.mkdir()
    if is_there:
        target.write_text("old")
    link.symlink_to("deep/target.json")
    saved.save(link)
    assert os.readlink(link) == "deep/target.json"
    assert beginning(target)
    assert sorted(os.listdir(tmp_path)) == ["deep", "link.json"] and os.listdir(target.parent) == ["target.json"]


def test_a_pipe_stays(saved, tmp_path):
    pipe, copy = tmp_path / "pipe", tmp_path / "copy"
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: copy.write_bytes(pipe.read_bytes()))
    reader.start()
    saved.save(pipe)
    reader.join()
    assert beginning(copy) and stat.S_ISFIFO(os.stat(pipe).st_mode)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_device_stays(saved):
    with pytest.raises(OSError):
        saved.save("/dev/full")
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


def test_a_full_disk_leaves_the_old_file(saved, tmp_path):
    resource = pytest.importorskip("resource")
    path = tmp_path / "saved.json"
    path.write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(OSError):
            saved.save(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_text() == "old" and os.listdir(tmp_path) == ["saved.json"]


def test_a_folder_is_refused(saved, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(OSError):
        saved.save(folder)
    assert os.listdir(tmp_path) == ["folder"] and os.listdir(folder) == []


def test_page_keeps_the_mode_of_a_file(tmp_path):
    path = tmp_path / "report.html"
    path.write_text("before")
    path.chmod(0o640)
    lossctl.report([0.9, 0.2], [1, 0], from_="probs").save(os.fsencode(path))
    assert path.read_text().startswith("<!doctype html>")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_page_into_a_file_that_cannot_be_replaced(tmp_path, monkeypatch):
    def replace(*_):
        raise OSError(errno.EBUSY, "mounted")

    path = tmp_path / "report.html"
    path.write_text("before")
    page = lossctl.report([0.9, 0.2], [1, 0], from_="probs")
    monkeypatch.setattr(os, "replace", replace)
    page.save(path)
    assert path.read_text().startswith("<!doctype html>")
    assert os.listdir(tmp_path) == ["report.html"]
    with pytest.raises(OSError, match="mounted"):
        page.save(tmp_path / "other.html")
    assert os.listdir(tmp_path) == ["report.html"]
