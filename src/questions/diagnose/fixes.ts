/**
 * The lines that put mistakes right, in three frameworks and for the labels at hand: Python to paste. What the script has of
 * its own stands in names: logits, y, alpha, gamma, epsilon, w.
 */
import type { Fix } from './choice.ts'

type Framework = 'pytorch' | 'tensorflow' | 'jax'

const IMPORTS = {
  pytorch: 'import torch',
  tensorflow: 'import tensorflow as tf',
  jax: 'import jax.numpy as jnp',
}

const FUNCTIONS = {
  pytorch: 'import torch.nn.functional as F',
  tensorflow: '',
  jax: 'import optax',
}

/** Cross-entropy of each sample, from logits. */
const CE: Readonly<Record<'softmax' | 'sigmoid', Readonly<Record<Framework, string>>>> = {
  softmax: {
    pytorch: 'ce = F.cross_entropy(logits, y, reduction="none")',
    tensorflow: 'ce = tf.keras.losses.sparse_categorical_crossentropy(y, logits, from_logits=True)',
    jax: 'ce = optax.softmax_cross_entropy_with_integer_labels(logits, y)',
  },
  sigmoid: {
    pytorch: 'ce = F.binary_cross_entropy_with_logits(logits, y.to(logits.dtype), reduction="none")',
    tensorflow:
      'ce = tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.cast(y, logits.dtype), logits=logits)',
    jax: 'ce = optax.sigmoid_binary_cross_entropy(logits, y.astype(logits.dtype))',
  },
}

const EXP = { pytorch: 'torch.exp(-ce)', tensorflow: 'tf.exp(-ce)', jax: 'jnp.exp(-ce)' }
const FLOATS = {
  pytorch: 'y.to(logits.dtype)',
  tensorflow: 'tf.cast(y, logits.dtype)',
  jax: 'y.astype(logits.dtype)',
}
const mean = (framework: Framework, value: string) =>
  ({
    pytorch: `loss = (${value}).mean()`,
    tensorflow: `loss = tf.reduce_mean(${value})`,
    jax: `loss = jnp.mean(${value})`,
  })[framework]

/** The same lines after each framework's cross-entropy. */
const after =
  (lines: (framework: Framework, task: 'softmax' | 'sigmoid') => readonly string[], needsExp = true): Fix =>
  (task) => {
    const write = (framework: Framework) =>
      [
        ...(needsExp || framework !== 'pytorch' ? [IMPORTS[framework]] : []),
        FUNCTIONS[framework],
        CE[task][framework],
        ...lines(framework, task),
      ]
        .filter(Boolean)
        .join('\n')
    return { pytorch: write('pytorch'), tensorflow: write('tensorflow'), jax: write('jax') }
  }

export const FOCAL = after((framework) => [mean(framework, `(1 - ${EXP[framework]}) ** gamma * ce`)])

const alphaT = (framework: Framework) =>
  `alpha_t = alpha * ${FLOATS[framework]} + (1 - alpha) * (1 - ${FLOATS[framework]})`

/** α for positives and 1 − α for negatives; with softmax a factor a class. */
export const BALANCE = after((framework, task) =>
  task === 'softmax'
    ? [mean(framework, `${GATHER[framework]} * (1 - ${EXP[framework]}) ** gamma * ce`)]
    : [alphaT(framework), mean(framework, `alpha_t * (1 - ${EXP[framework]}) ** gamma * ce`)],
)

const GATHER = { pytorch: 'w[y]', tensorflow: 'tf.gather(w, y)', jax: 'w[y]' }

/** Weights on the focal loss of the plain cross-entropy. */
export const WEIGHTED = after((framework, task) =>
  task === 'softmax'
    ? [mean(framework, `${GATHER[framework]} * (1 - ${EXP[framework]}) ** gamma * ce`)]
    : [
        `weight = 1 + (pos_weight - 1) * ${FLOATS[framework]}`,
        mean(framework, `weight * (1 - ${EXP[framework]}) ** gamma * ce`),
      ],
)

/** Class weights once. */
export const WEIGHTED_ONCE = after((framework) => [mean(framework, `${GATHER[framework]} * ce`)])

export const LOGITS = after(
  (framework) => [`${mean(framework, 'ce')}  # of logits: no activation before it`],
  false,
)

export const POLY = after((framework) => [mean(framework, `ce + epsilon * (1 - ${EXP[framework]})`)])

export const POLY_FOCAL = after((framework) => [
  `error = 1 - ${EXP[framework]}`,
  mean(framework, 'error ** gamma * ce + epsilon * error ** (gamma + 1)'),
])

export const LABELS = after(
  (framework, task) => [
    `${mean(framework, 'ce')}  # ${task === 'softmax' ? 'y from 0 to C - 1' : 'column c of y is that of logits'}`,
  ],
  false,
)

const ONE_PASS = {
  pytorch: 'total, count = total + ce.sum().item(), count + ce.numel()',
  tensorflow: 'total, count = total + float(tf.reduce_sum(ce)), count + int(tf.size(ce))',
  jax: 'total, count = total + float(ce.sum()), count + ce.size',
}

/** What a log should say: the sum of all samples over their number. */
export const MEAN = after(
  (framework) => [`${ONE_PASS[framework]}  # both 0 before the first batch`, 'loss = total / count'],
  false,
)

const WIDE = {
  pytorch: 'logits = logits.float()',
  tensorflow: 'logits = tf.cast(logits, tf.float32)',
  jax: 'logits = logits.astype(jnp.float32)',
}

export const FLOAT: Fix = (task) => {
  const lines = after((framework) => [mean(framework, 'ce')], false)(task)
  const write = (framework: Framework) => {
    const all = lines[framework].split('\n')
    return [...all.slice(0, -2), WIDE[framework], ...all.slice(-2)].join('\n')
  }
  return { pytorch: write('pytorch'), tensorflow: write('tensorflow'), jax: write('jax') }
}
