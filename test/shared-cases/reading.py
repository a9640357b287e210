"""What is right for ../shared/cases/reading: by their files and texts."""

import json

import numpy as np
from losses import (
    CASES,
    L,
    array,
    columns,
    floats,
    focal,
    ints,
    joined,
    of_logits,
    of_probs,
    renormalized,
    right,
    softmax_logits,
    softmax_probs,
    table,
)


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
