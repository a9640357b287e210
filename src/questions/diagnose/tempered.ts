/** Bi-tempered logistic loss (Amid et al. 2019, arXiv:1906.03361), whose probabilities are no softmax. */
import { greatest } from '../../extremes.ts'
import { type Form, type Shape, USUAL } from './choice.ts'
import { type Elements, logitsOf, plainElements } from './elements.ts'

/** What the libraries stop after. */
const ITERATIONS = 5

/** What a row's e_t are normalised by, with the largest logit taken off: a fixed point, or how near the libraries come. */
function normalizer(row: Float64Array, t: number, isDone: boolean): number {
  const next = (sum: number) => {
    const scale = (1 - t) * sum ** (1 - t)
    let total = 0
    for (const z of row) total += Math.exp(Math.log1p(scale * z) / (1 - t))
    return total
  }
  let sum = next(1)
  for (let step = 0; step < ITERATIONS; step++) {
    const first = next(sum)
    // Aitken's way to where all of them would end.
    const bend = isDone ? next(first) - 2 * first + sum : 0
    sum = Math.abs(bend) > 1e-14 ? sum - (first - sum) ** 2 / bend : first
  }
  return (1 - sum ** (t - 1)) / (1 - t)
}

/** The probabilities of a row whose largest logit is 0. */
function temper(row: Float64Array, t: number, isDone: boolean): Float64Array {
  if (t === 1) {
    const sum = row.reduce((total, z) => total + Math.exp(z), 0)
    return row.map((z) => Math.exp(z) / sum)
  }
  const norm = normalizer(row, t, isDone)
  return row.map((z) => (1 + (1 - t) * (z - norm)) ** (1 / (1 - t)))
}

function column(elements: Elements, t1: number, t2: number, isDone: boolean): Float64Array {
  const { samples, pt, q } = elements
  const { task, classes, label } = samples
  const plain = plainElements(samples)
  const logits = logitsOf(samples)
  const width = task === 'softmax' ? classes : 2
  const power = (p: number) => (p ** (1 - t1) - 1) / (1 - t1)
  const row = new Float64Array(width)
  return pt.map((_, i) => {
    if (task === 'softmax') row.set(logits.subarray(i * width, (i + 1) * width))
    else row.set([0, logits[i]])
    // What rounding does to the margin it does to the logit of the truth.
    if (elements !== plain) row[label[i]] += Math.log(pt[i] / plain.pt[i]) - Math.log(q[i] / plain.q[i])
    const most = greatest(row)
    const p = temper(
      row.map((z) => z - most),
      t2,
      isDone,
    )
    const sum = p.reduce((total, x) => total + x ** (2 - t1), 0)
    return -power(p[label[i]]) - (1 - sum) / (2 - t1)
  })
}

const T1: Shape = { key: 't1', symbol: 't1', grid: [0.2, 0.5, 0.8], usual: [], min: 0, max: 0.999 }
const T2: Shape = { key: 't2', symbol: 't2', grid: [1.2, 2, 4], usual: [], min: 1.001 }

const tempered = (shapes: readonly Shape[], words: string, isDone: boolean): Form => ({
  ...USUAL,
  name: 'bi-tempered loss',
  words,
  standing: 'convention',
  cost: 3 + shapes.length,
  shapes,
  terms: ['−ln_t1 p − (1 − Σ p^(2 − t1)) / (2 − t1)'],
  columns: (elements, { t1, t2 = 1 }) => [column(elements, t1 as number, t2 as number, isDone)],
  suits: ({ target }) => target === null,
})

export const TEMPERED: readonly Form[] = [
  tempered([T1], 't2 = 1', true),
  tempered([T1, T2], `its sums after ${ITERATIONS} iterations`, false),
  tempered([T1, T2], '', true),
]
