/** What the labels of a table mean for the scores of one. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import type { Task } from '../../losses/task.ts'
import { scoreFamily } from '../column-names.ts'
import { listNames, sampleOf } from '../named-columns.ts'
import type { ReadingOptions } from '../reading.ts'
import { classesOf } from '../scores/classes.ts'
import { binaryLabels } from './binary.ts'
import { type LabelCodes, matrixLabels } from './codes.ts'
import { softmaxLabels } from './softmax.ts'

export function readCodes(
  task: Task,
  scores: Table,
  scoreColumns: readonly number[],
  labels: Table,
  labelColumns: readonly number[],
  { classNames, ignoreLabel }: ReadingOptions,
): LabelCodes {
  const evidence = {
    path: labels.path,
    sample: sampleOf(labels, labelColumns[0]),
    names: classNames,
    ignore: ignoreLabel,
  }
  if (task === 'binary') return binaryLabels({ ...evidence, scored: scoredClass(scores, scoreColumns[0]) })
  const headers = scores.named ? classesOf(scoreColumns.map((index) => scores.columns[index])) : null
  if (headers && classNames) checkOrder(scores.path, headers, classNames)
  if (labelColumns.length > 1) {
    const names = classNames ?? headers ?? scoreColumns.map((_, index) => `${index}`)
    if (names.length !== scoreColumns.length) {
      throw new InputError(
        scores.path,
        `--class-names gives ${names.length} names for ${scoreColumns.length} columns of scores`,
      )
    }
    return matrixLabels(names, ignoreLabel)
  }
  return softmaxLabels(evidence, scoreColumns.length, headers)
}

/** The class that the one score of a row is named for: prob_malignant. */
function scoredClass(table: Table, column: number): string | undefined {
  return table.named ? scoreFamily(table.columns[column])?.member : undefined
}

/** Names are given in the order of the columns; the columns' own names in another order are a slip. */
function checkOrder(path: string, headers: readonly string[], names: readonly string[]): void {
  const known = new Set(headers)
  const sameNames = names.length === headers.length && names.every((name) => known.has(name))
  if (!sameNames || names.every((name, index) => name === headers[index])) return
  throw new InputError(
    path,
    `--class-names gives the classes of the columns in another order (${listNames(headers)})`,
    'names go in the order of the columns',
  )
}
