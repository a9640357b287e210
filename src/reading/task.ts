/** Which task scores and labels make, and of which scale and classes. */
import { InputError } from '../errors.ts'
import { parseNumber } from '../formats/csv/dialect.ts'
import type { Table } from '../formats/table.ts'
import type { Task } from '../losses/task.ts'
import { joinNames } from '../words/names.ts'
import { writeFlag } from '../words/shell.ts'
import { negativeWord, positiveWord } from './column-names.ts'
import { numberRows } from './first-numbers.ts'
import { refuseDetector, refuseOtherBackground } from './labels/background.ts'
import { areIndexed, type LabelCodes } from './labels/codes.ts'
import { refuseContradicted } from './labels/contradicted.ts'
import { labelCells } from './labels/evidence.ts'
import { refuseOneOfClasses } from './labels/one-of-classes.ts'
import { refuseOpposed } from './labels/opposed.ts'
import { likeliestTruth, mostlyAgree } from './labels/other-people.ts'
import { type Known, readCodes } from './labels/read-codes.ts'
import { refuseManyBesideOne } from './labels/regression.ts'
import { refuseUnclearOrder } from './labels/sides.ts'
import { sampleOf } from './named-columns.ts'
import type { Reading, ReadingOptions } from './reading.ts'
import { ownRowSum, type Rounding, seenRounding } from './scores/rounding.ts'
import { type DetectedScale, detectScale } from './scores/scale.ts'
import { FEW_ROWS, type FileScale, rowsSumToOne } from './scores/seen-scores.ts'

/** How far the probabilities of a row may be from 1, whose logarithms were written with three digits. */
const ROUNDED = 0.02

/** The score of a probability of one half. */
const EVEN: Readonly<Record<FileScale, number>> = {
  logits: 0,
  probs: 0.5,
  percent: 50,
  'log-probs': Math.log(0.5),
}

export type Decided = Pick<Reading, 'task' | 'from' | 'form' | 'codes' | 'oneHot' | 'oneClass' | 'rounding'>

export function decide(
  scores: Table,
  scoreColumns: readonly number[],
  labels: Table,
  labelColumns: readonly number[],
  options: ReadingOptions,
  known: Known,
  reasons: string[],
): Decided {
  const { isJoined } = known
  const [classes, width] = [scoreColumns.length, labelColumns.length]
  if (width > 1 && width !== classes) {
    throw new InputError(
      scores.path,
      `there ${classes === 1 ? 'is 1 column' : `are ${classes} columns`} of scores and ${width} of labels`,
      'say --score and --label',
    )
  }
  if (options.background !== undefined) checkBackground(scores.path, options.task, width)
  const isPair = options.task === 'binary' && classes === 2
  // Two scores per row are read as a softmax, also where one is that of the positive class.
  const task = isPair ? 'softmax' : (options.task ?? taskOfShape(classes, width, options.background))
  checkShape(scores.path, task, classes)
  const ownLabels = () =>
    width === 1 ? labelCells(sampleOf(labels, labelColumns[0]), options.ignoreLabel) : []
  if (task === 'binary' && options.classNames === undefined) refuseManyBesideOne(labels.path, ownLabels())
  const detected = detectScale(scores, scoreColumns, task, options, ownLabels, reasons)
  const { scale, form, sumsToOne } = detected
  // Logarithms of probabilities that sum to 1 are below 0, and no sigmoids.
  const mayBeDetector = form === null && !rowsSumToOne(scores, scoreColumns, 'log-probs', { rowSum: ROUNDED })
  if (options.task === undefined && task === 'softmax' && scale === 'logits' && !isJoined && mayBeDetector)
    refuseDetector(scores, scoreColumns, labels, labelColumns[0], options.ignoreLabel)
  if (options.background !== undefined && options.classNames === undefined && !isJoined)
    refuseOtherBackground(scores, scoreColumns, labels, labelColumns[0], {
      background: options.background,
      ignoreLabel: options.ignoreLabel,
      even: EVEN[form ?? scale],
    })
  const isRounded = () =>
    rowsSumToOne(scores, scoreColumns, form ?? scale, {
      rowSum: ownRowSum(scores, scoreColumns, form === 'percent'),
    })
  const decided = task ?? decideMatrixTask(labels, labelColumns, detected, isRounded)
  const readiness = { ...known, isDistribution: sumsToOne }
  const isOrdered = options.classNames !== undefined || /^[^*]*,[^*]*$/.test(options.score ?? '')
  if (decided === 'softmax' && width === 1 && options.task === undefined && !isOrdered)
    refuseOneOfClasses({ scores, columns: scoreColumns, labels, label: labelColumns[0], isJoined })
  const codes = readCodes(decided, scores, scoreColumns, labels, labelColumns, options, readiness)
  if (decided === 'binary' && options.classNames === undefined && options.predicted === undefined) {
    const named = { scores, score: scoreColumns[0], labels, label: labelColumns[0] }
    refuseOpposed(named, codes, isJoined)
    refuseContradicted(named, codes, isJoined)
  }
  if (decided === 'softmax' && width === 1 && (codes.numeric || areIndexed(codes)) && !isOrdered) {
    const classOf = (label: string) => codes.classOf(codes.numeric ? parseNumber(label) : label.trim())
    const labelled = { scores, columns: scoreColumns, labels: sampleOf(labels, labelColumns[0]), classOf }
    refuseUnclearOrder(labelled, isJoined)
  }
  const isSided =
    isPair || (options.task === undefined && decided === 'softmax' && width === 1 && haveSides(codes))
  const named = isSided ? 'binary' : decided
  reasons.push(
    `the task is ${named}: ${classes} score${classes > 1 ? 's' : ''} and ${width} label${width > 1 ? 's' : ''} per row`,
  )
  reasons.push(`labels are read as ${codes.summary}`)
  const rounding = withSeen(scores, scoreColumns, decided, detected)
  const oneClass =
    decided === 'multilabel' && width === 1 && (classes > 1 || options.background !== undefined)
  return {
    task: named,
    from: scale,
    form,
    codes,
    oneHot: decided === 'softmax' && width > 1,
    oneClass,
    rounding,
  }
}

/** Whether of two classes one is the positive one: that of the label 1, or by its word. */
function haveSides(codes: LabelCodes): boolean {
  const { classes } = codes
  if (classes.length !== 2) return false
  return areIndexed(codes) || (negativeWord(classes[0]) && positiveWord(classes[1]))
}

/** Null where the values decide. */
function taskOfShape(classes: number, width: number, background: string | undefined): Task | null {
  if (background !== undefined) return 'multilabel'
  if (width > 1) return null
  return classes > 1 ? 'softmax' : 'binary'
}

function checkBackground(path: string, task: Task | undefined, width: number): void {
  if (task !== undefined && task !== 'multilabel')
    throw new InputError(
      path,
      `--background is a row of zeros for scores that stand each for itself, and --task says ${task}`,
      'leave --task out, or --background: the background of a softmax has a column of its own',
    )
  if (width > 1)
    throw new InputError(
      path,
      `--background is one label of a row, and there are ${width}`,
      'leave it out: a row of zeros says the same',
    )
}

/** Of probabilities, with what the first rows have of it. */
function withSeen(
  table: Table,
  columns: readonly number[],
  task: Task,
  { scale, form, rounding }: DetectedScale,
): Rounding {
  if (scale !== 'probs') return rounding
  const seen = seenRounding(table, columns, task, rounding, form === 'percent')
  return seen ? { ...rounding, seen } : rounding
}

function checkShape(path: string, task: Task | null, classes: number): void {
  if (task === 'binary' && classes > 2) {
    throw new InputError(
      path,
      `--task binary takes one score per row and there are ${classes}`,
      'name the one of the positive class with --score',
    )
  }
  if (task === 'softmax' && classes < 2) {
    throw new InputError(
      path,
      '--task softmax takes one score per class and there is one column',
      'name them with --score',
    )
  }
}

/**
 * K scores and K labels of 0 and 1 a row: one-hot labels of a softmax, or independent ones.
 * @param isRounded whether what rows lack of 1, or have too much, is what rounding did
 */
function decideMatrixTask(
  labels: Table,
  columns: readonly number[],
  { scale, sumsToOne }: DetectedScale,
  isRounded: () => boolean,
): Task {
  const rows = numberRows(labels, columns)
  const others = rows.filter((row) => row.reduce((sum, value) => sum + value, 0) !== 1).length
  // A few rows at odds are bad ones, of either.
  const oneHot = others <= FEW_ROWS * labels.sample.length
  const one = others === 0 ? 'each row has' : 'nearly all rows have'
  if (sumsToOne && (oneHot || others <= 1)) {
    if (isRounded()) return 'softmax'
    throw unclearTask(labels, `${one} one label of 1, and scores whose sums miss 1 by more than rounding`)
  }
  if (scale === 'logits' && oneHot) throw unclearTask(labels, `${one} one label of 1, and logits`)
  if (!sumsToOne) return 'multilabel'
  // Not of a softmax: what two people said of a row may look so.
  throw unclearTask(
    labels,
    'rows have several labels of 1 or none, and scores that sum to 1',
    mostlyAgree(labels, columns)
      ? `say ${writeFlag('--label', joinNames([labels.columns[likeliestTruth(labels, columns)]]))} if that alone is the truth, or --task multilabel if each stands for itself`
      : 'say --task multilabel, or mend the rows that do not have one label of 1',
  )
}

function unclearTask(
  { path }: Table,
  evidence: string,
  hint = 'say --task softmax or --task multilabel',
): InputError {
  return new InputError(
    path,
    `${evidence} do not tell a softmax over the classes from independent sigmoids`,
    hint,
  )
}
