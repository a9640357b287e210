"""What the query of a sketch costs, beside the engine's own average of one loss over the same rows.

    python bench/engines/measure.py                            # every engine that is installed; writes RESULTS.md beside this file
    python bench/engines/measure.py --only duckdb --rows 1e6   # a part: prints instead of writing

Run it where lossctl is built, with Python packages duckdb, chdb and pyspark (with Java), and initdb, pg_ctl and psql on PATH.
Processor time is that of all threads of the engine. Queries run in turn, after a first round that does not count.
"""

import argparse
import os
import pathlib
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
LOSSCTL = HERE.parent.parent / "bin" / "lossctl.js"

# The stable form of cross-entropy that training code has, and the one that dashboards have of probabilities.
LOGIT_LOSS = "{greatest}(z, 0) - z * y + LN(1 + EXP(-ABS(z)))"
PROB_LOSS = "-LN(CASE WHEN y = 1 THEN p ELSE 1 - p END)"

CASES = [
    ("logits", "SELECT AVG({logit}) FROM preds", ["--logit", "z"]),
    ("logits, 2 thresholds", "SELECT AVG({logit}) FROM preds", ["--logit", "z", "--threshold", "0.3,0.5"]),
    ("logits, 10 slices", "SELECT g, AVG({logit}) FROM preds GROUP BY g", ["--logit", "z", "--by", "g"]),
    ("logits, weighted", "SELECT SUM(w * ({logit})) / SUM(w) FROM preds", ["--logit", "z", "--weight", "w"]),
    ("probabilities", "SELECT AVG({prob}) FROM preds", ["--prob", "p"]),
]


def sketch_query(dialect, words):
    command = ["node", LOSSCTL, "sketch", "--sql", dialect, "--table", "preds", "--label", "y", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def make_rows(path, count):
    """Scores of a classifier, seeded; probabilities with all their digits, none of them 0 or 1."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    random = np.random.default_rng(7)
    z = random.normal(-2, 3, count)
    p = 1 / (1 + np.exp(-z))
    y = (random.random(count) < p).astype(np.int32)
    g = pa.DictionaryArray.from_arrays(pa.array(random.integers(0, 10, count).astype(np.int32)), [f"slice {i}" for i in range(10)])
    columns = {"y": y, "z": z, "p": p, "w": random.gamma(2, 1, count), "g": g.cast(pa.string())}
    pq.write_table(pa.table(columns), path, row_group_size=1 << 18)


def own_time():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def process_time(pid):
    """Of another process and all its threads."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ended_time(pid):
    """Of the children of a process that have ended."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


class DuckDB:
    title, dialect, where = "DuckDB", "duckdb", "a table in memory, 2 threads"

    def __init__(self, path):
        import duckdb

        self.engine = duckdb.connect()
        self.engine.execute("SET threads = 2")
        self.engine.execute(f"CREATE TABLE preds AS SELECT * FROM '{path}'")
        self.version = duckdb.__version__
        self.time = own_time

    def run(self, query):
        self.engine.execute(query).fetchall()

    def close(self):
        self.engine.close()


class ClickHouse:
    title, dialect, where = "ClickHouse (chdb)", "clickhouse", "a table in memory, 2 threads"

    def __init__(self, path):
        from chdb.session import Session

        self.engine = Session()
        self.engine.query("SET max_threads = 2")
        self.engine.query(f"CREATE TABLE preds ENGINE = Memory AS SELECT * FROM file('{path}', Parquet)")
        self.version = str(self.engine.query("SELECT version()", "CSV")).strip().strip('"')
        self.time = own_time

    def run(self, query):
        self.engine.query(query, "CSVWithNames").bytes()

    def close(self):
        self.engine.close()


class Spark:
    title, dialect, where = "Spark SQL", "spark", "a Parquet file, local[2]"

    def __init__(self, path):
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.driver.memory", "3g").config("spark.sql.shuffle.partitions", "4")
        self.engine = builder.getOrCreate()
        self.engine.sparkContext.setLogLevel("ERROR")
        self.engine.read.parquet(str(path)).createOrReplaceTempView("preds")
        self.version = self.engine.version
        pid = self.engine._jvm.java.lang.ProcessHandle.current().pid()
        self.time = lambda: process_time(pid)

    def run(self, query):
        self.engine.sql(query).collect()

    def close(self):
        self.engine.stop()


class PostgreSQL:
    title, dialect, where = "PostgreSQL", "postgres", "a table, with as many workers as it takes for itself"

    def __init__(self, path):
        import pyarrow.csv
        import pyarrow.parquet as pq

        self.room = tempfile.mkdtemp(dir="/tmp")
        self.user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if self.user:
            shutil.chown(self.room, "postgres")
        self.server("initdb", "-A", "trust", "-U", "postgres", "-D", f"{self.room}/data")
        options = f"-c listen_addresses='' -k {self.room} -c fsync=off -c shared_buffers=2GB"
        self.server("pg_ctl", "-w", "-l", f"{self.room}/log", "-o", options, "-D", f"{self.room}/data", "start")
        words = ["psql", "-X", "-q", "-A", "-t", "-h", self.room, "-U", "postgres", "-v", "ON_ERROR_STOP=1"]
        self.psql = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.run("CREATE TABLE preds (y integer, z float8, p float8, w float8, g text)")
        with tempfile.NamedTemporaryFile(suffix=".csv") as text:
            pyarrow.csv.write_csv(pq.read_table(path), text.name)
            os.chmod(text.name, 0o644)
            self.run(f"COPY preds FROM '{text.name}' CSV HEADER")
        self.run("VACUUM ANALYZE preds")
        self.version = self.run("SHOW server_version")[0].split()[0]
        [pid] = self.run("SELECT pg_backend_pid()")
        [server] = pathlib.Path(f"{self.room}/data/postmaster.pid").read_text().splitlines()[:1]
        # Workers that help are children of the server, which has counted them once they have ended.
        self.time = lambda: process_time(pid) + ended_time(server)

    def server(self, *words):
        subprocess.run([*self.user, *words], check=True, stdout=subprocess.DEVNULL, cwd=self.room)

    def run(self, query):
        self.psql.stdin.write(f"{query.rstrip().rstrip(';')};\n\\echo done.\n")
        self.psql.stdin.flush()
        lines = []
        while (line := self.psql.stdout.readline()).strip() != "done.":
            if not line:
                raise RuntimeError("psql has ended")
            lines.append(line.strip())
        return lines

    def close(self):
        self.psql.stdin.close()
        self.psql.wait()
        self.server("pg_ctl", "-D", f"{self.room}/data", "-m", "immediate", "stop")
        shutil.rmtree(self.room, ignore_errors=True)


class SQLite:
    title, dialect, where = "SQLite", "sqlite", "a table in memory, one thread"

    def __init__(self, path):
        import sqlite3

        import pyarrow.parquet as pq

        self.engine = sqlite3.connect(":memory:")
        self.engine.execute("CREATE TABLE preds (y INTEGER, z REAL, p REAL, w REAL, g TEXT)")
        for batch in pq.ParquetFile(path).iter_batches(1 << 16):
            self.engine.executemany("INSERT INTO preds VALUES (?, ?, ?, ?, ?)", zip(*(column.to_pylist() for column in batch.columns)))
        self.version = sqlite3.sqlite_version
        self.time = own_time

    def run(self, query):
        self.engine.execute(query).fetchall()

    def close(self):
        self.engine.close()


# Rows: what an engine gets through in seconds.
ENGINES = {"duckdb": (DuckDB, 10**7), "clickhouse": (ClickHouse, 10**7), "spark": (Spark, 10**7), "postgres": (PostgreSQL, 4 * 10**6), "sqlite": (SQLite, 10**6)}


def measure(engine, rows, turns):
    """Of each case: processor seconds of the average and of the sketch, turn by turn, and the least seconds by the clock."""
    greatest = "MAX" if engine.dialect == "sqlite" else "GREATEST"
    losses = {"logit": LOGIT_LOSS.format(greatest=greatest), "prob": PROB_LOSS}
    found = []
    for name, average, words in CASES:
        queries = [average.format(**losses), sketch_query(engine.dialect, words)]
        taken = []
        for turn in range(turns + 1):
            for which, query in enumerate(queries):
                time.sleep(0.1)
                clock, processor = time.perf_counter(), engine.time()
                engine.run(query)
                if turn > 0:
                    taken.append((which, engine.time() - processor, time.perf_counter() - clock))
        processor = [[seconds for which, seconds, _ in taken if which == i] for i in (0, 1)]
        clock = [min(seconds for which, _, seconds in taken if which == i) for i in (0, 1)]
        found.append((name, processor, clock))
        ratio = statistics.median(b / a for a, b in zip(*processor))
        nano = [min(times) / rows * 1e9 for times in processor]
        print(f"{engine.title}, {name}: {nano[0]:.0f} and {nano[1]:.0f} ns a row, {ratio:.2f} times", file=sys.stderr)
    return found


def row_of(engine, rows, case):
    name, processor, clock = case
    ratios = [b / a for a, b in zip(*processor)]
    nano = [min(times) / rows * 1e9 for times in processor]
    rates = [f"{rows / seconds / 1e6:.1f}" for seconds in clock]
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    cells = [engine.title, name, f"{rows:,}", f"{nano[0]:.0f}", f"{nano[1]:.0f}", f"**{statistics.median(ratios):.2f}**", spread, *rates]
    return f"| {' | '.join(cells)} |"


def report(measured, turns):
    lines = [
        "# What a sketch costs in an engine",
        "",
        f"Written by `python bench/engines/measure.py` on {time.strftime('%Y-%m-%d')}; not to be edited by hand.",
        f"{platform.system()} {platform.release()}, {os.cpu_count()} cores, Python {platform.python_version()}, {turns} turns.",
        "",
        "Beside the query of `lossctl sketch --sql` stands the engine's own average of one loss, cross-entropy, over the same rows:",
        "from logits in its stable form, `greatest(z, 0) - z * y + ln(1 + exp(-abs(z)))`, from probabilities `-ln(p)` of the truth,",
        "by slice where the sketch is, weighted where it is. The sketch then answers every loss, every setting, and every band.",
        "Asked are 2.5 times at most for logits in DuckDB and Spark.",
        "",
        "A row costs so many nanoseconds of processor time, of all threads, the least of all turns; the ratio is the median of the",
        "ratios within a turn, and beside it are the least and the greatest. Rows a second are by the clock, in the best turn.",
        "",
        "| engine | rows are | rows | average, ns a row | sketch, ns a row | ratio | in its turns | average, 10⁶ rows a second | sketch, 10⁶ rows a second |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for engine, rows, cases in measured:
        lines += [row_of(engine, rows, case) for case in cases]
    lines += ["", *[f"- {engine.title} {engine.version}: {engine.where}" for engine, _, _ in measured], ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=ENGINES, action="append", help="this engine; repeat for more")
    parser.add_argument("--rows", type=float, help="so many rows, in place of each engine's own number")
    parser.add_argument("--runs", type=int, default=5, help="turns that count (5)")
    options = parser.parse_args()
    measured = []
    with tempfile.TemporaryDirectory() as folder:
        for key in options.only or ENGINES:
            make, rows = ENGINES[key]
            rows = int(options.rows or rows)
            path = pathlib.Path(folder) / f"{rows}.parquet"
            if not path.exists():
                make_rows(path, rows)
            try:
                engine = make(path)
            except (ImportError, FileNotFoundError) as error:
                print(f"without {key}: {error}", file=sys.stderr)
                continue
            try:
                measured.append((engine, rows, measure(engine, rows, options.runs)))
            finally:
                engine.close()
    text = report(measured, options.runs)
    if options.only or options.rows or options.runs < 5 or len(measured) < len(ENGINES):
        print(text)
    else:
        (HERE / "RESULTS.md").write_text(text)


if __name__ == "__main__":
    main()
