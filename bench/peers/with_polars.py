"""Polars, lazy and streaming, two threads: with_polars.py TASK SCALE PREDICTIONS plain|names|slices."""

import os
import sys

os.environ["POLARS_MAX_THREADS"] = "2"

import polars as pl

from answer import BINARY, SOFTMAX, print_groups, print_slices


def binary(layout):
    p, positive = pl.col("prob"), pl.col("label") == ("positive" if layout == "names" else 1)
    ce = -pl.when(positive).then(p.log()).otherwise((-p).log1p())
    q = pl.when(positive).then(1 - p).otherwise(p)
    return ce, q, pl.when(positive).then(2).otherwise(0)


def softmax(classes):
    pt = pl.coalesce(pl.when(pl.col("label") == k).then(pl.col(f"p_{k}")) for k in range(classes))
    return -pt.log(), 1 - pt, pl.lit(0)


def main(task, _scale, path, layout):
    rows = pl.scan_ndjson(path) if path.endswith(".jsonl") else pl.scan_csv(path)
    sliced = layout == "slices"
    weight, scene = (pl.col("weight"), pl.col("scene")) if sliced else (pl.lit(1), pl.lit(""))
    classes = len(rows.collect_schema()) - 1
    ce, q, side = softmax(classes) if task == "softmax" else binary(layout)
    groups = (
        rows.select(ce=ce.clip(upper_bound=100), q=q, side=side, w=weight, scene=scene)
        .select("ce", "q", "w", "scene", band=pl.col("side") + (pl.col("q") <= 0.5).cast(pl.Int32))
        .group_by(["scene", "band"] if sliced else ["band"])
        .agg(
            count=pl.len(),
            ce_sum=(pl.col("w") * pl.col("ce")).sum(),
            focal=(pl.col("w") * pl.col("q") * pl.col("q") * pl.col("ce")).sum(),
            poly1=(pl.col("w") * (pl.col("ce") + pl.col("q"))).sum(),
        )
        .collect(engine="streaming")
    )
    if sliced:
        print_slices(groups.rows(), BINARY)
    else:
        print_groups(groups.rows(), SOFTMAX if task == "softmax" else BINARY)


main(*sys.argv[1:])
