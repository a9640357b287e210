"""Whether a parser of its dialect reads each query: python parse.py DIALECT FOLDER, with FOLDER/NAME.sql."""

import pathlib
import sys

import sqlglot

count = 0
for path in sorted(pathlib.Path(sys.argv[2]).glob("*.sql")):
    [tree] = sqlglot.parse(path.read_text(), dialect=sys.argv[1], error_level=sqlglot.ErrorLevel.RAISE)
    assert not list(tree.find_all(sqlglot.exp.Command)), f"{path} is taken for a command"
    count += 1
print(f"{count} parsed")
