"""PyTorch, two threads: sweep_with_torch.py LOGITS.npy LABELS.npy SETTINGS, settings as JSON: [gamma, alpha, epsilon].

Poly-1 focal loss in float64, once for each setting as in a training script; what does not depend on the setting is kept.
Prints the mean and the share of the loss that easy samples carry, a pair for each setting.
"""

import json
import os
import sys

os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(2)


def main(logits_path, labels_path, settings):
    logits = torch.from_numpy(np.load(logits_path)).to(torch.float64)
    positive = torch.from_numpy(np.load(labels_path)) == 1
    answers = []
    with torch.inference_mode():
        s = torch.where(positive, logits, -logits)
        ce, q = F.softplus(-s, threshold=40), torch.sigmoid(-s)
        easy = q <= 0.5
        for gamma, alpha, epsilon in json.loads(settings):
            # Of two plain numbers torch.where makes single precision.
            balance = torch.where(positive, torch.tensor(alpha, dtype=ce.dtype), 1 - alpha)
            loss = balance * (q**gamma * ce + epsilon * q ** (gamma + 1))
            total = loss.sum()
            answers.append([(total / len(loss)).item(), (loss[easy].sum() / total).item()])
    print(json.dumps(answers))


main(*sys.argv[1:])
