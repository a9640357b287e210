/** What the labels of a table mean for the scores of one. */

import { InputError } from '../../errors.ts'
import { isNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import type { Task } from '../../losses/task.ts'
import { listOf } from '../arrays/class-lists.ts'
import { negativeWord, scoreFamily, withoutScoreEnding } from '../column-names.ts'
import { mentionsScore, saysClass, subjectOf, wordsIn } from '../name-words.ts'
import { areOneList, holderOf, listNames, sampleOf } from '../named-columns.ts'
import type { ReadingOptions } from '../reading.ts'
import { classesOf } from '../scores/classes.ts'
import { areAllShares } from '../scores/likely.ts'
import { namesModel } from '../scores/model-words.ts'
import { rowsSumToOne } from '../scores/seen-scores.ts'
import { labelsInNames } from '../words-in-names.ts'
import { binaryLabels } from './binary.ts'
import { type LabelCodes, matrixLabels, namesOfNone } from './codes.ts'
import { classAbove } from './decisions.ts'
import { type AllLabels, areAmong, areAmongAnyCase, labelCells } from './evidence.ts'
import { foregroundLabels } from './foreground.ts'
import { highestOf } from './highest.ts'
import { markedLabel } from './marked.ts'
import { refuseMissingColumn } from './missing-column.ts'
import { isNegation, nameOf, relationOf } from './opposed.ts'
import { predictionsOf } from './predicted-classes.ts'
import { softmaxLabels } from './softmax.ts'

/** What is known of labels before they are read. */
export interface Known {
  /** Whether they stand in another order than the scores. */
  readonly isJoined: boolean
  /** Where the first ones did not tell enough. */
  readonly all?: AllLabels
}

/** What is known of labels and scores before. */
export interface Readiness extends Known {
  /** Whether rows of scores sum to 1. */
  readonly isDistribution: boolean
}

export function readCodes(
  task: Task,
  scores: Table,
  scoreColumns: readonly number[],
  labels: Table,
  labelColumns: readonly number[],
  { classNames, ignoreLabel, score, background, skips, predicted }: ReadingOptions,
  { isJoined, isDistribution, all }: Readiness,
): LabelCodes {
  const evidence = {
    path: holderOf(labels, labelColumns[0]),
    sample: sampleOf(labels, labelColumns[0]),
    names: classNames,
    ignore: ignoreLabel,
    isDistribution,
    countsFromZero: scores.countsFromZero,
  }
  if (task === 'binary') {
    const cells = labelCells(evidence.sample, ignoreLabel)
    const relation = relationOf({ scores, score: scoreColumns[0], labels, label: labelColumns[0] })
    // Named for the same thing, prob_no_show beside no_show is that of the positive class whatever its word.
    const isSaid = classNames !== undefined
    const [own, theirs] = [nameOf(scores, scoreColumns[0]), nameOf(labels, labelColumns[0])]
    const marked = scores.named ? markedLabel(evidence.path, own, theirs, cells, isSaid) : undefined
    const scored =
      marked ?? (relation === 'same' ? undefined : classOfScore(scores, scoreColumns[0], cells, !isSaid))
    return binaryLabels({ ...evidence, scored, predicted: predictionsOf(scores, predicted, cells) })
  }
  const headers =
    scores.named && !areOneList(scores, scoreColumns)
      ? headersOf(scores, scoreColumns, labelCells(evidence.sample, namesOfNone(ignoreLabel, background)))
      : null
  // Whoever lists the columns has said their order.
  const isListed = score !== undefined && !score.includes('*')
  if (headers && classNames) checkOrder(scores, isListed ? [] : scoreColumns, headers, classNames)
  const isMatrix = labelColumns.length > 1 || (task === 'multilabel' && scoreColumns.length === 1)
  if (isMatrix && background === undefined) {
    const names = classNames ?? headers ?? scoreColumns.map((_, index) => `${index}`)
    if (names.length !== scoreColumns.length) {
      throw new InputError(
        scores.path,
        `--class-names gives ${names.length} names for ${scoreColumns.length} columns of scores`,
      )
    }
    return matrixLabels(names, ignoreLabel)
  }
  if (scores.ordered === false && headers && !isListed && classNames === undefined)
    refuseIndices(scores, scoreColumns, headers, labelCells(evidence.sample, ignoreLabel))
  if (task === 'softmax' && headers && classNames === undefined && !skips)
    refuseMissingColumn(
      evidence.path,
      scores,
      scoreColumns,
      headers,
      labelCells(evidence.sample, ignoreLabel),
    )
  if (background !== undefined) return foregroundLabels(evidence, scoreColumns.length, headers, background)
  const best = () => (isJoined ? [] : highestOf(scores, scoreColumns))
  const cells = [...new Set(labelCells(evidence.sample, ignoreLabel))]
  const list =
    classNames || headers || cells.length === 0
      ? undefined
      : listOf(
          scores,
          scoreColumns.length,
          (classes) => areAmong(cells, classes) && !mayBeIndices(cells, classes),
        )
  const names = classNames ?? list?.classes
  const codes = softmaxLabels({ ...evidence, names, best, all }, scoreColumns.length, headers)
  return list ? { ...codes, summary: `${codes.summary} in the order of "${list.name}"` } : codes
}

/** The classes that columns are named for, as the labels say them: `3`, `class3`, or the whole `prob_class3`. */
function headersOf(table: Table, columns: readonly number[], cells: readonly string[]): readonly string[] {
  const names = columns.map((index) => table.columns[index])
  const classes = classesOf(names)
  const members = names.map((name) => scoreFamily(name)?.member ?? name)
  const isKnown = (known: readonly string[]) => {
    const all = new Set(known)
    return cells.length > 0 && cells.every((cell) => all.has(cell))
  }
  if (isKnown(classes)) return classes
  const found = labelsInNames(names, [...new Set(cells)])
  // The case of what does not occur among the first labels is not known.
  if (found?.includes(null) && areAmongAnyCase(cells, classes)) return classes
  const inNames = found?.map((label, i) => label ?? classes[i])
  return (
    [members, names, names.map(withoutScoreEnding), inNames, behindOneStem(names, cells)].find(
      (other) => other && isKnown(other),
    ) ?? classes
  )
}

/** What stands behind the beginning that all have, where that leaves a label of one: Class 0 and Class 1 of old_logits.Class 0 beside it. */
function behindOneStem(names: readonly string[], cells: readonly string[]): readonly string[] | undefined {
  const labels = new Set(cells)
  for (const name of names)
    for (const label of labels) {
      const stem = name.endsWith(label) ? name.slice(0, -label.length) : ''
      const isStem = /[^\p{L}\p{N}]$/u.test(stem) && names.every((one) => one.startsWith(stem))
      if (isStem) return names.map((one) => one.slice(stem.length))
    }
  return undefined
}

/** The class that the one score of a row is of: by its name, or where it is the higher the predictions beside it say. */
function classOfScore(
  table: Table,
  column: number,
  cells: readonly string[],
  isUnsaid: boolean,
): string | undefined {
  const named = scoredClass(table, column, cells)
  const isNamed = named !== undefined && cells.includes(named)
  return isNamed || !isUnsaid ? named : (classAbove(table, column, cells) ?? named)
}

/** Numbers that are places of the columns as well: labels of 0 to 4 beside an array of an order in which classes were learnt. */
function mayBeIndices(cells: readonly string[], classes: readonly string[]): boolean {
  return cells.every((cell) => /^\d+$/.test(cell) && Number(cell) < classes.length)
}

/** The class that the one score of a row is named for: prob_malignant, or resnet50_malignant_prob where that is a label. */
function scoredClass(table: Table, column: number, cells: readonly string[]): string | undefined {
  const name = table.columns[column]
  // A bare number may be that of the column: 0 is what pandas calls the only one.
  const denied = negativeWord(name) && !isNumber(name) ? name : undefined
  const family = table.named && !countsModels(table, column) ? scoreFamily(name) : undefined
  const member = table.named ? (family?.member ?? denied) : undefined
  // P(y=0), prob_class_0, prob_neg_class
  const scored = member?.replace(/^(?:class|cls|y)[_ =]?(?=.)/i, '').replace(/[_ ]class$/i, '')
  const inMember = namedIn(scored ?? '', cells)
  // Beside the name of a model: new_score.fraud
  const inName = table.named ? namedIn(subjectOf(table.columns[column]), cells) : undefined
  return inMember ?? inName ?? (table.named ? negativeIn(table, column) : undefined) ?? scored
}

/** Whether a number is that of a model or a fold: of pred_0, pred_1, pred_2 that lie within 0 to 1, and do not sum to 1 as those of classes do. */
function countsModels(table: Table, column: number): boolean {
  const { family, member } = scoreFamily(table.columns[column]) ?? {}
  if (family === undefined || !/^\d+$/.test(member!)) return false
  const all = [...table.columns.keys()].filter((other) => {
    const found = scoreFamily(table.columns[other])
    return found?.family === family && /^\d+$/.test(found.member)
  })
  const areClasses = () => (['probs', 'percent'] as const).some((scale) => rowsSumToOne(table, all, scale))
  return all.length > 2 && areAllShares(table, all) && !areClasses()
}

/** Behind a word for scores, a class or a model the last word is the class, where it is one for the negative class: model_prob_0, prob_lr_neg. */
function negativeIn(table: Table, column: number): string | undefined {
  const name = table.columns[column]
  const words = name.split(/[^\p{L}\p{N}]/u).filter((word) => word !== '')
  if (words.length < 2 || !mentionsScore(name)) return undefined
  const [before, last] = words.slice(-2)
  if (!negativeWord(last)) return undefined
  const stem = name.slice(0, name.lastIndexOf(last))
  const isOfClass = mentionsScore(before) || saysClass(before) || namesModel(before)
  return isOfClass && !(last === '0' && isCounted(table, column, stem)) ? last : undefined
}

/** Whether a number from 0 on is that of a fold, a seed, a model: beside a 2, or a 1 that does not leave what it leaves. */
function isCounted(table: Table, column: number, stem: string): boolean {
  const placeOf = (number: string) =>
    table.columns.findIndex((name) => {
      const rest = name.startsWith(stem) ? name.slice(stem.length) : ''
      return /^\d+/.exec(rest)?.[0] === number
    })
  const one = placeOf('1')
  const sumsToOne = () =>
    (['probs', 'percent'] as const).some((scale) => rowsSumToOne(table, [column, one], scale))
  return placeOf('2') >= 0 || (one >= 0 && !sumsToOne())
}

/** The one label whose words stand among others that deny nothing; a letter among others may be that of a model. */
function namedIn(text: string, cells: readonly string[]): string | undefined {
  const said = wordsIn(text)
  const isSaid = (label: string) => {
    const words = wordsIn(label)
    return isAmong(words, said) && (words.join('').length > 1 || words.length === said.length)
  }
  const found = [...new Set(cells)].filter(isSaid)
  return found.length === 1 && !said.some(isNegation) ? found[0] : undefined
}

/** Whether words stand side by side among others. */
function isAmong(words: readonly string[], all: readonly string[]): boolean {
  return words.length > 0 && ` ${all.join(' ')} `.includes(` ${words.join(' ')} `)
}

/** Numbers in the labels are places of columns that are named in words and that each row has in another order. */
function refuseIndices(
  table: Table,
  columns: readonly number[],
  headers: readonly string[],
  cells: readonly string[],
): void {
  const [label] = cells
  if (label === undefined || !cells.every(isNumber) || headers.some(isNumber)) return
  throw new InputError(
    table.path,
    `rows have ${listNames(columns.map((column) => table.columns[column]))} in different orders, so that it is unclear which is the score of the label ${label}`,
    'say --score and the columns, in the order of the labels',
  )
}

/**
 * Names are given in the order of the columns; the columns' own names in another order are a slip. Where columns stand in
 * another order than their numbers, nobody knows which of the two the names are in.
 */
function checkOrder(
  { path, columns }: Table,
  scoreColumns: readonly number[],
  headers: readonly string[],
  names: readonly string[],
): void {
  const known = new Set(headers)
  const isEach = names.length === headers.length && names.every((name) => known.has(name))
  const areInAnyCase = !isEach && new Set(names).size === headers.length && areAmongAnyCase(names, headers)
  const written = (name: string) => (areInAnyCase ? name.toLowerCase() : name)
  const sameNames = isEach || areInAnyCase
  if (sameNames && names.every((name, index) => written(name) === written(headers[index]))) return
  if (sameNames)
    throw new InputError(
      path,
      `--class-names gives the classes of the columns in another order (${listNames(headers)})`,
      'names go in the order of the columns',
    )
  if (scoreColumns.every((column, at) => at === 0 || column > scoreColumns[at - 1])) return
  const first = scoreColumns.map((column) => columns[column])
  throw new InputError(
    path,
    `its columns of scores are in another order than their numbers (${listNames(first)} as numbered), so that --class-names may go by either`,
    'name the columns with --score, in the order of the names',
  )
}
