/** Columns of scores that bear the names of the classes and nothing else: cat, dog, bird, or 0, 1, 2. */

import { InputError } from '../../errors.ts'
import { greatest, least } from '../../extremes.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import {
  isScoreName,
  labelFamily,
  namesRows,
  negativeWord,
  positiveWord,
  readingInName,
  scoreFamily,
  withoutScoreEnding,
} from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { saysOther } from '../name-words.ts'
import { listNames, MAX_ADVISED } from '../named-columns.ts'
import { labelsInNames } from '../words-in-names.ts'
import { adviseScores } from './advice.ts'
import { byClass, type LabelSample } from './family.ts'
import { withFractions } from './fractions.ts'
import { withoutRestated } from './restated.ts'
import { partsOf } from './runs.ts'
import { rowsSumToOne } from './seen-scores.ts'
import { holdsClasses } from './suspicions.ts'

/** Columns that may hold scores, by their names and by what the others hold. */
export function findPlausible(
  table: Table,
  numeric: readonly number[],
  { cells, names }: LabelSample,
): readonly number[] {
  const classes = new Set([...cells, ...names.map((name) => labelFamily(name)?.member ?? name)])
  const isClass = (index: number) => classes.has(table.columns[index])
  const counted = new Set(ofCountedClasses(table, numeric))
  const isOther = (name: string, index: number) =>
    (saysOther(name) && !counted.has(index) && !isPortuguese(table, index, numeric)) ||
    (namesRows(name) && holdsIndices(table, index, classes, 1))
  const byName = numeric.filter((index) => isClass(index) || !isOther(table.columns[index], index))
  // Beside columns of fractions one of whole numbers, such as y_pred beside y_prob, holds predicted classes.
  const areMixed = withFractions(table, byName).length < byName.length
  const ofScores = byName.filter(
    (index) => isClass(index) || !areMixed || !holdsIndices(table, index, classes, 2),
  )
  return withoutRestated(table, ofScores, cells)
}

/** Predicted Probability Class 0, 1, 2: what is called like a predicted class is the score of one where a number from 0 tells it from the others, and rows sum to 1. */
function ofCountedClasses(table: Table, numeric: readonly number[]): readonly number[] {
  const named = numeric.filter((index) => {
    const name = table.columns[index]
    return readingInName(name) === 'probs' && !saysOther(name.replaceAll(/class|label/gi, ''))
  })
  const parts = named.map((index) => partsOf(table.columns[index]))
  const areOne = parts.length > 1 && parts.every(([head, tail]) => head === parts[0][0] && /^\d+$/.test(tail))
  const numbers = parts.map(([, tail]) => tail)
  return areOne && numbers.includes('0') && isRun(numbers.map(parseNumber)) && areWhole(table, named)
    ? named
    : []
}

/** Names of languages, of which a few stand beside pt where it is one of them. */
const LANGUAGES = new Set('ar cs da de el en es fi fr hu it ja ko nl pl ru sv tr uk zh'.split(' '))
const FEW_LANGUAGES = 3

/** Among languages pt is one: it is no probability of the truth, or one of several that sum to 1. */
function isPortuguese(table: Table, column: number, numeric: readonly number[]): boolean {
  if (table.columns[column] !== 'pt') return false
  const others = numeric.filter((index) => index === column || !saysOther(table.columns[index]))
  // Where all samples are negatives, the probability of the truth is what that of positives leaves.
  if (others.some((index) => isScoreName(table.columns[index]) || scoreFamily(table.columns[index])))
    return false
  const languages = others.filter((index) => LANGUAGES.has(table.columns[index]))
  return (
    languages.length >= FEW_LANGUAGES ||
    columnNumbers(table, column).some((value) => value < 0 || value > 1) ||
    areWhole(table, others)
  )
}

/** Whether all cells are whole numbers, and classes, or one of them is that large: a class that is never predicted is 0 in all rows. */
function holdsIndices(table: Table, column: number, classes: ReadonlySet<string>, large: number): boolean {
  const values = columnNumbers(table, column).filter((value) => !Number.isNaN(value))
  if (!values.every(Number.isInteger)) return false
  return values.some((value) => Math.abs(value) >= large) || holdsClasses(table, column, classes)
}

/** Those columns, in the order of the classes; undefined where there are none. */
export function findClasses(
  table: Table,
  plausible: readonly number[],
  labels: LabelSample,
  reasons: string[],
): readonly number[] | undefined {
  if (labels.width > 1) return ofLabelColumns(table, plausible, labels, reasons)
  const words = new Set(labels.cells)
  const exact = plausible.filter((index) => words.has(table.columns[index]))
  const named = exact.length > 0 ? exact : holdLabels(table, plausible, [...words])
  const numbered = plausible.filter((index) => /^\d+$/.test(table.columns[index]))
  const complete = [plausible, numbered, named].find((columns) => areWhole(table, columns))
  if (named.length > 0 && named.length === words.size) {
    const all = [complete, named.length === plausible.length ? plausible : undefined, numbered].find(
      (columns) => columns && named.every((index) => columns.includes(index)),
    )
    if (
      all === undefined ||
      (all === numbered &&
        all !== complete &&
        !isRun(numbered.map((index) => parseNumber(table.columns[index]))))
    )
      throw unclearClasses(table, plausible, named)
    reasons.push(`scores are the ${all.length} columns whose names are the labels`)
    return byClass(table, all)
  }
  // neg, neu, pos are three classes, whatever the labels are.
  const areMore = words.size > 2 || (complete !== undefined && complete.length > 2)
  const sides = areMore ? undefined : findSides(table, plausible)
  if (sides) {
    reasons.push('scores are the two columns that are called negative and positive')
    return sides
  }
  const isIndex = (word: string) => /^\d+(?:\.0*)?$/.test(word) && Number(word) < complete!.length
  // A probability and the confidence of a prediction, which is what it leaves, are called scores both.
  const isScore = (index: number) => isScoreName(table.columns[index])
  if (!complete || complete.some(isScore) || ![...words].every(isIndex)) return undefined
  const own = withoutStrangers(table, complete)
  if (own.length < complete.length) throw unclearClasses(table, complete, own)
  reasons.push(`scores are the ${complete.length} columns of which each row sums to 1`)
  return byClass(table, complete)
}

/** All but columns of zeros alone, which change no sum, that are called as columns beside these are: of another model, whose others look like labels. */
function withoutStrangers(table: Table, columns: readonly number[]): readonly number[] {
  const headOf = (column: number) => partsOf(withoutScoreEnding(table.columns[column]))[0]
  const isEmpty = (column: number) => columnNumbers(table, column).every((value) => value === 0)
  const own = new Set(columns)
  const heads = new Set(columns.filter((column) => !isEmpty(column)).map(headOf))
  const others = new Set(
    table.columns
      .map((_, column) => column)
      .filter((column) => !own.has(column))
      .map(headOf),
  )
  return columns.filter((column) => heads.has(headOf(column)) || !others.has(headOf(column)))
}

/** Columns called neg and pos, no and yes, of which there is one each, in this order. */
function findSides({ columns }: Table, plausible: readonly number[]): readonly number[] | undefined {
  const called = (isSide: (word: string) => boolean) =>
    plausible.filter((index) => isSide(columns[index]) && !isNumber(columns[index]))
  const [negatives, positives] = [negativeWord, positiveWord].map(called)
  return negatives.length === 1 && positives.length === 1 ? [...negatives, ...positives] : undefined
}

/** Columns with a label in their names: each label in one. */
function holdLabels(
  table: Table,
  plausible: readonly number[],
  labels: readonly string[],
): readonly number[] {
  const found = labelsInNames(
    plausible.map((index) => table.columns[index]),
    labels,
  )
  return plausible.filter((_, i) => found !== null && found[i] !== null)
}

/** Columns of labels are named for the classes, and so those of their scores are. */
function ofLabelColumns(
  table: Table,
  plausible: readonly number[],
  { names, width }: LabelSample,
  reasons: string[],
): readonly number[] | undefined {
  const found = names.map((name) => table.columns.indexOf(labelFamily(name)?.member ?? name))
  if (found.length === 0 || !found.every((index) => plausible.includes(index))) return undefined
  reasons.push(`scores are the ${width} columns that those of the labels are named for`)
  return found
}

/** Whether rows hold the probabilities of all classes, their logarithms, or percentages. */
function areWhole(table: Table, columns: readonly number[]): boolean {
  const areNegative = columns.some((column) => columnNumbers(table, column).some((value) => value < -0.01))
  const scales = areNegative ? (['log-probs'] as const) : (['probs', 'percent'] as const)
  return scales.some((scale) => rowsSumToOne(table, columns, scale))
}

/** Whether numbers count from 0 or from 1 without a gap. */
function isRun(numbers: readonly number[]): boolean {
  const first = least(numbers)
  return first <= 1 && greatest(numbers) - first === numbers.length - 1
}

function unclearClasses(table: Table, plausible: readonly number[], named: readonly number[]): InputError {
  const others = plausible.filter((index) => !named.includes(index)).map((index) => table.columns[index])
  const names = named.map((index) => table.columns[index])
  return new InputError(
    table.path,
    `it is unclear whether ${listNames(others)} beside ${listNames(names)} is a class`,
    plausible.length > MAX_ADVISED
      ? 'say --score and the column of each class'
      : `say ${adviseScores(table, named)} or, if it is, ${adviseScores(table, plausible)}`,
  )
}
