"""Three processes with gloo, of unequal shares, the last of which sees nothing: python run_ranks.py MODULE.py TABLE.csv TARGET"""

import csv
import importlib.util
import os
import sys

import torch
import torch.multiprocessing

RANKS = 3


def run(rank, path, table, target, port):
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    torch.distributed.init_process_group("gloo", rank=rank, world_size=RANKS)
    spec = importlib.util.spec_from_file_location("printed", path)
    printed = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(printed)
    with open(table, newline="", encoding="utf-8") as file:
        rows = [(float(row["z"]), float(row["y"])) for row in csv.DictReader(file)]
    logits, labels = torch.tensor(rows, dtype=torch.float64).T
    cut = len(rows) // 3
    share = [slice(0, cut), slice(cut, None), slice(0, 0)][rank]
    sketch = printed.Sketch()
    if rank < 2:
        sketch.update(logits[share], labels[share])
    # Twice: a rank's own sketch stays its own.
    sketch.all_reduce()
    total = sketch.all_reduce()
    if rank == 0:
        total.save(target)
    torch.distributed.destroy_process_group()


if __name__ == "__main__":
    torch.multiprocessing.spawn(run, (*sys.argv[1:4], str(20_000 + os.getpid() % 20_000)), nprocs=RANKS)
