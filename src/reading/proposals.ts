/** What a column could be, by its name and its first cells, where nothing has been decided yet. */
import { isNumber, parseNumber } from '../formats/csv/dialect.ts'
import type { Table } from '../formats/table.ts'
import { isLabelName, isWeightName, labelFamily, namesRows, readingInName } from './column-names.ts'
import { isClassOfBoxes } from './labels/boxes.ts'
import { saysPredicted } from './name-words.ts'
import { sampleOf } from './named-columns.ts'

export type Role =
  | 'label'
  | 'predicted class'
  | 'score'
  | 'probability'
  | 'percentage'
  | 'log-probability'
  | 'logit'
  | 'weight'
  | 'id'
  | 'slice'

/** Roles of scores. */
export const SCORE_ROLES: ReadonlySet<Role> = new Set<Role>([
  'score',
  'probability',
  'percentage',
  'log-probability',
  'logit',
])

/** All that it could be, the likeliest first; nothing where no cell of it says anything. */
export function proposeRoles(table: Table, column: number): readonly Role[] {
  const name = table.named ? table.columns[column] : ''
  const cells = sampleOf(table, column)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '')
  if (cells.length === 0) return []
  if (isClassOfBoxes(table, column)) return ['predicted class']
  const found = cells.some(isFraction)
    ? ofFractions(name, cells.filter(isNumber).map(parseNumber))
    : ofCodes(name, cells)
  return isWeightName(name) ? ['weight', ...found] : found
}

function isFraction(cell: string): boolean {
  return isNumber(cell) && !Number.isInteger(parseNumber(cell))
}

function ofFractions(name: string, values: readonly number[]): readonly Role[] {
  const within = (low: number, high: number) => values.every((value) => value >= low && value <= high)
  if (within(0, 1)) return readingInName(name) === 'logits' ? ['logit'] : ['probability']
  if (within(0, 100)) return ['percentage', 'logit']
  return within(Number.NEGATIVE_INFINITY, 0) ? ['log-probability', 'logit'] : ['logit']
}

/** Words or whole numbers: names of rows are all different, classes and slices come again. */
function ofCodes(name: string, cells: readonly string[]): readonly Role[] {
  const distinct = new Set(cells).size
  const numeric = cells.every(isNumber)
  if (distinct === cells.length && cells.length > 2)
    return numeric && !namesRows(name) ? ['id', 'logit'] : ['id']
  // A tree may be sure of all rows.
  const isSure = readingInName(name) === 'probs' && cells.every((cell) => /^[01](?:\.0*)?$/.test(cell))
  if (isSure && !saysPredicted(name)) return ['probability', 'slice']
  const isTruth = isLabelName(name) || labelFamily(name) !== undefined
  if (2 * distinct > cells.length) return isTruth ? ['label'] : numeric ? ['logit', 'slice'] : ['slice']
  if (isTruth) return ['label', 'slice']
  return /pred|decision|hat|argmax/i.test(name) ? ['predicted class', 'label', 'slice'] : ['label', 'slice']
}
