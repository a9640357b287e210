/** Losses for noisy labels and others that lossctl does not compute, and that scripts have. */
import { sigmoid } from '../../losses/functions.ts'
import { BY_SHARE } from './by-share.ts'
import { type Form, type Shape, USUAL } from './choice.ts'
import { eachOf } from './columns.ts'
import { type Elements, logitsOf, probabilitiesOf, throughLogits } from './elements.ts'
import { meanOf, say } from './numbers.ts'
import { asFarOff } from './precision.ts'
import { TEMPERED } from './tempered.ts'

const form = (
  name: string,
  term: string,
  shapes: readonly Shape[],
  ...of: Parameters<typeof eachOf>
): Form => ({
  ...USUAL,
  name,
  standing: 'convention',
  cost: 3 + shapes.length,
  shapes,
  terms: [term],
  columns: eachOf(...of),
})

const shape = (key: string, grid: readonly number[], usual: readonly number[], min = 0): Shape => ({
  key,
  symbol: key,
  grid,
  usual,
  min,
})

const Q = shape('q', [0.1, 0.2, 0.4, 0.6, 0.9, 1.5, 2, 3, 5], [2])

/** GCE less a constant, as where it is held against that of a threshold. */
const truncated: Form = {
  ...form('GCE less a constant', '(1 − pt^q) / q', [Q], (e, { pt }, { q }) => (1 - pt[e] ** q) / q),
  terms: ['(1 − pt^q) / q', '−1'],
  columns: ({ pt }, { q }) => [
    pt.map((p) => (1 - p ** (q as number)) / (q as number)),
    new Float64Array(pt.length).fill(-1),
  ],
  ends: [
    {
      ...USUAL,
      words: ({ less }) => `less ${say(less as number)}`,
      factor: (a) => a,
      solve(rows, factors) {
        const less = meanOf(rows.map(([, b], g) => b / factors[g]))
        return less === null || Math.abs(less) < 1e-3 ? null : { less }
      },
      combine: (factor, { less }) => [factor, factor * (less as number)],
    },
  ],
}

/** Of Smith 2022: from one weight to the other over the epochs. */
const cyclical: Form = {
  ...USUAL,
  name: 'cyclical focal loss',
  standing: 'convention',
  cost: 5,
  shapes: [
    { ...shape('gamma', [0.5, 1, 2, 3, 4], [2]), symbol: 'γ' },
    { ...shape('gammaHard', [0.5, 1, 2, 3, 4], [3]), symbol: 'γhc' },
  ],
  terms: ['(1 − pt)^γ CE', '(1 + pt)^γhc CE'],
  columns: ({ ce, q, pt }, { gamma, gammaHard }) => [
    ce.map((x, e) => q[e] ** (gamma as number) * x),
    ce.map((x, e) => (1 + pt[e]) ** (gammaHard as number) * x),
  ],
  ends: [
    {
      ...USUAL,
      words: ({ share }) => `the second for ${say(share as number)} of it`,
      factor: (a, b) => a + b,
      solve(rows, factors) {
        const share = meanOf(rows.map(([, b], g) => b / factors[g]))
        return share !== null && share > 1e-3 && share < 1 ? { share } : null
      },
      combine: (factor, { share }) => [factor * (1 - (share as number)), factor * (share as number)],
    },
  ],
}

/** SPLC of Zhang et al. 2021: focal loss with a margin for positives; later negatives of more than τ count as positives. */
const splc = (isLate: boolean): Form => ({
  ...USUAL,
  name: 'SPLC',
  words: isLate ? 'with this τ, or another between the same samples' : 'of its first epoch',
  standing: 'convention',
  cost: isLate ? 6 : 5,
  shapes: [
    { ...shape('margin', [0.25, 0.5, 1, 2], []), symbol: 'm' },
    { ...shape('gamma', [0.5, 1, 2, 3, 4], []), symbol: 'γ' },
    ...(isLate ? [{ ...shape('tau', [0.6, 0.5, 0.7, 0.8, 0.9], []), symbol: 'τ', isWhole: true }] : []),
  ],
  terms: [`(1 − pt)^γ CE of z − m y${isLate ? ', y = 1 where p > τ' : ''}`],
  columns(elements, { margin, gamma, tau = 1 }) {
    const { label } = elements.samples
    const z = logitsOf(elements.samples).map((x, i) => x - (margin as number) * label[i])
    const seen = label.map((y, i) => (sigmoid(z[i]) > (tau as number) ? 1 : y))
    const samples = { ...elements.samples, probabilities: false, scores: z, label: seen }
    const { ce, q } = asFarOff(throughLogits(samples), elements)
    return [ce.map((x, i) => q[i] ** (gamma as number) * x)]
  },
  suits: ({ samples, target }) => samples.task !== 'softmax' && target === null,
})

/** Of the other classes' probabilities, and of the rest of the truth's. */
function squares(i: number, { samples, q }: Elements): number {
  const { classes, label } = samples
  const p = probabilitiesOf(samples)
  let sum = q[i] * q[i]
  for (let c = 0; c < classes; c++) if (c !== label[i]) sum += p[i * classes + c] ** 2
  return sum
}

/** Of Ma et al. 2020, and the asymmetric ones of Zhou et al. 2021. */
export const ELSEWHERE: readonly Form[] = [
  form('normalised cross-entropy', 'CE / Σ −ln p', [], (e, { ce, total }) => ce[e] / total[e]),
  form(
    'AGCE',
    '[(a + 1)^q − (a + pt)^q] / q',
    [shape('a', [0.1, 0.3, 0.6, 1, 2, 4, 8], [1]), Q],
    (e, elements, { a, q }) => (-((a + 1) ** q) * Math.expm1(q * Math.log1p(-elements.q[e] / (a + 1)))) / q,
  ),
  form(
    'AUE',
    '[(a − pt)^q − (a − 1)^q] / q',
    [shape('a', [1.05, 1.2, 1.5, 2, 3, 5.5, 9], [1.5], 1.001), Q],
    (e, elements, { a, q }) => ((a - 1) ** q * Math.expm1(q * Math.log1p(elements.q[e] / (a - 1)))) / q,
  ),
  form('AExp', 'exp(−pt / a)', [shape('a', [0.2, 0.5, 1, 2, 3, 5, 9], [2, 3])], (e, { pt }, { a }) =>
    Math.exp(-pt[e] / a),
  ),
  form(
    'partially Huberised GCE',
    '(1 − pt^q) / q, and its tangent below the pt where its slope is −τ',
    [
      shape('q', [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], [0.7]),
      shape('tau', [1.3, 2, 3, 5, 8, 12, 20], [10], 1),
    ],
    (e, { pt }, { q, tau }) => {
      const edge = tau ** (1 / (q - 1))
      const at = Math.max(pt[e], edge)
      return (1 - at ** q) / q + tau * Math.max(edge - pt[e], 0)
    },
  ),
  truncated,
  cyclical,
  form(
    'cyclical focal loss at its start',
    '(1 + pt)^γhc CE',
    [{ ...shape('gammaHard', [0.5, 1, 2, 3, 4], []), symbol: 'γhc' }],
    (e, { ce, pt }, { gammaHard }) => (1 + pt[e]) ** gammaHard * ce[e],
  ),
  splc(false),
  splc(true),
  ...TEMPERED,
  ...BY_SHARE,
  form('squared error', '(1 − pt)²', [], (e, { q }) => q[e] * q[e]),
  {
    ...form('Brier score', 'Σ (p − y)² over the classes', [], (e, elements) => squares(e, elements)),
    suits: ({ samples, target }) => samples.task === 'softmax' && target === null,
  },
  form('exponential loss', 'exp(−s / 2)', [], (e, { q, pt }) => Math.sqrt(q[e] / pt[e])),
]
