"""Cross-entropy and 1 - pt in float64, from the scores in NumPy arrays; then the sums by band."""

import numpy as np


def from_binary_logits(logits, positive):
    """softplus(-s) and sigmoid(-s). Sharing one exp(-|s|) between them costs more in temporaries than it saves."""
    s = np.where(positive, logits, -logits).astype(np.float64)
    return np.logaddexp(0, -s), 1 / (1 + np.exp(s))


def from_binary_probs(probs, positive):
    """One log1p for all; positives are few and get their log afterwards. The log is held at -100."""
    p = probs.astype(np.float64)
    with np.errstate(divide="ignore"):
        ce = -np.log1p(-p)
        ce[positive] = -np.log(p[positive])
    return np.minimum(ce, 100), np.where(positive, 1 - p, p)


def from_softmax_logits(logits, labels):
    """Row-wise log-softmax at the truth; logits are rows x classes."""
    z = logits.astype(np.float64)
    z -= z.max(axis=1, keepdims=True)
    truth = np.take_along_axis(z, labels[:, None], axis=1)[:, 0]
    ce = np.log(np.exp(z, out=z).sum(axis=1)) - truth
    return ce, -np.expm1(-ce)


def from_softmax_probs(probs, labels):
    """The truth's own column."""
    pt = np.take_along_axis(probs, labels[:, None], axis=1)[:, 0].astype(np.float64)
    return np.minimum(-np.log(pt), 100), 1 - pt


def sums_by_band(ce, q, positive=None):
    """q = 1 - pt. Counts and sums of CE, focal (gamma = 2) and Poly-1 (epsilon = 1), a band a row."""
    losses = (ce, q * q * ce, ce + q)
    easy = q <= 0.5
    masks = (~easy, easy)
    if positive is not None:
        masks = (~positive & ~easy, ~positive & easy, positive & ~easy, positive & easy)
    counts = np.array([np.count_nonzero(mask) for mask in masks])
    return counts, np.array([[loss[mask].sum() for loss in losses] for mask in masks])
