"""Writes tables whose margins are hard: python make_tables.py FOLDER [ROWS]

Of each table NAME.csv, which lossctl reads, and NAME.parquet, which engines read, both with all digits.
"""

import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

EDGES = [0.3, 0.5, 0.7]

# Differences of logarithms are on the wrong side of their own thresholds here.
TIGHT = [0.496, 0.497, 0.501, 0.503]


def near(values):
    """The numbers, and their neighbours."""
    values = np.asarray(values, float)
    return np.concatenate([values, np.nextafter(values, np.inf), np.nextafter(values, -np.inf)])


def make(folder, rows):
    random = np.random.default_rng(7)
    logit_of = lambda p: np.log(p) - np.log1p(-p)
    ends = near(np.arange(-40, 41) / 8)
    hard = np.concatenate([ends, near([-768, -700, -100, -64, 64, 100, 700, 768]), [-1000.5, 900, 5e-324, -5e-324, 0]])
    hard = np.concatenate([hard, near(logit_of(np.array(EDGES))), near(-logit_of(np.array(EDGES)))])
    z = np.concatenate([hard, np.round(random.normal(-2, 3, rows - len(hard)), 3)])
    y = (random.random(rows) < 1 / (1 + np.exp(-z.clip(-30, 30)))).astype(int)
    y[: len(hard)] = random.integers(0, 2, len(hard))
    g = np.array(["it's", 'q"x', "zh,cn", "plain"])[random.integers(0, 4, rows)]
    w = np.where(random.random(rows) < 0.1, 0, np.round(random.gamma(2, 1, rows), 2))
    save(folder, "bl", dict(y=y, z=z, g=g))
    save(folder, "blw", dict(y=y, z=z, w=w, g=g))
    p = np.concatenate([[0, 1, 5e-324, 1 - 2**-53, 1e-300], near(EDGES), near([0.1, 0.9]), np.repeat(TIGHT, 6)])
    p = np.concatenate([p, np.round(1 / (1 + np.exp(-random.normal(-2, 3, rows - len(p)))), 4)])
    yp = (random.random(rows) < p).astype(int)
    yp[:20] = random.integers(0, 2, 20)
    yp[20:44] = np.arange(24) % 2
    save(folder, "bp", dict(y=yp, p=p))
    save(folder, "bpw", dict(y=yp, p=p, w=w))
    save(folder, "odd", {"z": yp, "y": p, "source": g})
    hostile = """so"ur`ce'; DROP TABLE bl --\\\n{{ x }}"""
    save(folder, "hostile", {"y": yp, "p'\"`": p, hostile: g})
    k = 5
    zs = random.normal(0, 3, (rows, k))
    zs[:50] *= 200
    ys = np.where(random.random(rows) < 0.7, zs.argmax(1), random.integers(0, k, rows))
    save(folder, "sm", dict(y=ys, g=g) | {f"z{j}": zs[:, j] for j in range(k)}, zs=list(zs))
    save(folder, "smw", dict(y=ys, g=g, w=w) | {f"z{j}": zs[:, j] for j in range(k)})
    e = np.exp(zs - zs.max(1, keepdims=True))
    ps = e / e.sum(1, keepdims=True)
    save(folder, "sp", dict(y=ys) | {f"p{j}": ps[:, j] for j in range(k)})
    zm = random.normal(-1, 2, (rows, 3))
    ym = (random.random((rows, 3)) < 1 / (1 + np.exp(-zm))).astype(int)
    save(
        folder,
        "ml",
        {f"y{j}": ym[:, j] for j in range(3)} | {f"z{j}": zm[:, j] for j in range(3)},
        zs=list(zm),
        ys=list(ym.astype(float)),
    )
    box = random.integers(0, 4, rows)
    # Of its columns some are called as those of queries are; the file has the rows that a query keeps.
    cells = {"class": ym[:, 0], "l1": ym[:, 1], "l2": ym[:, 2]} | {f"z{j}": zm[:, j] for j in range(3)}
    named = cells | {"box": box, "y": g, "z": w, "keep": random.integers(0, 3, rows)}
    save(folder, "mlo", named, kept=named["keep"] == 1, zs=list(zm), ys=list(ym.astype(float)))
    save(folder, "det", dict(y=box) | {f"z{j}": zm[:, j] for j in range(3)})


def make_awkward(folder):
    """Four samples, and rows of which something is no label, no score or no weight."""
    nan, inf = float("nan"), float("inf")
    rows = [(0, 1.0, 1.0), (1, 2.0, 1.0), (0, 0.25, 0.0), (1, -0.0, 2.0)]
    rows += [(None, 1.0, 1.0), (2, 1.0, 1.0), (-1, 1.0, 1.0), (None, None, None)]
    rows += [(1, x, 1.0) for x in (None, nan, inf, -inf, 1e160)]
    rows += [(1, 0.5, w) for w in (None, nan, -1.0, inf, 1e-300, 1e300)]
    columns = zip("yzw", zip(*rows))
    types = {"y": pa.int64(), "z": pa.float64(), "w": pa.float64()}
    table = pa.table({name: pa.array(values, types[name], from_pandas=False) for name, values in columns})
    pq.write_table(table, f"{folder}/awkward.parquet")


def save(folder, name, columns, kept=slice(None), **arrays):
    frame = pd.DataFrame(columns)
    frame[kept].to_csv(f"{folder}/{name}.csv", index=False)
    for key, values in arrays.items():
        frame[key] = values
    frame.to_parquet(f"{folder}/{name}.parquet", index=False)


if __name__ == "__main__":
    make_awkward(sys.argv[1])
    make(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
