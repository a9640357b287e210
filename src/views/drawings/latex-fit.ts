/** Makes a table fit the text width of an article: smaller type and short titles, fewer columns, or parts one below the other. */
import { greatest } from '../../extremes.ts'
import { cleanLine } from '../../words/clean.ts'
import { type Column, type Row, type TableBlock, withoutColumns } from '../document.ts'
import { balanced } from './narrow-table.ts'

/** Text of LaTeX's class article is so many points wide at ten points. */
export const TEXT_WIDTH = 345

/** Type of ten points with the usual room between columns, and of nine with less, and none at the ends. */
const NORMAL = { size: 10, gap: 12, ends: 12 }
const SMALL = { size: 9.3, gap: 8, ends: 0 }

/** Words are set in lines where a column of so many points is left for them. */
const LEAST_WORDS = 90

export interface FittedTable {
  readonly table: TableBlock
  /** Of each column, in points, where its words are set in lines. */
  readonly lines: readonly (number | null)[]
}

export interface Fitted {
  readonly parts: readonly FittedTable[]
  readonly isSmall: boolean
  /** Titles of columns that are left out. */
  readonly absent: readonly string[]
}

/** @param table without bars */
export function fitTable(table: TableBlock): Fitted {
  if (widthOfAll(table, NORMAL) <= TEXT_WIDTH) return { parts: [whole(table)], isSmall: false, absent: [] }
  const short = { ...table, columns: table.columns.map((one) => ({ ...one, title: one.short ?? one.title })) }
  const narrow = withoutColumns(short, isWide)
  const absent = table.columns.flatMap(({ title, wide }) => (wide && title !== '' ? [title] : []))
  if (widthOfAll(short, SMALL) <= TEXT_WIDTH) return { parts: [whole(short)], isSmall: true, absent: [] }
  if (widthOfAll(narrow, SMALL) <= TEXT_WIDTH) return { parts: [whole(narrow)], isSmall: true, absent }
  const lined = inLines(narrow)
  if (lined) return { parts: [lined], isSmall: true, absent }
  const [ofWhole, ofShort] = [table, short].map(partsOf)
  return { parts: ofWhole.length > ofShort.length ? ofShort : ofWhole, isSmall: true, absent: [] }
}

/** A heading that is set in lines. */
export function isLong(heading: string): boolean {
  return SMALL.size * emsOf(cleanLine(heading).trim()) > TEXT_WIDTH
}

const isWide = ({ wide }: Column): boolean => wide === true

const whole = (table: TableBlock): FittedTable => ({ table, lines: table.columns.map(() => null) })

/** One below the other, each with what says what a row is. */
function partsOf(table: TableBlock): readonly FittedTable[] {
  const groups = balanced(table.columns, widthsOf(table, SMALL), TEXT_WIDTH, SMALL.gap)
  // What stands in one part is whole: a row without a figure is a row of it.
  if (groups.length === 1) return [inLines(table) ?? whole(table)]
  return groups.map((group) => {
    const part = partOf(table, group)
    return inLines(part) ?? whole(part)
  })
}

/** Some of its columns, and the rows that have something there. */
function partOf({ columns, rows, ...block }: TableBlock, group: readonly number[]): TableBlock {
  return {
    ...block,
    columns: group.map((index) => columns[index]),
    rows: rows.flatMap((row): Row[] => {
      if (!('cells' in row)) return [row]
      const cells = group.map((index) => row.cells[index])
      return cells.slice(1).some(({ text }) => text !== '') ? [{ cells }] : []
    }),
  }
}

/** With its widest column of words in lines; null where it fits or too little room is left for them. */
function inLines(table: TableBlock): FittedTable | null {
  const excess = widthOfAll(table, SMALL) - TEXT_WIDTH
  const widths = widthsOf(table, SMALL)
  const widest = greatest(
    widths.filter((_, index) => table.columns[index].align === 'left'),
    0,
  )
  if (excess <= 0 || widest - excess < LEAST_WORDS) return null
  const at = widths.findIndex((width, index) => width === widest && table.columns[index].align === 'left')
  return { table, lines: widths.map((width, index) => (index === at ? Math.floor(width - excess) : null)) }
}

interface Type {
  readonly size: number
  readonly gap: number
  readonly ends: number
}

function widthOfAll(table: TableBlock, type: Type): number {
  return widthsOf(table, type).reduce((sum, width) => sum + width + type.gap, type.ends - type.gap)
}

function widthsOf({ columns, rows }: TableBlock, { size }: Type): number[] {
  return columns.map(({ title }, index) => {
    const cells = rows.flatMap((row) => ('cells' in row ? [row.cells[index].text] : []))
    return size * greatest([title, ...cells].map((text) => emsOf(cleanLine(text))))
  })
}

/** Widths of Computer Modern, in parts of its size, of what is much narrower or wider than most: none is wider than this. */
const WIDTHS: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[ijl.,:;'|!]/u, 0.31],
  [/[ Iftrs()[\]-]/u, 0.4],
  [/[cez]/u, 0.45],
  [/[0-9ago]/u, 0.5],
  [/[mM%@&…—Δ]/u, 0.92],
  [/W/u, 1.03],
  // With the room on either side of it.
  [/=/u, 1.35],
  [/[A-Zw<>+−±×÷~≤≥≈≠→∞Σ]/u, 0.8],
  [/[αμσλκω]/u, 0.65],
  [/[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\uff60]|\p{Extended_Pictographic}/u, 1],
]
/** Of other letters. */
const USUAL_WIDTH = 0.56

function emsOf(text: string): number {
  // As they are set: a number times a power of ten, and what stands indented.
  const set = text.replace(/(?<=\d)e(?=[+-]?\d)/g, ' × 10').replace(/^ +/, 'W')
  return [...set].reduce(
    (sum, letter) => sum + (WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? USUAL_WIDTH),
    0,
  )
}
