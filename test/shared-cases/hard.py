"""What is right for ../shared/cases/hard/wrong-*: by their files and scripts."""

import csv

import numpy as np
from losses import (
    CASES,
    L,
    array,
    columns,
    floats,
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
