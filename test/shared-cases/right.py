"""Make right.json: what is right for the folders of ../shared/cases, in NumPy's long doubles.

Everything is computed from the files as they stand and from what the texts of the
folders say of them; nothing of ours takes part. Run it with NumPy, from anywhere.
"""

import csv
import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
CASES = HERE.parents[2] / "shared" / "cases"
L = np.longdouble
RIGHT = {}


def right(folder, **values):
    RIGHT[folder] = {name: float(value) for name, value in values.items()}


def table(*path, encoding="utf-8"):
    with open(CASES.joinpath(*path), newline="", encoding=encoding) as file:
        header, *rows = csv.reader(file)
    return {name: [row[i] for row in rows] for i, name in enumerate(header)}


def array(*path):
    return np.load(CASES.joinpath(*path))


def floats(cells):
    return np.array([L(cell) for cell in cells])


def ints(cells):
    return np.array([int(float(cell)) for cell in cells])


def columns(of, names):
    return np.stack([floats(of[name]) for name in names], axis=1)


def log1p_exp(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def of_logits(z, y):
    """Binary cross-entropy, a cell each; labels of any kind that are true or false."""
    return log1p_exp(np.where(np.asarray(y, bool), -L(1) * z, L(1) * z))


def focal(ce, hot):
    """With alpha = 0.25 and gamma = 2."""
    return np.where(hot, L("0.25"), L("0.75")) * (-np.expm1(-ce)) ** 2 * ce


def of_probs(p, y, hold=np.inf):
    with np.errstate(divide="ignore"):
        return np.minimum(-np.log(np.where(np.asarray(y, bool), p, 1 - p)), hold)


def softmax_logits(z, y):
    z = z.astype(L)
    top = z.max(axis=1)
    return top + np.log(np.exp(z - top[:, None]).sum(axis=1)) - z[np.arange(len(z)), y]


def softmax_probs(p, y):
    """As it stands; a probability above 1 by rounding counts as 1, a logarithm is held at -100."""
    with np.errstate(divide="ignore"):
        return -np.maximum(np.log(np.minimum(p.astype(L)[np.arange(len(p)), y], 1)), L(-100))


def renormalized(p):
    p = p.astype(L)
    return p / p.sum(axis=1, keepdims=True)


def joined(scores, truth, key, name, other):
    of = dict(zip(truth[other], ints(truth[name]), strict=True))
    return np.array([of[one] for one in scores[key]])


def reading():
    at = "reading/01-confidence-of-predicted-class"
    t = table(at, "hf.csv")
    p, y = floats(t["pred_score"]), np.array([one == "POSITIVE" for one in t["label"]])
    same = np.array([a == b for a, b in zip(t["label"], t["pred_label"], strict=True)])
    right(at, of_predicted=of_probs(p, same).mean(), as_positive=of_probs(p, y).mean())

    at = "reading/02-labels-in-another-order"
    code, ident = table(at, "sub_IDcode.csv"), table(at, "sub_id.csv")
    truth_code, truth_image = table(at, "truth_IDcode.csv"), table(at, "truth_image_name.csv")
    truth = table(at, "truth_id.csv")
    label = lambda of: next(name for name in of if set(of[name]) <= {"0", "1"})
    p = floats(ident["prob"])
    right(
        at,
        code=of_probs(
            floats(code["target"]), joined(code, truth_code, "ID_code", label(truth_code), "ID_code")
        ).mean(),
        image=of_probs(p, joined(ident, truth_image, "id", label(truth_image), "image_name")).mean(),
        id=of_probs(p, joined(ident, truth, "id", label(truth), "id")).mean(),
        by_row=of_probs(p, ints(truth_image[label(truth_image)])).mean(),
    )

    at = "reading/03-gate-pairs-wrong-rows"
    cand, main = table(at, "cand.csv"), table(at, "main.csv")
    of = {
        t: dict(zip(c["ID_code"], of_probs(floats(c["prob"]), ints(c["label"])), strict=True))
        for t, c in (("c", cand), ("m", main))
    }
    d = np.array([of["c"][one] - of["m"][one] for one in cand["ID_code"]])
    right(
        at,
        candidate=sum(of["c"].values()) / len(d),
        baseline=sum(of["m"].values()) / len(d),
        worse=d.mean(),
        standard_error=d.std(ddof=1) / np.sqrt(L(len(d))),
    )

    at = "reading/04-class-names-ignored"
    z, y = array(at, "bg_z.npy"), array(at, "bg_y.npy")
    t = table(at, "bg.csv")
    p, label = columns(t, ["prob_1", "prob_2", "prob_3"]), ints(t["label"])
    right(
        at,
        arrays=softmax_logits(z[y > 0], y[y > 0] - 1).mean(),
        arrays_as_indices=softmax_logits(z, y).mean(),
        table=softmax_probs(p[label > 0], label[label > 0] - 1).mean(),
        table_as_indices=softmax_probs(p, label).mean(),
    )

    at = "reading/05-columns-in-string-order"
    of = lambda file, stem: (
        lambda t: softmax_probs(columns(t, [f"{stem}{k}" for k in range(12)]), ints(t["label"])).mean()
    )(table(at, file))
    right(at, prob_class=of("prob_class.csv", "prob_class_"), prob_N=of("prob_N.csv", "prob_"))

    at = "reading/06-classes-from-1-last-absent"
    of = lambda file, name: (
        lambda t: softmax_probs(columns(t, [name % k for k in (1, 2, 3)]), ints(t["label"]) - 1).mean()
    )(table(at, file))
    right(at, pc=of("pc.csv", "prob_class_%d"), grade=of("grade.csv", "grade%d_prob"), p=of("p.csv", "P%d"))

    at = "reading/07-top-k-sorted"
    t = table(at, "topk.csv")
    p, which, y = (
        columns(t, [f"prob_{j}" for j in range(5)]),
        columns(t, [f"pred_{j}" for j in range(5)]),
        ints(t["label"]),
    )
    by_class = np.take_along_axis(p, np.argsort(which, axis=1), axis=1)
    right(
        at,
        by_class=softmax_probs(by_class, y).mean(),
        as_classes=softmax_probs(p, y).mean(),
        of_ranks=softmax_logits(which, y).mean(),
        of_ranks_as_percent_renormalized=softmax_probs(renormalized(which), y).mean(),
        of_ranks_as_percent_cells=of_probs(which / 100, y[:, None] == np.arange(5), hold=100).mean(),
    )

    at = "reading/08-binary-log-probabilities"
    t, u = table(at, "logprob.csv"), table(at, "log_prob.csv")
    p, y = array(at, "logprob.npy").astype(L), array(at, "y.npy")
    of = lambda t, name: of_probs(np.exp(floats(t[name])), ints(t["y_true"])).mean()
    right(
        at,
        logprob=of(t, "logprob"),
        log_prob=of(u, "log_prob"),
        array=of_probs(np.exp(p), y).mean(),
        as_logits=of_logits(floats(u["log_prob"]), ints(u["y_true"])).mean(),
    )

    at = "reading/09-rounded-softmax-sums-1.00002"
    p, y = array(at, "imdb.npy"), array(at, "y.npy")
    right(at, as_it_stands=softmax_probs(p, y).mean(), renormalized=softmax_probs(renormalized(p), y).mean())

    at = "reading/10-nchw-reshape-advice"
    z, y, flat = array(at, "seg_x.npy"), array(at, "seg_t.npy"), array(at, "seg_t_flat.npy")
    of = lambda z, y: softmax_logits(z[y < 255], y[y < 255]).mean()
    right(
        at,
        maps=of(np.moveaxis(z, 1, -1).reshape(-1, 4), y.reshape(-1)),
        moved=of(array(at, "seg_moved.npy"), flat),
        scrambled=of(array(at, "seg_as_advised.npy"), flat),
    )

    at = "reading/11-anchors-with-background"
    z, y, hot = array(at, "cls_preds.npy"), array(at, "cls_targets.npy"), array(at, "cls_onehot_ign.npy")
    y2 = array(at, "cls_targets_d2.npy")
    cells = (y[:, None] - 1 == np.arange(20))[y >= 0]
    cells2 = (y2[:, None] == np.arange(20))[y2 >= 0]
    ce, ce2, ce3 = (
        of_logits(z[y >= 0], cells),
        of_logits(z[y2 >= 0], cells2),
        of_logits(z[hot[:, 0] >= 0], hot[hot[:, 0] >= 0]),
    )
    objects = (y2 >= 0) & (y2 < 20)
    right(
        at,
        ce=ce.mean(),
        focal=focal(ce, cells).mean(),
        focal_per_positive=focal(ce, cells).sum() / cells.sum(),
        focal_of_indices_per_positive=focal(ce2, cells2).sum() / cells2.sum(),
        focal_of_matrix=focal(ce3, hot[hot[:, 0] >= 0] > 0).mean(),
        focal_of_matrix_per_positive=focal(ce3, hot[hot[:, 0] >= 0] > 0).sum() / (hot > 0).sum(),
        softmax_of_objects=softmax_logits(z[objects], y2[objects]).mean(),
    )

    at = "reading/12-predicted-label-beside-the-score"
    t, s, g = table(at, "skl.csv"), table(at, "sepsis.csv"), table(at, "glaucoma.csv")
    y = ints(g["true_label"])
    hard = np.array(t["y_pred"]) != np.array(t["y_true"])
    right(
        at,
        skl=of_probs(floats(t["y_prob"]), ints(t["y_true"])).mean(),
        predictions_held_at_100=L(100) * hard.mean(),
        sepsis=of_probs(floats(s["Predicted_Probability"]), ints(s["True_Label"])).mean(),
        raw=of_probs(floats(g["raw_probability"]), y).mean(),
        calibrated=of_probs(floats(g["cal_probability"]), y).mean(),
        risk=of_probs(floats(g["risk_score"]) / 100, y).mean(),
    )

    at = "reading/13-indented-json"
    rows = json.loads((CASES / at / "pred.json").read_text(), parse_float=L)
    flat = json.loads((CASES / at / "flat.json").read_text(), parse_float=L)
    # Every row is predicted right, so the confidence is that of the truth.
    assert all(row["true_label"] == row["pred_label"] for row in rows)
    right(
        at,
        # The other way to read its one class, to which the message leads those who say so.
        pred_if_of_the_other=np.mean([-np.log(1 - row["pred_prob"]) for row in rows]),
        pred=np.mean([-np.log(row["pred_prob"]) for row in rows]),
        flat=of_probs(np.array([row["prob"] for row in flat]), [row["true_label"] for row in flat]).mean(),
    )

    at = "reading/14-predicted-classes-of-several"
    right(
        at, predictions_held_at_100=L(100) * (array(at, "ml_preds.npy") != array(at, "ml_labels.npy")).mean()
    )

    at = "reading/16-diagnose-label-offset-of-sigmoid-focal"
    z, hot = array(at, "logits.npy"), array(at, "onehot.npy")
    right(at, printed=focal(of_logits(z, np.roll(hot, -1, axis=1)), np.roll(hot, -1, axis=1)).mean())
    # What the values are, by the text: focal loss of the class before, of the last where there is none or of none.
    z, y = array(at, "off_z.npy"), array(at, "off_y.npy")
    cells = lambda hot: focal(of_logits(z, hot), hot)
    same = lambda name, values: np.testing.assert_allclose(
        array(at, name).astype(L), values, rtol=0, atol=1e-14
    )
    same("off_L_rows_roll.npy", cells((y[:, None] - 1) % 6 == np.arange(6)).sum(axis=1))
    same("off_L_cells.npy", cells(y[:, None] - 1 == np.arange(6)))
    same("off_Lsoft.npy", softmax_logits(z, (y - 1) % 6))

    at = "reading/17-diagnose-asymmetric-loss"
    z, y = array(at, "z.npy").astype(L), array(at, "y.npy") == 1
    p = 1 / (1 + np.exp(-z))
    asl = lambda clip: (lambda pm: np.where(y, (1 - p) * of_logits(z, 1), -(pm**4) * np.log1p(-pm)))(
        np.maximum(p - L(clip), 0)
    )
    same("asl_default_cells.npy", asl("0.05"))
    same("asl_default_rows.npy", asl("0.05").sum(axis=1))
    same("asl_noclip_cells.npy", asl("0"))
    twice = of_logits(array(at, "p.npy"), y).sum()
    assert abs(asl("0.05").sum() - L("33.8525")) < 5e-5 and abs(twice - L("960.0399")) < 5e-5

    at = "reading/18-clamp-note"
    p, y = array(at, "mnist.npy"), array(at, "mnist_y.npy").astype(int)
    q, t = array(at, "news.npy"), array(at, "news_y.npy")
    f = table(at, "rf.csv")
    eps = L(np.finfo(np.float64).eps)
    truth = q[np.arange(len(q)), t]
    held = truth == 0
    prob, label = floats(f["probs"]), ints(f["y_true"])
    right(
        at,
        mnist=softmax_probs(p, y).mean(),
        mnist_held=(p[np.arange(len(p)), y] == 0).sum(),
        news=softmax_probs(q, t).mean(),
        news_held=held.sum(),
        news_held_share=softmax_probs(q, t)[held].sum() / softmax_probs(q, t).sum(),
        # sklearn.metrics.log_loss clips to [eps, 1 - eps] of the type, and takes the rows as they are.
        news_sklearn=-np.log(np.clip(truth.astype(L), eps, 1 - eps)).mean(),
        rf=of_probs(prob, label).mean(),
        rf_held=(np.where(label == 1, prob, 1 - prob) == 0).sum(),
    )

    at = "reading/19-same-columns-in-both-files"
    s, t = table(at, "jig_sub.csv"), table(at, "jig_lab.csv")
    names = [name for name in s if name != "id"]
    row = {one: i for i, one in enumerate(t["id"])}
    order = [row[one] for one in s["id"]]
    y = np.stack([ints(t[name])[order] for name in names], axis=1)
    ce = of_probs(columns(s, names), y == 1)
    right(at, without_minus_one=ce[y >= 0].mean())

    at = "reading/20-class-columns-not-seen-as-a-family"
    t, u = table(at, "irisP.csv"), table(at, "iris_class.csv")
    names = list(t)[:3]
    right(
        at,
        irisP=softmax_probs(
            columns(t, names), np.array([names.index(f"P({one})") for one in t["Class"]])
        ).mean(),
        iris_class=softmax_probs(columns(u, ["class_0", "class_1", "class_2"]), ints(u["label"])).mean(),
    )

    at = "reading/21-inspect-shows-nothing-when-unclear"
    g, t = table(at, "glaucoma.csv"), table(at, "tta.csv")
    right(
        at,
        raw=of_probs(floats(g["raw_probability"]), ints(g["true_label"])).mean(),
        std=of_probs(floats(t["std_probability"]), ints(t["true_label"])).mean(),
        tta=of_probs(floats(t["tta_probability"]), ints(t["true_label"])).mean(),
    )

    at = "reading/22-labels-as-a-list-in-a-cell"
    t = table(at, "chest.csv")
    p = columns(t, ["Atelectasis", "Cardiomegaly", "Consolidation", "PleuralEffusion"])
    right(at, cells=of_probs(p, np.array([json.loads(one) for one in t["LabelMulti"]])).mean())

    at = "reading/23-two-models-in-two-columns"
    t = table(at, "tta.csv")
    std, tta = (
        of_probs(floats(t[name]), ints(t["true_label"])) for name in ("std_probability", "tta_probability")
    )
    right(at, std=std.mean(), tta=tta.mean(), change=(tta - std).mean())

    at = "reading/24-percentages-named-prob"
    t = table(at, "pct.csv")
    p, y = floats(t["prob"]), ints(t["label"])
    right(at, of_percent=of_probs(p / 100, y).mean(), as_logits=of_logits(p, y).mean())


def hard():
    at = "hard/wrong-01-two-models-one-file"
    t = table(at, "p.csv")
    y, old, new = ints(t["label"]), floats(t["logit_old"]), floats(t["logit_new"])
    right(
        at,
        old=of_logits(old, y).mean(),
        new=of_logits(new, y).mean(),
        as_classes=of_logits(new - old, y).mean(),
    )

    at = "hard/wrong-02-negative-class-prob"
    of = lambda file, name: (lambda t: of_probs(1 - floats(t[name]), ints(t["label"])).mean())(
        table(at, file)
    )
    both = table(at, "pos-neg.csv")
    right(
        at,
        p_0=of("p_0.csv", "p_0"),
        prob_neg=of("prob_neg.csv", "prob_neg"),
        prob_false=of("prob_false.csv", "prob_false"),
        pos_neg=of_probs(floats(both["p_pos"]), ints(both["label"])).mean(),
    )

    at = "hard/wrong-03-numeric-header"
    z, y = table(at, "logits.csv"), table(at, "labels.csv")
    p, t = table(at, "probs.csv"), table(at, "y.csv")
    right(
        at,
        logits=softmax_logits(columns(z, ["0", "1", "2"]), ints(y["0"])).mean(),
        probs=of_probs(floats(p["0"]), ints(t["0"])).mean(),
    )

    at = "hard/wrong-04-lone-number-column"
    y = lambda file: ints(table(at, file)["label"])
    c = lambda file, name: floats(table(at, file)[name])
    right(
        at,
        # An error is what is missing to the truth, and "pt", "gt_prob" are the probability of the truth itself.
        error=-np.log(1 - c("error.csv", "error")).mean(),
        gt_prob=-np.log(c("gt_prob.csv", "gt_prob")).mean(),
        pt=-np.log(c("pt.csv", "pt")).mean(),
        error_as_positive=of_probs(c("error.csv", "error"), y("error.csv")).mean(),
        gt_prob_as_positive=of_probs(c("gt_prob.csv", "gt_prob"), y("gt_prob.csv")).mean(),
        max_prob_as_positive=of_probs(c("max_prob.csv", "max_prob"), y("max_prob.csv")).mean(),
        pt_as_positive=of_probs(c("pt.csv", "pt"), y("pt.csv")).mean(),
    )

    at = "hard/wrong-06-own-samples-output"
    t = table(at, "two.csv")
    right(at, both=softmax_logits(columns(t, ["logit_0", "logit_1"]), ints(t["label"])).mean())

    at = "hard/wrong-07-index-or-label-as-class"
    y, t = array(at, "Y.npy"), array(at, "y.npy")
    of = lambda file: softmax_logits(array(at, file)[:, 1:], y).mean()
    p = np.array([L(line.split(",")[1]) for line in (CASES / at / "idx-p.csv").read_text().split()])
    right(at, index=of("idx-logits.npy"), label=of("label-logits.npy"), binary=of_probs(p, t).mean())

    at = "hard/wrong-08-stranger-in-family"
    kinds = ["cat", "dog", "ant"]
    of = lambda file: (
        lambda t: softmax_logits(
            columns(t, [f"logit_{k}" for k in kinds]), np.array([kinds.index(k) for k in t["label"]])
        ).mean()
    )(table(at, file))
    t = table(at, "pred.csv")
    pred = softmax_logits(columns(t, ["pred_a", "pred_b", "pred_c"]), ints(t["label"])).mean()
    right(at, max=of("max.csv"), dup=of("dup.csv"), pred=pred)

    at = "hard/wrong-09-one-row-flips-task"
    z, hot, full = array(at, "logits.npy"), array(at, "onehot-one-empty.npy"), array(at, "onehot.npy")
    p = array(at, "probs-one-off.npy")
    some = hot.sum(axis=1) == 1
    right(
        at,
        with_a_label=softmax_logits(z[some], hot[some].argmax(axis=1)).mean(),
        cells_of_logits=of_logits(z, hot).mean(),
        as_it_stands=softmax_probs(p, full.argmax(axis=1)).mean(),
        renormalized=softmax_probs(renormalized(p), full.argmax(axis=1)).mean(),
        cells_of_probs=of_probs(p.astype(L), full).mean(),
    )

    at = "hard/wrong-10-ids-of-other-names"
    s, t = table(at, "scores.csv"), table(at, "labels.csv")
    u, v = table(at, "scores-index.csv"), table(at, "labels-index.csv")
    z = columns(u, ["logit_0", "logit_1", "logit_2"])
    right(
        at,
        names=of_logits(floats(s["logit"]), joined(s, t, "id", "label", "image_id")).mean(),
        index=softmax_logits(z, joined(u, v, "", "label", "")).mean(),
    )

    at = "hard/wrong-11-latin1-slices-merge"
    t = table(at, "p.csv", encoding="cp1252")
    ce, site = of_probs(floats(t["prob"]), ints(t["label"])), np.array(t["site"])
    right(at, **{"all": ce.mean()}, **{one: ce[site == one].mean() for one in dict.fromkeys(t["site"])})

    at = "hard/wrong-12-labels-from-one-last-absent"
    t = table(at, "p.csv")
    z, y = columns(t, ["logit_a", "logit_b", "logit_c"]), ints(t["label"])
    right(
        at,
        from_one=softmax_logits(z, y - 1).mean(),
        from_zero=softmax_logits(z, y).mean(),
        # Of the first of three models, where 2 is the positive class, or 1.
        a_of_two=of_logits(z[:, 0], y == 2).mean(),
        a_of_one=of_logits(z[:, 0], y == 1).mean(),
    )

    at = "hard/wrong-13-logit-named-probabilities"
    t = table(at, "p.csv")
    p, y, q, u = (
        columns(t, ["logit_0", "logit_1", "logit_2"]),
        ints(t["label"]),
        array(at, "logits.npy"),
        array(at, "Y.npy"),
    )
    right(
        at,
        table=softmax_probs(p, y).mean(),
        array=softmax_probs(q, u).mean(),
        table_as_logits=softmax_logits(p, y).mean(),
        array_as_logits=softmax_logits(q, u).mean(),
    )

    at = "hard/wrong-14-other-score-scales"
    u, y = array(at, "u8.npy"), array(at, "Y.npy")
    t = table(at, "logprob.csv")
    right(
        at,
        of_255=softmax_probs(renormalized(u), y).mean(),
        as_logits=softmax_logits(u, y).mean(),
        logprob=of_probs(np.exp(floats(t["logprob"])), ints(t["label"])).mean(),
    )

    at = "hard/wrong-15-second-shard-other-scale"
    a, b = table(at, "shards", "a.csv"), table(at, "shards", "b.csv")
    right(
        at,
        a=of_logits(floats(a["score"]), ints(a["label"])).mean(),
        b=of_probs(floats(b["score"]), ints(b["label"])).mean(),
    )

    at = "hard/wrong-16-symlinked-folder-twice"
    one, two = table(at, "runs", "run-1", "p.csv"), table(at, "runs", "run-2", "p.csv")
    ce = [of_probs(floats(t["prob"]), ints(t["label"])) for t in (one, two)]
    right(at, once_each=np.concatenate(ce).mean(), one=ce[0].mean())

    at = "hard/wrong-17-duplicate-score-columns"
    t = table(at, "p.csv")
    with open(CASES / at / "m.csv", newline="") as file:
        _, *rows = csv.reader(file)
    m = np.array([[L(cell) for cell in row] for row in rows])
    right(
        at,
        once=softmax_logits(columns(t, ["logit_0", "logit_1", "logit_2"]), ints(t["label"])).mean(),
        renamed=of_probs(m[:, :3], m[:, 3:] == 1).mean(),
    )

    at = "hard/wrong-18-weights-by-accident"
    t, u = table(at, "boxes.csv"), table(at, "people.csv")
    of = lambda t, p, w: (lambda ce, w: (ce.mean(), (w * ce).sum() / w.sum()))(
        of_probs(floats(t[p]), ints(t["label"])), floats(t[w])
    )
    boxes, people = of(t, "score", "w"), of(u, "prob", "weight")
    right(at, boxes=boxes[0], boxes_weighted=boxes[1], people=people[0], people_weighted=people[1])

    # Every row of a file of race.py is alike.
    right("hard/wrong-19-file-changes-while-read", A=-np.log(L("0.9")), B=-np.log(L("0.2")))


reading()
hard()
(HERE / "right.json").write_text(json.dumps(RIGHT, indent=2, ensure_ascii=False) + "\n")
