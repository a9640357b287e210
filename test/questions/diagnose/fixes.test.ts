/** The lines that put mistakes right are run, and give the loss that they are for. */
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { MISTAKES } from '../../../src/questions/diagnose/mistakes/index.ts'

const python = process.env.PYTHON ?? 'python3'
const knows = (module: string) => spawnSync(python, ['-c', `import ${module}`]).status === 0

const LOGITS: Readonly<Record<'softmax' | 'sigmoid', readonly (readonly number[])[]>> = {
  softmax: [
    [1.5, -0.25, 0.75],
    [-2, 0.5, 3],
    [0.25, 4, -1],
    [0, -0.5, 0.5],
  ],
  sigmoid: [
    [1.5, -0.25, 0.75],
    [-2, 0.5, 3],
    [0.25, 4, -1],
    [0, -0.5, 0.5],
  ],
}
const LABELS: { softmax: readonly number[]; sigmoid: readonly (readonly number[])[] } = {
  softmax: [0, 2, 0, 1],
  sigmoid: [
    [1, 0, 0],
    [0, 1, 1],
    [1, 1, 0],
    [0, 0, 1],
  ],
}
const [gamma, alpha, epsilon, posWeight, weights] = [1.5, 0.25, 0.5, 3, [0.5, 1, 2]] as const

/** Cross-entropy of every sample, and what weighs it, by the definition. */
function samplesOf(task: 'softmax' | 'sigmoid') {
  if (task === 'softmax')
    return LOGITS.softmax.map((row, i) => {
      const y = LABELS.softmax[i]
      const ce = Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0)) - row[y]
      return { ce, alpha: weights[y], weight: weights[y] }
    })
  return LOGITS.sigmoid.flatMap((row, i) =>
    row.map((z, c) => {
      const y = LABELS.sigmoid[i][c]
      const ce = Math.log(1 + Math.exp(y ? -z : z))
      return { ce, alpha: y ? alpha : 1 - alpha, weight: y ? posWeight : 1 }
    }),
  )
}

type Sample = ReturnType<typeof samplesOf>[number]

const ce = ({ ce }: Sample) => ce
const error = ({ ce }: Sample) => 1 - Math.exp(-ce)
const focal = (one: Sample) => error(one) ** gamma * one.ce
const balanced = (one: Sample) => one.alpha * focal(one)
const weighted = (one: Sample) => one.weight * focal(one)

/** What each mistake was meant to be; focal loss, where nothing else is said. */
const MEANT: Readonly<Record<string, (one: Sample) => number>> = {
  'weight-in-pt': weighted,
  'pos-weight-in-pt': weighted,
  'alpha-both': balanced,
  'alpha-swapped': balanced,
  'alpha-negatives': balanced,
  'alpha-cancels': balanced,
  'missing-negatives': balanced,
  'negatives-modulation': balanced,
  'smoothing-before-alpha': balanced,
  'arguments-swapped': balanced,
  'arguments-slipped': balanced,
  'double-softmax': ce,
  'double-sigmoid': ce,
  'missing-activation': ce,
  'logp-through-sigmoid': ce,
  'double-division': ce,
  'mean-of-means': ce,
  'last-batch': ce,
  'label-offset': ce,
  'low-precision': ce,
  'weight-twice': (one) => one.weight * one.ce,
  'poly-exponent': (one) => focal(one) + epsilon * error(one) ** (gamma + 1),
  'poly-sigmoid': (one) => focal(one) + epsilon * error(one) ** (gamma + 1),
  'poly-sign': (one) => one.ce + epsilon * error(one),
  'poly-pt': (one) => one.ce + epsilon * error(one),
}

const MAKE = {
  pytorch: 'import torch\nmake = torch.tensor',
  tensorflow: 'import tensorflow as tf\nmake = tf.constant',
  jax: 'import jax.numpy as jnp\nmake = jnp.array',
}

const RUN = `
import json, sys
asked = json.load(sys.stdin)
found = []
for make, code, logits, y, w in asked["fixes"]:
    names = dict(asked["numbers"], total=0, count=0)
    exec(make, names)
    # As an interpreter has it that nothing was imported into.
    values = {k: names[k] for k in asked["numbers"]}
    values.update(total=0, count=0, logits=names["make"](logits), y=names["make"](y), w=names["make"](w))
    exec(code, values)
    found.append(float(values["loss"]))
json.dump(found, sys.stdout)
`

describe.each([
  ['pytorch', ['torch']],
  ['tensorflow', ['tensorflow']],
  ['jax', ['jax', 'optax']],
] as const)('the lines for %s', (framework, modules) => {
  const installed = modules.every(knows)
  it.skipIf(!installed)(`run and are right (skipped where ${modules.join(' or ')} is not installed)`, () => {
    const cases = MISTAKES.flatMap(({ id, fix }) =>
      (['softmax', 'sigmoid'] as const)
        // Weights by class are of classes.
        .filter((task) => task === 'softmax' || id !== 'weight-twice')
        .map((task) => ({ id, task, code: fix(task)[framework] })),
    )
    const fixes = cases.map(({ task, code }) => [MAKE[framework], code, LOGITS[task], LABELS[task], weights])
    const { status, stdout, stderr } = spawnSync(python, ['-c', RUN], {
      input: JSON.stringify({ fixes, numbers: { gamma, alpha, epsilon, pos_weight: posWeight } }),
      encoding: 'utf8',
    })
    // Some frameworks chat there.
    expect(status, stderr).toBe(0)
    const losses: readonly number[] = JSON.parse(stdout)
    for (const [i, { id, task }] of cases.entries()) {
      const each = samplesOf(task).map(MEANT[id] ?? focal)
      const mean = each.reduce((sum, x) => sum + x, 0) / each.length
      // Means of float32 numbers near 1: a few units in their last place.
      expect(Math.abs(losses[i] - mean), `${id} ${task}: ${losses[i]} for ${mean}`).toBeLessThan(2e-6)
    }
  })
})
