"""pandas reads CSV or JSON lines, NumPy computes: with_pandas.py TASK SCALE PREDICTIONS."""

import sys

import pandas as pd

from answer import BINARY, SOFTMAX, print_answer
from numpy_losses import from_binary_probs, from_softmax_probs, sums_by_band


def binary(path):
    is_json = path.endswith(".jsonl")
    frame = pd.read_json(path, lines=True) if is_json else pd.read_csv(path, usecols=["label", "prob"])
    positive = (frame["label"] == 1).to_numpy()
    return sums_by_band(*from_binary_probs(frame["prob"].to_numpy(), positive), positive)


def softmax(path):
    frame = pd.read_csv(path)
    return sums_by_band(*from_softmax_probs(frame.drop(columns="label").to_numpy(), frame["label"].to_numpy()))


def main(task, _scale, path):
    if task == "softmax":
        print_answer(*softmax(path), SOFTMAX)
    else:
        print_answer(*binary(path), BINARY)


main(*sys.argv[1:])
