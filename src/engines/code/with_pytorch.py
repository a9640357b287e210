"""Margin sketches in a training loop, with PyTorch alone; printed by lossctl sketch --code pytorch.

    sketch = Sketch()
    for inputs, labels in loader:
        logits = model(inputs)
        sketch.update(logits, labels)
    sketch.all_reduce().save("epoch-3.sketch.json")  # sketch.save(...) without torch.distributed

    $ lossctl compare epoch-3.sketch.json --gamma 0..5/0.5

The file is what every loss of the family needs of all samples, at every setting: docs/sketch.md of lossctl has its format.

All is computed and added up in float64, with index_add_ on the device of the scores: of float32 logits the answers are those
of lossctl from the same logits, to 1e-12. Logits that are rounded to float32 move a mean by some 1e-10 of itself, and to
bfloat16 by 1e-5 (10^6 normal logits, cross-entropy and focal loss); float32 sums would stop counting at 2^24 samples a bin.
"""

import torch

FRAMEWORK, xp, Array = "PyTorch", torch, torch.Tensor
exactly = torch.no_grad


def array(values: Array) -> Array:
    """Scores or labels as they are, without their gradient; where there are no doubles (MPS), on the host."""
    values = torch.as_tensor(values).detach()
    return values.cpu() if values.device.type == "mps" else values


def numbers(values: Array | list, like: Array) -> Array:
    return torch.as_tensor(values, dtype=torch.float64, device=like.device)


def whole(values: Array) -> Array:
    return values.to(torch.int64)


def added(sums: Array, rows: Array, terms: Array) -> Array:
    return sums.index_add_(0, rows, terms)


def compiled(function):
    return function


def over_all_ranks(sums: Array) -> Array:
    """By torch.distributed; NCCL adds up what lies on a GPU."""
    total = sums.clone()
    if torch.distributed.get_backend() == "nccl":
        total = total.cuda()
    torch.distributed.all_reduce(total)
    return total
