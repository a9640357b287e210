/** Losses that move logits by the shares of their classes, or of those that a script says it was trained on. */
import { greatest, least } from '../../extremes.ts'
import { sigmoid } from '../../losses/functions.ts'
import { type Form, type Shape, USUAL } from './choice.ts'
import type { Numbers } from './columns.ts'
import { columnsOf, type Elements, logitsOf, throughLogits } from './elements.ts'
import { asFarOff } from './precision.ts'
import type { ScoredSamples } from './types.ts'

const known = new WeakMap<ScoredSamples, readonly number[]>()

/** The share of each class, of its positives with sigmoids; none where a cell's class is not known. */
export function sharesOf(samples: ScoredSamples): readonly number[] {
  const whole = samples.whole ?? samples
  const shares = whole.shares ?? known.get(whole) ?? countShares(whole)
  known.set(whole, shares)
  return shares
}

function countShares(samples: ScoredSamples): readonly number[] {
  const { task, classes, label } = samples
  const columns = columnsOf(samples)
  if (task === 'multilabel' && !columns) return []
  const [counts, all] = [new Float64Array(classes), new Float64Array(classes)]
  for (let i = 0; i < label.length; i++) {
    all[columns?.[i] ?? 0]++
    if (task === 'softmax') counts[label[i]]++
    else counts[columns?.[i] ?? 0] += label[i]
  }
  return Array.from(counts, (n, c) => n / (task === 'softmax' ? label.length : all[c]))
}

/** A logit of class c, and whether it is that of the truth, or of a positive. */
type Move = (logit: number, c: number, isTruth: boolean) => number

/** Elements of logits that are moved, which rounding takes as far off as those that are not. */
function move(elements: Elements, by: Move): Elements {
  const { samples } = elements
  const { task, classes, label } = samples
  const columns = columnsOf(samples)
  const isRow = task === 'softmax'
  const scores = logitsOf(samples).map((z, i) => {
    const c = isRow ? i % classes : (columns?.[i] ?? 0)
    return by(z, c, isRow ? c === label[Math.floor(i / classes)] : label[i] === 1)
  })
  return asFarOff(throughLogits({ ...samples, probabilities: false, scores }), elements)
}

const form = (
  name: string,
  term: string,
  shapes: readonly Shape[],
  column: (elements: Elements, numbers: Numbers) => Float64Array,
): Form => ({
  ...USUAL,
  name,
  words: 'by the shares of the classes',
  standing: 'convention',
  cost: 3 + shapes.length,
  shapes,
  terms: [term],
  columns: (elements, numbers) => [column(elements, numbers as Numbers)],
  suits: ({ samples, target }) => {
    const shares = sharesOf(samples)
    const isMoved = samples.task === 'softmax' ? shares.some((x) => x !== shares[0]) : shares.length > 0
    return target === null && isMoved && shares.every((x) => x > 0 && (x < 1 || samples.task === 'softmax'))
  },
})

/** Of printed values these are too many: none is usual. */
const shape = (key: string, symbol: string, grid: readonly number[], min = 0): Shape => ({
  key,
  symbol,
  grid,
  usual: [],
  min,
})

/** ln π, or the log-odds of positives. */
const prior = ({ task }: ScoredSamples, share: number) =>
  Math.log(share) - (task === 'softmax' ? 0 : Math.log1p(-share))

const TAU = shape('tau', 'τ', [0.25, 0.5, 0.75, 1, 1.5, 2])

/** Menon et al. 2021; balanced softmax at τ = 1. */
const logitAdjusted = form('logit-adjusted cross-entropy', 'CE of z + τ ln π', [TAU], (elements, { tau }) => {
  const shift = sharesOf(elements.samples).map((share) => tau * prior(elements.samples, share))
  return move(elements, (z, c) => z + shift[c]).ce
})

const ofRows = (one: Form): Form => ({
  ...one,
  suits: (elements) => elements.samples.task === 'softmax' && (one.suits?.(elements) ?? true),
})

/** Cao et al. 2019: the rarest class has the margin m, the others less. */
const ldam = form(
  'LDAM loss',
  'CE of s (z − m (πmin / π)^¼ y)',
  [shape('margin', 'm', [0.1, 0.2, 0.3, 0.5, 0.8, 1]), shape('scale', 's', [1, 5, 10, 16, 20, 30, 64])],
  (elements, { margin, scale }) => {
    const shares = sharesOf(elements.samples)
    const rarest = least(shares)
    const off = shares.map((share) => margin * (rarest / share) ** 0.25)
    return move(elements, (z, c, isTruth) => scale * (isTruth ? z - off[c] : z)).ce
  },
)

/** Kini et al. 2021, as its code divides by Δ. */
const vectorScaling = form(
  'vector-scaling loss',
  'CE of z (π / πmax)^γ + τ ln π',
  [shape('power', 'γ', [0.05, 0.1, 0.2, 0.3, 0.5, 1]), { ...TAU, grid: [0, 0.5, 0.75, 1, 1.25, 1.5, 2] }],
  (elements, { power, tau }) => {
    const shares = sharesOf(elements.samples)
    const most = greatest(shares)
    return move(elements, (z, c) => z * (shares[c] / most) ** power + tau * Math.log(shares[c])).ce
  },
)

const ratios = new WeakMap<ScoredSamples, Float64Array>()

/** Of each row, the sum of 1 / π over its positives. */
function rowRates(samples: ScoredSamples): Float64Array {
  const whole = samples.whole ?? samples
  const { label, row } = whole
  const known = ratios.get(whole)
  if (known) return known
  const columns = columnsOf(whole)!
  const shares = sharesOf(samples)
  const rates = new Float64Array(row[row.length - 1] + 1)
  for (let i = 0; i < label.length; i++) rates[row[i]] += label[i] / shares[columns[i]]
  ratios.set(whole, rates)
  return rates
}

/** Wu et al. 2020: rows weighed by what their labels have in common, logits moved, negatives scaled. */
const distributionBalanced: Form = {
  ...form(
    'distribution-balanced loss',
    'w (1 − pt)^γ CE of z − κ/λ ln(1/π − 1), negatives of λ z over λ; w = α + σ(β (r − μ))',
    [
      shape('gamma', 'γ', [0, 1, 2]),
      shape('negativeScale', 'λ', [1, 2, 5, 10]),
      shape('bias', 'κ', [0, 0.05, 0.1, 0.2]),
      shape('mapAlpha', 'map α', [0.1]),
      shape('mapBeta', 'map β', [10]),
      shape('mapMu', 'map μ', [0.1, 0.2, 0.3, 0.9]),
    ],
    (elements, { gamma, negativeScale: scale, bias, mapAlpha, mapBeta, mapMu }) => {
      const { samples } = elements
      const shares = sharesOf(samples)
      const rates = rowRates(samples)
      const shift = shares.map((share) => (bias / scale) * prior(samples, share))
      const { ce, q } = move(elements, (z, c, isTruth) => (isTruth ? 1 : scale) * (z + shift[c]))
      const columns = columnsOf(samples)!
      return ce.map((x, i) => {
        const rate = 1 / shares[columns[i]] / rates[samples.row[i]]
        const weight = mapAlpha + sigmoid(mapBeta * (rate - mapMu))
        return (weight * q[i] ** gamma * x) / (samples.label[i] === 1 ? 1 : scale)
      })
    },
  ),
  suits: ({ samples, target }) => {
    const { label, rows, classes } = samples.whole ?? samples
    const isWhole = samples.task === 'multilabel' && label.length === rows * classes
    return isWhole && target === null && sharesOf(samples).every((x) => x > 0 && x < 1)
  },
}

export const BY_SHARE: readonly Form[] = [
  logitAdjusted,
  ofRows(ldam),
  ofRows(vectorScaling),
  distributionBalanced,
]
