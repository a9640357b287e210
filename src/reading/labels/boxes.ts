/** What detectors find, before anybody has told whether it is right. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { writeFlag } from '../../words/shell.ts'
import { isLabelName, isScoreName } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { factOf, mentionsTruth } from '../name-words.ts'
import { findColumns, sampleOf, writeColumns } from '../named-columns.ts'
import { ofOneTruth } from './one-truth.ts'

/** Where a box begins, or its centre, and where it ends, or how large it is. */
const BEGINNINGS =
  'x0 y0,x1 y1,x y,xmin ymin,minx miny,left top,cx cy,xc yc,xcenter ycenter,centerx centery,xtl ytl'
const ENDS = 'x2 y2,xmax ymax,maxx maxy,right bottom,w h,width height,xbr ybr,x1 y1'

/** Most columns of a table in which boxes are looked for: each name is taken apart. */
const MAX_COLUMNS = 1000

/** The four columns of a box, bbox_x1 … bbox_y2 as well as x, y, w, h; empty where there are none. */
export function sidesOfBox(table: Table): readonly number[] {
  if (!table.named || table.columns.length > MAX_COLUMNS) return []
  const tails = table.columns.map((name) =>
    name
      .toLowerCase()
      .replace(/^(?:pred_?)?(?:bbox|bndbox|box|bb)[^a-z]*/, '')
      .replace(/[^a-z\d]/g, ''),
  )
  const isPlace = (column: number) => column >= 0 && columnNumbers(table, column).some(Number.isFinite)
  const pairs = (text: string) =>
    text
      .split(',')
      .map((pair) => pair.split(' ').map((tail) => tails.indexOf(tail)))
      .filter((pair) => pair.every(isPlace))
  const [from] = pairs(BEGINNINGS)
  const to = from && pairs(ENDS).find(([x]) => x !== from[0])
  const sides = to ? [...from, ...to] : []
  // A label may be called y.
  const isBits = (column: number) => columnNumbers(table, column).every((x) => x === 0 || x === 1)
  return sides.some(isBits) ? [] : sides
}

/** Whether a column that is not called a label says of which class a box was found to be. */
export function isClassOfBoxes(table: Table, column: number): boolean {
  return /^category(?:_id)?$/.test(table.columns[column]) && holdsBoxes(table)
}

/** Overlaps with true boxes, beside which boxes may be left out. */
const isOverlap = (name: string) => /(?:^|[^a-z])iou(?:[^a-z]|$)/i.test(name)

function holdsBoxes(table: Table): boolean {
  const { columns } = table
  return (
    columns.some((name) => /^bbox(?:\[0\])?$/.test(name) || isOverlap(name)) || sidesOfBox(table).length > 0
  )
}

const MATCHES = new Set(['tp', 'matched', 'match', 'correct', 'hit', 'true positive'])

/** Whether a column says that what was found, or predicted, is right. */
export function saysMatch(name: string): boolean {
  return MATCHES.has(factOf(name))
}

/**
 * Of boxes beside one score the labels that are called truth, or else those of two values that say whether what was found is right, as
 * `matched` does; undefined where there are no such boxes, or labels that are all called so.
 *
 * @throws InputError where nothing does: the class of a box may be what was found
 */
export function truthOfBoxes(
  table: Table,
  free: readonly number[],
  score: string | undefined,
): { readonly column: number; readonly reason: string } | undefined {
  const labels = free.filter((column) => isLabelName(table.columns[column]))
  const categories = free.filter((column) => isClassOfBoxes(table, column))
  const isAlone =
    score === undefined
      ? free.some((column) => isScoreName(table.columns[column]))
      : findColumns(table, score, '--score').length === 1
  if (!isAlone || (labels.length === 0 && categories.length === 0) || !holdsBoxes(table)) return undefined
  const truths = labels.filter((column) => mentionsTruth(table.columns[column]))
  const [truth] = truths.filter((column) => columnNumbers(table, column).every((x) => !(x % 1)))
  const matches = free.filter((column) => saysMatch(table.columns[column]))
  const isTwo = (column: number) => new Set(sampleOf(table, column).map((cell) => cell.trim())).size === 2
  const isMatched = matches.length === 1 && isTwo(matches[0])
  const match = { column: matches[0], reason: 'which says whether a box that was found is right' }
  // A class beside an overlap is that of the true box.
  if (isMatched && table.columns.some(isOverlap)) return match
  if (truths.length > 0)
    return truths.length === 1 && labels.length > 1 && truth !== undefined
      ? { column: truth, reason: 'by its name, and the others called so may be what a detector found' }
      : undefined
  if (isMatched) return match
  const classes = [...labels, ...categories]
  // Of two that do not say the same, one may be the truth.
  const areOther = classes.length > 1 && ofOneTruth(table, classes, () => true) === undefined
  if (labels.length === 0 || areOther) return undefined
  throw unknownTruth(table, labels[0], matches)
}

/** What a detector found, as COCO's results are written: the class of a box is what it says, and whether that is right stands elsewhere. */
export function refuseDetections(table: Table, free: readonly number[]): void {
  const found = free.find((column) => isClassOfBoxes(table, column))
  if (found !== undefined) throw unknownTruth(table, found, [])
}

function unknownTruth(table: Table, column: number, matches: readonly number[]): InputError {
  const flag = (one: number) => writeFlag('--label', writeColumns(table, [one]))
  const matched =
    matches.length > 0
      ? `say ${flag(matches[0])} if that tells it, or ${flag(column)}`
      : `say ${flag(column)}`
  return new InputError(
    table.path,
    `holds boxes that a detector found: "${table.columns[column]}" may be the class it says, and nothing tells whether that is right`,
    `match the boxes with the true ones first, and write 1 or 0 beside each score, in a column called matched; ${matched} if it is the truth`,
  )
}
