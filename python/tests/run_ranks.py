"""Eight batches on two processes with gloo: python run_ranks.py FOLDER, which holds logits.npy and labels.npy of rows of classes.

The sketch of both is written to FOLDER/ranks.sketch.json, and FOLDER/idle.sketch.json is of ranks of which the second saw nothing.
"""

import os
import sys

import numpy
import torch
import torch.multiprocessing

import lossctl

RANKS, BATCHES = 2, 8


def run(rank, folder, port):
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=port)
    torch.distributed.init_process_group("gloo", rank=rank, world_size=RANKS)
    logits, labels = (torch.as_tensor(numpy.load(f"{folder}/{name}.npy")) for name in ("logits", "labels"))
    classes = logits.shape[1]
    sketch, idle = lossctl.Sketch(), lossctl.Sketch(classes=classes)
    for number, batch in enumerate(zip(logits.chunk(BATCHES), labels.chunk(BATCHES))):
        if number % RANKS == rank:
            sketch.update(*batch)
        if rank == 0:
            idle.update(*batch)
    totals = {"ranks": sketch.all_reduce(), "idle": idle.all_reduce()}
    if rank == 0:
        for name, total in totals.items():
            total.save(f"{folder}/{name}.sketch.json")
    torch.distributed.destroy_process_group()


if __name__ == "__main__":
    torch.multiprocessing.spawn(run, (sys.argv[1], str(20_000 + os.getpid() % 20_000)), nprocs=RANKS)
