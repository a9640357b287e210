"""Whether a parser of its dialect reads each query: python parse.py DIALECT FOLDER, with FOLDER/NAME.sql.

Beside FOLDER are TABLE.parquet, and a column that is named must be theirs or one of the query's own. Of ClickHouse's queries that is
left to ClickHouse: the parser takes its nan for a column.
"""

import pathlib
import sys

import pyarrow.parquet as pq
import sqlglot
from sqlglot.optimizer.qualify import qualify

dialect, folder = sys.argv[1], pathlib.Path(sys.argv[2])


def quoted(name):
    return sqlglot.exp.to_identifier(name, quoted=True).sql(dialect)


def spellings(name):
    # A condition of the user's has names without quotes, which are in capital letters there.
    return {name, name.upper()} if dialect == "snowflake" else {name}


schema = {
    quoted(table.stem): {quoted(one): "UNKNOWN" for name in pq.read_schema(table).names for one in spellings(name)}
    for table in folder.parent.glob("*.parquet")
}

count = 0
for path in sorted(folder.glob("*.sql")):
    [tree] = sqlglot.parse(path.read_text(), dialect=dialect, error_level=sqlglot.ErrorLevel.RAISE)
    assert not list(tree.find_all(sqlglot.exp.Command)), f"{path} is taken for a command"
    if dialect != "clickhouse":
        qualify(tree, dialect=dialect, schema=schema)
    count += 1
print(f"{count} parsed")
