"""Margin sketches in a training loop, with JAX alone; printed by lossctl sketch --code jax.

    sketch = Sketch()
    for inputs, labels in loader:
        logits = forward(params, inputs)  # jitted, maybe sharded over devices
        sketch.update(logits, labels)
    sketch.all_reduce().save("epoch-3.sketch.json")  # sketch.save(...) in one process

    $ lossctl compare epoch-3.sketch.json --gamma 0..5/0.5

The file is what every loss of the family needs of all samples, at every setting: docs/sketch.md of lossctl has its format.

All is computed and added up in float64 on the devices of the scores, whatever jax_enable_x64 says: of float32 logits the
answers are those of lossctl from the same logits, to 1e-12. XLA takes numbers below 2^-1022 for 0. A batch of a new shape is
compiled anew. Scores may be sharded over a mesh whose axes are Auto; within a compiled function, return `sketch.sums` and
make it a Sketch(sums=...) outside, and within shard_map return `sketch.all_reduce(lambda x: jax.lax.psum(x, "data")).sums`.
"""

import jax

FRAMEWORK, xp, Array = "JAX", jax.numpy, jax.Array


def exactly():
    """Doubles, whatever the rest of the program computes with."""
    return jax.enable_x64(True)


def array(values: Array) -> Array:
    return jax.numpy.asarray(values)


def numbers(values: Array | list, like: Array) -> Array:
    return jax.numpy.asarray(values, dtype=jax.numpy.float64)


def whole(values: Array) -> Array:
    return values.astype(jax.numpy.int64)


def added(sums: Array, rows: Array, terms: Array) -> Array:
    return sums.at[rows].add(terms)


def compiled(function):
    return jax.jit(function, donate_argnums=0)


def over_all_ranks(sums: Array) -> Array:
    """The sum over processes: what lies on the devices of one is together already."""
    from jax.experimental import multihost_utils

    return multihost_utils.process_allgather(sums).sum(0) if jax.process_count() > 1 else sums
