/** Which columns hold the labels: by flag, by names, by what the cells hold. */
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { isLabelName, isNameless } from '../column-names.ts'
import { saysPredicted } from '../name-words.ts'
import { findColumns, sampleOf } from '../named-columns.ts'
import { refuseNoScore } from '../scores/likely.ts'
import { refuseDetections, sidesOfBox, truthOfBoxes } from './boxes.ts'
import { findLabelsByValue } from './by-value.ts'
import type { Ignore } from './codes.ts'
import { findLabelFamily } from './matrix.ts'
import { refuseListsOfTruth, refuseRankedNames } from './name-lists.ts'
import { widthsOfScores } from './one-of-matrix.ts'
import { bitsBut, RULES } from './rules.ts'
import {
  likelyLabels,
  nothingButPredictions,
  refuseAmounts,
  refuseFractionsAlone,
  refusePredictionsAlone,
  refuseSoft,
  unclearLabels,
} from './unclear.ts'
import { refuseVerdict } from './verdicts.ts'

/** What the user says of labels and scores. */
interface Said {
  readonly label?: string
  readonly score?: string
  readonly ignoreLabel?: Ignore
}

/**
 * @param taken columns that hold something else
 * @param scores where the scores stand, the same table or another
 */
export function findLabels(
  table: Table,
  { label, score, ignoreLabel }: Said,
  taken: ReadonlySet<number>,
  reasons: string[],
  scores: Table,
): number[] {
  if (label !== undefined) {
    reasons.push(`labels are "${label}", as --label says`)
    return findColumns(table, label, '--label')
  }
  const free = table.columns.map((_, index) => index).filter((index) => !taken.has(index))
  if (free.length === 1 && scores === table && score === undefined) {
    refusePredictionsAlone(table, free)
    refuseFractionsAlone(table, free[0])
  }
  if (free.length === 1) return free
  if (free.length === 0) throw unclearLabels(table)
  if (scores === table) refuseRankedNames(table, free)
  const isBit = bitsBut(ignoreLabel)
  const widths = () => widthsOfScores(scores, score)
  if (!table.named || table.columns.every(isNameless))
    return findLabelsByValue(table, free, isBit, ignoreLabel, reasons, widths)
  const sides = sidesOfBox(table)
  const beside = free.filter((index) => !sides.includes(index) || !isLabelName(table.columns[index]))
  const ofBoxes = scores === table ? truthOfBoxes(table, beside, score) : undefined
  if (ofBoxes) {
    reasons.push(`labels are "${table.columns[ofBoxes.column]}", ${ofBoxes.reason}`)
    return [ofBoxes.column]
  }
  const seen = { table, free: beside, isBit, scores, score, ignoreLabel, widths }
  for (const rule of RULES) {
    const found = rule(seen)
    if (!found) continue
    if (scores === table && found.columns.length === 1) refuseVerdict(table, found.columns[0], beside)
    if (found.reason !== undefined) reasons.push(`labels are ${found.reason}`)
    return [...found.columns]
  }
  if (score === undefined && scores === table) refusePredictionsAlone(table, free)
  if (score === undefined && scores === table) refuseNoScore(table, free)
  if (scores === table) refuseDetections(table, free)
  refuseSoft(table, findLabelFamily(table, free, isShare), widths)
  const likely = likelyLabels(table, free)
  if (likely.length === 0) refuseAmounts(table, free)
  if (likely.length === 0) refuseListsOfTruth(table, free)
  const decided = free.find((index) => saysPredicted(table.columns[index]) && holdsWords(table, index))
  if (likely.length === 0 && decided !== undefined) throw nothingButPredictions(table, decided)
  throw unclearLabels(table, likely, widths())
}

function isShare(cell: string): boolean {
  const share = parseNumber(cell)
  return share >= 0 && share <= 1
}

function holdsWords(table: Table, column: number): boolean {
  return !sampleOf(table, column).some(isNumber)
}
