"""JAX with scores on two devices, and in a function that is compiled: python run_sharded.py MODULE.py TABLE.csv TARGET"""

import csv
import importlib.util
import os
import sys

os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=2"

import jax
import numpy as np

path, table, target = sys.argv[1:]
spec = importlib.util.spec_from_file_location("printed", path)
printed = importlib.util.module_from_spec(spec)
spec.loader.exec_module(printed)

with open(table, newline="", encoding="utf-8") as file:
    rows = [(float(row["z"]), int(row["y"])) for row in csv.DictReader(file)]
logits, labels = (np.array(x) for x in zip(*rows))
logits = logits.astype(np.float32)
mesh = jax.make_mesh((2,), ("data",), axis_types=(jax.sharding.AxisType.Auto,))
halves = jax.sharding.PartitionSpec("data")


def whole(logits, labels):
    sketch = printed.Sketch()
    sketch.update(logits, labels)
    return sketch.sums


def half(logits, labels):
    sketch = printed.Sketch()
    sketch.update(logits, labels)
    return sketch.all_reduce(lambda sums: jax.lax.psum(sums, "data")).sums


sketch = printed.Sketch()
sketch.update(logits, labels)
counts = np.asarray(sketch.sums)[:, 0]
on_two = [jax.device_put(x, jax.sharding.NamedSharding(mesh, halves)) for x in (logits, labels)]
sharded = printed.Sketch()
sharded.update(*on_two)
mapped = jax.shard_map(half, mesh=mesh, in_specs=(halves, halves), out_specs=jax.sharding.PartitionSpec())
for sums in (sharded.sums, jax.jit(whole)(logits, labels), jax.jit(mapped)(*on_two)):
    assert sums.dtype == np.float64 and len(jax.devices()) == 2
    assert (np.asarray(sums)[:, 0] == counts).all()
    # Of thousands of terms of 1 at most.
    assert abs(np.asarray(sums) - np.asarray(sketch.sums)).max() < 1e-10
sharded.save(target)
