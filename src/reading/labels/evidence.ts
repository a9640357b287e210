/** The first labels, and the words in which errors advise how to read them. */
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { MAX_ADVISED, sampleOf } from '../named-columns.ts'
import type { LabelSample } from '../scores/family.ts'
import { canonical, type Ignore, isIgnored } from './codes.ts'

/** The labels of all rows, those to leave out aside. */
export interface AllLabels {
  readonly rows: number
  /** The different ones, up to the first 0. */
  readonly distinct: ReadonlySet<number>
}

/** The labels as a detector sees them. */
export interface LabelEvidence {
  /** Where they stand, for messages. */
  readonly path: string
  readonly sample: readonly string[]
  /** Names as given by the user, in the order of the classes. */
  readonly names?: readonly string[]
  /** The labels to leave out. */
  readonly ignore?: Ignore
  /** Of each row of the sample the place of its highest score, -1 where two are as high; of none where labels stand in another order. */
  readonly best?: () => readonly number[]
  /** The class that the one score of a row is named for. */
  readonly scored?: string
  /** The column whose predictions the score is of, and its words beside those of the labels. */
  readonly predicted?: { readonly name: string; readonly others: readonly string[] }
  /** Absent where the first ones are to tell all. */
  readonly all?: AllLabels
  /** Whether the scores of a row are probabilities of one class among them. */
  readonly isDistribution?: boolean
  /** Whether class indices count from 0 where nothing says otherwise. */
  readonly countsFromZero?: boolean
}

/** What the labels of a table tell of its scores: the first of them, and how many a row has in columns of which names. */
export function sampleLabels(table: Table, columns: readonly number[], ignore?: Ignore): LabelSample {
  return {
    cells: columns.length > 0 ? labelCells(sampleOf(table, columns[0]), ignore) : [],
    width: Math.max(1, columns.length),
    names: table.named ? columns.map((column) => table.columns[column]) : [],
  }
}

/** Longest label that advice repeats. */
export const MAX_CELL = 40

/** Labels without blanks around them; empty cells and labels to ignore tell nothing. */
export function labelCells(sample: readonly string[], ignore?: Ignore): string[] {
  // Most columns of labels have few of them, each of which is looked at once.
  const known = new Map<string, boolean>([['', false]])
  return sample
    .map((cell) => cell.trim())
    .filter((label) => {
      const isLabel = known.get(label) ?? !isIgnored(label, ignore)
      known.set(label, isLabel)
      return isLabel
    })
}

/** The label of half of the cells or more; undefined where there is none. */
export function mostLabel(cells: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const cell of cells.map(canonical)) counts.set(cell, (counts.get(cell) ?? 0) + 1)
  return [...counts].find(([, count]) => count >= cells.length / 2)?.[0]
}

export function among(names: readonly string[]): (label: string) => boolean {
  const known = new Set(names.map(canonical))
  return (label) => known.has(canonical(label))
}

export function areAmong(labels: readonly string[], names: readonly string[]): boolean {
  return labels.every(among(names))
}

/** Whether labels are names in another case, each that of one: NORMAL beside prob_normal. Numbers have none. */
export function areAmongAnyCase(labels: readonly string[], names: readonly string[]): boolean {
  const lower = (all: readonly string[]) => new Set(all.map((one) => one.toLowerCase()))
  const [distinct, known] = [new Set(labels), lower(names)]
  const found = lower([...distinct])
  const areOwn = known.size === names.length && found.size === distinct.size
  return areOwn && !labels.some(isNumber) && [...found].every((label) => known.has(label))
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

/**
 * What may be meant by a label that no column is named for.
 * @param mayBeNone whether a row may be of no class: not where its scores sum to 1
 */
export function adviseStray(label: string, mayBeNone: boolean): string {
  const names = '--class-names in the order of the columns'
  return mayBeNone && /^_{0,2}(?:background|bg|no[ _-]?(?:class|object)|none|nothing)_{0,2}$/i.test(label)
    ? `say ${writeFlag('--background', label)} if it stands for rows of no class, or ${names}${ignoring(label)}`
    : `say ${names}${ignoring(label)}`
}

export function ignoring(label: string): string {
  return label.length > MAX_CELL
    ? ''
    : `, or ${writeFlag('--ignore-label', joinNames([label]))} to leave it out`
}
