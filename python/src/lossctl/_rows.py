"""What an index of pandas says of rows and of classes: arrays go by their places, and nobody looks at it again."""

from itertools import combinations

from ._errors import InputError

# Of rows that are called alike: as many are no chance.
_MANY_ALIKE = 0.5


def refuse_other_rows(arrays):
    """Of arrays by their names: rows that an index calls alike stand in the same order."""
    known = {name: (values, index_of(values)) for name, values in arrays.items()}
    known = {name: one for name, one in known.items() if one[1] is not None}
    for first, second in combinations(known, 2):
        index, other = known[first][1], known[second][1]
        if are_in_another_order(index, other):
            _refuse(first, second, _way_out(first, index, second, other))


def refuse_other_order(first, arrays, second, others, are_frames):
    """Of two models: the rows of each are called by any of its arrays. `are_frames` where the two are the scores themselves."""
    for index in filter(lambda one: one is not None, map(index_of, arrays)):
        for other in filter(lambda one: one is not None, map(index_of, others)):
            if are_in_another_order(index, other):
                way_out = "give scores and labels of both in one order, as in scores.loc[other.index], or with to_numpy() if rows go by their places"
                _refuse(first, second, _way_out(first, index, second, other) if are_frames else way_out)


def index_of(values):
    """The index of a frame or series of pandas; None where there is none."""
    index = getattr(values, "index", None)
    return index if hasattr(values, "iloc") and hasattr(index, "isin") else None


def counts(index):
    """Whether an index counts the rows from 0, as one that nobody has set does."""
    import numpy

    return getattr(index.dtype, "kind", "O") in "iu" and numpy.array_equal(index, numpy.arange(len(index)))


def are_in_another_order(index, other):
    if index is other or len(index) != len(other) or index.nlevels != other.nlevels or index.equals(other):
        return False
    alike = index.isin(other).mean()
    # Beside rows that are counted those of a sample are, by chance, called so in part.
    if counts(index) or counts(other):
        # Batches that were put one behind the other count anew, and are in the order of the rows.
        return alike == 1 and index.is_unique and other.is_unique
    return alike >= _MANY_ALIKE


def _way_out(first, index, second, other):
    by_place = f"{second}.to_numpy() if rows go by their places"
    if not (index.is_unique and other.is_unique):
        return f"give both an index that calls each row by a name of its own, or {by_place}"
    if index.isin(other).all():
        return f"give {second}.loc[{first}.index], or {by_place}"
    return f"give both with .loc[{first}.index.intersection({second}.index)], or {by_place}"


def _refuse(first, second, hint):
    problem = f"has the rows of {first} in another order, or others, by its index"
    raise InputError(f"{second}: {problem}; {hint}", problem, hint, second)
