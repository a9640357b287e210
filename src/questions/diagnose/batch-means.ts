/** Losses made of the mean of a batch, and others that only show in printed values. */

import { scalesOf, search } from './fit.ts'
import { GAMMAS } from './forms.ts'
import type { Guess } from './guess.ts'
import { modulate } from './modulated.ts'
import { round } from './pattern.ts'
import { type Batches, sumColumn } from './sums.ts'
import type { Observed, ScoredSamples, ScoreReading } from './types.ts'
import { USUAL_GAMMAS } from './usual.ts'

const mistake = (
  name: string,
  id: string,
  formula: string,
  cost: number,
  parameters: Guess['parameters'],
  predicted: Float64Array,
  spec: string | null = null,
): Guess => ({
  name,
  kind: 'mistake',
  mistake: id,
  formula,
  parameters,
  spec,
  cost,
  clamp: null,
  predicted,
})

const convention = (
  name: string,
  formula: string,
  cost: number,
  parameters: Guess['parameters'],
  predicted: Float64Array,
): Guess => ({
  ...mistake(name, '', formula, cost, parameters, predicted),
  kind: 'convention',
  mistake: null,
})

export function* explainMeans(
  samples: ScoredSamples,
  observed: Observed,
  plain: ScoreReading,
  batches: Batches,
): Generator<Guess> {
  yield* meanFirst(observed, plain, batches)
  if (samples.task === 'softmax') yield* mixedMeans(observed, plain, batches)
  else yield* asymmetric(plain, batches, samples)
}

const totalOf = (
  reading: ScoreReading,
  column: Float64Array,
  batches: Batches,
  weights: readonly number[] | null = null,
) => {
  const sides = sumColumn(reading, column, batches, weights)
  return sides[0].map((sum, b) => sum + (sides[1]?.[b] ?? 0))
}

/** (1 − e^−m)^γ m of the mean m: with two batches or more gamma is fitted. */
function* meanFirst(observed: Observed, plain: ScoreReading, batches: Batches): Generator<Guess> {
  const plainMeans = totalOf(plain, plain.ce, batches).map((sum, b) => sum / batches.elements[b])
  const { weights, elements } = batches
  const weightedMeans =
    weights && totalOf(plain, plain.ce, batches, observed.classWeights).map((sum, b) => sum / weights[b])
  const scales = scalesOf(observed)
  for (const [means, weighted] of [
    [plainMeans, false],
    [weightedMeans, true],
  ] as const) {
    if (!means) continue
    const off = (gamma: number) =>
      means.reduce((sum, m, b) => sum + ((modulate(m, gamma) - observed.values[b]) * scales[b]) ** 2, 0)
    const fitted = observed.values.length > 1 ? [round(search(off, GAMMAS), 1e-3)] : []
    for (const gamma of new Set([...USUAL_GAMMAS, ...fitted])) {
      if (gamma < 0.05) continue
      const of = (f: (value: number, b: number) => number) => means.map((m, b) => f(modulate(m, gamma), b))
      const words = `focal loss with γ = ${gamma} of the batch's ${weighted ? 'weighted ' : ''}mean cross-entropy`
      const formula = 'm = mean CE,  (1 − e^(−m))^γ m'
      const cost = gamma === 2 ? 2 : 3
      yield mistake(
        words,
        'mean-first',
        formula,
        cost,
        { gamma },
        of((v) => v),
        weighted ? null : `article-focal:gamma=${gamma}`,
      )
      for (const alpha of [0.25, 0.5])
        yield mistake(
          `${words}, times ${alpha}`,
          'mean-first',
          formula,
          cost + 2,
          { gamma, alpha },
          of((v) => alpha * v),
        )
      yield mistake(
        `${words}, divided by the number of samples again`,
        'mean-first',
        formula,
        cost + 2,
        { gamma },
        of((v, b) => v / elements[b]),
      )
    }
  }
}

/** A weighted mean of cross-entropy beside a plain mean of 1 − pt. */
function* mixedMeans({ classWeights }: Observed, plain: ScoreReading, batches: Batches): Generator<Guess> {
  const { weights, elements } = batches
  if (!weights) return
  const [ce, q] = [totalOf(plain, plain.ce, batches, classWeights), totalOf(plain, plain.q, batches)]
  for (const epsilon of [1, 2, -1]) {
    const over = (d: Float64Array) => ce.map((sum, b) => sum / d[b] + (epsilon * q[b]) / elements[b])
    const parameters = { epsilon, classWeights: classWeights! }
    yield convention(
      `Poly-1 with ε = ${epsilon}, its cross-entropy a weighted mean and its ε term a plain one`,
      'Σ w CE / Σ w + ε mean (1 − pt)',
      4,
      parameters,
      over(weights),
    )
    yield convention(
      `Poly-1 with ε = ${epsilon}, the class weights on its cross-entropy only`,
      'mean (w CE + ε (1 − pt))',
      4,
      parameters,
      over(elements),
    )
  }
}

/** Losses that treat positives and negatives differently. */
function* asymmetric(plain: ScoreReading, batches: Batches, { classes }: ScoredSamples): Generator<Guess> {
  const { elements, rows, positives } = batches
  const column = (of: (positive: boolean, ce: number, q: number, pt: number) => number) =>
    totalOf(
      plain,
      plain.ce.map((ce, i) => of(plain.group[i] === 1, ce, plain.q[i], plain.pt[i])),
      batches,
    )
  const reductions = [
    ['', 0, elements],
    ['summed', 1, elements.map(() => 1)],
    ['averaged over rows', 2, rows],
    ['divided by the number of positives', 2, positives],
  ] as const
  for (const [gammaPositive, gammaNegative, clip] of [
    [1, 4, 0.05],
    [0, 4, 0.05],
    [0, 2, 0.05],
    [1, 4, 0],
    [0, 4, 0],
    [0, 2, 0],
  ]) {
    const sums = column((positive, ce, q) => {
      if (positive) return q ** gammaPositive * ce
      const shifted = Math.max(q - clip, 0)
      return shifted ** gammaNegative * -Math.log1p(-shifted)
    })
    for (const [words, cost, divisor] of reductions) {
      const guess = convention(
        `asymmetric loss with γ+ = ${gammaPositive}, γ− = ${gammaNegative}, clip ${clip}${words && `, ${words}`}`,
        '(1 − p)^γ+ · −ln p, and pm^γ− · −ln(1 − pm) with pm = max(p − clip, 0)',
        4 + cost,
        { gammaPositive, gammaNegative, clip },
        sums.map((s, b) => s / divisor[b]),
      )
      yield { ...guess, clamp: { clip: null } }
    }
  }
  for (const alpha of [0.75, 0.25]) {
    const sums = column((positive, ce, q) => (positive ? ce : alpha * q * q * ce))
    for (const [words, cost, divisor] of reductions)
      yield convention(
        `varifocal loss with α = ${alpha}, γ = 2${words && `, ${words}`}`,
        'CE for positives, α p^γ CE for negatives',
        4 + cost,
        { alpha, gamma: 2 },
        sums.map((s, b) => s / divisor[b]),
      )
  }
  for (const s of [0.1, 0.2]) {
    for (const alpha of [0.25, 0.75]) {
      const t = 1 - s / 2
      const sums = totalOf(
        plain,
        plain.ce.map(
          (ce, i) =>
            (1 - alpha) *
            (t * plain.q[i] + (1 - t) * plain.pt[i]) ** 2 *
            (t * ce + (1 - t) * (plain.total[i] - ce)),
        ),
        batches,
      )
      for (const [words, cost, divisor] of reductions)
        yield mistake(
          `focal loss with γ = 2 whose α = ${alpha} is chosen after label smoothing ${s}, so that all get 1 − α${words && `, ${words}`}`,
          'smoothing-before-alpha',
          '(1 − α) (1 − pt)^γ CE of smoothed labels',
          5 + cost,
          { gamma: 2, alpha, smoothing: s },
          sums.map((v, b) => v / divisor[b]),
        )
    }
  }
  for (const [alpha, gamma] of [
    [0.25, 2],
    [0.75, 2],
    [0.5, 2],
  ]) {
    const sums = column((positive, ce, q) => (positive ? gamma : 1 - gamma) * q * q * ce)
    yield mistake(
      `focal loss whose arguments slipped: α = ${alpha} became the number of boxes and γ = ${gamma} became α`,
      'arguments-slipped',
      '(1 − pt)² CE with αt of α = γ, over α',
      6,
      { alpha, gamma },
      sums.map((v) => v / classes / alpha),
    )
  }
}
