"""Two NPY files as one NPZ, as NumPy writes it: to_npz.py LOGITS.npy LABELS.npy PREDICTIONS.npz."""

import sys

import numpy as np

logits, labels, target = sys.argv[1:]
np.savez(target, logits=np.load(logits), labels=np.load(labels))
