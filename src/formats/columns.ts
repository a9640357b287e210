/** Which column holds what: told from names, shapes and values, overruled by flags, and refused where it is unclear. */
import { InputError } from '../errors.ts'
import type { Task } from '../losses/loss.ts'
import { nearest } from '../losses/nearest.ts'
import {
  isIdName,
  isLabelName,
  isScoreName,
  isWeightName,
  labelFamilyMember,
  scoreFamilyMember,
} from './column-names.ts'
import { isNumber, parseNumber } from './csv-dialect.ts'
import { binaryLabels, type LabelCodes, matrixLabels, softmaxLabels } from './labels.ts'
import { detectScale, type Scale } from './scale.ts'
import type { Table } from './table.ts'

/** What the user says of a file. Columns are named, or numbered from 0. */
export interface ReadingOptions {
  readonly task?: Task
  readonly from?: Scale
  readonly label?: string
  readonly score?: string
  readonly id?: string
  readonly weight?: string
  readonly by?: string
  readonly classNames?: readonly string[]
  readonly ignoreLabel?: string
}

/** How a data set is read. Columns are indices into the table of scores, labels into the table of labels. */
export interface Reading {
  readonly task: Task
  readonly from: Scale
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

/** Reads the evidence. Throws an InputError that names the flag to use where it is not clear. */
export function detectReading(scores: Table, labels: Table, options: ReadingOptions): Reading {
  const reasons: string[] = []
  const apart = labels !== scores
  const named = (flag: string | undefined, what: string) =>
    flag === undefined ? null : findColumn(scores, flag, `--${what}`)
  const id = named(options.id, 'id') ?? unique(scores, isIdName)
  const weight = named(options.weight, 'weight') ?? unique(scores, isWeightName)
  const by = named(options.by, 'by')
  const taken = new Set([id, weight, by].filter((column) => column !== null))
  const labelColumns = findLabels(labels, options, apart ? new Set() : taken, reasons)
  if (!apart) for (const column of labelColumns) taken.add(column)
  const scoreColumns = findScores(scores, options, taken, sampleOf(labels, labelColumns[0]), reasons)
  if (id !== null) reasons.push(`id is "${scores.columns[id]}"`)
  if (weight !== null) reasons.push(`weight is "${scores.columns[weight]}"`)
  const decided = decide(scores, scoreColumns, labels, labelColumns, options, reasons)
  return { ...decided, scores: scoreColumns, labels: labelColumns, id, weight, by, reasons }
}

function sampleOf(table: Table, column: number): string[] {
  return table.sample.map((row) => row[column])
}

function unique(table: Table, matches: (name: string) => boolean): number | null {
  if (!table.named) return null
  const index = table.columns.findIndex(matches)
  return index < 0 ? null : index
}

/** The column of that name, or of that number where columns have no names. */
export function findColumn(table: Table, name: string, flag: string): number {
  const index = table.columns.indexOf(name)
  if (index >= 0) {
    if (table.columns.indexOf(name, index + 1) < 0) return index
    throw new InputError(table.path, `has two columns named "${name}"`, 'rename one')
  }
  const guess = nearest(name, table.columns)
  throw new InputError(
    table.path,
    `has no column "${name}" for ${flag}`,
    guess ? `did you mean ${guess}?` : `its columns are ${listNames(table.columns)}`,
  )
}

function listNames(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 10).join(', ')}, … (${names.length})` : names.join(', ')
}

/** `a,b,c`, or `prob_*` for all that begin so. */
function findColumns(table: Table, text: string, flag: string): number[] {
  return text.split(',').flatMap((part) => {
    const name = part.trim()
    if (!name.endsWith('*')) return [findColumn(table, name, flag)]
    const found = table.columns.flatMap((column, index) =>
      column.startsWith(name.slice(0, -1)) ? [index] : [],
    )
    if (found.length === 0)
      throw new InputError(table.path, `has no column that begins with "${name.slice(0, -1)}"`)
    return found
  })
}

function findLabels(
  table: Table,
  options: ReadingOptions,
  taken: ReadonlySet<number>,
  reasons: string[],
): number[] {
  if (options.label !== undefined) {
    reasons.push(`labels are "${options.label}", as --label says`)
    return findColumns(table, options.label, '--label')
  }
  const free = table.columns.map((_, index) => index).filter((index) => !taken.has(index))
  if (free.length === 1) return free
  const byName = free.filter((index) => table.named && isLabelName(table.columns[index]))
  if (byName.length === 1) {
    reasons.push(`labels are "${table.columns[byName[0]]}", by its name`)
    return byName
  }
  if (byName.length > 1) throw unclear(table, byName, 'labels', '--label')
  const family = free.filter((index) => table.named && labelFamilyMember(table.columns[index]) !== undefined)
  if (family.length > 1) {
    reasons.push(
      `labels are the ${family.length} columns "${table.columns[family[0]]}" … , one a class, by their names`,
    )
    return family
  }
  const byClass = free.filter((index) => holdsClassNames(table, index))
  if (byClass.length === 1) {
    reasons.push(
      `labels are "${table.columns[byClass[0]]}", whose cells are the classes that the scores are named for`,
    )
    return byClass
  }
  return findLabelsByValue(table, free, reasons)
}

/** Whether the cells of a column are words that other columns are named for: cat, dog beside prob_cat, prob_dog. */
function holdsClassNames(table: Table, column: number): boolean {
  if (!table.named) return false
  const classes = new Set(table.columns.map((name) => scoreFamilyMember(name) ?? name))
  return sampleOf(table, column).every((cell) => !isNumber(cell) && classes.has(cell.trim()))
}

/** Without names: the one column of whole numbers or words among fractions; or a matrix of 0 and 1. */
function findLabelsByValue(table: Table, free: readonly number[], reasons: string[]): number[] {
  const matrix = free.every((index) => sampleOf(table, index).every((cell) => cell === '0' || cell === '1'))
  if (matrix && free.length > 1 && !table.named) {
    reasons.push('labels are a matrix of 0 and 1, one column a class')
    return [...free]
  }
  const whole = free.filter((index) =>
    sampleOf(table, index).every((cell) => Number.isInteger(parseNumber(cell))),
  )
  if (!table.named && whole.length === 1) {
    reasons.push(`labels are column ${whole[0]}, the only one of whole numbers`)
    return whole
  }
  throw new InputError(
    table.path,
    `it is unclear which column holds the labels`,
    `say --label NAME; the columns are ${listNames(table.columns)}${table.named ? '' : ' (no header, so numbered)'}`,
  )
}

function unclear(table: Table, columns: readonly number[], what: string, flag: string): InputError {
  const names = columns.map((index) => table.columns[index])
  return new InputError(
    table.path,
    `several columns may hold the ${what}: ${listNames(names)}`,
    `say ${flag} ${names[0]}`,
  )
}

function findScores(
  table: Table,
  options: ReadingOptions,
  taken: ReadonlySet<number>,
  labelSample: readonly string[],
  reasons: string[],
): number[] {
  if (options.score !== undefined) {
    reasons.push(`scores are "${options.score}", as --score says`)
    return findColumns(table, options.score, '--score')
  }
  const numeric = table.columns.flatMap((_, index) =>
    !taken.has(index) && isNumeric(table, index) ? [index] : [],
  )
  if (numeric.length === 0) {
    throw new InputError(
      table.path,
      `has no column of scores beside the labels`,
      `say --score NAME, or --labels FILE if they stand elsewhere; the columns are ${listNames(table.columns)}`,
    )
  }
  if (!table.named || numeric.length === 1) return numeric
  return findScoresByName(table, numeric, labelSample, reasons)
}

function isNumeric(table: Table, column: number): boolean {
  const cells = sampleOf(table, column).filter((cell) => cell.trim() !== '' && cell.toLowerCase() !== 'nan')
  return cells.length > 0 && cells.filter(isNumber).length > cells.length / 2
}

function findScoresByName(
  table: Table,
  numeric: readonly number[],
  labelSample: readonly string[],
  reasons: string[],
): number[] {
  const names = (columns: readonly number[]) => columns.map((index) => table.columns[index])
  const family = numeric.filter((index) => scoreFamilyMember(table.columns[index]) !== undefined)
  if (family.length > 1) {
    reasons.push(
      `scores are the ${family.length} columns ${listNames(names(family))}, one a class, by their names`,
    )
    return family
  }
  const single = numeric.filter((index) => isScoreName(table.columns[index]))
  if (single.length === 1) {
    reasons.push(`scores are "${table.columns[single[0]]}", by its name`)
    return single
  }
  if (single.length > 1) throw unclear(table, single, 'scores', '--score')
  const known = new Set(names(numeric))
  if (labelSample.every((label) => known.has(label.trim()))) {
    reasons.push(`scores are the ${numeric.length} columns whose names are the labels`)
    return [...numeric]
  }
  throw unclear(table, numeric, 'scores', '--score')
}

type Decided = Pick<Reading, 'task' | 'from' | 'codes' | 'oneHot'>

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
  const { scale, sumsToOne } = detectScale(scores, scoreColumns, task, options.from, reasons)
  const decided = task ?? decideMatrixTask(labels, labelColumns, scale, sumsToOne)
  reasons.push(
    `the task is ${decided}: ${classes} score${classes > 1 ? 's' : ''} and ${width} label${width > 1 ? 's' : ''} a row`,
  )
  const codes = readCodes(decided, scores, scoreColumns, labels, labelColumns, options)
  reasons.push(`labels are read as ${codes.summary}`)
  return { task: decided, from: scale, codes, oneHot: decided === 'softmax' && width > 1 }
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
  const oneHot = labels.sample.every(
    (row) => columns.reduce((sum, column) => sum + parseNumber(row[column]), 0) === 1,
  )
  if (!oneHot) return 'multilabel'
  if (scale === 'probs') return sumsToOne ? 'softmax' : 'multilabel'
  throw new InputError(
    labels.path,
    'each row has one label of 1, and logits do not tell a softmax over the classes from independent sigmoids',
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
  if (task === 'binary') return binaryLabels(evidence)
  const headers = scores.named ? scoreColumns.map((index) => classOfColumn(scores.columns[index])) : null
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

function classOfColumn(name: string): string {
  return scoreFamilyMember(name) ?? name
}
