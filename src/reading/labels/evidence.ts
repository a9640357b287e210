/** The first labels, and the words in which errors advise how to read them. */
import { parseNumber } from '../../formats/csv/dialect.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { MAX_ADVISED } from '../named-columns.ts'
import { canonical, isIgnored } from './codes.ts'

/** The labels as a detector sees them. */
export interface LabelEvidence {
  /** Where they stand, for messages. */
  readonly path: string
  readonly sample: readonly string[]
  /** Names as given by the user, in the order of the classes. */
  readonly names?: readonly string[]
  /** The label to leave out. */
  readonly ignore?: string
  /** The class that the one score of a row is named for. */
  readonly scored?: string
}

/** Longest label that advice repeats. */
export const MAX_CELL = 40

/** Labels without blanks around them; empty cells and labels to ignore tell nothing. */
export function labelCells(sample: readonly string[], ignore?: string): string[] {
  return sample.map((cell) => cell.trim()).filter((label) => label !== '' && !isIgnored(label, ignore))
}

export function among(names: readonly string[]): (label: string) => boolean {
  const known = new Set(names.map(canonical))
  return (label) => known.has(canonical(label))
}

export function areAmong(labels: readonly string[], names: readonly string[]): boolean {
  return labels.every(among(names))
}

export function mostlyAmong(cells: readonly string[], names: readonly string[]): boolean {
  const isKnown = among(names)
  const strays = cells.filter((cell) => !isKnown(cell))
  return areFew(strays, cells)
}

/**
 * Few enough to be bad cells, which are reported one by one with their lines, and no sign of another kind
 * of label.
 */
export function areFew(strays: readonly string[], cells: readonly string[]): boolean {
  return strays.length <= Math.max(1, cells.length / 20) && strays.length < cells.length / 2
}

export function isIndexed(distinct: readonly string[], classes: number): boolean {
  return distinct.every((label) => {
    const value = parseNumber(label)
    return Number.isInteger(value) && value >= 0 && value < classes
  })
}

export function adviseNames(names: readonly string[]): string {
  return names.length > MAX_ADVISED
    ? '--class-names with all of them, in the order of the columns,'
    : writeFlag('--class-names', joinNames(names), 'LIST')
}

/** As many numbers, written out or as a shell counts them. */
export function adviseNumbers(first: number, count: number): string {
  return count > MAX_ADVISED
    ? `--class-names "$(seq ${first} ${first + count - 1} | paste -sd, -)"`
    : writeFlag('--class-names', Array.from({ length: count }, (_, index) => first + index).join(','))
}

export function ignoring(label: string): string {
  return label.length > MAX_CELL ? '' : `, or ${writeFlag('--ignore-label', label)} to leave it out`
}
