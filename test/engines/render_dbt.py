"""Renders models of dbt's as its templates are: python render_dbt.py < MODELS.json > TEXTS.json

A model is {"text", "target", "reference"}; what ref() and source() give is the reference, or their names in double quotes. Of
dbt itself this has its templates and its function names, and nothing else.
"""

import json
import sys

import jinja2


class Exceptions:
    def raise_compiler_error(self, text):
        raise SystemExit(text)


class Target:
    def __init__(self, kind):
        self.type = kind


def render(text, target, reference=None):
    quoted = lambda *names: ".".join('"' + name.replace('"', '""') + '"' for name in names)
    named = lambda *names: quoted(*names) if reference is None else reference
    config = lambda **options: ""
    own = dict(config=config, ref=named, source=named, target=Target(target), exceptions=Exceptions())
    # An undefined name, such as one that a column is called by, is an error.
    return jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(text).render(**own)


if __name__ == "__main__":
    # Without surrogates, and with line ends as they are.
    models = json.loads(sys.stdin.buffer.read())
    json.dump([render(**model) for model in models], sys.stdout)
