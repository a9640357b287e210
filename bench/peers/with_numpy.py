"""NumPy: with_numpy.py TASK SCALE SCORES.npy LABELS.npy [ROWS_A_BLOCK]. Whole arrays, or blocks that fit the cache."""

import sys

import numpy as np

from answer import BINARY, SOFTMAX, print_answer
from numpy_losses import from_binary_logits, from_binary_probs, from_softmax_logits, sums_by_band


def block_sums(task, scale, scores, labels):
    if task == "softmax":
        return sums_by_band(*from_softmax_logits(scores, labels))
    positive = labels == 1
    losses = from_binary_logits if scale == "logits" else from_binary_probs
    return sums_by_band(*losses(scores, positive), positive)


def main(task, scale, scores_path, labels_path, block=0):
    scores, labels = np.load(scores_path), np.load(labels_path)
    step = int(block) or len(labels)
    starts = range(0, len(labels), step)
    parts = [block_sums(task, scale, scores[i : i + step], labels[i : i + step]) for i in starts]
    counts, sums = (sum(part) for part in zip(*parts))
    print_answer(counts, sums, SOFTMAX if task == "softmax" else BINARY)


main(*sys.argv[1:])
