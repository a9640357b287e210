"""DuckDB, two threads: with_duckdb.py TASK SCALE PREDICTIONS."""

import sys

import duckdb

from answer import BINARY, SOFTMAX, print_groups

BINARY_PT = "CASE WHEN label = 1 THEN prob ELSE 1 - prob END"
BINARY_TYPES = {"id": "VARCHAR", "label": "UTINYINT", "prob": "DOUBLE"}

CSV = "read_csv($path, header = true, columns = {types})"
PARQUET = "read_parquet($path)"
LINES = "read_json($path, format = 'newline_delimited', columns = {types})"

QUERY = """
WITH truth AS (SELECT label, {pt} AS pt FROM {read}),
     cells AS (SELECT label, 1 - pt AS q, least(-ln(pt), 100) AS ce FROM truth)
SELECT {side} + (q <= 0.5)::INTEGER AS band, count(*), sum(ce), sum(q * q * ce), sum(ce + q)
FROM cells GROUP BY band
"""


def count_classes(path):
    if path.endswith(".parquet"):
        return len(duckdb.sql(f"DESCRIBE FROM '{path}'").fetchall()) - 1
    with open(path) as file:
        return len(file.readline().split(",")) - 1


def softmax_query(path):
    classes = count_classes(path)
    pt = " ".join(["CASE label", *(f"WHEN {k} THEN p_{k}" for k in range(classes)), "END"])
    types = {"label": "UTINYINT", **{f"p_{k}": "DOUBLE" for k in range(classes)}}
    read = PARQUET if path.endswith(".parquet") else CSV.format(types=types)
    return QUERY.format(pt=pt, read=read, side="0")


def main(task, _scale, path):
    form = PARQUET if path.endswith(".parquet") else LINES if path.endswith(".jsonl") else CSV
    read = form.format(types=BINARY_TYPES)
    binary_query = QUERY.format(pt=BINARY_PT, read=read, side="2 * label")
    query = softmax_query(path) if task == "softmax" else binary_query
    groups = duckdb.connect(config={"threads": 2}).execute(query, {"path": path}).fetchall()
    print_groups(groups, SOFTMAX if task == "softmax" else BINARY)


main(*sys.argv[1:])
