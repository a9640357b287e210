"""What all frameworks have in common. lossctl prints it with the file of a framework in the place of the import below."""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import json
import math
import os

from with_numpy import FRAMEWORK, Array, added, array, compiled, exactly, numbers, over_all_ranks, whole, xp

# What lossctl was asked for. The edges are its own, to the last bit.
SETTINGS = {}

# The margin sketch of docs/sketch.md: bins 1/8 wide from LOWEST to -LOWEST, of each a count and the moments
# sum w T_k(d), k = 0 .. 13, of where in its bin a margin lies, d in [-1, 1).
LOWEST, BINS, MOMENTS = -768, 12288, 14
WIDTHS = (6, 6, 6, 6, 6, 5, 5, 4, 4, 3, 3, 2, 2)

# Places of a group behind its bins: below and above them, and truths of a probability of exactly 0 and 1, whose
# margins are held at -100 and 100 as PyTorch holds them.
BELOW, ABOVE, ZERO, ONE = range(4)
HELD = 100

# What is no sample. It is counted behind all groups, so that nothing is lost without a word.
IGNORED, *FAULTS = (
    "are to be ignored",
    "have an unknown label",
    "have a score that is no number",
    "have a bad weight",
    "have probabilities that do not sum to 1",
)

# Sums of equal numbers drift. The first moments, on which losses depend most, are parted: multiples of 2^-20 add up
# without an error, and what is left of them is small.
PARTED, GRAIN = 4, 2.0**20

# So many doubles, 32 MB, are held at once of a batch, however large it is.
AT_ONCE = 1 << 22


class Sketch:
    """Sums over all samples seen, from which lossctl has every loss of its family at every setting.

    Attributes:
        sums: one array, None before the first batch. Those of ranks, epochs and shards add up.
    """

    def __init__(self, settings: dict = SETTINGS, sums: Array | None = None) -> None:
        self.settings, self.sums = settings, sums
        self.layout = layout_of(json.dumps(settings))
        self.tables = None

    def update(self, logits: Array, labels: Array, weight: Array | None = None) -> None:
        """Adds a batch, on the device of its scores. Nothing waits for it, and no gradient flows.

        Args:
            logits: shape (rows, classes), or any shape of binary data; probabilities where SETTINGS are from them.
            labels: indices of classes, shape (rows,); of binary and multi-label data 0 and 1, in the shape of the scores.
            weight: one number a row, 0 or from 1e-40 to 1e40, where SETTINGS have a name for it.

        Raises a ValueError for other shapes. What is no sample is counted, and told by save().
        """
        with exactly():
            scores, labels = array(logits), array(labels)
            weight = None if weight is None else array(weight)
            self._check(scores, labels, weight)
            classes = len(self.settings["classes"])
            if self.settings["task"] == "binary":
                scores, labels = scores.reshape(-1), labels.reshape(-1)
                weight, classes = None if weight is None else weight.reshape(-1), 1
            self._start(scores)
            at_once = max(1, AT_ONCE // (4 * classes + 3 * self.layout.columns))
            for first in range(0, len(scores), at_once):
                batch = [x if x is None else x[first : first + at_once] for x in (scores, labels, weight)]
                self.sums = self.layout.add(self.sums, self.tables, *batch)

    def merge(self, other: Sketch) -> None:
        """Adds the samples of another sketch of the same settings."""
        if self.settings != other.settings:
            raise ValueError("only sketches of the same settings add up: make both with the same ones")
        if other.sums is not None:
            with exactly():
                self.sums = other.sums + 0 if self.sums is None else self.sums + numbers(other.sums, self.sums)

    def all_reduce(self, add_up=over_all_ranks) -> Sketch:
        """The sketch of all ranks together, the same on each. This one stays that of its own rank, and may go on.

        Args:
            add_up: the sum of an array over all ranks.
        """
        with exactly():
            if self.sums is None:
                self._start(array([]))
            return Sketch(self.settings, add_up(self.sums))

    def save(self, path: str | os.PathLike, on_bad_row: str = "fail") -> None:
        """Writes the file, packed with gzip when its name ends in .gz. It appears whole or not at all.

        Raises a ValueError, and writes nothing, when there were samples with an unknown label, a score that is NaN or
        infinite, or a bad weight. With on_bad_row="skip" they are left out, and the file says how many.
        """
        body = json.dumps(self.content(os.path.basename(path), on_bad_row), allow_nan=False)
        checksum = hashlib.sha256(body.encode()).hexdigest()
        text = f'{{"format":"lossctl-sketch","version":2,"sha256":"{checksum}","sketch":{body}}}\n'.encode()
        # Links lead to what is written. Nothing may stand in the place of a pipe or a device, which are written to.
        target = os.path.realpath(path)
        is_stream = os.path.exists(target) and not os.path.isfile(target)
        beside = target if is_stream else f"{target}.{os.getpid()}.part"
        try:
            with open(beside, "wb") as file:
                file.write(gzip.compress(text) if os.fspath(path).endswith(".gz") else text)
            if not is_stream:
                os.replace(beside, target)
        finally:
            if not is_stream and os.path.exists(beside):
                os.remove(beside)

    def content(self, name: str, on_bad_row: str = "fail") -> dict:
        """The value of `sketch` in the file. Raises what save() does."""
        with exactly():
            counts = [] if self.sums is None else self.sums[:, 0].tolist()
            used = [row for row, count in enumerate(counts) if count]
            sums = dict(zip(used, self.sums[xp.asarray(used)].tolist())) if used else {}
        ignored, *faults = [int(sums.pop(self.layout.behind + i, [0])[0]) for i in range(1 + len(FAULTS))]
        bad = ", ".join(f"{count} {fault}" for count, fault in zip(faults, FAULTS) if count)
        if bad and on_bad_row != "skip":
            raise ValueError(f'of {int(sum(counts))} samples {bad}: mend them, or leave them out with on_bad_row="skip"')
        if not sums:
            raise ValueError("there are no samples: give update() a batch")
        return self._content(name, sums, ignored, sum(faults))

    def _check(self, scores: Array, labels: Array, weight: Array | None) -> None:
        """Raises a ValueError for shapes that do not fit: an array that is stretched to fit another gives wrong sums."""
        task, classes = self.settings["task"], len(self.settings["classes"])
        shape, cells = tuple(scores.shape), task == "multilabel"
        if task != "binary" and shape[1:] != (classes,):
            raise ValueError(f"scores are of shape {shape}, and must be of (rows, {classes}): reshape them")
        rows = shape if task == "binary" else shape[:1]
        if tuple(labels.shape) != (shape if cells else rows):
            raise ValueError(f"labels are of shape {tuple(labels.shape)}, and scores of {shape}: reshape one of them")
        if (weight is None) == bool(self.settings["weight"]):
            raise ValueError("a module that was printed with --weight NAME takes weights in every batch, and no other does")
        if weight is not None and tuple(weight.shape) != rows:
            raise ValueError(f"weights are of shape {tuple(weight.shape)}, and must be of {rows}: reshape them")

    def _start(self, like: Array) -> None:
        """Sums and tables where the scores are."""
        self.sums = self.layout.empty(like) if self.sums is None else self.sums
        self.tables = self.tables or self.layout.tables(self.sums)

    def _content(self, name: str, sums: dict, ignored: int, skipped: int) -> dict:
        settings, weight = self.settings, self.settings["weight"]
        groups, clamped = self._sheet(sums, 1 if weight else 0)
        samples = sum(int(row[0]) for row in sums.values())
        cells = samples + ignored + skipped
        source = {key: settings[key] for key in ("task", "from", "classes", "weight")}
        return {
            "source": source | {
                "name": name, "files": 1, "format": FRAMEWORK, "scores": [settings["from"]], "labels": ["labels"],
                "labelCodes": "class indices" if settings["task"] == "softmax" else "0/1", "labelsFile": None,
                "id": None, "by": None, "samples": samples, "ignored": ignored, "skipped": skipped, "clamped": clamped,
                "rows": cells // len(settings["classes"]) if settings["task"] == "multilabel" else cells,
            },
            "lowest": LOWEST, "perClass": settings["perClass"], "slices": [""],
            **{key: settings[key] for key in ("thresholds", "kinks", "edges") if settings[key] or key != "kinks"},
            "groups": groups, "squares": self._sheet(sums, 1 + MOMENTS + PARTED)[0] if weight else None,
        }

    def _sheet(self, sums: dict, first: int) -> tuple[list, int]:
        """The groups of the file from the moments that begin in this column, and how many probabilities are 0 or 1."""
        groups, clamped = {}, 0
        for row, numbers_of_row in sums.items():
            group, number = divmod(row, self.layout.size)
            count, moments = int(numbers_of_row[0]), numbers_of_row[first : first + MOMENTS]
            for k in range(PARTED):
                moments[k] += numbers_of_row[first + MOMENTS + k]
            one = groups.setdefault(group, {"below": [0] * 6, "above": [0, 0], "held": [0, 0], "segments": {}})
            place = number - len(self.layout.starts)
            if place in (BELOW, ABOVE):
                one["below" if place == BELOW else "above"] = [count, *moments[: 5 if place == BELOW else 1]]
                continue
            if place in (ZERO, ONE):
                clamped += count
                number = 8 * ((-HELD if place == ZERO else HELD) - LOWEST)
                # They lie where a bin begins: T_k(-1) = 1, -1, 1 ...
                moments = [(-1) ** k * moments[0] for k in range(MOMENTS)]
                one["held"] = [count, moments[0]] if place == ZERO else one["held"]
            there = one["segments"].get(number, [0] * (1 + MOMENTS))
            one["segments"][number] = [a + b for a, b in zip(there, [count, *moments])]
        return [self._group(group, one) for group, one in sorted(groups.items())], clamped

    def _group(self, group: int, one: dict) -> dict:
        segments = sorted(one["segments"].items())
        sums = {"sums": [row[1] for _, row in segments]} if self.settings["weight"] else {}
        return {
            "group": group, "below": one["below"], "above": one["above"], "far": one["below"] + one["held"],
            "segments": [number for number, _ in segments], "counts": [row[0] for _, row in segments], **sums,
            "moments": base64.b64encode(b"".join(moment_bytes(row[1:]) for _, row in segments)).decode(),
        }


class Layout:
    """Where samples go: rows of the sums, group by group, and what is no sample behind them."""

    def __init__(self, settings: dict) -> None:
        self.settings = settings
        edges, classes = settings["edges"], len(settings["classes"])
        self.starts = [LOWEST + i / 8 for i in range(BINS)] + edges
        self.ends = [LOWEST + (i + 1) / 8 for i in range(BINS)] + edges
        for i in reversed(range(len(edges))):
            bin_of_edge = math.floor(8 * edges[i]) - 8 * LOWEST
            self.ends[BINS + i], self.ends[bin_of_edge] = self.ends[bin_of_edge], edges[i]
        apart = classes if settings["perClass"] else 1
        self.groups = apart if settings["task"] == "softmax" else 2 * apart
        self.size = len(self.starts) + 4
        self.behind = self.groups * self.size
        # Moments, of which the first is the count; with weights a count, moments, and those of squared weights, for the
        # noise of a mean.
        sheet = MOMENTS + PARTED
        self.columns = 1 + 2 * sheet if settings["weight"] else sheet
        self.add = compiled(lambda sums, *batch: added(sums, *self.placed(*batch)))

    def empty(self, like: Array) -> Array:
        """Sums of no samples, where `like` is."""
        return numbers(xp.zeros((self.behind + 1 + len(FAULTS), self.columns)), like)

    def tables(self, like: Array) -> list:
        """Where segments begin and end, the edges, and the numbers of the classes."""
        classes = list(range(len(self.settings["classes"])))
        return [numbers(table, like) for table in (self.starts, self.ends, self.settings["edges"], classes)]

    def placed(self, tables: list, scores: Array, labels: Array, weight: Array | None) -> tuple[Array, Array]:
        """Of each sample the row of the sums that it belongs to, and what it adds there."""
        task, is_probs = self.settings["task"], self.settings["from"] == "probs"
        starts, ends, edges, classes = tables
        scores, labels = numbers(scores, starts), numbers(labels, starts)
        weight = None if weight is None else numbers(weight, scores)
        group = 0
        if task == "multilabel":
            # Each cell is a sample.
            weight = None if weight is None else (xp.zeros_like(scores) + weight[:, None]).reshape(-1)
            group = 2 * whole((xp.zeros_like(scores) + classes).reshape(-1)) if self.settings["perClass"] else 0
            scores, labels = scores.reshape(-1), labels.reshape(-1)
        last = len(self.settings["classes"]) - 1 if task == "softmax" else 1
        known = (labels >= 0) & (labels <= last) & (labels == xp.floor(labels))
        y = whole(xp.where(known, labels, 0))
        if task != "softmax" or self.settings["perClass"]:
            group = group + y

        # NaN is between no two numbers. The first fault counts, so it is written last.
        fault = xp.zeros_like(y)
        if weight is not None:
            fault = xp.where((weight == 0) | ((weight >= 1e-40) & (weight <= 1e40)), fault, 4)
        if task == "softmax" and is_probs and not self.settings["renormalize"]:
            fault = xp.where(xp.abs(scores.sum(1) - 1) <= 1e-3, fault, 5)
        low, high = (0, 1) if is_probs else (-1e150, 1e150)
        least, most = (xp.amin(scores, 1), xp.amax(scores, 1)) if task == "softmax" else (scores, scores)
        fault = xp.where((least >= low) & (most <= high), fault, 3)
        fault = xp.where(known, fault, 2)
        for label in self.settings["ignored"]:
            fault = xp.where(labels == label, 1, fault)

        s, is_zero, is_one = self.margins(scores, y, classes)
        s = xp.where(fault == 0, s, 0)
        bins = xp.floor(8 * xp.clip(s, LOWEST, -LOWEST - 1 / 8))
        number = whole(bins) - 8 * LOWEST
        if self.settings["edges"]:
            passed = whole(xp.searchsorted(edges, s, side="right")) - 1
            edge = xp.clip(passed, 0, None)
            number = xp.where((passed >= 0) & (xp.floor(8 * edges[edge]) == bins), BINS + edge, number)
        start, end = starts[number], ends[number]
        # Ends lie outside the bins; what their moments would be is not looked at.
        d = xp.clip((2 * s - start - end) / (end - start), -1, 1)
        terms = [xp.ones_like(d), d]
        while len(terms) < MOMENTS:
            terms.append(2 * d * terms[-1] - terms[-2])
        below, segments = s < LOWEST, len(self.starts)
        t = xp.where(below, s, -1)
        terms[1:5] = [xp.where(below, *pair) for pair in zip((t, t * t, 1 / t, 1 / t / t), terms[1:5])]
        places = [(below, BELOW), (s >= -LOWEST, ABOVE)] + ([(is_zero, ZERO), (is_one, ONE)] if is_probs else [])
        for is_there, place in places:
            number = xp.where(is_there, segments + place, number)
        row = xp.where(fault == 0, group * self.size + number, self.behind + fault - 1)
        if weight is None:
            return row, xp.stack(parted(terms), axis=1)
        sheets = [parted([w * term for term in terms]) for w in (weight, weight * weight)]
        return row, xp.stack(terms[:1] + sheets[0] + sheets[1], axis=1)

    def margins(self, scores: Array, y: Array, classes: Array) -> tuple[Array, Array | None, Array | None]:
        """The log-odds given to the truth; and whether a probability of it is 0, or 1."""
        is_probs = self.settings["from"] == "probs"
        if self.settings["task"] != "softmax":
            if not is_probs:
                return xp.where(y == 1, scores, -scores), None, None
            none, all_ = (scores == 0, scores == 1)
            s = log_ratio(scores, 1 - scores, 2 * scores - 1)
            return xp.where(y == 1, s, -s), xp.where(y == 1, none, all_), xp.where(y == 1, all_, none)
        truth = scores[xp.cumsum(xp.ones_like(y), 0) - 1, y]
        is_truth = y[:, None] == classes
        if not is_probs:
            # Over the others alone: over all classes it would cancel for easy samples.
            others = xp.where(is_truth, -1e300, scores)
            largest = xp.amax(others, 1)
            return truth - largest - xp.log(xp.exp(others - largest[:, None]).sum(1)), None, None
        if self.settings["renormalize"]:
            rest = xp.where(is_truth, 0, scores).sum(1)
            return log_ratio(truth, rest, truth - rest), truth == 0, (truth > 0) & (rest == 0)
        return log_ratio(truth, 1 - truth, 2 * truth - 1), truth == 0, truth == 1


@functools.cache
def layout_of(settings: str) -> Layout:
    """One for all sketches of the same settings: what a framework compiles, it compiles once."""
    return Layout(json.loads(settings))


def log_ratio(p: Array, q: Array, difference: Array) -> Array:
    """ln p - ln q. Near p = q, where the logarithms cancel, of their difference; 0 where there is no logarithm.

    By log1p: the arctanh of XLA is off by thirty units in the last place, and a threshold has room for eight.
    """
    fine = (p > 0) & (q > 0)
    p, q = xp.where(fine, p, 1), xp.where(fine, q, 1)
    difference = xp.where(fine, difference, 0)
    ratio = xp.abs(difference) / xp.minimum(p, q)
    near = xp.sign(difference) * xp.log1p(xp.clip(ratio, 0, 1))
    return xp.where(ratio <= 1, near, xp.log(p) - xp.log(q))


def parted(terms: list) -> list:
    """The first of them as multiples of 1 / GRAIN, and behind all of them what is left."""
    coarse = [xp.round(term * GRAIN) / GRAIN for term in terms[:PARTED]]
    return coarse + terms[PARTED:] + [term - part for term, part in zip(terms, coarse)]


def moment_bytes(moments: list) -> bytes:
    """c_1 / c_0 to c_13 / c_0 of one segment, in ever fewer bytes; 0 without weight."""
    ratios = [max(-1.0, min(1.0, moment / moments[0])) if moments[0] else 0.0 for moment in moments[1:]]
    whole_numbers = [round(ratio * (2 ** (8 * width - 1) - 1)) for ratio, width in zip(ratios, WIDTHS)]
    return b"".join(n.to_bytes(width, "little", signed=True) for n, width in zip(whole_numbers, WIDTHS))
