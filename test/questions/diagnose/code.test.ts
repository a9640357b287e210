/** The lines of a report are run: they give the user's values, or what a mistake was meant to be. */
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { type Diagnosis, diagnoseSamples } from '../../../src/questions/diagnose/diagnose.ts'
import type { Observed, ScoredSamples } from '../../../src/questions/diagnose/types.ts'
import { binarySamples, createRandom, type Random, softmaxSamples } from './random.ts'
import { type At, at, type Draw, drawParameters, logSumExp, MISTAKES, type Rule } from './rules.ts'

const python = process.env.PYTHON ?? process.env.LOSSCTL_PYTHON ?? 'python3'
const knows = (module: string) => spawnSync(python, ['-c', `import ${module}`]).status === 0

const focal: Rule = ({ pt, ce }, { gamma }) => (1 - pt) ** gamma * ce
const plain: Rule = ({ ce }) => ce
const balanced: Rule = (one, draw) => (one.y ? draw.alpha : 1 - draw.alpha) * focal(one, draw)
const poly: Rule = ({ ce, pt }, { epsilon }) => ce + epsilon * (1 - pt)
const polyFocal: Rule = (one, draw) => focal(one, draw) + draw.epsilon * (1 - one.pt) ** (draw.gamma + 1)
const uniform = ({ row }: At) => logSumExp(row) - row.reduce((a, b) => a + b, 0) / row.length

/** What each mistake of the rules was meant to be, at the same numbers. */
const MEANT: Readonly<Record<string, Rule>> = {
  'gamma-times': focal,
  'alpha-negatives': (one, draw) => (one.y ? 2 + draw.alpha : 1) * focal(one, draw),
  'double-softmax': focal,
  'double-sigmoid': plain,
  'missing-activation': plain,
  sign: focal,
  'negatives-modulation': balanced,
  'pt-for-error': focal,
  'log-for-pt': focal,
  'weight-in-pt': (one, draw) => draw.weights[one.y] * focal(one, draw),
  'pos-weight-in-pt': (one, draw) => (one.y ? 1.5 + 3 * draw.alpha : 1) * focal(one, draw),
  'smoothing-in-pt': (one, { gamma, alpha }) =>
    (1 - one.pt) ** gamma * ((1 - alpha / 2) * one.ce + (alpha / 2) * uniform(one)),
  'arguments-swapped': (one, { gamma, alpha, ...draw }) =>
    balanced(one, { ...draw, alpha, gamma: 1 + gamma }),
  'poly-exponent': polyFocal,
  'poly-pt': poly,
  'label-offset': plain,
  'labels-inverted': focal,
  'nll-of-scores': plain,
  'low-precision': plain,
  'mixed-activations': focal,
  'poly-sigmoid': polyFocal,
}

/** Losses that are right, or may be, and a mistake too. */
const TIED: Readonly<Record<string, { task: ScoredSamples['task']; rule: Rule }>> = {
  'a loss weight or alpha on both classes': { task: 'binary', rule: (one) => 0.7 * one.ce },
  'focal loss halved': { task: 'binary', rule: (one, draw) => 0.5 * focal(one, draw) },
  'alpha of 0.7, or 0.3 swapped': {
    task: 'binary',
    rule: (one, draw) => (one.y ? 0.7 : 0.3) * focal(one, draw),
  },
  'alpha of 1, or no term of negatives': {
    task: 'binary',
    rule: (one, draw) => (one.y ? focal(one, draw) : 0),
  },
  'pos_weight, or a weight of negatives': { task: 'binary', rule: ({ y, ce }) => (y ? 1 : 2.5) * ce },
  'alpha in multi-label data': {
    task: 'multilabel',
    rule: (one, draw) => (one.y ? 0.7 : 0.3) * focal(one, draw),
  },
  'a loss weight in multi-label data': { task: 'multilabel', rule: ({ ce }) => 0.4 * ce },
  'a negative epsilon': { task: 'softmax', rule: ({ ce, pt }) => ce - 0.8 * (1 - pt) },
  'a loss weight of one over the classes': { task: 'softmax', rule: (one, draw) => focal(one, draw) / 4 },
  'a loss weight that is a base of logarithms': { task: 'softmax', rule: ({ ce }) => ce / Math.LN2 },
}

interface Example {
  readonly title: string
  readonly samples: ScoredSamples
  readonly diagnosis: Diagnosis
  readonly values: Float64Array
  readonly meant: Float64Array | null
}

function samplesOf(random: Random, task: ScoredSamples['task']): ScoredSamples {
  if (task === 'softmax') return softmaxSamples(random, 64, 4)
  const samples = binarySamples(random, 96)
  if (task === 'binary') return samples
  return { ...samples, task, classes: 3, row: samples.row.map((i) => Math.floor(i / 3)), rows: 32 }
}

const evaluate = (samples: ScoredSamples, draw: Draw, rule: Rule) =>
  Float64Array.from(samples.label, (_, i) =>
    rule(at({ ...samples, task: samples.task === 'softmax' ? 'softmax' : 'binary' }, i), draw),
  )

const PER_SAMPLE = { per: 'sample', half: 0, batchSize: 0, classWeights: null } as const

/** Roots among the powers, odd numbers among the parameters. */
function examples(): Example[] {
  const random = createRandom(17)
  const rules = [
    ...Object.entries(MISTAKES)
      .filter(([title]) => title !== 'missing-negatives')
      .map(([title, one]) => [title, one, MEANT[title]] as const),
    ...Object.entries(TIED).map(([title, one]) => [title, one, undefined] as const),
  ]
  return rules.flatMap(([title, { task, rule }, meant]) =>
    [0.5, null].map((gamma): Example => {
      const drawn = drawParameters(random)
      const draw = { ...drawn, gamma: gamma ?? drawn.gamma }
      const samples = samplesOf(random, task)
      const values = evaluate(samples, draw, rule)
      const diagnosis = diagnoseSamples(samples, { ...PER_SAMPLE, values })
      return { title, samples, diagnosis, values, meant: meant ? evaluate(samples, draw, meant) : null }
    }),
  )
}

const ALL = examples()

/** Means of them, as they are printed. */
const PRINTED = ALL.filter(({ title }) => title in TIED).flatMap(({ samples, values, title }) => {
  const sum = values.reduce((a, b) => a + b, 0)
  return (
    [
      ['mean', sum / values.length],
      ['sum', sum],
      ['mean over rows', sum / samples.rows],
    ] as const
  ).map(([of, value]) => {
    const observed: Observed = {
      per: 'batch',
      values: Float64Array.of(Number(value.toFixed(8))),
      half: 5e-9,
      batchSize: 0,
      classWeights: null,
    }
    return { title: `${title}, ${of}`, samples, observed, diagnosis: diagnoseSamples(samples, observed) }
  })
})

const MAKE = {
  pytorch: 'import torch\nmake = lambda x: torch.tensor(x, dtype=torch.float64)\nlabels = torch.tensor',
  tensorflow: 'import tensorflow as tf\nmake = lambda x: tf.constant(x, tf.float64)\nlabels = tf.constant',
  jax: 'import jax\njax.config.update("jax_enable_x64", True)\nimport jax.numpy as jnp\nmake = lambda x: jnp.array(x, dtype=jnp.float64)\nlabels = jnp.array',
}

const RUN = `
import json, sys
asked = json.load(sys.stdin)
made = {}
exec(asked["make"], made)
found = []
for code, logits, y in asked["cases"]:
    # As an interpreter has it that nothing was imported into.
    names = dict(logits=made["make"](logits), y=made["labels"](y), total=0, count=0)
    exec(code, names)
    losses = names["losses"]
    found.append([[float(x) for x in losses.reshape(-1)] if hasattr(losses, "reshape") else losses.numpy().reshape(-1).tolist(), float(names["loss"])])
json.dump(found, sys.stdout)
`

/** Rows, as a script has them. */
function rowsOf({ task, classes, scores, label }: ScoredSamples) {
  const cut = (all: readonly number[], width: number) =>
    Array.from({ length: all.length / width }, (_, i) => all.slice(i * width, (i + 1) * width))
  const logits = task === 'binary' ? [...scores] : cut([...scores], classes)
  return [logits, task === 'multilabel' ? cut([...label], classes) : [...label]] as const
}

type Coded = Pick<Example, 'samples' | 'diagnosis' | 'title'>

function runAll(framework: keyof typeof MAKE, cases: readonly Coded[]) {
  const asked = cases.map(({ samples, diagnosis }) => [
    diagnosis.mistake!.fix![framework],
    ...rowsOf(samples),
  ])
  const { status, stdout, stderr } = spawnSync(python, ['-c', RUN], {
    input: JSON.stringify({ make: MAKE[framework], cases: asked }),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  // Some frameworks chat there.
  expect(
    status,
    `${stderr}${asked.map(([code]) => code).find((code) => String(code).includes('undefined')) ?? ''}`,
  ).toBe(0)
  return JSON.parse(stdout) as readonly (readonly [number[], number])[]
}

/** Twelve digits of a number are written, and a power has its error times a logarithm. */
const ROUNDING = 1e-10

/** Numbers are solved for until values agree to a few 1e-9 (precision.ts), and logits and slopes make ten times of it. */
const SOLVED = 1e-7

/** Its lines compute in 32 bits: a few units of the largest logit, below 16. */
const FLOAT32 = 4 * 16 * 2 ** -24

const hasCode = ({ diagnosis }: Coded) => diagnosis.mistake?.fix != null

it('every mistake that is named has lines, and what it ties with', () => {
  const bare = ALL.filter((one) => !hasCode(one)).map(
    ({ title, diagnosis }) => `${title}: ${diagnosis.verdict}, ${diagnosis.explanations[0]?.name}`,
  )
  expect(bare).toEqual([])
  for (const { diagnosis, title } of ALL)
    expect(diagnosis.verdict, title).toBe(title in TIED ? 'tied' : diagnosis.verdict)
  expect(PRINTED.filter(hasCode).length).toBeGreaterThan(20)
})

it('multi-label data get no line of softmax', () => {
  const lines = [...ALL, ...PRINTED].filter(({ samples }) => samples.task === 'multilabel').filter(hasCode)
  expect(lines.length).toBeGreaterThan(5)
  for (const { diagnosis } of lines)
    expect(Object.values(diagnosis.mistake!.fix!).join('\n')).not.toMatch(
      /softmax|F\.cross_entropy|sparse_cat/,
    )
})

describe.each([
  ['pytorch', ['torch']],
  ['tensorflow', ['tensorflow']],
  ['jax', ['jax', 'optax']],
] as const)('the lines for %s', (framework, modules) => {
  const installed = modules.every(knows)
  it.skipIf(!installed)(`run and are right (skipped where ${modules.join(' or ')} is not installed)`, () => {
    for (const [i, [losses, loss]] of runAll(framework, ALL).entries()) {
      const { title, diagnosis, values, meant } = ALL[i]
      const [{ fit, name }] = diagnosis.explanations
      const isMeant = diagnosis.verdict === 'mistake'
      const wanted = isMeant ? meant! : values
      const claimed = title === 'low-precision' ? FLOAT32 : isMeant ? SOLVED : fit.largest
      const note = `${title}, ${name}:\n${diagnosis.mistake!.fix![framework]}`
      expect(losses.length, note).toBe(wanted.length)
      const off = losses.map(
        (x, k) => Math.abs(x - wanted[k]) - claimed - ROUNDING * (1 + Math.abs(wanted[k])),
      )
      expect(Math.max(...off), note).toBeLessThanOrEqual(0)
      const mean = losses.reduce((a, b) => a + b, 0) / losses.length
      expect(Math.abs(loss - mean), note).toBeLessThan(title === 'low-precision' ? FLOAT32 : ROUNDING)
    }
    const printed = PRINTED.filter((one) => hasCode(one) && one.diagnosis.verdict === 'tied')
    for (const [i, [, loss]] of runAll(framework, printed).entries()) {
      const { title, diagnosis, observed } = printed[i]
      const note = `${title}, ${diagnosis.explanations[0].name}:\n${diagnosis.mistake!.fix![framework]}`
      const off = Math.abs(loss - observed.values[0]) - diagnosis.explanations[0].fit.largest
      expect(off, note).toBeLessThanOrEqual(ROUNDING * (1 + Math.abs(loss)))
    }
  })
})
