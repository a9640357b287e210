"""The table of a report as pandas users have one: few columns, named in snake_case, a number or a text in each cell.

Names are those of the CSV that the command line prints. All that stands in the report is in `rows()`, under the names of its JSON.
"""

import re

# Of each table the fields that are shown, in this order, with what they are called where that is not their own name in
# snake_case. Fields of objects have dots. What is a list becomes columns, as below.
_SHOWN = {
    "losses": (
        "group title=loss parameters value meanA meanB difference relative interval p significant ratioToCe effectiveSamples bands"
    ),
    "settings": "spec=loss parameters quantities",
    "findings": "rule slice verdict value baseline limit worse standardError p note",
    "explanations": "name=loss kind mistake spec parameters fit.largest=largest fit.rms=rms fit.supported=supported fit.of=of",
    "samples": "row id label predicted confidence score pt margin difficulty weight losses kept",
    "curves": "class loss samples_share loss_share low high",
    "calibration": (
        "name=class count=samples expected observed asItIs.logLoss=log_loss asItIs.brier=brier reliability.ece=ece "
        "reliability.mce=mce reliability.rmsce=rmsce reliability.ace=ace ece eceAfter classwiseEce "
        "temperature.temperature=temperature platt.slope=slope platt.intercept=intercept spiegelhalter area.value=area chance.p=p"
    ),
    "solution": "loss parameter want.quantity=quantity want.relation=relation want.value=wanted method solution before after",
}


def frame_of(report):
    """The table of a report as a pandas DataFrame."""
    import pandas

    names, rows = shown_of(report)
    return pandas.DataFrame(rows, columns=names)


def shown_of(report):
    """The names of its columns, without those that have no value, and its rows as lists."""
    name, rows = _table_of(report)
    quantities = [_quantity(one) for one in report.get("quantities") or []]
    order = {}
    shown = [_row(row, _SHOWN[name].split(), quantities, order) for row in rows]
    names = [name for name in sorted(order, key=order.get) if any(row.get(name) is not None for row in shown)]
    return names, [[row.get(name) for name in names] for row in shown]


def snake_case(name):
    """`ratioToCe` and `positive:negative.loss` as Python has names."""
    return re.sub(r"[^0-9a-z]+", "_", re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()).strip("_")


def _quantity(one):
    """`easy.negative.loss` is a share of the loss, and is called so."""
    name = snake_case(one["name"] if isinstance(one, dict) else one)
    return f"{name}_share" if isinstance(one, dict) and one.get("kind") == "share" and name.endswith(("_loss", "_gradient")) else name


def _table_of(report):
    """Which of the tables a report is, and its rows."""
    for name in ("losses", "settings", "findings", "explanations", "samples"):
        # A sweep has the losses that it is of, too.
        if name in report and not (name == "losses" and "settings" in report):
            return name, list(_with_groups(report)) if name == "losses" else report[name]
    if "hardest" in report:
        return "curves", list(_points(report))
    if "asItIs" in report:
        return "calibration", [{**report, "name": None}, *(report.get("classes") or [])]
    return "solution", [report]


def _with_groups(report):
    """The losses of all samples, those of whole sets, and then those of each group."""
    yield from report["losses"]
    yield from report.get("sets") or []
    for group in report.get("groups") or []:
        yield from ({"group": group["name"], **loss} for loss in group["losses"])


def _points(report):
    for part in report["classes"]:
        for curve in part["curves"]:
            for point in zip(part["samples"], curve["loss"], curve["lossLow"], curve["lossHigh"]):
                names = ("class", "loss", "samples_share", "loss_share", "low", "high")
                yield dict(zip(names, (part["class"], curve["title"], *point)))


def _row(row, shown, quantities, order):
    """What is shown of a row; `order` learns where its columns stand."""
    found = {}
    for place, one in enumerate(shown):
        path, _, name = one.partition("=")
        value = _at(row, path)
        if path == "quantities":
            columns = zip(quantities, row["values"])
        elif path in _COLUMNS:
            columns = _COLUMNS[path](value).items() if value else ()
        else:
            columns = [(name or snake_case(path), value)]
        for name, cell in columns:
            name = f"kept_{name}" if path == "kept" and name in found else name
            order.setdefault(name, place)
            found[name] = cell if found.get(name) is None else found[name]
    return found


def _at(row, path):
    for name in path.split("."):
        row = row.get(name) if isinstance(row, dict) else None
    return row


def _parameters(values):
    """Numbers alone: `alpha` of "none" is no number, and other words are those of the title."""
    return {snake_case(name): None if isinstance(value, str) else value for name, value in values.items()}


# What becomes of objects and lists. A kept column may be called as one of ours is.
_COLUMNS = {
    "parameters": _parameters,
    "interval": lambda ends: dict(zip(("low", "high"), ends)),
    "bands": lambda bands: {f"{snake_case(one['band'])}_loss_share": one["lossShare"] for one in bands},
    "losses": lambda losses: {one["title"]: one["value"] for one in losses},
    "kept": dict,
}
