"""The answer that every peer prints: one JSON line, a count and three sums a band."""

import json

BINARY = ("hard.negative", "easy.negative", "hard.positive", "easy.positive")
SOFTMAX = ("hard", "easy")
LOSSES = ("ce", "focal", "poly1")


def print_answer(counts, sums, bands):
    """counts: (bands); sums: (bands, losses); a band is 2 * positive + easy."""
    rows = (
        {"count": int(count), **dict(zip(LOSSES, map(float, row)))}
        for count, row in zip(counts, sums)
    )
    print(json.dumps(dict(zip(bands, rows))))


def print_slices(groups, bands):
    """groups: rows of (slice, band, count, ce, focal, poly1)."""
    print(
        json.dumps(
            {
                f"{name}/{bands[band]}": {"count": int(count), **dict(zip(LOSSES, map(float, losses)))}
                for name, band, count, *losses in groups
            }
        )
    )


def print_groups(groups, bands):
    """groups: rows of (band, count, ce, focal, poly1); a GROUP BY leaves empty bands out."""
    counts, sums = [0] * len(bands), [(0.0, 0.0, 0.0)] * len(bands)
    for band, count, *losses in groups:
        counts[band], sums[band] = count, losses
    print_answer(counts, sums, bands)
