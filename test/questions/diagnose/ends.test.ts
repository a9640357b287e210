/** Right losses at the ends of their parameters, in few digits and at few points: none is called a mistake, and none fails. */
import { describe, expect, it } from 'vitest'
import { parseLoss } from '../../../src/losses/spec/spec.ts'
import { diagnoseSamples } from '../../../src/questions/diagnose/diagnose.ts'
import { inTurn } from '../../made/draws.ts'
import { toSamples } from './cases.ts'
import { createRandom, softmaxSamples } from './random.ts'
import { at } from './rules.ts'

/** The loss of one sample by its definition, from the logit of the positive class and the truth. */
type Rule = (z: number, y: number) => number

const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

const focal =
  (gamma: number, alpha: number, epsilon: number): Rule =>
  (z, y) => {
    const s = y === 1 ? z : -z
    const [ce, error] = [softplus(-s), 1 / (1 + Math.exp(s))]
    return (y === 1 ? alpha : 1 - alpha) * (error ** gamma * ce + epsilon * error ** (gamma + 1))
  }

const RULES = [0, 0.5, 1].flatMap((alpha) =>
  [
    [0, 0],
    [2, 0],
    [0, 1],
    [2, 1],
    [1, 0],
  ].map(
    ([gamma, epsilon]) =>
      [`α = ${alpha}, γ = ${gamma}, ε = ${epsilon}`, focal(gamma, alpha, epsilon)] as const,
  ),
)

/** 11 bits of a fraction, as float16 has above its subnormal numbers. */
function half(x: number): number {
  const unit = 2 ** (Math.max(-14, Math.floor(Math.log2(Math.abs(x) || 1))) - 10)
  return Math.round(x / unit) * unit
}

const { normal } = createRandom(17)

const LOGITS: Readonly<Record<string, (row: number) => number>> = {
  'normal logits': () => 2 * normal(),
  'logits of easy samples': (row) => (row % 2 === 1 ? 1 : -1) * (3 + Math.abs(normal())),
  'logits that are -1, 0 and 2': (row) => [-1, 0, 2][row % 3],
  'logits that are all 0': () => 0,
}

/** The fewest decimals that stand for a number of a type, which is what NumPy and pandas write of it. */
function shortest(x: number, rounded: (x: number) => number): number {
  for (let digits = 1; digits < 17; digits++) {
    const decimal = Number(x.toPrecision(digits))
    if (rounded(decimal) === x) return decimal
  }
  return x
}

/** Half a unit of the last decimal of all, where no value has more than eight. */
function halfUnitOf(values: Float64Array): number {
  for (let digits = 2; digits <= 8; digits++)
    if (values.every((value) => Number(value.toFixed(digits)) === value)) return 10 ** -digits / 2
  return 0
}

const KINDS = [
  ['normal logits', 200, 'float64', (x: number) => x],
  ['normal logits', 12, 'float64', (x: number) => x],
  ['normal logits', 200, 'float32', Math.fround],
  ['normal logits', 200, 'float16', half],
  ['logits of easy samples', 200, 'float32', Math.fround],
  ['logits that are -1, 0 and 2', 200, 'float32', Math.fround],
  ['logits that are all 0', 60, 'float32', Math.fround],
] as const

/** Each with its turn. */
const TURNS = RULES.map(([name, rule], turn) => [name, rule, turn] as const)

describe.each(TURNS)('a focal loss with %s', (_, rule, turn) => {
  it.each(
    inTurn<(typeof KINDS)[number]>(KINDS, turn),
  )('is no mistake: %s, %i rows, %s', (kind, rows, _type, rounded) => {
    const x = Array.from({ length: rows }, (_, row) => rounded(LOGITS[kind](row)))
    const y = x.map((_, row) => (row % 2 === 1 ? 1 : 0))
    const values = Float64Array.from(x, (z, row) => rounded(rule(z, y[row])))
    const { verdict, explanations } = diagnoseSamples(toSamples({ kind: 'binary_logits', x, y } as never), {
      per: 'sample',
      values,
      half: 0,
      batchSize: 0,
      classWeights: null,
    })
    expect([verdict, explanations[0]?.name]).not.toContain('mistake')
    // What stands as a spec can be typed back.
    for (const { spec } of explanations) if (spec !== null) expect(() => parseLoss(spec)).not.toThrow()
  })
})

const WRITTEN = [
  ['normal logits', 200, 'float16', half],
  ['logits of easy samples', 40, 'float16', half],
  ['logits of easy samples', 200, 'float32', Math.fround],
  ['logits that are -1, 0 and 2', 300, 'float32', Math.fround],
  ['logits that are -1, 0 and 2', 300, 'float16', half],
] as const

describe.each(
  TURNS.filter((_, i) => i % 2 === 0),
)('a focal loss with %s, as a file has it', (_, rule, turn) => {
  it.each(
    inTurn<(typeof WRITTEN)[number]>(WRITTEN, turn),
  )('is no mistake: %s, %i rows, %s', (kind, rows, _type, rounded) => {
    const x = Array.from({ length: rows }, (_, row) => rounded(LOGITS[kind](row)))
    const y = x.map((_, row) => (row % 2 === 1 ? 1 : 0))
    const values = Float64Array.from(x, (z, row) => shortest(rounded(rule(z, y[row])), rounded))
    const { verdict, explanations } = diagnoseSamples(toSamples({ kind: 'binary_logits', x, y } as never), {
      per: 'sample',
      values,
      half: halfUnitOf(values),
      batchSize: 0,
      classWeights: null,
    })
    expect([verdict, explanations[0]?.name]).not.toContain('mistake')
  })
})

describe('losses of samples that are far off', () => {
  it('are told, where rounding leaves nothing of their pt', () => {
    const samples = softmaxSamples(createRandom(2), 120, 4)
    const far = { ...samples, scores: samples.scores.map((z) => 5 * z) }
    const pts = Array.from(samples.label, (_, i) => at(far, i).pt)
    expect(Math.min(...pts)).toBeLessThan(1e-8)
    const values = Float64Array.from(pts, (pt) => (1.9833201647784524 * (1 - pt ** 0.7)) / 0.7)
    const observed = { per: 'sample', values, half: 0, batchSize: 0, classWeights: null } as const
    const { verdict, explanations } = diagnoseSamples(far, observed)
    expect([verdict, explanations[0].name]).toEqual([
      'convention',
      'gce with q = 0.7, times 1.98332 as a loss weight',
    ])
  })
})
