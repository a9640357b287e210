import { normals, uniforms } from './random.js'

/** One positive in a thousand, as a detector's windows; the model is right about nearly all of them. */
const POSITIVES = 0.001

const sigmoid = (z) => 1 / (1 + Math.exp(-z))

/** Fills blocks of binary scores (rows) and labels (rows, 0 or 1). */
function binary({ from, seed }) {
  const next = uniforms(seed)
  const normal = normals(next)
  return (scores, labels, rows) => {
    for (let i = 0; i < rows; i++) {
      const positive = next() < POSITIVES * 2 ** 32
      const z = positive ? 2.5 + 2.5 * normal() : -6 + 2 * normal()
      labels[i] = positive ? 1 : 0
      scores[i] = from === 'probs' ? sigmoid(z) : z
    }
  }
}

/** Fills blocks of softmax scores (rows × classes) and labels (rows); three rows in four are easy. */
function softmax({ from, classes, seed }) {
  const next = uniforms(seed)
  const normal = normals(next)
  return (scores, labels, rows) => {
    for (let i = 0; i < rows; i++) {
      const row = scores.subarray(i * classes, (i + 1) * classes)
      const truth = next() % classes
      for (let j = 0; j < classes; j++) row[j] = normal()
      row[truth] += Math.log(classes) + 2.5 + 3 * normal()
      if (from === 'probs') normalise(row)
      labels[i] = truth
    }
  }
}

/** Fills blocks of logits (rows × classes) of which each stands for itself, and labels: a class, or `classes` for background, as nearly all are. */
function multilabel({ classes, seed }) {
  const next = uniforms(seed)
  const normal = normals(next)
  return (scores, labels, rows) => {
    for (let i = 0; i < rows; i++) {
      const row = scores.subarray(i * classes, (i + 1) * classes)
      for (let j = 0; j < classes; j++) row[j] = -6 + 2 * normal()
      labels[i] = next() < 0.03 * 2 ** 32 ? next() % classes : classes
      if (labels[i] < classes) row[labels[i]] = 2 + 2.5 * normal()
    }
  }
}

function normalise(row) {
  const top = row.reduce((a, b) => Math.max(a, b))
  for (let j = 0; j < row.length; j++) row[j] = Math.exp(row[j] - top)
  const sum = row.reduce((a, b) => a + b)
  for (let j = 0; j < row.length; j++) row[j] /= sum
}

export const SAMPLES = { binary, softmax, multilabel }
