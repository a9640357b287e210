"""lossctl.Sketch: what it says of batches is what lossctl says of all rows, and the framework's own loss of them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import lossctl

numpy = pytest.importorskip("numpy")

# Sums are of float64 on both sides; every number of `compare` is a quotient of two.
SAME = 1e-12
FRAMEWORKS = ("numpy", "torch", "cuda", "jax")


def rows_of_classes(count=3_000, classes=10, seed=1):
    random = numpy.random.default_rng(seed)
    labels = random.integers(0, classes, count)
    logits = random.normal(0, 3, (count, classes))
    logits[numpy.arange(count), labels] += 2
    return logits.astype(numpy.float32), labels


def logits_of_two(shape=(3_000,), seed=2):
    random = numpy.random.default_rng(seed)
    labels = random.integers(0, 2, shape)
    return (random.normal(0, 3, shape) + 4 * labels - 2).astype(numpy.float32), labels


def of(framework, values):
    if framework in ("torch", "cuda"):
        torch = pytest.importorskip("torch")
        if framework == "cuda" and not torch.cuda.is_available():
            pytest.skip("PyTorch has no GPU here")
        return torch.as_tensor(values, device="cuda" if framework == "cuda" else "cpu")
    return values if framework == "numpy" else pytest.importorskip("jax").numpy.asarray(values)


def in_batches(framework, sketch, *arrays, size=750):
    for first in range(0, len(arrays[0]), size):
        sketch.update(*[of(framework, array[first : first + size]) for array in arrays])
    return sketch


def numbers(value, path=""):
    """All numbers of a report, by where they stand."""
    if isinstance(value, dict):
        return {name: one for key, part in value.items() for name, one in numbers(part, f"{path}.{key}").items()}
    if isinstance(value, list):
        return {name: one for key, part in enumerate(value) for name, one in numbers(part, f"{path}.{key}").items()}
    return {path: value} if isinstance(value, (int, float)) else {}


def same(found, wanted, **asked):
    found, wanted = (numbers(lossctl.compare(one, **asked)["losses"]) for one in (found, wanted))
    assert len(found) > 20
    assert found == pytest.approx(wanted, rel=SAME, abs=1e-300)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_rows_of_classes(framework):
    logits, labels = rows_of_classes()
    sketch = in_batches(framework, lossctl.Sketch(by="class"), logits, labels)
    same(sketch, lossctl.sketch(logits, labels, from_="logits", by="class"), by="class", losses=["ce", "focal:gamma=2"])
    z = logits.astype(float)
    terms = numpy.log(numpy.exp(z).sum(1)) - z[numpy.arange(len(z)), labels]
    # The formula of the textbook, summed up plainly: rounding of 3,000 terms of at most 30.
    assert lossctl.compare(sketch, losses="ce")["losses"][0]["value"] == pytest.approx(terms.mean(), rel=1e-12)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_logits_of_two_classes(framework):
    logits, labels = logits_of_two()
    wanted = lossctl.sketch(logits, labels, from_="logits")
    same(in_batches(framework, lossctl.Sketch(), logits, labels), wanted)
    column = in_batches(framework, lossctl.Sketch(), logits[:, None], labels[:, None])
    same(column, wanted)
    halves = [in_batches(framework, lossctl.Sketch(), logits[part], labels[part]) for part in (slice(1_400), slice(1_400, None))]
    empty = lossctl.Sketch()
    for one in [lossctl.Sketch(), *halves, lossctl.Sketch()]:
        empty.merge(one)
    same(empty, wanted)
    same(lossctl.merge(halves), wanted)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_cells_and_weights(framework):
    logits, labels = logits_of_two((1_000, 3))
    sketch = in_batches(framework, lossctl.Sketch(task="multilabel"), logits, labels, size=500)
    same(sketch, lossctl.sketch(logits, labels, from_="logits", task="multilabel"))
    logits, labels = rows_of_classes()
    # JAX has float32 unless it is told otherwise.
    weights = numpy.random.default_rng(3).uniform(0.5, 2, len(labels)).astype(numpy.float32)
    sketch = in_batches(framework, lossctl.Sketch(ignore_label=3), logits, labels, weights)
    kept = labels != 3
    wanted = lossctl.sketch(logits[kept], labels[kept], from_="logits", weights=weights[kept], class_names=list("0123456789"))
    same(sketch, wanted)
    assert sketch.content()["source"]["ignored"] == (~kept).sum()


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("background", [0, 4, 80, -1])
def test_background(framework, background):
    """Labels of anchors: the sums of a detector's loss, over the cells that its own code makes of them."""
    random = numpy.random.default_rng(4)
    first = 1 if background == 0 else 0
    labels = random.integers(first, first + 4, 2_000)
    labels[random.random(2_000) < 0.9] = background
    labels[random.random(2_000) < 0.05] = -2
    logits = random.normal(-3, 2, (2_000, 4)).astype(numpy.float32)
    weights = random.uniform(0.5, 2, 2_000).astype(numpy.float32)
    how = {"background": background, "ignore_label": -2, "by": "class"}
    sketch = in_batches(framework, lossctl.Sketch(**how), logits, labels, weights)
    wanted = lossctl.sketch(logits, labels, from_="logits", weights=weights, **how)
    same(sketch, wanted, by="class")
    kept = {name: sketch.content()["source"][name] for name in ("task", "classes", "rows", "samples", "ignored", "skipped")}
    assert kept == {name: wanted["source"][name] for name in kept}
    used = labels != -2
    cells = labels[used, None] == numpy.arange(first, first + 4)
    z, w = logits[used].astype(float), weights[used, None].astype(float)
    terms = w * numpy.logaddexp(0, numpy.where(cells, -z, z))
    # The formula of the textbook, summed up plainly: rounding of 8,000 terms of at most 30.
    mean = terms.sum() / (4 * w.sum())
    assert lossctl.compare(sketch, losses="ce")["losses"][0]["value"] == pytest.approx(mean, rel=1e-12)


def test_background_of_what_is_unknown():
    sketch = lossctl.Sketch(background=3)
    sketch.update([[0.5, -1.0, 2.0]] * 4, [0, 3, 4, 1])
    with pytest.raises(lossctl.InputError, match="of 12 samples 3 have an unknown label") as caught:
        sketch.content()
    assert "on_bad_row" in caught.value.hint
    assert sketch.content(on_bad_row="skip")["source"]["skipped"] == 3


def test_what_pytorch_has(tmp_path):
    torch = pytest.importorskip("torch")
    logits, labels = (torch.as_tensor(array) for array in rows_of_classes())
    sketch = lossctl.Sketch()
    for batch, truth in zip(logits.requires_grad_(True).split(400), labels.split(400)):
        sketch.update(batch, truth)
    sketch.save(tmp_path / "epoch-1.sketch.json.gz")
    wanted = torch.nn.functional.cross_entropy(logits.double(), labels).item()
    found = lossctl.compare(tmp_path / "epoch-1.sketch.json.gz", losses="ce")
    assert found["losses"][0]["value"] == pytest.approx(wanted, rel=1e-12)
    assert repr(sketch).endswith("softmax of 10 classes, PyTorch>")
    halved = lossctl.Sketch()
    halved.update(logits.bfloat16(), labels)
    wanted = torch.nn.functional.cross_entropy(logits.bfloat16().double(), labels).item()
    assert lossctl.compare(halved, losses="ce")["losses"][0]["value"] == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_parted_as_lossctl_parts(framework):
    logits, labels = logits_of_two()
    parted = {"thresholds": [0.3, 0.5, 0.7], "losses": "asl:clip=0.05", "bins": 10}
    sketch = in_batches(framework, lossctl.Sketch(**parted), logits, labels)
    wanted = lossctl.sketch(logits, labels, from_="logits", **parted)
    for name in ("thresholds", "kinks", "edges"):
        assert sketch.content()[name] == wanted[name]
    same(sketch, wanted, threshold=0.7, losses=["asl:clip=0.05", "ce"])
    found, wanted = (lossctl.calibrate(one, bins=10).reliability["ece"] for one in (sketch, wanted))
    assert found == pytest.approx(wanted, abs=SAME)


def test_probabilities(digits):
    probs, labels = digits
    sketch = in_batches("numpy", lossctl.Sketch(from_="probs", renormalize=True), probs, labels)
    same(sketch, lossctl.sketch(probs, labels, from_="probs", renormalize=True))


def test_needs_no_node(tmp_path):
    code = "import lossctl; s = lossctl.Sketch(); s.update([2.0, -1.0], [1, 0]); s.save('two.sketch.json')"
    kept = {name: value for name, value in os.environ.items() if name != "PATH"}
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path, env={**kept, "PATH": ""})
    assert lossctl.compare(tmp_path / "two.sketch.json")["source"]["samples"] == 2


def test_two_ranks(tmp_path):
    pytest.importorskip("torch")
    logits, labels = rows_of_classes(1_001)
    numpy.save(tmp_path / "logits.npy", logits)
    numpy.save(tmp_path / "labels.npy", labels)
    subprocess.run([sys.executable, Path(__file__).with_name("run_ranks.py"), tmp_path], check=True, timeout=300)
    wanted = lossctl.sketch(logits, labels, from_="logits")
    for name in ("ranks", "idle"):
        same(tmp_path / f"{name}.sketch.json", wanted)


def test_gpu_of_pytorch(tmp_path):
    """No number leaves the device before the sketch is asked: a copy would wait for it, which PyTorch is told to refuse."""
    logits, labels = (of("cuda", array) for array in rows_of_classes())
    torch = sys.modules["torch"]
    sketch = lossctl.Sketch()
    sketch.update(logits[:1_000], labels[:1_000])
    torch.cuda.set_sync_debug_mode("error")
    try:
        sketch.update(logits[1_000:], labels[1_000:])
    finally:
        torch.cuda.set_sync_debug_mode("default")
    wanted = lossctl.sketch(logits.cpu(), labels.cpu(), from_="logits")
    same(sketch, wanted)
    if not torch.distributed.is_nccl_available():
        pytest.skip("PyTorch has no NCCL here")
    store = torch.distributed.FileStore(str(tmp_path / "store"), 1)
    torch.distributed.init_process_group("nccl", store=store, rank=0, world_size=1)
    try:
        same(sketch.all_reduce(), wanted)
    finally:
        torch.distributed.destroy_process_group()


def test_what_is_no_sample(tmp_path):
    sketch = lossctl.Sketch()
    sketch.update([0.5, float("nan"), 1.0], [1, 0, 7])
    with pytest.raises(lossctl.InputError, match="of 3 samples 1 have an unknown label, 1 have a score that is no number"):
        sketch.save(tmp_path / "bad.sketch.json")
    assert not list(tmp_path.iterdir())
    sketch.save(tmp_path / "bad.sketch.json", on_bad_row="skip")
    assert lossctl.read_sketch(tmp_path / "bad.sketch.json")["source"]["skipped"] == 2


def test_refusals():
    of_ten = lossctl.Sketch()
    of_ten.update(*rows_of_classes(100))
    weighted = lossctl.Sketch()
    weighted.update([1.0, 2.0], [1, 0], [1.0, 2.0])
    cells = logits_of_two((5, 3))
    for error, words, refused in [
        (lossctl.UsageError, "task is 'soft'", lambda: lossctl.Sketch(task="soft")),
        (lossctl.UsageError, "from_ is 'percent'", lambda: lossctl.Sketch(from_="percent")),
        (lossctl.UsageError, "a batch has no columns", lambda: lossctl.Sketch(by="scene")),
        (lossctl.UsageError, "classes is 3, and class_names has 2", lambda: lossctl.Sketch(classes=3, class_names=["a", "b"])),
        (lossctl.UsageError, "has a name twice", lambda: lossctl.Sketch(class_names=["a", "a"])),
        (lossctl.UsageError, "one class is no task", lambda: lossctl.Sketch(classes=1)),
        (lossctl.UsageError, "two classes, not 3", lambda: lossctl.Sketch(task="binary", classes=3)),
        (lossctl.UsageError, "renormalize is of softmax rows", lambda: lossctl.Sketch(renormalize=True)),
        (lossctl.UsageError, "nothing says what the samples are", lambda: lossctl.Sketch().all_reduce()),
        (lossctl.UsageError, "focl", lambda: lossctl.Sketch(losses="focl").update([1.0], [1])),
        (lossctl.InputError, "both of shape \\(5, 3\\)", lambda: lossctl.Sketch().update(*cells)),
        (lossctl.InputError, "labels are of shape \\(4,\\)", lambda: lossctl.Sketch().update(cells[0], [0, 1, 2, 0])),
        (lossctl.InputError, "must be of \\(rows, 4\\)", lambda: lossctl.Sketch(classes=4).update(cells[0], [0] * 5)),
        (lossctl.InputError, "no weights, and the sketch was told", lambda: lossctl.Sketch(weight="w").update([1.0], [1])),
        (lossctl.InputError, "with every batch or with none", lambda: weighted.update([1.0], [1])),
        (lossctl.InputError, "same settings", lambda: weighted.merge(of_ten)),
        (lossctl.InputError, "same settings", lambda: lossctl.Sketch(by="class").merge(of_ten)),
        (lossctl.InputError, "there are no samples", lambda: lossctl.compare(lossctl.Sketch())),
        (lossctl.UsageError, "takes no labels", lambda: lossctl.compare(of_ten, [1])),
        (lossctl.UsageError, "task is 'softmax'", lambda: lossctl.Sketch(task="softmax", background=3)),
        (lossctl.UsageError, "background is 'bg': labels of a batch", lambda: lossctl.Sketch(background="bg")),
        (lossctl.UsageError, "background is 3, which is to be", lambda: lossctl.Sketch(background=3, ignore_label=3)),
        (lossctl.UsageError, "is one of the 3 classes", lambda: lossctl.Sketch(background=2).update(cells[0], [0] * 5)),
        (lossctl.InputError, "labels are of shape", lambda: lossctl.Sketch(background=3).update(*cells)),
        (lossctl.InputError, "background=LABEL", lambda: lossctl.Sketch(task="multilabel").update(cells[0], [0] * 5)),
    ]:
        with pytest.raises(error, match=words) as caught:
            refused()
        assert caught.value.hint and str(caught.value).endswith(caught.value.hint)
    with pytest.raises(lossctl.UsageError, match="one class is no task; say task=") as refusal:
        lossctl.Sketch(classes=1)
    assert (refusal.value.problem, refusal.value.hint) == ("one class is no task", 'say task="multilabel", or leave classes out')
    # What was refused has changed nothing.
    assert weighted.content()["source"]["samples"] == 2


def test_one_framework_a_sketch():
    torch = pytest.importorskip("torch")
    sketch = lossctl.Sketch()
    sketch.update([1.0], [1])
    with pytest.raises(lossctl.InputError, match="this batch is of PyTorch, and those before were of NumPy"):
        sketch.update(torch.tensor([1.0]), torch.tensor([1]))
