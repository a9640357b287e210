"""Runs queries in an engine: python run_engine.py ENGINE FOLDER, with FOLDER/ENGINE/NAME.sql for each query.

The tables are FOLDER/*.parquet. What a query gives goes to FOLDER/ENGINE/NAME.csv (or .json), as the engine itself writes it.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def queries(engine, folder):
    return sorted((folder / engine).glob("*.sql"))


def duckdb(folder):
    import duckdb

    engine = duckdb.connect()
    for table in folder.glob("*.parquet"):
        engine.execute(f"CREATE TABLE {table.stem} AS SELECT * FROM '{table}'")
    for query in queries("duckdb", folder):
        engine.execute(f"COPY ({query.read_text()}) TO '{query.with_suffix('.csv')}' (HEADER)")


def clickhouse(folder):
    from chdb.session import Session

    engine = Session()
    for table in folder.glob("*.parquet"):
        engine.query(f"CREATE TABLE {table.stem} ENGINE = Memory AS SELECT * FROM file('{table}', Parquet)")
    for query in queries("clickhouse", folder):
        query.with_suffix(".csv").write_bytes(engine.query(query.read_text(), "CSVWithNames").bytes())


def spark(folder):
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    # Of some hundred rows a query, 200 parts are what a shuffle takes its time for.
    engine = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    engine.sparkContext.setLogLevel("ERROR")
    for table in folder.glob("*.parquet"):
        engine.read.parquet(str(table)).createOrReplaceTempView(table.stem)
    for query in queries("spark", folder):
        engine.sql(query.read_text()).toPandas().to_csv(query.with_suffix(".csv"), index=False)
    engine.stop()


def sqlite(folder):
    import sqlite3

    import pandas as pd

    with tempfile.TemporaryDirectory() as room:
        file = f"{room}/preds.db"
        engine = sqlite3.connect(file)
        for table in folder.glob("*.parquet"):
            frame = pd.read_parquet(table)
            frame = frame[[name for name in frame if name not in ("zs", "ys")]]
            frame.to_sql(table.stem, engine, index=False)
        engine.close()
        for query in queries("sqlite", folder):
            with open(query) as text, open(query.with_suffix(".json"), "w") as out:
                subprocess.run(["sqlite3", "-json", file], stdin=text, stdout=out, check=True)


def awkward_text(path):
    """NULL is nothing, and NaN is NaN, which pandas does not tell apart."""
    import pyarrow.parquet as pq

    rows = pq.read_table(path).to_pylist()
    return "\n".join(["y,z,w"] + [",".join("" if x is None else str(x) for x in row.values()) for row in rows])


def postgres(folder):
    import pandas as pd

    room = tempfile.mkdtemp(dir="/tmp")
    user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if user:
        shutil.chown(room, "postgres")
    run = lambda *words, **more: subprocess.run([*user, *words], check=True, stdout=subprocess.DEVNULL, cwd=room, **more)
    server = ["-D", f"{room}/data"]
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", room, "-U", "postgres"]
    try:
        run("initdb", "-A", "trust", "-U", "postgres", *server)
        options = f"-c listen_addresses='' -k {room} -c fsync=off"
        run("pg_ctl", "-w", "-l", f"{room}/log", "-o", options, *server, "start")
        for table in folder.glob("*.parquet"):
            frame = pd.read_parquet(table)
            types = {"int64": "bigint", "float64": "double precision"}
            arrays = {name: "{" for name in frame if name in ("zs", "ys")}
            quote = lambda name: '"' + name.replace('"', '""') + '"'
            columns = [
                f'{quote(name)} {"double precision[]" if name in arrays else types.get(str(kind), "text")}'
                for name, kind in frame.dtypes.items()
            ]
            for name in arrays:
                frame[name] = ["{" + ",".join(map(repr, map(float, row))) + "}" for row in frame[name]]
            if table.stem == "awkward":
                text = awkward_text(table)
                columns = ["y bigint", "z double precision", "w double precision"]
            else:
                text = frame.to_csv(index=False)
            subprocess.run([*psql, "-c", f"CREATE TABLE {table.stem} ({', '.join(columns)})"], check=True)
            copy = f"\\copy {table.stem} FROM STDIN CSV HEADER"
            subprocess.run([*psql, "-c", copy], input=text, text=True, check=True)
        for query in queries("postgres", folder):
            with open(query.with_suffix(".csv"), "w") as out:
                subprocess.run([*psql, "--csv", "-f", str(query)], stdout=out, check=True)
    finally:
        subprocess.run([*user, "pg_ctl", *server, "-m", "immediate", "stop"], stdout=subprocess.DEVNULL, cwd=room)
        shutil.rmtree(room, ignore_errors=True)


if __name__ == "__main__":
    globals()[sys.argv[1]](pathlib.Path(sys.argv[2]))
