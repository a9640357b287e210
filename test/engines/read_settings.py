"""A field of the settings of a module, which is compiled and not run: python read_settings.py MODULE.py FIELD"""

import ast
import sys

path, field = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    text = file.read()
compile(text, path, "exec")
for node in ast.parse(text).body:
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SETTINGS":
        print(ascii(ast.literal_eval(node.value)[field]))
