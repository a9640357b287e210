/** Right losses with numbers that nobody writes, each printed once: what fits them fits by chance, and must not be named. */
import { describe, expect, it } from 'vitest'
import { isByChance } from '../../../src/questions/diagnose/chance.ts'
import { diagnoseSamples } from '../../../src/questions/diagnose/diagnose.ts'
import type { Observed } from '../../../src/questions/diagnose/types.ts'
import { draws, inTurn } from '../../made/draws.ts'
import { binarySamples, createRandom, type Random, softmaxSamples } from './random.ts'
import { at, type Draw, RIGHT } from './rules.ts'

/** `DRAWS=5` draws the 10,000 of docs/diagnose.md. */
const FULL = 2_000

/** Ten of 10,000. */
const ALLOWED = 1e-3

/** The most that may be named: of 10,000 ten; of fewer, what is exceeded once in a thousand times where one in a thousand is named. */
function limitOf(n: number): number {
  if (n >= 10_000) return ALLOWED * n
  let [most, term] = [0, (1 - ALLOWED) ** n]
  let sum = term
  for (; sum < 1 - 1e-3; sum += term) term *= ((n - most) / ++most) * (ALLOWED / (1 - ALLOWED))
  return most
}

/** A number as it was printed. */
const observe = (text: string): Observed => ({
  per: 'batch',
  values: Float64Array.of(Number(text)),
  half: 0.5 * 10 ** -text.split('.')[1].length,
  batchSize: 0,
  classWeights: null,
})

const drawOdd = ({ between }: Random): Draw => ({
  gamma: between(0.5, 4),
  alpha: between(0.05, 0.95),
  epsilon: between(0.3, 3),
  weights: Array.from({ length: 4 }, () => between(0.3, 3)),
})

/** A mean of losses by the formulas of their papers, half of them under a loss weight as odd as the rest. */
function print(random: Random) {
  const { uniform, between, pick } = random
  const name = pick(Object.keys(RIGHT))
  const { task, rule } = RIGHT[name]
  const draw = drawOdd(random)
  const weight = name.endsWith('cross-entropy') || uniform() < 0.5 ? between(0.05, 3) : 1
  const rows = pick([32, 64, 100, 200])
  const samples = task === 'binary' ? binarySamples(random, rows) : softmaxSamples(random, rows, 4)
  const losses = Array.from(samples.label, (_, i) => weight * rule(at(samples, i), draw))
  return { name, draw, weight, samples, text: (losses.reduce((a, b) => a + b) / rows).toFixed(6) }
}

describe('a loss weight, printed once,', () => {
  const samples = binarySamples(createRandom(3), 64)
  const weights = [0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95]
  const losses = [0, 2].map((gamma) =>
    Array.from(samples.label, (_, i) => {
      const { pt, ce } = at(samples, i)
      return (1 - pt) ** gamma * ce
    }),
  )

  it.each(inTurn(weights, weights.indexOf(0.7)))('is no mistake: %d', (weight) => {
    for (const one of losses) {
      const mean = (weight * one.reduce((a, b) => a + b)) / 64
      const { verdict, explanations } = diagnoseSamples(samples, observe(mean.toFixed(8)))
      expect(['convention', 'tied'], explanations[0]?.name).toContain(verdict)
      expect(explanations[0].name).toContain(`times ${weight} as a loss weight`)
    }
  })
})

describe('right losses with odd parameters, printed as a mean with 6 decimals', () => {
  it('have no name by chance', () => {
    const random = createRandom(17)
    const total = draws(FULL)
    const counts: Record<string, number> = {}
    const named: string[] = []
    for (let i = 0; i < total; i++) {
      const { name, draw, weight, samples, text } = print(random)
      const { verdict, chance, explanations, mistake } = diagnoseSamples(samples, observe(text))
      counts[verdict] = (counts[verdict] ?? 0) + 1
      if (verdict === 'none' || isByChance(chance)) continue
      named.push(`${weight} ${name} ${JSON.stringify(draw)}, ${text}: ${verdict}, ${explanations[0].name}`)
      if (mistake) counts.mistaken = (counts.mistaken ?? 0) + 1
    }
    console.log(`${named.length} of ${total} named, at most ${limitOf(total)}: ${JSON.stringify(counts)}`)
    expect(named.length, named.join('\n')).toBeLessThanOrEqual(limitOf(total))
  })
})
