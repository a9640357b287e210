"""Runs modules that lossctl printed over tables of make_tables.py: python run_module.py FRAMEWORK FOLDER JOBS.json

For each job the rows it took are written to FOLDER/NAME.csv, with all digits, and their sketch to FOLDER/NAME.sketch.json.
"""

import csv
import importlib.util
import json
import sys

import numpy as np

framework, folder, jobs = sys.argv[1:]


def load(name):
    spec = importlib.util.spec_from_file_location(name, f"{folder}/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stored_as(values, precision):
    """The values as a model of that precision has them: an array of the framework, and the same as doubles."""
    if framework == "pytorch":
        import torch

        tensor = torch.tensor(values).to(getattr(torch, precision))
        return tensor, tensor.double().numpy()
    if framework == "jax":
        import jax.numpy as jnp

        if precision == "float64":
            return values, values
        array = jnp.asarray(values, dtype=precision)
        return array, np.asarray(array, dtype=np.float64)
    rounded = values.astype(precision)
    return rounded, rounded.astype(np.float64)


def column_or_matrix(columns):
    return columns[0] if len(columns) == 1 else np.stack(columns, 1)


def run(job):
    with open(job["table"], newline="", encoding="utf-8") as file:
        table = [row for row in csv.DictReader(file)]
    # JAX takes numbers below 2^-1022 for 0.
    tiny = lambda row: any(0 < abs(float(row[name])) < 2.3e-308 for name in job["scores"])
    table = [row for row in table if framework != "jax" or not tiny(row)]
    read = lambda names: column_or_matrix([np.array([float(row[name]) for row in table]) for name in names])
    scores, doubles = stored_as(read(job["scores"]), job["precision"])
    labels = read(job["labels"])
    weight = read([job["weight"]]) if job["weight"] else None
    with open(f"{folder}/{job['name']}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*job["labels"], *job["scores"], *([job["weight"]] if job["weight"] else [])])
        parts = [labels, doubles] + ([] if weight is None else [weight])
        writer.writerows(np.column_stack(parts).tolist())
    module = load(job["name"])
    sketches = [module.Sketch(), module.Sketch(), module.Sketch()]
    # One sketch has most of the batches, and one has none.
    first = 0
    # A batch of a new length is compiled anew by JAX.
    lengths = [2500] if framework == "jax" else [1000, 1, 2999]
    for number, size in enumerate(lengths * 100):
        batch = slice(first, first + size)
        first += size
        if first - size >= len(table):
            break
        of = [scores[batch], labels[batch]] + ([] if weight is None else [weight[batch]])
        if framework == "pytorch":
            import torch

            of = [torch.as_tensor(x) for x in of]
            of[0].requires_grad_(True)
        sketches[number % 5 == 0].update(*of)
    sketches[0].merge(sketches[1])
    sketches[2].merge(sketches[0])
    sketches[0].merge(module.Sketch())
    sketches[2].save(f"{folder}/{job['name']}.sketch.json")


for one in json.load(open(jobs, encoding="utf-8")):
    run(one)
