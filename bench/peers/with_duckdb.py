"""DuckDB, two threads: with_duckdb.py TASK SCALE PREDICTIONS... plain|names|slices|diff|samples."""

import json
import sys

import duckdb

from answer import BINARY, SOFTMAX, print_groups, print_slices

BINARY_PT = "CASE WHEN label = 1 THEN prob ELSE 1 - prob END"
BINARY_TYPES = {"id": "VARCHAR", "label": "UTINYINT", "prob": "DOUBLE"}
NAMED_TYPES = {**BINARY_TYPES, "label": "VARCHAR"}
SLICED_TYPES = {**BINARY_TYPES, "weight": "DOUBLE", "scene": "VARCHAR"}
NAMED_PT = "CASE WHEN label = 'positive' THEN prob ELSE 1 - prob END"
LOSSES_OF_PT = "least(-ln({pt}), 100) AS ce, (1 - {pt}) ** 2 * least(-ln({pt}), 100) AS focal, least(-ln({pt}), 100) + 1 - {pt} AS poly1"

CSV = "read_csv($path, header = true, columns = {types})"
PARQUET = "read_parquet($path)"
LINES = "read_json($path, format = 'newline_delimited', columns = {types})"

QUERY = """
WITH truth AS (SELECT label, {pt} AS pt FROM {read}),
     cells AS (SELECT label, 1 - pt AS q, least(-ln(pt), 100) AS ce FROM truth)
SELECT {side} + (q <= 0.5)::INTEGER AS band, count(*), sum(ce), sum(q * q * ce), sum(ce + q)
FROM cells GROUP BY band
"""


SLICES = """
WITH truth AS (SELECT label, weight AS w, scene, {pt} AS pt FROM {read}),
     cells AS (SELECT label, w, scene, 1 - pt AS q, least(-ln(pt), 100) AS ce FROM truth)
SELECT scene, 2 * label + (q <= 0.5)::INTEGER AS band, count(*), sum(w * ce), sum(w * q * q * ce), sum(w * (ce + q))
FROM cells GROUP BY scene, band
"""

# Each loss of both files, row by row; the standard error of the mean difference, as diff gives it too.
DIFF = """
WITH a AS (SELECT id, {losses} FROM (SELECT id, {pt} AS pt FROM read_csv($before, header = true, columns = {types}))),
     b AS (SELECT id, {losses} FROM (SELECT id, {pt} AS pt FROM read_csv($after, header = true, columns = {types})))
SELECT count(*), avg(b.ce - a.ce), avg(b.focal - a.focal), avg(b.poly1 - a.poly1),
       stddev_samp(b.ce - a.ce), stddev_samp(b.focal - a.focal), stddev_samp(b.poly1 - a.poly1)
FROM a JOIN b USING (id)
"""

SAMPLES = """
COPY (SELECT row_number() OVER () - 1 AS row, id, label, prob AS score, pt, ln(pt) - ln(1 - pt) AS margin,
             CASE WHEN pt >= 0.5 THEN 'easy' ELSE 'hard' END AS difficulty, {losses}
      FROM (SELECT *, {pt} AS pt FROM read_csv('{path}', header = true, columns = {types})))
TO '{path}.duckdb.csv'
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


def answer_diff(connection, before, after):
    query = DIFF.format(losses=LOSSES_OF_PT.format(pt="pt"), pt=NAMED_PT, types=NAMED_TYPES)
    count, ce, focal, poly1, *_ = connection.execute(query, {"before": before, "after": after}).fetchone()
    print(json.dumps({"difference": {"count": count, "ce": ce, "focal": focal, "poly1": poly1}}))


def main(task, _scale, *words):
    *paths, question = words
    connection = duckdb.connect(config={"threads": 2})
    if question == "diff":
        return answer_diff(connection, *paths)
    [path] = paths
    if question == "samples":
        losses = LOSSES_OF_PT.format(pt="pt")
        connection.execute(SAMPLES.format(losses=losses, pt=BINARY_PT, path=path, types=BINARY_TYPES))
        return
    if question == "slices":
        query = SLICES.format(pt=BINARY_PT, read=CSV.format(types=SLICED_TYPES))
        print_slices(connection.execute(query, {"path": path}).fetchall(), BINARY)
        return
    form = PARQUET if path.endswith(".parquet") else LINES if path.endswith(".jsonl") else CSV
    named = question == "names"
    read = form.format(types=NAMED_TYPES if named else BINARY_TYPES)
    side = "2 * (label = 'positive')::INTEGER" if named else "2 * label"
    binary_query = QUERY.format(pt=NAMED_PT if named else BINARY_PT, read=read, side=side)
    query = softmax_query(path) if task == "softmax" else binary_query
    groups = connection.execute(query, {"path": path}).fetchall()
    print_groups(groups, SOFTMAX if task == "softmax" else BINARY)


main(*sys.argv[1:])
