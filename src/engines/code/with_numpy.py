"""Margin sketches batch by batch, with NumPy alone; printed by lossctl sketch --code numpy.

    sketch = Sketch()
    for logits, labels in batches:
        sketch.update(logits, labels)
    sketch.save("epoch-3.sketch.json")

    $ lossctl compare epoch-3.sketch.json --gamma 0..5/0.5

The file is what every loss of the family needs of all samples, at every setting: docs/sketch.md of lossctl has its format.

All is computed and added up in float64: of float32 logits the answers are those of lossctl from the same logits, to 1e-12.
"""

import numpy

FRAMEWORK, xp, Array = "NumPy", numpy, numpy.ndarray


def exactly():
    """NaN, and what is computed of it, is looked at last."""
    return numpy.errstate(all="ignore")


def array(values: Array) -> Array:
    return numpy.asarray(values)


def numbers(values: Array | list, like: Array) -> Array:
    return numpy.asarray(values, dtype=numpy.float64)


def whole(values: Array) -> Array:
    return values.astype(numpy.int64)


def added(sums: Array, rows: Array, terms: Array) -> Array:
    """Samples of a row one behind the other: numpy.add.at takes twice as long."""
    order = numpy.argsort(rows, kind="stable")
    used, first = numpy.unique(rows[order], return_index=True)
    sums[used] += numpy.add.reduceat(terms[order], first, axis=0)
    return sums


def compiled(function):
    return function


def over_all_ranks(sums: Array) -> Array:
    raise NotImplementedError("NumPy knows of no ranks: say what adds an array up, all_reduce(MPI.COMM_WORLD.allreduce)")
