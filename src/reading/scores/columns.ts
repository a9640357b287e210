/** Which columns hold the scores: by flag, by names, by what the cells hold. */
import { InputError } from '../../errors.ts'
import { greatest } from '../../extremes.ts'
import { isNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { isNameless, isScoreName, listFamily, listName, scoreFamily } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { decidedScore } from '../labels/decisions.ts'
import { refuseRegression } from '../labels/regression.ts'
import { mentionsMoreThanPredicted, subjectOf, subjectWords } from '../name-words.ts'
import {
  findColumns,
  groupFamilies,
  listColumns,
  listNames,
  MAX_ADVISED,
  sampleOf,
  unclear,
} from '../named-columns.ts'
import { numberHint } from '../number-hints.ts'
import { adviseScores, oneOrBoth } from './advice.ts'
import { byClass, findFamily, type LabelSample } from './family.ts'
import { scoreForLabel } from './for-label.ts'
import { withFractions } from './fractions.ts'
import {
  areAllShares,
  holdsNoScore,
  likelyScores,
  lowerLast,
  possibleScores,
  predictedFirst,
  unclearOne,
} from './likely.ts'
import { findClasses, findPlausible } from './named-classes.ts'
import { negationsBeside, scoreOfPair } from './negations.ts'
import { refusePairs } from './pairs.ts'
import { rivalsOf } from './rivals.ts'
import { refuseRuns } from './runs.ts'
import { rowsSumToOne } from './seen-scores.ts'
import { areNamedForModels, areOfModels, notOfClasses, severalScores } from './several-models.ts'
import { refuseOtherName, refuseWholeAmongFractions } from './suspicions.ts'

/**
 * @param flag what `--score` says
 * @param taken columns that hold something else
 */
export function findScores(
  table: Table,
  flag: string | undefined,
  taken: ReadonlySet<number>,
  labels: LabelSample,
  reasons: string[],
): number[] {
  if (flag !== undefined) {
    reasons.push(`scores are "${flag}", as --score says`)
    return findColumns(table, flag, '--score', (columns) => byClass(table, columns))
  }
  const free = table.columns.map((_, index) => index).filter((index) => !taken.has(index))
  const numeric = free.filter((index) => isNumeric(table, index))
  if (numeric.length === 0) throw noScores(table, free)
  if (numeric.length === 1) {
    refuseOtherName(table, numeric[0])
    return numeric
  }
  const isOne = new Set(numeric.map((index) => listName(table.columns[index]))).size === 1
  if (table.named && !(isOne && isNameless(table.columns[numeric[0]])))
    return findScoresByName(table, free, numeric, labels, reasons)
  refuseIndex(table, numeric)
  refuseWholeAmongFractions(table, numeric)
  return numeric
}

/** A number that is none, as numpy, pandas and JavaScript write it. */
const NOT_FINITE = /^\s*[+-]?(nan|inf|infinity)\s*$/i

function isNumeric(table: Table, column: number): boolean {
  // Most are, which is seen at once.
  const numbers = columnNumbers(table, column)
  if (numbers.length > 0 && numbers.every(Number.isFinite)) return true
  const cells = sampleOf(table, column).filter((cell) => cell.trim() !== '')
  const known = cells.filter((cell) => !NOT_FINITE.test(cell))
  // A class of these alone is one that cannot be read: to leave it out would number the others anew.
  if (known.length === 0) return cells.length > 0
  // Of two rows the one that is no number is told where it stands.
  const half = known.length / 2
  const count = known.filter(isNumber).length
  return count > half || (known.length === 2 && count === 1 && isScoreName(table.columns[column]))
}

/** Shows a cell of the column that was most likely meant. */
function noScores(table: Table, free: readonly number[]): InputError {
  const elsewhere = `say --score NAME, or --labels FILE if the labels stand elsewhere; the columns are ${listColumns(table)}`
  const likely = free.find((index) => isScoreName(table.columns[index]) || scoreFamily(table.columns[index]))
  const column = likely ?? free[0] ?? 0
  const cells = sampleOf(table, column).filter((text) => text.trim() !== '')
  // In a column that is half numbers the first cell may be one.
  const cell = cells.find((text) => !isNumber(text)) ?? cells[0] ?? ''
  const hint = numberHint(cell) ?? elsewhere
  if (free.length === 0 || cell === '')
    return new InputError(table.path, 'has no column of scores beside the labels', hint)
  const shown = cell.length > 40 ? `${cell.slice(0, 40)}…` : cell
  return new InputError(
    table.path,
    `has no column of scores: ${table.named ? '' : 'column '}"${table.columns[column]}" holds "${shown}", which is not a number`,
    hint,
  )
}

/** A nameless column of 0, 1, 2, ... is more likely an index than the scores of a class. */
function refuseIndex(table: Table, numeric: readonly number[]): void {
  const index = numeric.find((column) => {
    const values = columnNumbers(table, column)
    const first = Math.trunc(values[0])
    return values.length > 2 && Number.isFinite(first) && values.every((value, row) => value === first + row)
  })
  if (index === undefined) return
  const others = numeric.filter((column) => column !== index)
  throw new InputError(
    table.path,
    `column ${index} counts the rows and looks like an index`,
    others.length > MAX_ADVISED
      ? 'say --score and the columns of scores'
      : `say ${writeFlag('--score', others.join(','))} to leave it out`,
  )
}

function findScoresByName(
  table: Table,
  free: readonly number[],
  numeric: readonly number[],
  labels: LabelSample,
  reasons: string[],
): number[] {
  refusePairs(table, numeric, labels)
  const affirmed = scoreOfPair(table, numeric, labels)
  if (affirmed !== null) {
    reasons.push(
      `scores are "${table.columns[affirmed]}", beside "${table.columns[negationsBeside(table, affirmed)[0]]}" of its negation`,
    )
    return [affirmed]
  }
  const own = scoreForLabel(table, numeric, labels)
  if (own !== null) {
    reasons.push(`scores are "${table.columns[own]}", which is named for the labels`)
    return [own]
  }
  const family = findFamily(table, numeric, labels)
  if (family) {
    const names = family.map((index) => table.columns[index])
    reasons.push(`scores are the ${family.length} columns ${listNames(names)}, one per class, by their names`)
    return [...family]
  }
  const plausible = findPlausible(table, numeric, labels)
  const classes = findClasses(table, plausible, labels, reasons)
  if (classes) return [...classes]
  const lists = listsOfScores(table, plausible)
  const areSeveral = new Set(labels.cells).size > 2 || labels.width > 1
  const [called] = lists.filter(([first]) => isScoreName(listName(table.columns[first])))
  if (areSeveral && called && lists.length === 1) return takeList(table, called, labels, reasons)
  const words = new Set(labels.cells)
  const single = withFractions(table, plausible).filter((index) => {
    const name = table.columns[index]
    return (isScoreName(name) || scoreFamily(name)) && !words.has(name)
  })
  const rivals = single.length === 1 && !areSeveral ? rivalsOf(table, single[0], plausible, labels.names) : []
  if (labels.width === 1 && single.length === 1 && rivals.length === 0) {
    reasons.push(`scores are "${table.columns[single[0]]}", by its name`)
    return single
  }
  const meant = [...rivals, ...single]
  const decided = labels.width === 1 && meant.length > 1 ? decidedScore(table, meant) : undefined
  if (decided !== undefined) {
    reasons.push(`scores are "${table.columns[decided]}", which the predictions follow`)
    return [decided]
  }
  if (rivals.length > 0) throw unclear(table, meant, 'scores', '--score')
  if (lists.length === 1) return takeList(table, lists[0], labels, reasons)
  if (lists.length > 1) throw unclearLists(table, lists)
  if (labels.width > 1 && labels.width === plausible.length) {
    refuseWholeScores(table, plausible, numeric, labels)
    reasons.push(`scores are the ${plausible.length} other columns of numbers, as many as labels per row`)
    return [...plausible]
  }
  refuseRegression(table, numeric, labels)
  const likely = single.length > 1 ? predictedFirst(table, single) : likelyScores(table, plausible, numeric)
  const rest = lowerLast(table, likely, labels.cells)
  if (rest.length === 0) throw nothingAmong(table, free, numeric, areSeveral)
  if (rest.length === 1 && isNamedForLabel(table.columns[rest[0]], labels)) {
    reasons.push(`scores are "${table.columns[rest[0]]}", which is named for the labels`)
    return [...rest]
  }
  if (rest.length === 1) throw unclearOne(table, rest[0])
  if (!areSeveral && single.length > 1) throw severalScores(table, rest)
  if (!areSeveral && areOfModels(table, rest)) throw notOfClasses(table, rest, labels.names)
  if (!areSeveral && areNamedForModels(table, rest)) throw severalScores(table, rest)
  if (!areSeveral && single.length === 0 && rest.length === 2) throw oneOrBoth(table, rest)
  // Of three classes the labels may show two.
  if (rest.length > 2 && rowsSumToOne(table, rest)) throw unclearClasses(table, rest)
  if (!areSeveral || plausible.length <= 2) throw unclear(table, rest, 'scores', '--score')
  refuseRuns(table, plausible, labels)
  throw unclearClasses(table, plausible)
}

/** Columns of whole numbers that are called as scores are, and not as predicted classes may be, are those of another model. */
function refuseWholeScores(
  table: Table,
  plausible: readonly number[],
  numeric: readonly number[],
  labels: LabelSample,
): void {
  const isWhole = (column: number) => columnNumbers(table, column).every(Number.isInteger)
  const whole = numeric.filter((column) => {
    const name = table.columns[column]
    return !plausible.includes(column) && isWhole(column) && mentionsMoreThanPredicted(name)
  })
  if (whole.length === 0) return
  const all = [...plausible, ...whole].toSorted((a, b) => a - b)
  refuseRuns(table, all, labels)
  // Fewer than there are classes, and beyond where those within 0 to 1 go: a credit score is no score of a further class.
  const areBeyond = whole.every((column) => greatest(columnNumbers(table, column)) > 1)
  if (whole.length < plausible.length && areBeyond && areAllShares(table, plausible)) return
  throw new InputError(
    table.path,
    `it is unclear whether ${listNames(whole.map((column) => table.columns[column]))} beside ${listNames(plausible.map((column) => table.columns[column]))} are scores`,
    `say ${adviseScores(table, plausible)} to leave them out`,
  )
}

/** OOF_p_churn beside Actual_Churn. */
function isNamedForLabel(name: string, { names, width }: LabelSample): boolean {
  const subject = subjectOf(name)
  return width === 1 && subject !== '' && names.some((label) => subjectWords(label).join(' ') === subject)
}

/** What is called as scores are may hold numbers that cannot be read as such. */
function nothingAmong(
  table: Table,
  free: readonly number[],
  numeric: readonly number[],
  areSeveral: boolean,
): InputError {
  const words = possibleScores(
    table,
    free.filter((index) => !numeric.includes(index)),
  )
  if (words.length > 0) return noScores(table, words)
  return holdsNoScore(table, areSeveral && numeric.length > 1 ? adviseScores(table, numeric) : undefined)
}

/** One column is no answer where there are several classes. */
function unclearClasses(table: Table, columns: readonly number[]): InputError {
  return new InputError(
    table.path,
    `several columns may hold the scores: ${listNames(columns.map((index) => table.columns[index]))}`,
    `say ${adviseScores(table, columns)} if each is of a class`,
  )
}

/** The columns of each list that may be scores: of those that are called so, if any is. */
function listsOfScores(table: Table, plausible: readonly number[]): readonly (readonly number[])[] {
  const lists = groupFamilies(table, plausible, listFamily).map(([, places]) => places)
  // Of p1 and p2 both are called so.
  const isCalledSo = (name: string) => isScoreName(name) || isScoreName(name.replace(/_?\d{1,9}$/, ''))
  const called = lists.filter(([first]) => isCalledSo(listName(table.columns[first])))
  return called.length > 0 ? called : lists
}

function takeList(table: Table, places: readonly number[], labels: LabelSample, reasons: string[]): number[] {
  refuseOtherLists(table, places, labels)
  reasons.push(`scores are the lists in "${listName(table.columns[places[0]])}", one per class`)
  return [...places]
}

function unclearLists(table: Table, lists: readonly (readonly number[])[]): InputError {
  const names = lists.map(([first]) => listName(table.columns[first]))
  return new InputError(
    table.path,
    `several lists may hold the scores: ${listNames(names)}`,
    `say ${writeFlag('--score', joinNames([names[0]]))} or whichever it is`,
  )
}

/**
 * Lists are scores where they are called so, where rows of them sum to 1, or where there are as many labels; else they may
 * be a box or an embedding.
 */
function refuseOtherLists(table: Table, places: readonly number[], { width }: LabelSample): void {
  const name = listName(table.columns[places[0]])
  if (isScoreName(name) || rowsSumToOne(table, places) || width === places.length) return
  throw new InputError(
    table.path,
    `it is unclear whether the lists of ${places.length} numbers in "${name}" are scores`,
    `say ${writeFlag('--score', joinNames([name]))} if they are those of the classes`,
  )
}
