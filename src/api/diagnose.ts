/** The loss behind given values. */
import { gatherEvidence, type Losses } from '../commands/diagnose-input.ts'
import { UsageError } from '../errors.ts'
import { diagnoseSamples } from '../questions/diagnose/diagnose.ts'
import { expectationOf } from '../questions/diagnose/expectation.ts'
import type { Dataset } from '../reading/dataset.ts'
import { describeSource } from '../sketched/source.ts'
import type { DiagnosisReport } from '../views/layouts/diagnose.ts'
import type { Matrix, Numbers } from './arrays.ts'
import { ANYTHING, COUNT, checkAsked, FACTORS, type Kinds, SUM, TEXT, TEXTS } from './asked.ts'
import { type Data, openRows } from './data.ts'

export interface DiagnoseQuestion {
  /** What a script gave: shape (n), a loss per row, or (n, classes), one for each class of a row. */
  readonly values?: Numbers | Matrix
  /** In its place, what it printed, a batch each, with the digits that it printed. */
  readonly printed?: readonly string[]
  /** Rows of a batch that was printed; all of them unless said. */
  readonly batchSize?: number
  /** Whether what was printed is known to be a mean or a sum. */
  readonly reduction?: 'mean' | 'sum'
  /** The class weights of the script, one per class. */
  readonly classWeights?: readonly number[]
  /** Samples of each class that the script knows, or their shares; of sigmoids shares of positives. Those of the data unless said. */
  readonly classCounts?: readonly number[]
  /** The spec of the loss that it should be. */
  readonly expect?: string
}

const KINDS: Kinds<Required<DiagnoseQuestion>> = {
  values: ANYTHING,
  printed: TEXTS,
  batchSize: COUNT,
  reduction: SUM,
  classWeights: FACTORS,
  classCounts: FACTORS,
  expect: TEXT,
}

/**
 * Which loss a training script really computes, told from the values it gave, and which known mistake is in it. As
 * `lossctl diagnose --format json`; docs/diagnose.md says what is searched.
 *
 * Throws an InputError for data or values that cannot be read, and a UsageError without values.
 *
 * @example
 * const data = { scores: [2, -1, 0.5, -3, 1, 0.2], labels: [1, 0, 1, 1, 0, 1] }
 * const values = (await samples(data, { losses: ['focal:gamma=2'] })).samples
 *   .toSorted((a, b) => a.row - b.row)
 *   .map(({ losses }) => losses[0].value)
 * const found = (await diagnose(data, { values })).explanations[0].spec
 */
export async function diagnose(data: Data, question: DiagnoseQuestion): Promise<DiagnosisReport> {
  checkAsked(question, KINDS)
  const { values, printed, batchSize, reduction, classWeights, classCounts, expect } = question
  if ((values === undefined) === (printed === undefined))
    throw new UsageError('diagnose takes values, or what was printed', 'give one of them')
  const { dataset, how } = await openRows(data)
  const options = {
    onBadRow: how.onBadRow ?? ('fail' as const),
    probTolerance: how.probTolerance,
    printed: printed && { list: printed.join(',') },
    batchSize,
    classWeight: classWeights,
    classCounts,
    reductionOfPrint: reduction,
  }
  const losses = values === undefined ? null : lossesOf(values, placesOf(data, dataset))
  const evidence = await gatherEvidence(dataset, losses, options, () => 'printed: [...]')
  const found = diagnoseSamples(evidence.samples, evidence.observed)
  const expected = expect === undefined ? null : expectationOf(expect, found)
  return { source: describeSource(evidence.scan), subsampled: evidence.subsampled, ...found, expected }
}

/** Where the column of each class stands among those of arrays that have names; values stand in the same places. */
function placesOf(data: Data, { reading }: Dataset): readonly number[] | null {
  return typeof data === 'object' && 'columns' in data && data.columns ? reading.scores : null
}

/** What is missing is NaN, and no 0. */
function lossesOf(values: Numbers | Matrix, places: readonly number[] | null): Losses {
  const place = 'values'
  const numbers = 'shape' in values ? values.data : values
  const [rows, width] = 'shape' in values ? values.shape : [values.length, 1]
  const inOrder = width > 1 && places?.length === width ? places : null
  const at = (cell: number) => (inOrder === null ? cell : cell - (cell % width) + inOrder[cell % width])
  const found = Float64Array.from(numbers, (_, cell) => numbers[at(cell)] ?? Number.NaN)
  return { values: found, rows, width, place }
}
