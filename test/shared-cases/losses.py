"""Files of the cases, and cross-entropy of what they hold, in NumPy's long doubles."""

import csv
from pathlib import Path

import numpy as np

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
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
