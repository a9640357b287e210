/** Which columns hold the labels: by flag, by names, by what the cells hold. */
import { InputError } from '../../errors.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import {
  isIdName,
  isLabelName,
  isNameless,
  isScoreName,
  labelFamily,
  listFamily,
  listName,
  scoreFamily,
} from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { factOf, mayBeLabel, mentionsScore, saysOther, saysPredicted, subjectOf } from '../name-words.ts'
import {
  findColumns,
  groupFamilies,
  listColumns,
  listNames,
  sampleOf,
  unclear,
  writeColumns,
} from '../named-columns.ts'
import { labelsInNames } from '../words-in-names.ts'
import { canonical, type Ignore, isIgnored } from './codes.ts'
import { ofOneTruth } from './one-truth.ts'

/** What the user says of labels: the flags --label and --ignore-label. */
interface Said {
  readonly label?: string
  readonly ignoreLabel?: Ignore
}

/**
 * @param taken columns that hold something else
 * @param scores where the scores stand, the same table or another
 */
export function findLabels(
  table: Table,
  { label, ignoreLabel }: Said,
  taken: ReadonlySet<number>,
  reasons: string[],
  scores: Table,
): number[] {
  if (label !== undefined) {
    reasons.push(`labels are "${label}", as --label says`)
    return findColumns(table, label, '--label')
  }
  const free = table.columns.map((_, index) => index).filter((index) => !taken.has(index))
  if (free.length === 1) return free
  const isBit = (cell: string) => cell === '0' || cell === '1' || isIgnored(cell, ignoreLabel)
  return table.named
    ? findLabelsByName(table, free, isBit, reasons, scores)
    : findLabelsByValue(table, free, isBit, reasons)
}

type CellTest = (cell: string) => boolean

function findLabelsByName(
  table: Table,
  free: readonly number[],
  isBit: CellTest,
  reasons: string[],
  scores: Table,
): number[] {
  if (table.columns.every(isNameless)) return findLabelsByValue(table, free, isBit, reasons)
  const named = free.filter((index) => isLabelName(table.columns[index]))
  const byName = named.length > 1 ? named.filter((index) => !holdsFractions(table, index)) : named
  if (byName.length === 1) {
    reasons.push(`labels are "${table.columns[byName[0]]}", by its name`)
    return byName
  }
  const one =
    byName.length > 1 ? ofOneTruth(table, byName, (column) => holdsClassNames(table, column)) : undefined
  if (one !== undefined) {
    reasons.push(`labels are "${table.columns[one]}", and the others called so say the same in other words`)
    return [one]
  }
  if (byName.length > 1) throw unclear(table, byName, 'labels', '--label')
  const family = findFamily(table, free, isBit)
  if (family) {
    const names = family.map((index) => table.columns[index])
    reasons.push(`labels are the ${family.length} columns ${listNames(names)}, one per class, by their names`)
    return [...family]
  }
  const bare = findBare(table, free, isBit, scores)
  if (bare) {
    reasons.push(`labels are the ${bare.length} columns of 0 and 1 that those of the scores are named for`)
    return [...bare]
  }
  const worded = free.filter((index) => holdsClassNames(table, index))
  const byClass = worded.length > 1 ? worded.filter((index) => !saysPredicted(table.columns[index])) : worded
  if (byClass.length === 1) {
    reasons.push(
      `labels are "${table.columns[byClass[0]]}", whose cells are the classes that the scores are named for`,
    )
    return byClass
  }
  const namesake = findNamesake(table, free)
  if (namesake !== undefined) {
    reasons.push(`labels are "${table.columns[namesake]}", which the scores are named for`)
    return [namesake]
  }
  const weak = free.filter((index) => mayBeLabel(table.columns[index]) && holdsTwo(table, index))
  if (weak.length === 1) {
    reasons.push(`labels are "${table.columns[weak[0]]}", by its name and its two values`)
    return weak
  }
  // An index or an id beside one other column.
  const others = free.filter((index) => !isIdName(table.columns[index]))
  if (free.length === 2 && others.length === 1) return others
  throw unclearLabels(table, likelyLabels(table, free))
}

/** Columns of few values that come again, those of two first. */
function likelyLabels(table: Table, free: readonly number[]): readonly number[] {
  const values = (column: number) =>
    new Set(sampleOf(table, column).map((cell) => canonical(cell.trim()))).size
  const isLikely = (column: number) => {
    const name = table.columns[column]
    const isOther = isIdName(name) || saysOther(name) || saysPredicted(name) || isScoreName(name)
    const count = values(column)
    return (
      !isOther && !holdsFractions(table, column) && count > 1 && count <= Math.max(2, table.sample.length / 4)
    )
  }
  return free.filter(isLikely).sort((a, b) => Number(values(a) > 2) - Number(values(b) > 2))
}

/** A coordinate or an amount may be called y or target. */
function holdsFractions(table: Table, column: number): boolean {
  return columnNumbers(table, column).some((value) => !Number.isNaN(value) && !Number.isInteger(value))
}

function holdsTwo(table: Table, column: number): boolean {
  return new Set(sampleOf(table, column).map((cell) => cell.trim())).size === 2
}

/** The column of two values that scores are named for: Churn beside Churn_Prob, is_fraud beside fraud_probability. */
function findNamesake(table: Table, free: readonly number[]): number | undefined {
  const subjects = new Set(free.map((index) => subjectOf(table.columns[index])).filter((name) => name !== ''))
  const found = free.filter((index) => subjects.has(factOf(table.columns[index])) && holdsTwo(table, index))
  return found.length === 1 ? found[0] : undefined
}

/** Columns of 0 and 1 that are named alike, such as label_cat, label_dog; undefined when there are none. */
function findFamily(table: Table, free: readonly number[], isBit: CellTest): readonly number[] | undefined {
  const candidates = free.filter((index) => holdsBits(table, index, isBit))
  const named = groupFamilies(table, candidates, labelFamily)
  // Lists of 0 and 1 alone are labels whatever their column is called.
  const bits = candidates.filter((index) => sampleOf(table, index).every((cell) => isBit(cell.trim())))
  const found = named.length > 0 ? named : groupFamilies(table, bits, listFamily)
  const called = found.filter(([, [first]]) => isLabelName(listName(table.columns[first])))
  if (called.length === 1) return called[0][1]
  return found.length === 1 ? found[0][1] : undefined
}

/** Most of the cells will do, so that a bad one is told as what it is. */
function holdsBits(table: Table, column: number, isBit: CellTest): boolean {
  const cells = sampleOf(table, column)
  return cells.filter((cell) => isBit(cell.trim()) || isBit(`${parseNumber(cell)}`)).length > cells.length / 2
}

/** Columns of 0 and 1 that bear the names of the classes alone: cat, dog beside prob_cat, prob_dog, or beside cat, dog elsewhere. */
function findBare(
  table: Table,
  free: readonly number[],
  isBit: CellTest,
  scores: Table,
): readonly number[] | undefined {
  const others = scores === table ? free : scores.columns.map((_, column) => column)
  const families = groupFamilies(scores, others, scoreFamily).map(([, members]) =>
    members.map((column) => scoreFamily(scores.columns[column])!.member),
  )
  const sets = scores === table ? families : [...families, scores.columns]
  for (const names of sets) {
    // Rows of the labels that are to be left out have -1 in all of them.
    const found = free.filter(
      (index) =>
        names.includes(table.columns[index]) &&
        holdsBits(table, index, (cell) => cell === '-1' || isBit(cell)),
    )
    const isAll =
      sets.indexOf(names) < families.length ? found.length === names.length : found.length === free.length
    if (found.length > 1 && isAll) return found
  }
  return undefined
}

/**
 * Whether the cells of a column are words that other columns are named for: cat, dog beside prob_cat,
 * prob_dog.
 */
function holdsClassNames(table: Table, column: number): boolean {
  const classes = new Set(table.columns.map((name) => scoreFamily(name)?.member ?? name))
  const cells = sampleOf(table, column).map((cell) => cell.trim())
  if (cells.some(isNumber)) return false
  const scores = table.columns.filter((name, index) => index !== column && mentionsScore(name))
  return cells.every((cell) => classes.has(cell)) || labelsInNames(scores, [...new Set(cells)]) !== null
}

/** Without names: the one column of whole numbers among fractions; or a matrix of 0 and 1. */
function findLabelsByValue(
  table: Table,
  free: readonly number[],
  isBit: CellTest,
  reasons: string[],
): number[] {
  if (free.every((index) => sampleOf(table, index).every(isBit))) {
    reasons.push('labels are a matrix of 0 and 1, one column a class')
    return [...free]
  }
  const whole = free.filter((index) =>
    sampleOf(table, index).every((cell) => Number.isInteger(parseNumber(cell))),
  )
  if (whole.length === 1) {
    reasons.push(`labels are column ${table.columns[whole[0]]}, the only one of whole numbers`)
    return whole
  }
  const worded = free.filter((index) => !sampleOf(table, index).some(isNumber))
  if (worded.length === 1 && isRepeated(sampleOf(table, worded[0]))) {
    reasons.push(`labels are column ${worded[0]}, the only one of words`)
    return worded
  }
  refuseThirdNumber(table, free)
  throw unclearLabels(table)
}

/** Words that come again and again name classes, and not rows. */
function isRepeated(cells: readonly string[]): boolean {
  return new Set(cells).size <= Math.max(2, cells.length / 4)
}

/** A matrix of 0, 1 and one more number, which is a class in no cell. */
function refuseThirdNumber(table: Table, free: readonly number[]): void {
  const cells = new Set(table.sample.flatMap((row) => free.map((index) => canonical(row[index].trim()))))
  const [third, ...others] = [...cells].filter((cell) => cell !== '0' && cell !== '1')
  if (third === undefined || others.length > 0 || !cells.has('0')) return
  throw new InputError(
    table.path,
    `labels are a matrix of 0, 1 and ${third}`,
    `say ${writeFlag('--ignore-label', joinNames([third]))} to leave out the cells of ${third}`,
  )
}

function unclearLabels(table: Table, likely: readonly number[] = []): InputError {
  const label =
    likely.length > 0
      ? `${writeFlag('--label', writeColumns(table, [likely[0]]))} if that is it`
      : '--label NAME'

  return new InputError(
    table.path,
    'it is unclear which column holds the labels',
    `say ${label}, or --labels FILE if they stand elsewhere; the columns are ${listColumns(table)}`,
  )
}
