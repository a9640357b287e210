/** What three frameworks call the same: {exp} in a line stands for torch.exp, tf.exp and jnp.exp. */
import type { Lines } from './choice.ts'

const PYTORCH = {
  ce: 'F.cross_entropy(logits, y, reduction="none")',
  bce: 'F.binary_cross_entropy_with_logits(logits, t, reduction="none")',
  floats: 'y.to({scores}.dtype)',
  oneHot: 'F.one_hot(y, {classes}).to({scores}.dtype)',
  array: 'torch.tensor([{list}], dtype={scores}.dtype, device={scores}.device)',
  ofClass: 'w[y]',
  ofTruth: 'p[torch.arange(len(y)), y]',
  expm1: 'torch.expm1',
  log: 'torch.log',
  log1p: 'torch.log1p',
  where: 'torch.where',
  between: 'torch.clamp',
  atLeast: 'torch.clamp',
  sigmoid: 'torch.sigmoid',
  softmax: 'torch.softmax',
  logSoftmax: 'torch.log_softmax',
  softplus: 'F.softplus',
  sum: 'torch.sum',
  mean: 'torch.mean',
  count: 'losses.numel()',
  float32: 'logits.float()',
}

const TENSORFLOW: typeof PYTORCH = {
  ce: 'tf.keras.losses.sparse_categorical_crossentropy(y, logits, from_logits=True)',
  bce: 'tf.nn.sigmoid_cross_entropy_with_logits(labels=t, logits=logits)',
  floats: 'tf.cast(y, {scores}.dtype)',
  oneHot: 'tf.one_hot(y, {classes}, dtype={scores}.dtype)',
  array: 'tf.constant([{list}], dtype={scores}.dtype)',
  ofClass: 'tf.gather(w, y)',
  ofTruth: 'tf.gather(p, y, batch_dims=1)',
  expm1: 'tf.math.expm1',
  log: 'tf.math.log',
  log1p: 'tf.math.log1p',
  where: 'tf.where',
  between: 'tf.clip_by_value',
  atLeast: 'tf.maximum',
  sigmoid: 'tf.sigmoid',
  softmax: 'tf.nn.softmax',
  logSoftmax: 'tf.nn.log_softmax',
  softplus: 'tf.nn.softplus',
  sum: 'tf.reduce_sum',
  mean: 'tf.reduce_mean',
  count: 'int(tf.size(losses))',
  float32: 'tf.cast(logits, tf.float32)',
}

const JAX: typeof PYTORCH = {
  ce: 'optax.softmax_cross_entropy_with_integer_labels(logits, y)',
  bce: 'optax.sigmoid_binary_cross_entropy(logits, t)',
  floats: 'y.astype({scores}.dtype)',
  oneHot: 'jax.nn.one_hot(y, {classes}, dtype={scores}.dtype)',
  array: 'jnp.array([{list}], dtype={scores}.dtype)',
  ofClass: 'w[y]',
  ofTruth: 'p[jnp.arange(len(y)), y]',
  expm1: 'jnp.expm1',
  log: 'jnp.log',
  log1p: 'jnp.log1p',
  where: 'jnp.where',
  between: 'jnp.clip',
  atLeast: 'jnp.maximum',
  sigmoid: 'jax.nn.sigmoid',
  softmax: 'jax.nn.softmax',
  logSoftmax: 'jax.nn.log_softmax',
  softplus: 'jax.nn.softplus',
  sum: 'jnp.sum',
  mean: 'jnp.mean',
  count: 'losses.size',
  float32: 'logits.astype(jnp.float32)',
}

/** By what is written before a dot. */
const IMPORTS: Readonly<Record<string, string>> = {
  torch: 'import torch',
  F: 'import torch.nn.functional as F',
  tf: 'import tensorflow as tf',
  jax: 'import jax',
  jnp: 'import jax.numpy as jnp',
  optax: 'import optax',
}

/** Words stand for words until none is left. */
function fill(line: string, words: Readonly<Record<string, string>>): string {
  const filled = line.replace(/\{(\w+)\}/g, (_, word) => words[word])
  return filled === line ? line : fill(filled, words)
}

/** Lines in the words of each framework, and in those of one's own. */
export function writeLines(lines: readonly string[], own: Readonly<Record<string, string>>): Lines {
  const write = (words: typeof PYTORCH) => {
    const filled = lines.map((line) => fill(line, { ...words, ...own }).replace(/ \*\* 1(?![\d.])/g, ''))
    const code = filled.filter((line) => !line.startsWith('#')).join('\n')
    const used = Object.entries(IMPORTS).filter(([name]) => new RegExp(`\\b${name}\\.`).test(code))
    return [...used.map(([, line]) => line), ...filled].join('\n')
  }
  return { pytorch: write(PYTORCH), tensorflow: write(TENSORFLOW), jax: write(JAX) }
}
