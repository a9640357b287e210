/** What a printed value divides the sum of the losses by. */
import type { Batches } from './sums.ts'
import type { Observed, ScoredSamples, Standing } from './types.ts'

export interface TriedReduction {
  readonly name: string
  readonly kind: Standing
  readonly mistake: string | null
  readonly cost: number
  /** One per batch. */
  readonly divisor: Float64Array
  /** Whether it is a mean by weights, which only weighted losses have. */
  readonly weighted: boolean
}

export function triedReductions(
  samples: ScoredSamples,
  { reductionOfPrint }: Observed,
  batches: Batches,
): TriedReduction[] {
  const { elements, rows, allRows, positives, weights } = batches
  const { classes, task } = samples
  const softmax = task === 'softmax'
  const found: TriedReduction[] = []
  const add = (
    name: string,
    kind: Standing,
    cost: number,
    divisor: Float64Array,
    more: Partial<TriedReduction> = {},
  ) => found.push({ name, kind, cost, divisor, mistake: null, weighted: false, ...more })
  const wrong = (name: string, mistake: string, cost: number, divisor: Float64Array) =>
    add(name, 'mistake', cost, divisor, { mistake })
  if (reductionOfPrint !== 'mean')
    add(
      'summed',
      'standard',
      1,
      elements.map(() => 1),
    )
  if (reductionOfPrint === 'sum') return found
  add('', 'standard', 0, elements)
  if (weights) add('divided by the sum of weights', 'standard', 1, weights, { weighted: true })
  if (allRows.some((n, b) => n !== rows[b]))
    add('divided by all rows, ignored ones included', 'convention', 2, allRows)
  if (softmax)
    wrong(
      `divided by rows × ${classes} classes`,
      'class-dilution',
      2,
      elements.map((n) => n * classes),
    )
  if (task === 'multilabel') {
    add('summed over the labels of a row, averaged over rows', 'convention', 2, rows)
    add(
      'averaged over labels, summed, divided by the number of positives',
      'convention',
      3,
      positives.map((n) => n * classes),
    )
  }
  if (!softmax) add('divided by the number of positives', 'convention', 2, positives)
  wrong(
    'divided by the number of samples twice',
    'double-division',
    3,
    elements.map((n) => n * n),
  )
  return found.filter(({ divisor }) => divisor.every((d) => d > 0))
}
