/** Signs that labels are those of a detector's anchors: most are of none of the classes that have scores. */
import { InputError } from '../../errors.ts'
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { numberRows } from '../first-numbers.ts'
import { holderOf, sampleOf } from '../named-columns.ts'
import type { Ignore } from './codes.ts'
import { adviseNumbers, labelCells } from './evidence.ts'

/** Rows from which on it is no chance that they are alike. */
const ENOUGH_ROWS = 16

/** The share of logits below 0 that softmax rows have seldom, and sigmoids that seldom find anything have always. */
const NEARLY_ALL = 0.9

/** The labels of a detector are class indices, a number for background, and maybe one below 0 for what to ignore. */
export interface DetectorLabels {
  /** What may be background, the likeliest first. */
  readonly backgrounds: readonly number[]
  /** Whether all but those to leave out are class indices, and none of them is of most rows. */
  readonly areIndices: boolean
  readonly ignored: readonly number[]
}

/** Null where labels are something else. */
export function detectorLabels(cells: readonly string[], classes: number): DetectorLabels | null {
  const counts = new Map<number, number>()
  for (const cell of cells) counts.set(parseNumber(cell), (counts.get(parseNumber(cell)) ?? 0) + 1)
  const labels = [...counts.keys()]
  if (
    cells.length < ENOUGH_ROWS ||
    !labels.every((label) => Number.isInteger(label) && label >= -100 && label <= classes)
  )
    return null
  const often = (label: number) => counts.get(label) ?? 0
  const [most] = labels.toSorted((a, b) => often(b) - often(a))
  const isOutside = (label: number) => label === 0 || label === classes || label < 0
  // That of most rows is background; else 0 or K, of which the other may be a class.
  const isMost = isOutside(most) && often(most) >= cells.length / 2
  const likely = isMost ? [most] : [0, classes].toSorted((a, b) => often(b) - often(a))
  const backgrounds = likely.filter((label) => often(label) > 0)
  const ignored = labels.filter((label) => label < 0 && label !== backgrounds[0])
  const areIndices = !isMost && labels.every((label) => label < classes)
  return backgrounds.length === 0 ? null : { backgrounds, areIndices, ignored }
}

function leave(labels: readonly number[]): string {
  return labels.length === 0 ? '' : ` ${writeFlag('--ignore-label', joinNames(labels.map(String)))}`
}

/** The flags that read them: `--background 0 --ignore-label=-1`, or another background. */
export function adviseBackground({ backgrounds, areIndices, ignored }: DetectorLabels): string {
  const left = areIndices && ignored.length > 0 ? [`${leave(ignored).trim()} to leave it out`] : []
  const flags = backgrounds.map((label) => {
    const others = leave(ignored.filter((one) => one !== label))
    return `${writeFlag('--background', label)}${others} if ${label} stands for rows of no class`
  })
  return `say ${[...left, ...flags].join(', or ')}`
}

function adviseSoftmax({ ignored }: DetectorLabels): string {
  return `--task softmax${leave(ignored)} if each row has a class`
}

/** Whether sigmoids, of logits or as they are, are nearly all on the side of no class. */
function findNothing(rows: readonly (readonly number[])[], even: number): boolean {
  const scores = rows.flat()
  return scores.filter((score) => score < even).length >= NEARLY_ALL * scores.length
}

/** A label of most rows that may be a class, whose score stands at `index`. */
interface Most {
  readonly name: number
  readonly index: number
  /** The labels that it is one of. */
  readonly of: number
}

/** Whether most rows have that label, and most of these a higher score for another class. */
function isSeldomTop(
  rows: readonly (readonly number[])[],
  labels: Table,
  label: number,
  { name, index, of }: Most,
): boolean {
  const named = rows.filter((_, i) => parseNumber(labels.sample[i]?.[label] ?? '') === name)
  const isTop = (row: readonly number[]) => row.every((score) => score <= row[index])
  return named.length >= Math.max(ENOUGH_ROWS, of / 2) && named.filter(isTop).length < named.length / 2
}

/** 0 said for the background of a detector whose background is K, and the other way round: most rows are then of a class that is not found. */
export function refuseOtherBackground(
  scores: Table,
  columns: readonly number[],
  labels: Table,
  label: number,
  { background, ignoreLabel, even }: { background: string; ignoreLabel: Ignore | undefined; even: number },
): void {
  const last = columns.length
  const said = parseNumber(background)
  if (last < 3 || (said !== 0 && said !== last)) return
  const cells = labelCells(sampleOf(labels, label), ignoreLabel)
  const other = said === 0 ? { name: last, index: last - 1 } : { name: 0, index: 0 }
  const rows = numberRows(scores, columns)
  if (!findNothing(rows, even)) return
  if (!isSeldomTop(rows, labels, label, { ...other, of: cells.length })) return
  throw new InputError(
    labels.path,
    `most labels are ${other.name}, and in most of their rows the score of another class is higher, as where ${other.name} stands for rows of no class and not ${said}`,
    `say ${writeFlag('--background', other.name)}, or ${adviseNumbers(said === 0 ? 1 : 0, last)} if it does not`,
  )
}

/**
 * Among softmax rows of logits the class of most labels has the highest score more often than not, and logits below 0 are
 * no more than others. Sigmoids that seldom find anything have neither, and the label of most rows is then background.
 */
export function refuseDetector(
  scores: Table,
  columns: readonly number[],
  labels: Table,
  label: number,
  ignore: Ignore | undefined,
): void {
  const cells = labelCells(sampleOf(labels, label), ignore)
  const found = detectorLabels(cells, columns.length)
  if (!found || columns.length < 3) return
  const [background] = found.backgrounds
  const rows = numberRows(scores, columns)
  if (!findNothing(rows, 0)) return
  if (!isSeldomTop(rows, labels, label, { name: background, index: background, of: cells.length })) return
  throw new InputError(
    holderOf(labels, label),
    `most labels are ${background}, and nearly all of the ${columns.length} scores per row are below 0, as where sigmoids find nothing`,
    background === columns.length
      ? adviseBackground(found)
      : `${adviseBackground(found)}, or ${adviseSoftmax(found)}`,
  )
}
