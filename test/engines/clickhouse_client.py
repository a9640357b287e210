"""A clickhouse-client over chdb, whose tables are in the folder CLICKHOUSE_DATA: --query or --queries-file, and --format."""

import argparse
import os
import pathlib

from chdb.session import Session

asked = argparse.ArgumentParser()
asked.add_argument("--query")
asked.add_argument("--queries-file", type=pathlib.Path)
asked.add_argument("--format", default="TabSeparated")
asked = asked.parse_args()
session = Session(os.environ["CLICKHOUSE_DATA"])
session.query("CREATE DATABASE IF NOT EXISTS own ENGINE = Atomic")
session.query("USE own")
print(session.query(asked.query or asked.queries_file.read_text(), asked.format), end="")
session.close()
