"""A report as a few lines of text: the answer, of what data it is, the table, and what else is there."""

import re
import textwrap
import unicodedata

from ._frames import shown_of

_WIDTH = 100
_MOST_ROWS = 10
_MOST_BESIDE = 6
_LONGEST = 40


def text_of(report):
    names, rows = _shares(report) if "hardest" in report and "classes" in report else shown_of(report)
    answer = [_solution(report)] if "solution" in report else [f"verdict: {report['verdict']}"] if "verdict" in report else []
    head = "; ".join([*answer, *_data(report)])
    more = [f"... {len(rows) - _MOST_ROWS:,} more rows"] if len(rows) > _MOST_ROWS else []
    fields = textwrap.wrap(f"to_frame() has all digits; fields: {', '.join(report)}", _WIDTH)
    return "\n".join([head, "", *_table(names, rows[:_MOST_ROWS]), *more, "", *fields])


def _solution(report):
    want = report["want"]
    wanted = f"{want['quantity']} {want['relation']} {_cell(want['value'])}"
    if report["solution"] is None:
        return f"no solution: {report['parameter']} with {wanted}"
    return f"{report['parameter']} = {_cell(report['solution'])} gives {wanted}"


def _data(report):
    """How many samples, and of which files."""
    sources = [report.get(name) for name in ("source", "a", "b")] + [report.get("comparison", {}).get("source")]
    sources = [one for one in sources if isinstance(one, dict) and "name" in one]
    samples = next((one["samples"] for one in (report.get("pairing"), *sources) if one and "samples" in one), None)
    names = " and ".join(_line(re.split(r"[\\/]", one["name"].rstrip("\\/"))[-1]) for one in sources)
    return [f"{samples:,} samples of {names}"] if names and samples is not None else []


def _shares(report):
    """What the hardest samples carry of each loss, in place of the points of its curve."""
    names = ["class", "loss", *(f"hardest {100 * share:g} %" for share in report["hardest"])]
    return names, [[part["class"], curve["title"], *curve["hardest"]] for part in report["classes"] for curve in part["curves"]]


def _table(names, rows):
    """A row a line; where that is too wide, a column a line; where that is too, as many columns as there is room for."""
    table = [names, *rows]
    lines = _lines(table)
    if _widest(lines) <= _WIDTH:
        return lines
    beside = _lines(list(zip(*table))) if len(rows) <= _MOST_BESIDE else []
    if beside and _widest(beside) <= _WIDTH:
        return beside
    kept = next(count for count in range(len(names) - 1, 0, -1) if count == 1 or _widest(_lines([row[:count] for row in table])) <= _WIDTH)
    return [*_lines([row[:kept] for row in table]), *textwrap.wrap(f"... and {', '.join(map(_line, names[kept:]))}", _WIDTH)]


def _lines(table):
    cells = [[_cell(value) for value in row] for row in table]
    widths = [max(map(_width, column)) for column in zip(*cells)]
    are_numbers = [any(_is_number(row[at]) for row in table) for at in range(len(widths))]
    return ["  ".join(_set(*cell) for cell in zip(row, widths, are_numbers)).rstrip() for row in cells]


def _set(text, width, is_right):
    blanks = " " * (width - _width(text))
    return blanks + text if is_right else text + blanks


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _cell(value):
    if value is None:
        return ""
    return f"{value:.5g}" if isinstance(value, float) else f"{value:,}" if _is_number(value) else _line(str(value))


def _line(text):
    """Foreign words in one line, without what moves a terminal's cursor."""
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _width(text):
    """In columns of a terminal."""
    return sum(0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _widest(lines):
    return max(map(_width, lines))
