"""PyTorch, two threads: with_torch.py TASK SCALE SCORES.npy LABELS.npy DTYPE [ROWS_A_BLOCK]. Sums are float64 always."""

import os
import sys

# Threads that wait sleep instead of spinning, which beside any other work costs PyTorch many times its own.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy as np
import torch
import torch.nn.functional as F

from answer import BINARY, SOFTMAX, print_answer

torch.set_num_threads(2)


def from_binary_logits(logits, positive):
    s = torch.where(positive, logits, -logits)
    return F.softplus(-s, threshold=40), torch.sigmoid(-s)


def from_binary_probs(probs, positive):
    ce = F.binary_cross_entropy(probs, positive.to(probs.dtype), reduction="none")
    return ce, torch.where(positive, 1 - probs, probs)


def from_softmax_logits(logits, labels):
    ce = F.cross_entropy(logits, labels, reduction="none")
    return ce, -torch.expm1(-ce)


def sums_by_band(ce, q, positive=None):
    """q = 1 - pt. Counts and sums of CE, focal (gamma = 2) and Poly-1 (epsilon = 1), a band a row."""
    losses = (ce, q * q * ce, ce + q)
    easy = q <= 0.5
    masks = (~easy, easy)
    if positive is not None:
        masks = (~positive & ~easy, ~positive & easy, positive & ~easy, positive & easy)
    counts = torch.stack([torch.count_nonzero(mask) for mask in masks])
    sums = [torch.stack([loss[mask].sum(dtype=torch.float64) for loss in losses]) for mask in masks]
    return counts, torch.stack(sums)


def block_sums(task, scale, scores, labels):
    if task == "softmax":
        return sums_by_band(*from_softmax_logits(scores, labels))
    # A class, or the background, which is the last: rows of zeros.
    classes = scores.shape[-1]
    positive = F.one_hot(labels, classes + 1)[:, :classes].bool() if task == "multilabel" else labels == 1
    losses = from_binary_logits if scale == "logits" else from_binary_probs
    return sums_by_band(*losses(scores, positive), positive)


def main(task, scale, scores_path, labels_path, dtype, block=0):
    scores, labels = (torch.from_numpy(np.load(path)) for path in (scores_path, labels_path))
    step = int(block) or len(labels)
    with torch.inference_mode():
        blocks = zip(scores.split(step), labels.split(step))
        parts = [block_sums(task, scale, z.to(getattr(torch, dtype)), y) for z, y in blocks]
    counts, sums = (sum(part) for part in zip(*parts))
    print_answer(counts.tolist(), sums.tolist(), SOFTMAX if task == "softmax" else BINARY)


main(*sys.argv[1:])
