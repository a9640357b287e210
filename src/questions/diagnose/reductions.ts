/** What a printed value divides the sum of the losses by, where that is no mistake. */
import { type Reduction, USUAL } from './choice.ts'

const CONVENTION = { ...USUAL, standing: 'convention' } as const

export const mean: Reduction = {
  ...USUAL,
  code: ['loss = {mean}(losses)'],
  divisor: ({ elements }) => elements,
}

/** Of an epoch, batch after batch. */
export const running: Reduction = {
  ...mean,
  code: [
    'total, count = total + float({sum}(losses)), count + {count}  # both 0 before the first batch',
    'loss = total / count',
  ],
}

export const sum: Reduction = {
  ...USUAL,
  words: 'summed',
  isSum: true,
  cost: 1,
  code: ['loss = {sum}(losses)'],
  divisor: ({ elements }) => elements.map(() => 1),
}

export const weightedMean: Reduction = {
  ...USUAL,
  words: 'divided by the sum of weights',
  cost: 1,
  weighted: true,
  code: ['loss = {sum}(losses) / {sum}(weight)'],
  divisor: ({ weights }) => weights,
}

const allRows: Reduction = {
  ...CONVENTION,
  words: 'divided by all rows, ignored ones included',
  cost: 2,
  divisor: ({ allRows, rows }) => (allRows.some((n, b) => n !== rows[b]) ? allRows : null),
}

const rows: Reduction = {
  ...CONVENTION,
  words: 'summed over the labels of a row, averaged over rows',
  cost: 2,
  code: ['loss = {sum}(losses) / len(losses)'],
  divisor: ({ rows }, { task }) => (task === 'multilabel' ? rows : null),
}

const positives: Reduction = {
  ...CONVENTION,
  words: 'divided by the number of positives',
  cost: 2,
  code: ['loss = {sum}(losses) / {sum}(t)'],
  divisor: ({ positives }, { task }) => (task === 'softmax' ? null : positives),
}

/** As DETR has it. */
const labelsAndPositives: Reduction = {
  ...CONVENTION,
  words: 'averaged over labels, summed, divided by the number of positives',
  cost: 3,
  code: ['loss = {sum}({mean}(losses, -1)) / {sum}(t)'],
  divisor: ({ positives }, { task, classes }) =>
    task === 'multilabel' ? positives.map((n) => n * classes) : null,
}

/** As the trainer of Hugging Face has it: rows with nothing to learn count too. */
const meansByRows: Reduction = {
  ...CONVENTION,
  words: 'batch means averaged by the rows of their batches, ignored ones included',
  cost: 4,
  divisor: ({ elements, rows, allRows }) => (allRows.some((n, b) => n !== rows[b]) ? elements : null),
  epoch: (means, { allRows }) => {
    const all = allRows.reduce((a, b) => a + b, 0)
    return means.reduce((total, m, b) => total + m * allRows[b], 0) / all
  },
}

export const REDUCTIONS: readonly Reduction[] = [
  mean,
  sum,
  weightedMean,
  allRows,
  rows,
  positives,
  labelsAndPositives,
  meansByRows,
]
