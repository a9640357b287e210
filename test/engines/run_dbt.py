"""Materializes models of dbt's as tables, and writes them: python run_dbt.py duckdb|sqlite FOLDER

FOLDER/TARGET/NAME.model.sql reads FOLDER/*.parquet; its table goes to NAME.csv, or of SQLite to NAME.json.
"""

import pathlib
import sqlite3
import subprocess
import sys

from render_dbt import render

engine, folder = sys.argv[1], pathlib.Path(sys.argv[2])
models = sorted((folder / engine).glob("*.model.sql"))
texts = {path: render(path.read_text(), engine) for path in models}
result = lambda path, ending: path.with_name(path.name.replace(".model.sql", ending))

if engine == "duckdb":
    import duckdb

    base = duckdb.connect()
    for table in folder.glob("*.parquet"):
        base.execute(f"CREATE TABLE {table.stem} AS SELECT * FROM '{table}'")
    for path, text in texts.items():
        base.execute(f"CREATE OR REPLACE TABLE preds_sketch AS ({text})")
        base.execute(f"COPY preds_sketch TO '{result(path, '.csv')}' (HEADER)")
else:
    import pandas as pd

    file = folder / engine / "preds.db"
    base = sqlite3.connect(file)
    for table in folder.glob("*.parquet"):
        frame = pd.read_parquet(table)
        frame[[name for name in frame if name not in ("zs", "ys")]].to_sql(table.stem, base, index=False)
    for path, text in texts.items():
        base.execute("DROP TABLE IF EXISTS preds_sketch")
        base.execute(f"CREATE TABLE preds_sketch AS {text}")
        base.commit()
        with open(result(path, ".json"), "w") as out:
            subprocess.run(["sqlite3", "-json", file, "SELECT * FROM preds_sketch"], stdout=out, check=True)
