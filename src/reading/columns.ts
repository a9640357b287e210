/**
 * Which column holds what: told from names, shapes and values, overruled by flags, and refused where it is
 * unclear.
 */
import { InputError } from '../errors.ts'
import type { Table } from '../formats/table.ts'
import { splitNames } from '../words/names.ts'
import type { Key } from './alignment/key.ts'
import type { Beside } from './beside.ts'
import { alignLabels, type SaidLists } from './labels/align.ts'
import { asPredicted } from './labels/as-predicted.ts'
import { saysMatch } from './labels/boxes.ts'
import { namesOfNone } from './labels/codes.ts'
import { findLabels } from './labels/columns.ts'
import { type AllLabels, sampleLabels } from './labels/evidence.ts'
import { labelsThatFollow } from './labels/following.ts'
import { refuseMask } from './labels/masks.ts'
import { refuseNameLists } from './labels/name-lists.ts'
import { refuseOneOfMatrix } from './labels/one-of-matrix.ts'
import { refuseOtherPeople } from './labels/other-people.ts'
import { refuseSoftTarget } from './labels/regression.ts'
import { findModels } from './models/models.ts'
import { refuseSeveralModels } from './models/recognise.ts'
import { findColumn, listNames, sampleOf } from './named-columns.ts'
import { bySide, findOthers, type Others } from './others.ts'
import type { Reading, ReadingOptions } from './reading.ts'
import { findScores } from './scores/columns.ts'
import { refuseConfidence } from './scores/confidence.ts'
import { refuseLongRows } from './scores/long-rows.ts'
import { refuseMembers } from './scores/members.ts'
import { negationsBeside } from './scores/negations.ts'
import { probabilitiesOf } from './scores/said-twice.ts'
import { refuseSaidModels } from './scores/several-models.ts'
import {
  refuseOrders,
  refuseOwnSamples,
  refusePredictedClasses,
  refuseSortedRows,
} from './scores/suspicions.ts'
import { type Decided, decide } from './task.ts'

/**
 * Reads the evidence. Throws an InputError that names the flag to use where it is not clear.
 * @param key columns that join the two tables, where labels stand in another
 * @param all what is known of all labels, where the first ones did not tell enough
 */
export function detectReading(
  scores: Table,
  labels: Table,
  options: ReadingOptions,
  key: Key | null,
  beside: Beside,
  all?: AllLabels,
): Reading {
  if (options.score === undefined) refuseOwnSamples(scores)
  const reasons: string[] = []
  const apart = labels !== scores
  const others = findOthers(scores, apart ? labels : null, options, key, beside)
  const { id } = others
  const other = options.other === undefined ? null : findColumn(scores, options.other, '--loss-column')
  const predicted =
    options.predicted === undefined ? null : findColumn(scores, options.predicted, '--predicted')
  const model = options.model === undefined ? null : findModels(scores, options.model).columns
  const [besideScores, besideLabels] = bySide(others)
  const said = [other, predicted].filter((column) => column !== null)
  const taken = new Set([...besideScores, ...said, ...(model ?? [])])
  const takenThere = apart ? new Set([...besideLabels, ...(key ? [key.right] : [])]) : taken
  const labelColumns = labelsBut(
    apart ? null : others.by,
    takenThere,
    (free) => findLabels(labels, options, free, reasons, scores),
    (column) => partsByLabels(labels, column),
  )
  if (!apart) for (const column of labelColumns) taken.add(column)
  const by = others.sides.by === 'scores' ? others.by : null
  refuseSeveralModels({ table: scores, id, labels: apart ? [] : labelColumns, taken, models: model, by })
  const sample = sampleLabels(labels, labelColumns, namesOfNone(options.ignoreLabel, options.background))
  if (labelColumns.length === 1) refuseNameLists(labels, labelColumns[0], sample.cells, scores)
  if (labelColumns.length === 1 && options.classNames === undefined && options.task !== 'multilabel')
    refuseSoftTarget(labels.path, sample.cells, scores)
  const ofClasses = { ...sample, areSeveral: saysSeveral(options) }
  const found = findScores(scores, options.score, taken, ofClasses, reasons)
  const isOrdered = key !== null || labelColumns.length > 1 || saysOrder(options)
  const [label] = labelColumns
  const pair = { scores, columns: found, labels, label }
  const scoreColumns = isOrdered ? found : asPredicted(pair, reasons)
  const width = labelColumns.length
  const again =
    options.score === undefined && options.background === undefined && scoreColumns.length > 1
      ? probabilitiesOf(scores, scoreColumns, taken, width)
      : undefined
  if (again) reasons.push(saysAgain(scores, again))
  // Logits beside as many labels do not tell what the probabilities of them do.
  const task = options.task ?? (again && width > 1 ? TASK_OF[again.way] : undefined)
  if (id !== null) reasons.push(`id is "${scores.columns[id]}"`)
  if (key) reasons.push(`labels are joined by it and "${labels.columns[key.right]}"`)
  for (const reason of [...reasonsOfWeight(scores, labels, others), ...beside.reasons]) reasons.push(reason)
  if (options.label !== undefined && labelColumns.length === 1)
    refuseOneOfMatrix(scores, scoreColumns, labels, labelColumns[0], options)
  if (options.label === undefined) {
    refuseOtherPeople(scores, scoreColumns, labels, labelColumns)
    if (labelColumns.length === 1)
      refuseMask(labels, labelColumns[0], new Set([...scoreColumns, others.by, others.weight]))
  }
  const aligned = alignLabels(scores, scoreColumns, labels, labelColumns, saidLists(options, reasons))
  if (options.score === undefined) refuseSortedRows(scores, scoreColumns)
  if (mayBeMembers(options) && labelColumns.length === 1 && key === null)
    refuseMembers(scores, scoreColumns, sampleOf(labels, labelColumns[0]))
  if (scoreColumns.length === 1 && options.task === undefined && model === null)
    refuseLongRows(scores, scoreColumns[0])
  if (scoreColumns.length === 1 && labelColumns.length === 1)
    refusePredictedClasses(scores, scoreColumns[0], ofClasses.cells)
  if (scoreColumns.length > 2) refuseOrders(scores, scoreColumns)
  if (options.score !== undefined && scoreColumns.length > 1 && mayBeOfOne(options))
    refuseSaidModels(scores, scoreColumns, ofClasses, options.from === 'probs')
  // Where labels say whether a prediction is right, a confidence is the score of that.
  const areMatches = labelColumns.every((column) => saysMatch(labels.columns[column]))
  if (scoreColumns.length === 1 && mayBeConfidence(options) && !areMatches)
    refuseConfidence({
      ...options,
      table: scores,
      score: scoreColumns[0],
      labels: ofClasses.cells,
      others: scores.columns
        .map((_, column) => column)
        .filter((column) => column !== scoreColumns[0] && (apart || !labelColumns.includes(column))),
    })
  const decided = decide(
    scores,
    scoreColumns,
    labels,
    aligned,
    { ...options, task },
    { isJoined: key !== null, all },
    reasons,
  )
  if (predicted !== null) checkPredicted(scores, decided, scoreColumns.length, reasons, predicted)
  const joinedBy = key?.left ?? null
  const read = {
    ...decided,
    ...others,
    adjustment: null,
    scores: scoreColumns,
    predicted,
    labels: aligned,
    joinedBy,
    negations:
      scoreColumns.length === 1 && options.score === undefined
        ? negationsBeside(scores, scoreColumns[0])
        : [],
    reasons,
  }
  return { ...read, following: apart ? null : labelsThatFollow(scores, read) }
}

/** Of percentages the task says that the score is that of the positive class, and their scale does not. */
function mayBeConfidence({ from, task, predicted }: ReadingOptions): boolean {
  return predicted === undefined && (from === undefined || (from === 'percent' && task === undefined))
}

/** Whether nothing is said of rows whose probabilities do not sum to 1. */
function mayBeOfOne({ task, from, renormalize, probTolerance, skips }: ReadingOptions): boolean {
  const isSaid = task !== undefined || renormalize || probTolerance !== undefined || skips
  return !isSaid && (from === undefined || from === 'probs')
}

function saidLists({ score, label }: ReadingOptions, reasons: string[]): SaidLists | null {
  const areLists = [score, label].every((said) => {
    const names = said === undefined ? [] : splitNames(said)
    return names.length > 1 && !names.some(({ isPattern }) => isPattern)
  })
  return areLists ? { reasons } : null
}

/**
 * The labels. Throws an InputError that says `--by class` where they are the column that parts the data.
 *
 * @param by that column of the same table; null where there is none
 */
function labelsBut(
  by: number | null,
  taken: ReadonlySet<number>,
  find: (taken: ReadonlySet<number>) => number[],
  name: (column: number) => InputError,
): number[] {
  try {
    return find(taken)
  } catch (error) {
    if (by === null || !(error instanceof InputError)) throw error
    throw areLabels(by, taken, find) ? name(by) : error
  }
}

/** Whether a column is found to hold them where nothing else is said of it. */
function areLabels(
  by: number,
  taken: ReadonlySet<number>,
  find: (taken: ReadonlySet<number>) => number[],
): boolean {
  try {
    const found = find(new Set([...taken].filter((column) => column !== by)))
    return found.length === 1 && found[0] === by
  } catch (error) {
    if (error instanceof InputError) return false
    throw error
  }
}

function partsByLabels(table: Table, column: number): InputError {
  return new InputError(
    table.path,
    `"${table.columns[column]}", which --by names, holds the labels`,
    `say --by class, which parts the samples by them; or name the labels with --label NAME if they stand in another column`,
  )
}

function saysSeveral({ task, background }: ReadingOptions): boolean {
  return background !== undefined || (task !== undefined && task !== 'binary')
}

const TASK_OF = { softmax: 'softmax', sigmoid: 'multilabel' } as const

function saysAgain({ columns }: Table, again: NonNullable<ReturnType<typeof probabilitiesOf>>): string {
  return `${listNames(again.columns.map((column) => columns[column]))} say them again: each row is their ${again.way}`
}

/** Whether the order of the columns is what is said of them, or says nothing. */
function saysOrder({ score, task, classNames }: ReadingOptions): boolean {
  return score !== undefined || classNames !== undefined || task === 'multilabel'
}

/** Whoever says what the columns are has no need to be asked. */
function mayBeMembers({ score, task, classNames }: ReadingOptions): boolean {
  return score === undefined && task === undefined && classNames === undefined
}

function reasonsOfWeight(scores: Table, labels: Table, { weight, sides }: Others): readonly string[] {
  if (weight === null || sides.weight === 'own') return []
  return sides.weight === 'labels'
    ? [`weight is "${labels.columns[weight]}" beside the labels`]
    : [`weight is "${scores.columns[weight]}"`]
}

/** The confidence of a prediction tells the probability of either class where there are two. */
function checkPredicted(
  { path, columns }: Table,
  { task, from, form }: Decided,
  scores: number,
  reasons: string[],
  predicted: number,
): void {
  if (task === 'binary' && scores === 1 && from !== 'probs' && form !== 'log-probs')
    throw new InputError(
      path,
      '--predicted takes probabilities, and the scores are read as logits',
      'say --from probs, percent or log-probs if they are that, or write probabilities',
    )
  if (task !== 'binary' || scores > 1)
    throw new InputError(
      path,
      '--predicted takes one probability a row, of one of two classes',
      'with more classes, a loss needs the score of each: write one column per class',
    )
  reasons.push(`the score is that of the class in "${columns[predicted]}", as --predicted says`)
}
