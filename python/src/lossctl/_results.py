"""What the functions return: plain objects, as `--format json` prints them, with a table and a look in a notebook."""

import html

# Where the rows of a report stand that are its table.
_ROWS = ("losses", "settings", "findings", "explanations", "samples", "classes", "sets")
_OF_SOURCE = ("source", "comparison")
_MOST_ROWS = 50


class Report(dict):
    """The object that the command line prints with `--format json`; its fields are attributes too."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"this report has no {name!r}; it has {', '.join(self)}") from None

    def rows(self):
        """The table of the report: a dict a row, with dotted names for what stands in objects. Lists stay lists.

        A report that is no list has one row, of all but its source.
        """
        found = next((self[name] for name in _ROWS if _is_table(self.get(name))), None)
        if found is None:
            return [_flat({name: value for name, value in self.items() if name not in _OF_SOURCE})]
        return [_flat(row) for row in _with_names(found, self)]

    def to_frame(self):
        """The table of the report as a pandas DataFrame, of few columns in snake_case; `rows()` has all that there is."""
        from ._frames import frame_of

        return frame_of(self)

    def __repr__(self):
        """A few lines; `dict(report)` is shown whole."""
        from ._text import text_of

        return text_of(self)

    def _repr_html_(self):
        from ._frames import shown_of

        names, rows = shown_of(self)
        if len(rows) == 1 and not any(_is_table(self.get(name)) for name in _ROWS):
            return _table(["", "value"], zip(names, *rows))
        more = f"<p>{len(rows) - _MOST_ROWS} more rows</p>" if len(rows) > _MOST_ROWS else ""
        return _table(names, rows[:_MOST_ROWS]) + more


class SketchContent(dict):
    """A sketch: some 20 kB that stand for the data wherever no single samples are needed."""

    def save(self, path):
        """Writes it as `lossctl sketch` does."""
        import os

        from ._arrays import Folder
        from ._ask import ask

        with Folder() as folder:
            ask("writeSketch", [os.fspath(path), self], folder)

    def __repr__(self):
        source = self.get("source", {})
        return f"<lossctl.SketchContent of {source.get('samples'):,} samples of {source.get('name')}>"


class Page:
    """The HTML page of `report`. In a notebook it stands in a frame that can reach nothing outside it."""

    def __init__(self, text):
        self.html = text

    def save(self, path):
        """Writes it. The file appears whole or not at all."""
        _write_whole(path, self.html.encode())

    def __repr__(self):
        return f"<lossctl.Page of {len(self.html) // 1000} kB: save(path), or the last line of a notebook's cell>"

    def _repr_html_(self):
        frame = 'sandbox="allow-scripts allow-downloads" style="width: 100%; height: 720px; border: 0"'
        return f'<iframe {frame} srcdoc="{html.escape(self.html)}"></iframe>'


def _write_whole(path, content):
    """What is there already stays until all is written, and keeps its mode. Links lead to what is written; a pipe or a device is
    written to, and so is a file that cannot be replaced: one in a folder that takes no other, or mounted by itself.
    """
    import errno
    import os
    import shutil

    target = os.path.realpath(os.fsdecode(path))
    if os.path.exists(target) and not os.path.isfile(target):
        return _write(target, content)
    beside = f"{target}.{os.getpid()}.part"
    try:
        _write(beside, content)
        if os.path.exists(target):
            shutil.copymode(target, beside)
        os.replace(beside, target)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY) or not os.path.isfile(target):
            raise
        _write(target, content)
    finally:
        if os.path.exists(beside):
            os.remove(beside)


def _write(path, content):
    with open(path, "wb") as file:
        file.write(content)


def _is_table(value):
    return isinstance(value, list) and len(value) > 0 and all(isinstance(row, dict) for row in value)


def _with_names(rows, report):
    """Rows of a sweep have their values in the order of its quantities."""
    names = [one.get("name") if isinstance(one, dict) else one for one in report.get("quantities") or []]
    for row in rows:
        values = row.get("values")
        if isinstance(values, list) and len(values) == len(names):
            row = {**{name: value for name, value in row.items() if name != "values"}, **dict(zip(names, values))}
        yield row


def _flat(row, before=""):
    flat = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{before}{name}."))
        else:
            flat[f"{before}{name}"] = value
    return flat


def _table(names, rows):
    head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value):
    if value is None:
        return ""
    return html.escape(f"{value:.6g}" if isinstance(value, float) else str(value))
