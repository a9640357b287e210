"""A Parquet file of a CSV, by DuckDB: to_parquet.py PREDICTIONS.csv PREDICTIONS.parquet."""

import sys

import duckdb

source, target = sys.argv[1:]
duckdb.sql(f"COPY (SELECT * FROM read_csv('{source}', header = true)) TO '{target}' (FORMAT parquet, CODEC snappy)")
