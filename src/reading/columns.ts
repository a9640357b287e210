/**
 * Which column holds what: told from names, shapes and values, overruled by flags, and refused where it is
 * unclear.
 */
import { InputError } from '../errors.ts'
import { parseNumber } from '../formats/csv/dialect.ts'
import type { Table } from '../formats/table.ts'

import type { Task } from '../losses/task.ts'
import { writeFlag } from '../words/shell.ts'
import type { Key } from './alignment/key.ts'

import { isIdName, isWeightName, labelFamily, scoreFamily } from './column-names.ts'
import type { LabelCodes } from './labels/codes.ts'
import { findLabels } from './labels/columns.ts'
import { binaryLabels, matrixLabels, softmaxLabels } from './labels/labels.ts'
import { findColumn, findColumns, listNames, sampleOf, writeColumns } from './named-columns.ts'
import type { OtherScale } from './scores/changed.ts'
import { classesOf } from './scores/classes.ts'
import { findScores } from './scores/columns.ts'
import { detectScale, FEW_ROWS, type FileScale, type Scale } from './scores/scale.ts'
import { refuseConfidence, refuseSortedRows } from './scores/suspicions.ts'

/** What the user says of a file. Columns are named, or numbered from 0. */
export interface ReadingOptions {
  readonly task?: Task
  readonly from?: FileScale
  readonly label?: string
  readonly score?: string
  readonly id?: string
  /** Rows of several files belong together as they stand. */
  readonly byRow?: boolean
  /** `none` where a column only looks like one. */
  readonly weight?: string
  readonly by?: string
  readonly classNames?: readonly string[]
  readonly ignoreLabel?: string
  /** Column of predicted classes, whose probability the score is. */
  readonly predicted?: string
  /** A column that holds something else: neither score, label, id nor weight. */
  readonly other?: string
}

/** How a data set is read. Columns are indices into the table of scores, labels into the table of labels. */
export interface Reading {
  readonly task: Task
  readonly from: Scale
  /** What the file holds, where that is neither logits nor probabilities. */
  readonly form: OtherScale | null
  /** Column of the class that the score is of, where that is not the positive one. */
  readonly predicted: number | null
  readonly scores: readonly number[]
  readonly labels: readonly number[]
  readonly codes: LabelCodes
  /** Whether softmax labels are a 0/1 matrix. */
  readonly oneHot: boolean
  readonly id: number | null
  readonly weight: number | null
  readonly by: number | null
  /** Column by column, what it is taken for and why, for `lossctl inspect`. */
  readonly reasons: readonly string[]
}

/**
 * Reads the evidence. Throws an InputError that names the flag to use where it is not clear.
 * @param key columns that join the two tables, where labels stand in another
 */
export function detectReading(
  scores: Table,
  labels: Table,
  options: ReadingOptions,
  key: Key | null,
): Reading {
  const reasons: string[] = []
  const apart = labels !== scores
  const { id, weight, by } = findOthers(scores, apart, options, key)
  const other = options.other === undefined ? null : findColumn(scores, options.other, '--loss-column')
  const predicted =
    options.predicted === undefined ? null : findColumn(scores, options.predicted, '--predicted')
  const taken = new Set([id, weight, by, other, predicted].filter((column) => column !== null))
  const ofLabels = apart ? new Set(key ? [key.right] : []) : taken
  const labelColumns = findLabels(labels, options, ofLabels, reasons)
  if (!apart) for (const column of labelColumns) taken.add(column)
  const scoreColumns = findScores(
    scores,
    options.score,
    taken,
    { cells: sampleOf(labels, labelColumns[0]), width: labelColumns.length },
    reasons,
  )
  if (id !== null) reasons.push(`id is "${scores.columns[id]}"`)
  if (key) reasons.push(`labels are joined by it and "${labels.columns[key.right]}"`)
  if (weight !== null) reasons.push(`weight is "${scores.columns[weight]}"`)
  const aligned = alignLabels(scores, scoreColumns, labels, labelColumns)
  if (options.score === undefined) refuseSortedRows(scores, scoreColumns)
  if (scoreColumns.length === 1 && options.from === undefined && predicted === null)
    refuseConfidence({
      table: scores,
      score: scoreColumns[0],
      labels: sampleOf(labels, labelColumns[0]),
      others: scores.columns
        .map((_, column) => column)
        .filter((column) => column !== scoreColumns[0] && (apart || !labelColumns.includes(column))),
    })
  const decided = decide(scores, scoreColumns, labels, aligned, options, reasons)
  if (predicted !== null) checkPredicted(scores, decided, reasons, predicted)
  return { ...decided, scores: scoreColumns, predicted, labels: aligned, id, weight, by, reasons }
}

/**
 * The columns beside scores and labels. What a flag names for scores or labels is not taken for an id or a
 * weight.
 */
function findOthers(table: Table, apart: boolean, options: ReadingOptions, key: Key | null) {
  const { score, label } = options
  const claimed = new Set([
    ...(score === undefined ? [] : findColumns(table, score, '--score')),
    ...(label === undefined || apart ? [] : findColumns(table, label, '--label')),
  ])
  const byFlag = (flag: string | undefined, what: string) =>
    flag === undefined ? null : findColumn(table, flag, `--${what}`)
  const byName = (matches: (name: string) => boolean) => {
    const index = table.columns.findIndex((name, column) => !claimed.has(column) && matches(name))
    return index < 0 || !table.named ? null : index
  }
  return {
    id: byFlag(options.id, 'id') ?? key?.left ?? byName(isIdName),
    weight:
      options.weight === 'none'
        ? null
        : (byFlag(options.weight, 'weight') ?? findWeight(table, byName(isWeightName))),
    by: byFlag(options.by, 'by'),
  }
}

/** A column that is called so and holds whole numbers from 11 to a million may be the weight of a person or the width of a box. */
function findWeight(table: Table, column: number | null): number | null {
  if (column === null || /^sample/i.test(table.columns[column])) return column
  const values = sampleOf(table, column).map(parseNumber)
  const large = values.find((value) => value > 10 && value < 1e6)
  if (large === undefined || !values.every(Number.isInteger)) return column
  const name = table.columns[column]
  throw new InputError(
    table.path,
    `"${name}" holds whole numbers (${large}), and may be the weight of the sample or something else`,
    `say ${writeFlag('--weight', writeColumns(table, [column]))} if each sample counts so much, or --weight none`,
  )
}

/**
 * Label columns in the order of the score columns, where both name their classes: prob_b, prob_a, label_a,
 * label_b.
 */
function alignLabels(
  scores: Table,
  scoreColumns: readonly number[],
  labels: Table,
  labelColumns: readonly number[],
): readonly number[] {
  if (labelColumns.length === 1 || !scores.named || !labels.named) return labelColumns
  const classOf = (column: number) => labelFamily(labels.columns[column])?.member ?? labels.columns[column]
  const byClass = new Map(labelColumns.map((column) => [classOf(column), column]))
  const classes = classesOf(scoreColumns.map((column) => scores.columns[column]))
  const strange = classes.filter((name) => !byClass.has(name))
  if (strange.length === classes.length) return labelColumns
  if (strange.length === 0 && byClass.size === classes.length)
    return classes.map((name) => byClass.get(name)!)
  const unpaired = strange[0] ?? [...byClass.keys()].find((name) => !classes.includes(name))
  throw new InputError(
    labels.path,
    `the class "${unpaired}" has ${strange.length > 0 ? 'scores and no labels' : 'labels and no scores'}`,
    'name the columns that belong together with --score and --label',
  )
}

/** The confidence of a prediction tells the probability of either class where there are two. */
function checkPredicted(
  { path, columns }: Table,
  { task, from, form }: Decided,
  reasons: string[],
  predicted: number,
): void {
  if (task !== 'binary' || from !== 'probs' || form !== null)
    throw new InputError(
      path,
      '--predicted takes one probability a row, of one of two classes',
      'with more classes, a loss needs the score of each: write one column a class',
    )
  reasons.push(`the score is that of the class in "${columns[predicted]}", as --predicted says`)
}

type Decided = Pick<Reading, 'task' | 'from' | 'form' | 'codes' | 'oneHot'>

function decide(
  scores: Table,
  scoreColumns: readonly number[],
  labels: Table,
  labelColumns: readonly number[],
  options: ReadingOptions,
  reasons: string[],
): Decided {
  const [classes, width] = [scoreColumns.length, labelColumns.length]
  if (width > 1 && width !== classes) {
    throw new InputError(
      scores.path,
      `there are ${classes} columns of scores and ${width} of labels`,
      'say --score and --label',
    )
  }
  const task = options.task ?? (width > 1 ? null : classes > 1 ? 'softmax' : 'binary')
  checkShape(scores.path, task, classes, width)
  const first = sampleOf(labels, labelColumns[0])
  const { scale, form, sumsToOne } = detectScale(scores, scoreColumns, task, options.from, first, reasons)
  const decided = task ?? decideMatrixTask(labels, labelColumns, scale, sumsToOne)
  reasons.push(
    `the task is ${decided}: ${classes} score${classes > 1 ? 's' : ''} and ${width} label${width > 1 ? 's' : ''} a row`,
  )
  const codes = readCodes(decided, scores, scoreColumns, labels, labelColumns, options)
  reasons.push(`labels are read as ${codes.summary}`)
  return { task: decided, from: scale, form, codes, oneHot: decided === 'softmax' && width > 1 }
}

function checkShape(path: string, task: Task | null, classes: number, width: number): void {
  if (task === 'binary' && classes > 1) {
    throw new InputError(
      path,
      `--task binary takes one score a row and there are ${classes}`,
      'name the one of the positive class with --score',
    )
  }
  if (task === 'softmax' && classes < 2) {
    throw new InputError(
      path,
      '--task softmax takes one score a class and there is one column',
      'name them with --score',
    )
  }
  if (task === 'multilabel' && width !== classes) {
    throw new InputError(
      path,
      `--task multilabel takes a label for each of the ${classes} scores of a row`,
      'name them with --label',
    )
  }
}

/** K scores and K labels of 0 and 1 a row: one-hot labels of a softmax, or independent ones. */
function decideMatrixTask(labels: Table, columns: readonly number[], scale: Scale, sumsToOne: boolean): Task {
  const others = labels.sample.filter(
    (row) => columns.reduce((sum, column) => sum + parseNumber(row[column]), 0) !== 1,
  ).length
  // A few rows at odds are bad ones, of either.
  const oneHot = others <= FEW_ROWS * labels.sample.length
  if (scale === 'logits' && oneHot)
    throw unclearTask(
      labels,
      `${others === 0 ? 'each row has' : 'nearly all rows have'} one label of 1, and logits`,
    )
  if (scale === 'logits' || !sumsToOne) return 'multilabel'
  if (oneHot || others <= 1) return 'softmax'
  throw unclearTask(labels, 'rows have several labels of 1 or none, and scores that sum to 1')
}

function unclearTask({ path }: Table, evidence: string): InputError {
  return new InputError(
    path,
    `${evidence} do not tell a softmax over the classes from independent sigmoids`,
    'say --task softmax or --task multilabel',
  )
}

function readCodes(
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
