"""Arrays of any library: the same figures, which are those of PyTorch's own losses."""

import math

import numpy
import pytest

import lossctl
from lossctl import _arrays

LOSSES = ["ce", "focal:gamma=2"]


def means(report):
    return [loss["value"] for loss in report["losses"]]


def expected(logits, labels):
    """Cross-entropy and focal loss with gamma 2, sample by sample, in 64 bits."""
    margins = numpy.where(labels > 0, logits, -logits).astype(float)
    ce = numpy.logaddexp(0, -margins)
    return [ce.mean(), (ce * (1 / (1 + numpy.exp(margins))) ** 2).mean()]


def test_numpy(cancer):
    logits, labels = cancer
    assert means(lossctl.compare(logits, labels, losses=LOSSES)) == pytest.approx(expected(logits, labels), rel=1e-12)


def test_lists(cancer):
    logits, labels = (array.tolist() for array in cancer)
    assert means(lossctl.compare(logits, labels, losses="ce")) == pytest.approx(expected(*cancer)[:1], rel=1e-12)
    rows = [[0.0, logit] for logit in logits]
    assert means(lossctl.compare(rows, labels, losses="ce")) == pytest.approx(expected(*cancer)[:1], rel=1e-12)


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int64", "uint64", "bool", "float32", ">i4", ">f8"])
def test_labels_of_any_type(cancer, dtype):
    logits, labels = cancer
    found = lossctl.compare(logits, labels.astype(dtype), losses="ce")
    assert means(found) == pytest.approx(expected(logits, labels)[:1], rel=1e-12)


def test_torch(cancer):
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    logits, labels = (torch.tensor(array) for array in cancer)
    wanted = functional.binary_cross_entropy_with_logits(logits.double(), labels.double()).item()
    assert means(lossctl.compare(logits.double(), labels, losses="ce")) == pytest.approx([wanted], rel=1e-12)
    for dtype in (torch.float32, torch.bfloat16, torch.float16):
        rounded = logits.to(dtype).requires_grad_()
        wanted = functional.binary_cross_entropy_with_logits(rounded.double(), labels.double()).item()
        assert means(lossctl.compare(rounded, labels, losses="ce")) == pytest.approx([wanted], rel=1e-12)


def test_torch_softmax():
    torch = pytest.importorskip("torch")
    torch.manual_seed(1)
    logits, labels = torch.randn(500, 7, dtype=torch.float64), torch.randint(0, 7, (500,))
    wanted = torch.nn.functional.cross_entropy(logits, labels).item()
    assert means(lossctl.compare(logits, labels, losses="ce")) == pytest.approx([wanted], rel=1e-12)
    # A batch each, as a loop collects them, and not contiguous.
    assert means(lossctl.compare(logits.T.contiguous().T, list(labels), losses="ce")) == pytest.approx([wanted], rel=1e-12)


@pytest.mark.skipif("not __import__('importlib.util').util.find_spec('torch')", reason="no PyTorch here")
def test_torch_on_a_gpu(cancer):
    import torch

    if not torch.cuda.is_available():
        pytest.skip("no GPU here")
    logits, labels = (torch.tensor(array, device="cuda") for array in cancer)
    assert means(lossctl.compare(logits, labels, losses=LOSSES)) == pytest.approx(expected(*cancer), rel=1e-12)


def test_jax(cancer):
    jnp = pytest.importorskip("jax.numpy")
    logits, labels = (jnp.asarray(array) for array in cancer)
    rounded = numpy.asarray(logits, dtype=float)
    assert means(lossctl.compare(logits, labels, losses=LOSSES)) == pytest.approx(expected(rounded, cancer[1]), rel=1e-12)
    half = logits.astype(jnp.bfloat16)
    rounded = numpy.asarray(half.astype(jnp.float32), dtype=float)
    assert means(lossctl.compare(half, labels, losses=LOSSES)) == pytest.approx(expected(rounded, cancer[1]), rel=1e-12)


def test_pandas(cancer):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"logit": cancer[0], "y": cancer[1], "name": numpy.where(cancer[1] > 0, "bad", "good")})
    frame.index = range(100, 100 + len(frame))
    wanted = pytest.approx(expected(*cancer), rel=1e-12)
    assert means(lossctl.compare(frame["logit"], frame["y"], losses=LOSSES)) == wanted
    assert means(lossctl.compare(frame["logit"], frame["y"].astype("Int64"), losses=LOSSES)) == wanted
    for names in (frame["name"], frame["name"].astype("category"), frame["name"].astype("string")):
        assert means(lossctl.compare(frame["logit"], names, class_names=["good", "bad"], losses=LOSSES)) == wanted
    missing = frame["y"].astype("Int64").where(frame.index != 117)
    with pytest.raises(lossctl.InputError, match=r"^labels\[17\]: "):
        lossctl.compare(frame["logit"], missing)


def test_polars(cancer):
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"logit": cancer[0], "y": cancer[1]})
    assert means(lossctl.compare(frame["logit"], frame["y"], losses=LOSSES)) == pytest.approx(expected(*cancer), rel=1e-12)
    both = frame.select(polars.lit(0.0).alias("zero"), "logit")
    assert means(lossctl.compare(both, frame["y"], losses="ce")) == pytest.approx(expected(*cancer)[:1], rel=1e-12)


def test_columns_of_a_frame_are_the_classes_that_labels_name():
    torch, pandas, polars = (pytest.importorskip(name) for name in ("torch", "pandas", "polars"))
    generator = numpy.random.default_rng(3)
    logits, indices = generator.normal(size=(60, 3)), generator.integers(0, 3, 60)
    names = ["dog", "owl", "cat"]
    labels = numpy.array(names)[indices]
    frame = pandas.DataFrame(logits, columns=names)
    wanted = pytest.approx([torch.nn.functional.cross_entropy(torch.tensor(logits), torch.tensor(indices)).item()], rel=1e-12)
    assert means(lossctl.compare(frame, pandas.Series(labels), losses="ce")) == wanted
    # By name, in whatever order they stand; a frame of Polars too.
    assert means(lossctl.compare(frame[sorted(names)], labels, losses="ce")) == wanted
    assert means(lossctl.compare(polars.DataFrame(logits, schema=names), polars.Series(labels), losses="ce")) == wanted
    # What is said, and labels that are numbers, go before.
    other = pytest.approx([torch.nn.functional.cross_entropy(torch.tensor(logits), torch.tensor(2 - indices)).item()], rel=1e-12)
    apart = frame.set_axis(["x", "y", "z"], axis=1)
    assert means(lossctl.compare(apart, labels, class_names=names[::-1], losses="ce")) == other
    assert means(lossctl.compare(frame, indices, losses="ce")) == wanted
    for called in (frame, frame.add_prefix("p_"), polars.from_pandas(frame)):
        with pytest.raises(lossctl.InputError, match="class_names gives the classes of the columns in another order"):
            lossctl.compare(called, labels, class_names=names[::-1], from_="logits")
    with pytest.raises(lossctl.InputError, match=r'^labels\[0\]: "cow" is no label \(the classes are dog, owl, cat\)'):
        lossctl.compare(frame, ["cow", *labels[1:]])


@pytest.mark.parametrize("pattern", ["proba_{}", "{}_prob", "new model: {}", "P({})"])
def test_columns_of_a_frame_may_have_more_in_their_names(pattern):
    torch, pandas, polars = (pytest.importorskip(name) for name in ("torch", "pandas", "polars"))
    generator = numpy.random.default_rng(6)
    probs, indices = generator.dirichlet(numpy.ones(3), 60), generator.integers(0, 3, 60)
    names = ["dog", "owl", "cat"]
    labels = numpy.array(names)[indices]
    frame = pandas.DataFrame(probs, columns=[pattern.format(name) for name in names])
    wanted = pytest.approx([torch.nn.functional.nll_loss(torch.tensor(probs).log(), torch.tensor(indices)).item()], rel=1e-12)
    assert means(lossctl.compare(frame, labels, losses="ce")) == wanted
    assert means(lossctl.compare(polars.from_pandas(frame[sorted(frame)]), polars.Series(labels), losses="ce")) == wanted
    assert {group["name"] for group in lossctl.compare(frame, labels, by="class")["groups"]} == set(names)
    # Numbers that are not the places of the columns are names too.
    numbered = pandas.DataFrame(probs, columns=[pattern.format(number) for number in (2, 0, 1)])
    assert means(lossctl.compare(numbered, numpy.array([2, 0, 1])[indices], losses="ce")) == wanted
    assert means(lossctl.compare(pandas.DataFrame(probs, columns=[30, 10, 20]), numpy.array([30, 10, 20])[indices], losses="ce")) == wanted


@pytest.mark.parametrize("pattern", ["{}", "label_{}", "is {}?"])
def test_columns_of_a_frame_of_labels_go_to_the_classes_of_their_names(pattern):
    torch, pandas, polars = (pytest.importorskip(name) for name in ("torch", "pandas", "polars"))
    generator = numpy.random.default_rng(8)
    logits, bits = generator.normal(size=(60, 3)), generator.integers(0, 2, (60, 3))
    scores = pandas.DataFrame(logits, columns=["logit_dog", "logit_owl", "logit_cat"])
    labels = pandas.DataFrame(bits, columns=[pattern.format(name) for name in ("dog", "owl", "cat")])
    bce = torch.nn.functional.binary_cross_entropy_with_logits
    wanted = pytest.approx([bce(torch.tensor(logits), torch.tensor(bits).double()).item()], rel=1e-12)
    turned = labels[list(labels)[::-1]]
    assert means(lossctl.compare(scores, labels, losses="ce")) == wanted
    assert means(lossctl.compare(scores, turned, losses="ce")) == wanted
    assert means(lossctl.compare(polars.from_pandas(scores), polars.from_pandas(turned), losses="ce")) == wanted
    # Arrays, and names that tell nothing, go by their places.
    other = pytest.approx([bce(torch.tensor(logits), torch.tensor(bits[:, ::-1].copy()).double()).item()], rel=1e-12)
    assert means(lossctl.compare(scores, turned.to_numpy(), losses="ce")) == other
    assert means(lossctl.compare(scores, turned.set_axis(["x", "y", "z"], axis=1), losses="ce")) == other
    with pytest.raises(lossctl.InputError, match='^labels: the class "dog" has scores and no labels'):
        lossctl.compare(scores, labels.set_axis(["cow", "owl", "cat"], axis=1))


@pytest.mark.parametrize(
    "scored, labelled",
    [
        ([0, 1, 2], [0, 1, 2]),
        ([2, 0, 1], [2.0, 0.0, 1.0]),
        (["p_1", "p_2", "p_3"], ["y_1", "y_2", "y_3"]),
        (["30_prob", "10_prob", "20_prob"], [30, 10, 20]),
        ([("m", "a"), ("m", "b"), ("m", "c")], ["is a?", "is b?", "is c?"]),
    ],
)
def test_columns_of_two_frames_may_be_called_by_numbers_or_anything(scored, labelled):
    torch, pandas = (pytest.importorskip(name) for name in ("torch", "pandas"))
    generator = numpy.random.default_rng(9)
    logits, bits = generator.normal(size=(60, 3)), generator.integers(0, 2, (60, 3))
    bce = torch.nn.functional.binary_cross_entropy_with_logits
    wanted = pytest.approx([bce(torch.tensor(logits), torch.tensor(bits).double()).item()], rel=1e-12)
    scores, labels = pandas.DataFrame(logits, columns=scored), pandas.DataFrame(bits, columns=labelled)
    for order, how in (([0, 1, 2], {}), ([1, 2, 0], {}), ([2, 1, 0], {"class_names": ["x", "y", "z"]})):
        assert means(lossctl.compare(scores, labels.iloc[:, order], losses="ce", from_="logits", **how)) == wanted


@pytest.mark.parametrize("columns", [["p_pos", "p_neg"], ["no", "yes"], ["yes", "no"], ["spam", "ham"]])
def test_of_two_columns_that_of_the_negative_class_is_of_the_label_0(columns):
    pandas = pytest.importorskip("pandas")
    generator = numpy.random.default_rng(12)
    p, y = generator.random(60), generator.integers(0, 2, 60)
    pair = [p, 1 - p] if columns[0] in ("p_pos", "yes") else [1 - p, p]
    found = lossctl.compare(pandas.DataFrame(dict(zip(columns, pair))), y, losses="ce")
    assert means(found) == pytest.approx([-numpy.log(numpy.where(y == 1, p, 1 - p)).mean()], rel=1e-12)


def test_rows_that_an_index_has_in_another_order_are_refused():
    pandas = pytest.importorskip("pandas")
    generator = numpy.random.default_rng(13)
    y = generator.integers(0, 2, 80)
    names = [f"r{row}" for row in range(80)]
    truth = pandas.Series(y, index=names)
    before, after = (pandas.DataFrame({"p": 1 / (1 + numpy.exp(-(2 * y - 1 + generator.normal(0, s, 80))))}, index=names) for s in (2, 1))
    turned = after.iloc[generator.permutation(80)]
    losses = [-numpy.log(numpy.where(y == 1, frame["p"], 1 - frame["p"])).mean() for frame in (before, after)]
    with pytest.raises(lossctl.InputError, match=r"labels: has the rows of scores in another order.*give labels.loc\[scores.index\]"):
        lossctl.compare(turned, truth)
    pair = lossctl.data(before, truth), lossctl.data(turned, truth.loc[turned.index])
    for asked, way_out in (((before, turned, truth), r"give after.loc\[before.index\]"), (pair, r"as in scores.loc\[other.index\]")):
        with pytest.raises(lossctl.InputError, match=way_out):
            lossctl.diff(*asked)
    with pytest.raises(lossctl.InputError, match=r"^scores: has the rows of baseline_predictions .* as in scores.loc\[other.index\]"):
        lossctl.check(turned, truth.loc[turned.index], rules="max-increase ce.mean=1%", baseline_predictions=lossctl.data(before, truth))
    assert means(lossctl.compare(turned, truth.loc[turned.index], losses="ce")) == pytest.approx(losses[1:], rel=1e-12)
    assert lossctl.diff(before, turned.loc[before.index], truth, losses="ce").losses[0]["difference"] == pytest.approx(losses[1] - losses[0], rel=1e-9)
    # Of what counts its rows, of what is called otherwise and of arrays nobody knows better.
    for other in (truth.reset_index(drop=True), truth.set_axis([f"x{row}" for row in range(80)]), truth.to_numpy()):
        assert means(lossctl.compare(after, other, losses="ce")) == pytest.approx(losses[1:], rel=1e-12)
    both = pandas.MultiIndex.from_arrays([names, range(80)])
    assert means(lossctl.compare(after.set_axis(both), truth.set_axis(both.copy()), losses="ce")) == pytest.approx(losses[1:], rel=1e-12)
    with pytest.raises(lossctl.InputError, match=r"give labels.loc\[scores.index\]"):
        lossctl.compare(after.set_axis(both), truth.set_axis(both[::-1]))


def test_rows_in_another_order_are_seen_whatever_array_has_the_index():
    pandas = pytest.importorskip("pandas")
    generator = numpy.random.default_rng(14)
    y, p = generator.integers(0, 2, 60), generator.random(60)
    turned, names = generator.permutation(60), [f"r{row}" for row in range(60)]
    losses = -numpy.log(numpy.where(y == 1, p, 1 - p))
    truth, scores = pandas.Series(y), pandas.Series(p)
    # Rows that are counted, and the same sorted otherwise.
    for one in (scores.iloc[turned], scores[::-1]):
        with pytest.raises(lossctl.InputError, match=r"give labels.loc\[scores.index\]"):
            lossctl.compare(one, truth)
        assert means(lossctl.compare(one, truth.loc[one.index], losses="ce")) == pytest.approx([losses.mean()], rel=1e-12)
    # Those of a sample of a table are called by some of its numbers, and stand beside new ones.
    sample = pandas.Series(y, index=generator.permutation(100)[:60])
    assert means(lossctl.compare(scores, sample, losses="ce")) == pytest.approx([losses.mean()], rel=1e-12)
    truth, weights = (pandas.Series(values, index=names) for values in (y, numpy.arange(1.0, 61)))
    for which in ("weights", "ids", "by"):
        with pytest.raises(lossctl.InputError, match=rf"^{which}: has the rows of labels .* give {which}.loc\[labels.index\]"):
            lossctl.compare(p, truth, **{which: weights.iloc[turned]})
    assert means(lossctl.compare(p, truth, weights=weights, losses="ce")) == pytest.approx([numpy.average(losses, weights=weights)], rel=1e-12)
    values = pandas.Series(losses, index=names)
    lossctl.assert_loss("ce", scores.set_axis(names), truth, values)
    with pytest.raises(lossctl.InputError, match=r"^values: .* give values.loc\[scores.index\]"):
        lossctl.diagnose(scores.set_axis(names), truth, values.iloc[turned])
    with pytest.raises(lossctl.InputError, match="^labels: has the rows of logits in another order"):
        lossctl.Sketch().update(scores.set_axis(names), truth[::-1])
    # Scores without an index, of labels with one each.
    pair = lossctl.data(p, truth), lossctl.data(p[::-1], truth[::-1])
    for asked in (lambda: lossctl.diff(*pair), lambda: lossctl.check(pair[1], rules="max-increase ce.mean=1%", baseline_predictions=pair[0])):
        with pytest.raises(lossctl.InputError, match="has the rows of .* in another order"):
            asked()
    with pytest.raises(lossctl.InputError, match="calls each row by a name of its own"):
        lossctl.compare(scores.set_axis(["a", "b"] * 30), truth.set_axis(["b", "a"] * 30))
    partly = truth.set_axis([*names[:50], *"abcdefghij"])
    with pytest.raises(lossctl.InputError, match=r"give both with .loc\[scores.index.intersection\(labels.index\)\]"):
        lossctl.compare(scores.set_axis(names), partly)


def test_two_models_have_their_columns_in_one_order():
    pandas = pytest.importorskip("pandas")
    generator = numpy.random.default_rng(15)
    logits, labels = generator.normal(size=(60, 3)), generator.integers(0, 3, 60)
    before = pandas.DataFrame(logits, columns=["cat", "dog", "owl"])
    after = before * 2
    wanted = lossctl.diff(logits, logits * 2, labels, losses="ce").losses
    assert lossctl.diff(before, after, labels, losses="ce").losses == wanted
    turned = after[["owl", "cat", "dog"]]
    for how in ({}, {"class_names": ["x", "y", "z"]}):
        with pytest.raises(lossctl.InputError, match="^after: has the columns of scores of before in another order; give .* frame"):
            lossctl.diff(before, turned, labels, **how)
    with pytest.raises(lossctl.InputError, match="^scores: has the columns of scores of baseline_predictions"):
        lossctl.check(turned, labels, rules="max-increase ce.mean=1%", baseline_predictions=before)
    # Numbers say which class is which.
    pair = [frame.set_axis(["p_0", "p_1", "p_2"], axis=1) for frame in (before, after)]
    assert lossctl.diff(pair[0], pair[1][["p_2", "p_0", "p_1"]], labels, losses="ce", from_="logits").losses[0]["difference"] == pytest.approx(
        wanted[0]["difference"], rel=1e-12
    )


def test_numbers_of_classes_go_by_their_order():
    pandas = pytest.importorskip("pandas")
    generator = numpy.random.default_rng(16)
    probs, indices = generator.dirichlet(numpy.ones(3), 60), generator.choice(3, 60, p=[0.2, 0.3, 0.5])
    losses, weights = -numpy.log(probs[numpy.arange(60), indices]), numpy.array([1, 2, 5])
    wanted = pytest.approx([numpy.average(losses, weights=weights[indices])], rel=1e-12)
    # In the order of their numbers, whatever the order of the columns, as in a file.
    numbered = pandas.DataFrame(probs, columns=["p_0", "p_1", "p_2"])[["p_2", "p_0", "p_1"]]
    assert means(lossctl.compare(numbered, indices, class_weights=[1, 2, 5], losses="ce")) == wanted
    frame, names = pandas.DataFrame(probs, columns=["cat", "dog", "owl"]), numpy.array(["cat", "dog", "owl"])
    assert means(lossctl.compare(frame, names[indices], class_weights=pandas.Series(weights, index=names), losses="ce")) == wanted
    counts = pandas.Series(indices).value_counts()
    assert list(counts.index) != [0, 1, 2]
    for asked in (
        lambda: lossctl.compare(probs, indices, class_weights=1 / counts),
        lambda: lossctl.compare(probs, indices, priors=counts / 60),
        lambda: lossctl.calibrate(probs, indices, prior=counts / 60),
        lambda: lossctl.diagnose(probs, indices, losses, class_counts=counts),
    ):
        with pytest.raises(lossctl.UsageError, match=r"is a series that calls its numbers .*; give \w+.sort_index\(\).to_numpy\(\)"):
            asked()
    sorted_counts = counts.sort_index()
    found = lossctl.compare(probs, indices, class_weights=sorted_counts, losses="ce")
    assert means(found) == pytest.approx([numpy.average(losses, weights=numpy.bincount(indices)[indices])], rel=1e-12)


def test_names_of_classes_may_be_numbers_and_bytes():
    generator = numpy.random.default_rng(17)
    probs, indices = generator.dirichlet(numpy.ones(3), 60), generator.integers(0, 3, 60)
    wanted = pytest.approx([-numpy.log(probs[numpy.arange(60), indices]).mean()], rel=1e-12)
    names = numpy.array(["cat", "dog", "owl"])
    for labels, called in [(indices, [0, 1, 2]), (indices + 3, numpy.array([3, 4, 5])), (names[indices], names.astype("S"))]:
        assert means(lossctl.compare(probs, labels, class_names=called, losses="ce")) == wanted


def test_one_column_says_its_class_by_its_name():
    pandas, polars = (pytest.importorskip(name) for name in ("pandas", "polars"))
    generator = numpy.random.default_rng(18)
    p, y = generator.random(60), generator.integers(0, 2, 60)
    wanted = pytest.approx([-numpy.log(numpy.where(y == 1, p, 1 - p)).mean()], rel=1e-12)
    names = numpy.where(y == 1, "fraud", "legit")
    for scores in (pandas.Series(p, name="p_fraud"), polars.Series("p_fraud", p), pandas.DataFrame({"p_fraud": p})):
        assert means(lossctl.compare(scores, names, losses="ce")) == wanted
    for name in (None, "p_1", "prob", "anything"):
        assert means(lossctl.compare(pandas.Series(p, name=name), y, losses="ce")) == wanted
    assert means(lossctl.compare(pandas.DataFrame(p), y, losses="ce")) == wanted
    for name in ("p_0", "p_neg"):
        for scores in (pandas.Series(1 - p, name=name), pandas.DataFrame({name: 1 - p}), polars.Series(name, 1 - p)):
            with pytest.raises(lossctl.InputError, match='are those of the class .* say class_names=\\["1", "0"\\]'):
                lossctl.compare(scores, y)
            assert means(lossctl.compare(scores, y, class_names=["1", "0"], losses="ce")) == wanted


def test_columns_of_a_frame_that_are_no_scores_are_refused():
    pandas, polars, arrow = (pytest.importorskip(name) for name in ("pandas", "polars", "pyarrow"))
    generator = numpy.random.default_rng(19)
    z, y = generator.normal(size=60), generator.integers(0, 2, 60)
    wanted = pytest.approx(expected(z, y)[:1], rel=1e-12)
    table = pandas.DataFrame({"logit": z, "truly": y, "id": range(60), "name": [f"x{row}" for row in range(60)]})
    for columns, other in ((["logit", "truly"], "truly"), (["logit", "id"], "id"), (["logit", "name"], "name")):
        frame = table[columns]
        with pytest.raises(lossctl.InputError, match=rf"^scores: its column '{other}' .* give scores.drop\(columns=\['{other}'\]\)"):
            lossctl.compare(frame, table["truly"])
        assert means(lossctl.compare(frame.drop(columns=[other]), table["truly"], losses="ce")) == wanted
    with pytest.raises(lossctl.InputError, match=r"give scores.drop\(\['id'\]\)"):
        lossctl.compare(polars.from_pandas(table[["logit", "id"]]), y)
    with pytest.raises(lossctl.InputError, match=r"give scores.drop\(\['id'\]\)"):
        lossctl.compare(arrow.Table.from_pandas(table[["logit", "id"]]), y)
    # A class may be called so.
    probs = pandas.DataFrame({"id": numpy.where(y == 1, 1.0, 0.0), "page": numpy.where(y == 1, 0.0, 1.0), "x": 0.0}) + [0, 0.25, 0]
    found = lossctl.compare(probs / probs.sum(axis=1).to_numpy()[:, None], numpy.where(y == 1, "id", "page"), losses="ce")
    assert means(found)[0] < 0.3


def test_columns_of_two_tables_of_arrow_are_paired_by_name():
    pandas, arrow = (pytest.importorskip(name) for name in ("pandas", "pyarrow"))
    generator = numpy.random.default_rng(10)
    logits, bits = generator.normal(size=(60, 3)), generator.integers(0, 2, (60, 3))
    scores, labels = (pandas.DataFrame(values, columns=["cat", "dog", "owl"]) for values in (logits, bits))
    tables = (arrow.Table.from_pandas(frame) for frame in (scores, labels[["owl", "cat", "dog"]]))
    wanted = numpy.logaddexp(0, numpy.where(bits == 1, -logits, logits)).mean()
    assert means(lossctl.compare(*tables, losses="ce")) == pytest.approx([wanted], rel=1e-12)


def test_columns_of_a_frame_that_name_other_classes_are_listed():
    pandas = pytest.importorskip("pandas")
    probs = numpy.random.default_rng(7).dirichlet(numpy.ones(3), 30)
    frame = pandas.DataFrame(probs, columns=["proba_dog", "proba_owl", "proba_cat"])
    with pytest.raises(lossctl.InputError, match=r'^labels: the label "cow" .* nor one of the columns\' names \(dog, owl, cat\)'):
        lossctl.compare(frame, ["cow", "pig", "hen"] * 10)


@pytest.mark.parametrize("ignored", [-1, "-1", [-1, 255], ["-1", 255], numpy.int64(-1), numpy.array([-1, 255]), -1.0])
def test_labels_to_ignore_are_numbers_or_texts(ignored):
    torch = pytest.importorskip("torch")
    generator = numpy.random.default_rng(4)
    logits, labels = generator.normal(size=(50, 3)), generator.integers(0, 3, 50)
    labels[::7] = -1
    tensors = torch.tensor(logits), torch.tensor(labels)
    wanted = pytest.approx([torch.nn.functional.cross_entropy(*tensors, ignore_index=-1).item()], rel=1e-12)
    assert means(lossctl.compare(logits, labels, ignore_label=ignored, losses="ce")) == wanted
    sketch = lossctl.Sketch(ignore_label=ignored)
    sketch.update(logits, labels)
    assert means(lossctl.compare(sketch, losses="ce")) == wanted


@pytest.mark.parametrize("background", [4, "4", numpy.int32(4)])
def test_background_is_a_number_or_a_text(background):
    torch = pytest.importorskip("torch")
    generator = numpy.random.default_rng(5)
    logits, labels = generator.normal(size=(50, 4)), generator.integers(0, 5, 50)
    labels[::9] = -1
    kept = torch.tensor(labels[labels >= 0])
    targets = torch.nn.functional.one_hot(kept, 5)[:, :4].double()
    wanted = torch.nn.functional.binary_cross_entropy_with_logits(torch.tensor(logits[labels >= 0]), targets).item()
    found = lossctl.compare(logits, labels, task="multilabel", background=background, ignore_label=-1, losses="ce")
    assert means(found) == pytest.approx([wanted], rel=1e-12)


def test_what_is_no_label_is_refused():
    for ignored in (True, 1.5):
        with pytest.raises(lossctl.UsageError, match="^ignore_label is not a text"):
            lossctl.compare([0.5, -2.0], [0, 1], ignore_label=ignored)
    for ignored in ("none", "-1,255", 1.5, [None]):
        with pytest.raises(lossctl.UsageError, match="labels of a batch are whole numbers; say one, as in ignore_label=-1"):
            lossctl.Sketch(ignore_label=ignored)


def test_weights_slices_and_ids(cancer):
    logits, labels = cancer
    weights = numpy.linspace(0.5, 2, len(labels))
    slices = numpy.where(numpy.arange(len(labels)) % 3 > 0, "day", "night")
    ids = [f"case {index}" for index in range(len(labels))]
    found = lossctl.compare(logits, labels, weights=weights, by=slices, ids=ids, losses="ce", hardest=1)
    ce = numpy.logaddexp(0, numpy.where(labels > 0, -logits, logits).astype(float))
    assert means(found) == pytest.approx([numpy.average(ce, weights=weights)], rel=1e-12)
    groups = {group["name"]: group["losses"][0]["value"] for group in found["groups"]}
    for name in ("day", "night"):
        inside = slices == name
        assert groups[name] == pytest.approx(numpy.average(ce[inside], weights=weights[inside]), rel=1e-12)
    assert [sample["id"] for sample in found["hardest"]] == [f"case {ce.argmax()}"]


def test_many_are_read_as_files_with_the_same_figures_and_names(cancer, monkeypatch):
    logits, labels = cancer
    weights = numpy.linspace(0.5, 2, len(labels))
    few = lossctl.compare(logits, labels, weights=weights)
    monkeypatch.setattr(_arrays, "MANY", 1)
    many = lossctl.compare(logits, labels, weights=weights)
    assert means(many) == pytest.approx(means(few), rel=1e-13)
    assert "lossctl-" not in str(many)
    assert many["source"]["name"] == few["source"]["name"] == "scores"
    bad = logits.copy()
    bad[17] = math.nan
    for most in (1, 10**6):
        monkeypatch.setattr(_arrays, "MANY", most)
        with pytest.raises(lossctl.InputError, match=r"^scores\[17\]: the score is NaN") as caught:
            lossctl.compare(bad, labels)
        assert caught.value.place == "scores[17]"


def test_what_is_no_array():
    labels = [0, 1, 1]
    for scores, words in [
        ([], "scores: is empty"),
        ([[1.0], [1.0, 2.0], [1.0]], "scores: has rows of different lengths"),
        (numpy.float64(3), "scores: is a single value"),
        (numpy.array(["2020-01-01"] * 3, dtype="M8[D]"), "scores: holds datetime64"),
        (numpy.array([1j, 2, 3]), "scores: holds complex128"),
        ([0.5, 2.5], "labels: has 3 rows, and scores have 2"),
        ([0.5, None, -3.5], r'scores\[1\]: the score is NaN; .*on_bad_row="skip"'),
        ([numpy.zeros(3), numpy.zeros(2)], "rows of different lengths; give each row one per class, or join batches"),
    ]:
        with pytest.raises(lossctl.InputError, match=words):
            lossctl.compare(scores, labels)
    with pytest.raises(TypeError, match="scores is object"):
        lossctl.compare(object(), labels)
    with pytest.raises(TypeError, match="labels are missing"):
        lossctl.compare([1.0, 2.0])
    with pytest.raises(TypeError, match=r'give a column of the frame, labels=df\["label"\]'):
        lossctl.compare(pytest.importorskip("pandas").DataFrame({"a": [1.0], "label": [0]}))
    for columns in (5, 400_000):
        with pytest.raises(lossctl.InputError, match=rf"^scores: has shape \(3, {columns}\), and there are .* give scores\.T"):
            lossctl.compare(numpy.zeros((3, columns)), numpy.zeros(columns, dtype=int))
    for said, meant in (("weight", "weights"), ("loss", "losses"), ("label", "labels"), ("ignore_labels", "ignore_label")):
        with pytest.raises(TypeError, match=f"did you mean '{meant}'"):
            lossctl.compare([1.0, 2.0], [0, 1], **{said: [1, 2]})
    with pytest.raises(TypeError, match="scores are a dict, and no sketch"):
        lossctl.compare({"a": [1.0, 2.0]}, [0, 1])
    for name in ("weights", "ids", "by"):
        with pytest.raises(lossctl.InputError, match=rf"^{name}: (has shape \(2, 3\)|have 3 numbers a row); give one per sample"):
            lossctl.compare([1.0, 2.0], [0, 1], **{name: numpy.zeros((2, 3))})
    with pytest.raises(lossctl.InputError, match="^by: has 3 rows, and scores have 2"):
        lossctl.compare([1.0, 2.0], [0, 1], by=["a", "b", "c"])
    big = numpy.array([2**60, 1, 2])
    with pytest.raises(lossctl.InputError, match="beyond 2\\^53"):
        lossctl.compare([0.1, 0.2, 0.3], big)
    told = lossctl.samples([0.1, 0.2, 0.3], [0, 1, 0], ids=big, from_="probs")
    assert {sample["id"] for sample in told["samples"]} == {"1152921504606846976", "1", "2"}


MISSING = {
    "None": lambda values: [None] * 3 + list(values[3:]),
    "NaN": lambda values: [float("nan")] * 3 + list(values[3:]),
    "mask": lambda values: numpy.ma.masked_array(values, mask=numpy.arange(len(values)) < 3),
}


@pytest.mark.parametrize("missing", MISSING)
@pytest.mark.parametrize("which", ["scores", "labels", "names", "weights"])
def test_what_is_missing_is_left_out_where_that_is_said(which, missing):
    generator = numpy.random.default_rng(20)
    p, y, weights = generator.random(60), generator.integers(0, 2, 60), generator.random(60)
    names = numpy.array(["legit", "fraud"])[y]
    given = {"scores": p, "labels": names if which == "names" else y, "weights": weights}
    if which == "names":
        given["class_names"] = ["legit", "fraud"]
    name = "labels" if which == "names" else which
    given[name] = MISSING[missing](given[name])
    losses = -numpy.log(numpy.where(y == 1, p, 1 - p))
    wanted = pytest.approx([numpy.average(losses[3:], weights=weights[3:])], rel=1e-12)
    assert means(lossctl.compare(**given, from_="probs", on_bad_row="skip", losses="ce")) == wanted
    with pytest.raises(lossctl.InputError, match=rf"^{name}\[0\]: "):
        lossctl.compare(**given, from_="probs")
    if which == "labels":
        assert means(lossctl.compare(**given, from_="probs", ignore_label=float("nan"), losses="ce")) == wanted


def test_labels_in_a_frame_of_one_column(cancer):
    pandas, polars = (pytest.importorskip(name) for name in ("pandas", "polars"))
    logits, labels = cancer
    wanted = pytest.approx(expected(logits, labels)[:1], rel=1e-12)
    names = numpy.where(labels > 0, "bad", "good")
    for frame in (pandas.DataFrame, polars.DataFrame):
        for scores in (frame({"logit": logits}), logits):
            assert means(lossctl.compare(scores, frame({"y": names}), class_names=["good", "bad"], losses="ce")) == wanted
        pair = frame({"p_good": numpy.zeros(len(logits)), "p_bad": logits})
        assert means(lossctl.compare(pair, frame({"y": names}), from_="logits", losses="ce")) == wanted
        assert means(lossctl.compare(frame({"logit": logits}), frame({"y": labels}), weights=frame({"w": labels * 0 + 1}), losses="ce")) == wanted


def test_arrays_of_other_kinds():
    torch, polars, pandas, sparse = (pytest.importorskip(name) for name in ("torch", "polars", "pandas", "scipy.sparse"))
    generator = numpy.random.default_rng(21)
    logits, labels = generator.normal(size=(60, 3)), generator.integers(0, 3, 60)
    wanted = pytest.approx([torch.nn.functional.cross_entropy(torch.tensor(logits), torch.tensor(labels)).item()], rel=1e-12)
    one_hot = sparse.csr_matrix(numpy.eye(3, dtype=int)[labels])
    assert means(lossctl.compare(logits, one_hot, task="softmax", losses="ce")) == wanted
    tensor = torch.tensor(logits)
    columns = [pandas.Series(logits.tolist()), pandas.Series(list(logits)), polars.Series(logits.tolist())]
    for scores in (tensor.to_sparse(), torch._neg_view(-tensor), *columns):
        assert means(lossctl.compare(scores, labels, losses="ce")) == wanted
    eighths = tensor.to(torch.float8_e4m3fn)
    small = torch.nn.functional.cross_entropy(eighths.double(), torch.tensor(labels)).item()
    assert means(lossctl.compare(eighths, labels, losses="ce")) == pytest.approx([small], rel=1e-12)
    # As many classes as rows in a batch.
    batches = [logits[first : first + 3] for first in range(0, 60, 3)], [labels[first : first + 3] for first in range(0, 60, 3)]
    with pytest.raises(lossctl.InputError, match="class_axis=1 or class_axis=2"):
        lossctl.compare(*batches)
    assert means(lossctl.compare(*batches, class_axis=2, losses="ce")) == wanted
    with pytest.raises(lossctl.InputError, match=r"arrays of more than two axes .*scores.reshape\(-1, CLASSES\)"):
        lossctl.compare(*batches, name="batches")


@pytest.mark.parametrize("least", [2**60, 2**64 - 90, 2**70])
@pytest.mark.parametrize("make", [list, lambda ids: numpy.array(ids, dtype=object)])
def test_ids_beyond_doubles_stay_apart(least, make):
    generator = numpy.random.default_rng(22)
    p, y = generator.random(60), generator.integers(0, 2, 60)
    ids = [least + row if row % 2 else row for row in range(60)]
    pair = lossctl.data(p, y, ids=make(ids)), lossctl.data(p[::-1] ** 1.5, y[::-1], ids=make(ids[::-1]))
    wanted = lossctl.diff(p, p**1.5, y, losses="ce").losses[0]["difference"]
    assert lossctl.diff(*pair, losses="ce").losses[0]["difference"] == pytest.approx(wanted, rel=1e-12)


def test_ids_and_groups_may_be_anything():
    import uuid

    p, y = numpy.random.default_rng(23).random(6), [0, 1, 0, 1, 1, 0]
    ids = [uuid.UUID(int=row) for row in range(6)]
    days = numpy.array(["2020-01-01", "2020-01-02"] * 3, dtype="M8[D]")
    found = lossctl.compare(p, y, ids=ids, by=days, hardest=6, from_="probs")
    assert {sample["id"] for sample in found.hardest} == set(map(str, ids))
    assert {group["name"] for group in found.groups} == {"2020-01-01", "2020-01-02"}


def test_values_of_diagnose_stand_in_the_places_of_the_scores():
    pandas = pytest.importorskip("pandas")
    generator = numpy.random.default_rng(24)
    logits, bits = generator.normal(size=(60, 3)), generator.integers(0, 2, (60, 3))
    values = numpy.logaddexp(0, numpy.where(bits == 1, -logits, logits))
    lossctl.assert_loss("ce", logits, bits, values)
    scores, labels = (pandas.DataFrame(array, columns=["p_2", "p_0", "p_1"]) for array in (logits, bits))
    for frame in (labels, labels[["p_0", "p_1", "p_2"]]):
        lossctl.assert_loss("ce", scores, frame, values, from_="logits")
    named = pandas.DataFrame(values, columns=list(scores))
    lossctl.assert_loss("ce", scores, labels, named, from_="logits")
    with pytest.raises(lossctl.InputError, match=r"^values: has its columns in another order than scores.columns; give values\[scores.columns\]"):
        lossctl.diagnose(scores, labels, named[["p_0", "p_1", "p_2"]], from_="logits")


def test_batches_of_a_sketch_have_the_columns_of_its_names():
    pandas = pytest.importorskip("pandas")
    generator = numpy.random.default_rng(25)
    logits, labels = generator.normal(size=(60, 3)), generator.integers(0, 3, 60)
    frame = pandas.DataFrame(logits, columns=["cat", "dog", "owl"])
    sketch = lossctl.Sketch(class_names=list(frame))
    with pytest.raises(lossctl.InputError, match=r"^logits: has its columns in another order than class_names; give logits\[class_names\]"):
        sketch.update(frame[["owl", "cat", "dog"]], labels)
    sketch.update(frame, labels)
    assert means(lossctl.compare(sketch, losses="ce")) == pytest.approx(means(lossctl.compare(logits, labels, losses="ce")), rel=1e-12)


def test_weights_of_many_axes_go_with_scores_of_them():
    generator = numpy.random.default_rng(26)
    logits, labels, weights = generator.normal(size=(12, 5, 3)), generator.integers(0, 3, (12, 5)), generator.random((12, 5))
    losses = numpy.log(numpy.exp(logits).sum(2)) - numpy.take_along_axis(logits, labels[..., None], 2)[..., 0]
    found = lossctl.compare(logits, labels, weights=weights, losses="ce")
    assert means(found) == pytest.approx([numpy.average(losses, weights=weights)], rel=1e-12)


def test_batches_one_behind_the_other_are_in_the_order_of_the_rows(cancer):
    pandas = pytest.importorskip("pandas")
    logits, labels = cancer
    batches = pandas.concat([pandas.Series(logits[:300]), pandas.Series(logits[300:])])
    assert means(lossctl.compare(batches, pandas.Series(labels), losses=LOSSES)) == pytest.approx(expected(*cancer), rel=1e-12)
