/** Draws a document for a terminal: aligned columns, small bars, and colour where it is wanted. */
import { stripVTControlCharacters } from 'node:util'
import Table from 'cli-table3'
import { greatest } from '../../extremes.ts'
import { cleanLine } from '../../words/clean.ts'
import { cutTo, widthOf } from '../../words/width.ts'
import { wrap } from '../../words/wrap.ts'
import {
  type Block,
  type CodeBlock,
  type Document,
  type Row,
  type TableBlock,
  type TextCell,
  type Tone,
  withoutColumns,
  withoutStacks,
} from '../document.ts'
import { type Ink, paintMark, paintSeen, paintShade } from '../series.ts'
import { createInk } from './ink.ts'
import { narrowTable } from './narrow-table.ts'

/** Cells of a bar at a share of 1. */
const BAR_WIDTH = 6
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

/** Of a table. */
const INDENT = '  '

/** What a terminal can show. */
export interface Screen {
  /** Chalk's levels: 0 none, 1 to 3 ever more. */
  readonly colorLevel: number
  /** Columns that prose is wrapped at. */
  readonly width: number
  /** Of the terminal, at which tables are parted; none in a pipe, where they are whole. */
  readonly columns?: number
}

/** The document as text. */
export async function drawTerminal(document: Document, screen: Screen): Promise<string> {
  const ink = createInk(screen.colorLevel)
  const shown = document.filter((block) => !(block.kind === 'chart' && block.isInTable))
  const blocks = await Promise.all(shown.map((block) => drawBlock(block, ink, screen)))
  return `${blocks.join('\n\n')}\n`
}

async function drawBlock(block: Block, ink: Ink, screen: Screen): Promise<string> {
  const { width } = screen
  if (block.kind === 'text') return paint(wrap(block.text, width), block.tone, ink)
  if (block.kind === 'code') return drawCode(block, ink, width)
  if (block.kind === 'heat') return (await import('./heat-map.ts')).drawHeatMap(block, ink, width).join('\n')
  if (block.kind === 'chart')
    return (await import('./terminal-chart.ts')).drawTerminalChart(block, ink, width).join('\n')
  if (block.columns.some(({ isStack }) => isStack)) return drawStacks(block, ink, screen).join('\n')
  return drawToFit(block, ink, screen).join('\n')
}

/** Cells of a bar of shares: none is drawn below the least, and short titles make room for a good one. */
const STACK = { least: 8, good: 24, most: 48 }

/** A table whose bars fill the room that its other columns leave. */
function drawStacks(block: TableBlock, ink: Ink, screen: Screen): string[] {
  const { width } = screen
  const roomOf = (narrow: boolean) =>
    width - drawnWidth(drawTable(withoutStacks(block), ink, narrow, width)) - 2
  const wide = roomOf(false)
  const narrow = wide < STACK.good
  const room = Math.min(STACK.most, narrow ? roomOf(narrow) : wide)
  if (room < STACK.least) return drawToFit(withoutShades(withoutStacks(block)), ink, screen)
  return drawTable(block, ink, narrow, width, room)
}

/** Shades stand for parts of bars. */
function withoutShades(block: TableBlock): TableBlock {
  return { ...block, columns: block.columns.map(({ shade: _, ...column }) => column) }
}

function drawToFit(block: TableBlock, ink: Ink, screen: Screen): string[] {
  const { width, columns = width } = screen
  const lines = drawTable(block, ink, false, width)
  if (drawnWidth(lines) <= columns) return lines
  const narrow = withoutColumns(block, ({ wide }) => wide === true)
  const cut = withoutExcess(narrow, drawnWidth(drawTable(narrow, ink, true, width)) - columns)
  const drawn = drawTable(cut, ink, true, width)
  if (screen.columns === undefined || drawnWidth(drawn) <= columns)
    return [...drawn, ...absent(block, ink, width)]
  const [whole, part] = [block, narrow].map((one) => partsOf(one, ink, width, columns))
  // In another part than what they belong to, two columns of one title could not be told apart.
  const titles = block.columns.map(({ title }) => title)
  const areAll = whole.length === part.length && new Set(titles).size === titles.length
  return [
    ...(areAll ? whole : part).flatMap((lines, index) => [...(index > 0 ? [''] : []), ...lines]),
    ...(areAll ? [] : absent(block, ink, width)),
  ]
}

/** Parts that stand one below the other, for whose titles there is room, and for half a line in a cell. */
function partsOf(block: TableBlock, ink: Ink, width: number, columns: number): string[][] {
  const room = columns - INDENT.length
  const cut = cutColumns(block, () => Math.floor(room / 2) - 1)
  const titled = {
    ...cut,
    columns: cut.columns.map(({ short, ...column }) => (column.together ? { ...column, short } : column)),
  }
  const parts = narrowTable(titled, drawnWidths(titled, ink, width), room)
  return parts.map((part) => drawTable(part, ink, true, width))
}

/** Which columns there was no room for. */
function absent({ columns, allIn }: TableBlock, ink: Ink, width: number): string[] {
  const titles = new Set(columns.flatMap(({ wide, title }) => (wide && title !== '' ? [title] : [])))
  if (titles.size === 0) return []
  const words = `no room for ${[...titles].join(', ')}; --format ${allIn ?? 'csv'} has all`
  return wrap(words, width - INDENT.length)
    .split('\n')
    .map((line) => ink.dim(`${INDENT}${line}`))
}

/** Of each column by itself. Headings stand in the first. */
function drawnWidths({ columns, rows, ...block }: TableBlock, ink: Ink, width: number): number[] {
  return columns.map((column, index) => {
    const own = rows.flatMap((row): readonly Row[] => {
      if ('cells' in row) return [{ cells: [row.cells[index]] }]
      return index === 0 ? [row] : []
    })
    const drawn = drawTable({ ...block, columns: [column], rows: own }, ink, true, width)
    return drawnWidth(drawn) - INDENT.length
  })
}

/** Of the longest line. */
function drawnWidth(lines: readonly string[]): number {
  return longestOf(lines.map(stripVTControlCharacters))
}

const longestOf = (texts: readonly string[]): number => greatest(texts.map(widthOf), 0)

/** Columns of the screen that a cut cell keeps at least. */
const LEAST = 8

/** What is too much is cut off the ends of cells in elastic columns, of the widest first. */
function withoutExcess(block: TableBlock, excess: number): TableBlock {
  const room = block.columns.map((_, index) =>
    longestOf(block.rows.map((row) => ('cells' in row ? row.cells[index].text : ''))),
  )
  // Titles are not cut.
  const least = block.columns.map(({ title, short }) => Math.max(LEAST, widthOf(short ?? title)))
  for (let left = excess; left > 0; left--) {
    const most = greatest(room.map((width, index) => (canGive(index) ? width : 0)))
    const widest = room.findIndex((width, index) => width === most && canGive(index))
    if (widest < 0) break
    room[widest]--
  }
  return cutColumns(block, (index) => room[index])

  function canGive(index: number): boolean {
    return block.columns[index].elastic === true && room[index] > least[index]
  }
}

/** The table with the ends of cells in elastic columns cut off. */
function cutColumns(block: TableBlock, roomOf: (index: number) => number): TableBlock {
  const cut = (cell: TextCell, index: number) =>
    block.columns[index].elastic ? { ...cell, text: cutWhole(cell.text, roomOf(index)) } : cell
  const rows = block.rows.map((row) => ('cells' in row ? { cells: row.cells.map(cut) } : row))
  return { ...block, rows }
}

/** Between the cells that are listed in one. */
const APART = '  '

/** Of cells that are listed those that there is room for, each whole: half a number is another. */
function cutWhole(text: string, room: number): string {
  if (widthOf(text) <= room) return text
  const listed = text.split(APART)
  for (let count = listed.length - 1; count > 0; count--) {
    const shown = [...listed.slice(0, count), '…'].join(APART)
    if (widthOf(shown) <= room) return shown
  }
  return cutTo(text, room)
}

/** No line is broken, not even on a screen that is narrower: it would be pasted in pieces. */
function drawCode({ title, lines }: CodeBlock, ink: Ink, width: number): string {
  return [ink.dim(wrap(title, width)), ...lines.map((line) => `  ${cleanLine(line)}`)].join('\n')
}

/** Lines of a table. A narrow one has short titles, no bars in cells, and the columns that matter. */
function drawTable(
  { columns, rows }: TableBlock,
  ink: Ink,
  narrow: boolean,
  width: number,
  room = 0,
): string[] {
  const bars = columns.map(
    (_, index) => !narrow && rows.some((row) => 'cells' in row && row.cells[index]?.bar !== undefined),
  )
  const table = new Table({
    head: columns.map(({ title, short, shade }) => {
      const words = ink.dim(narrow ? (short ?? title) : title)
      return shade === undefined ? words : `${paintShade(shade, 1, ink)} ${words}`
    }),
    colAligns: columns.map(({ align }) => align),
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  })
  const shades = columns.flatMap(({ shade }) => shade ?? [])
  const drawOne = (row: Row) => drawRow(row, bars, ink, (stack) => drawStack(stack, shades, room, ink))
  for (const row of rows) if (!isLong(row)) table.push(drawOne(row))
  const drawn = table.toString().split('\n').values()
  const lines = [
    drawn.next().value!,
    ...rows.flatMap((row) => (isLong(row) ? drawLong(row.heading, ink, width - 2) : drawn.next().value!)),
  ]
  return lines.map((line) => `${INDENT}${line}`.trimEnd())
}

type LongRow = Extract<Row, { readonly isLong?: true }>

const isLong = (row: Row): row is LongRow => 'heading' in row && row.isLong === true

/** A heading that is wrapped as prose is, so that it makes no column wide; its own indent is kept. */
function drawLong(heading: string, ink: Ink, width: number): string[] {
  const text = heading.trimStart()
  const indent = ' '.repeat(heading.length - text.length)
  const lines = wrap(cleanLine(text), width - indent.length - 2).split('\n')
  return lines.map((line, i) => `${indent}${i > 0 ? '  ' : ''}${indent ? line : ink.bold(line)}`)
}

function drawRow(
  row: Row,
  bars: readonly boolean[],
  ink: Ink,
  stackOf: (stack: readonly number[]) => string,
): string[] {
  if ('heading' in row) return [ink.bold(row.heading), ...bars.slice(1).map(() => '')]
  return row.cells.map((cell, index) => (cell.stack ? stackOf(cell.stack) : drawCell(cell, bars[index], ink)))
}

/** Each part ends where the shares so far do, so that all together fill the room. */
function drawStack(stack: readonly number[], shades: readonly number[], room: number, ink: Ink): string {
  let [sum, drawn] = [0, '']
  stack.forEach((share, index) => {
    const start = Math.round(sum * room)
    sum += share
    drawn += paintShade(shades[index], Math.round(sum * room) - start, ink)
  })
  return drawn
}

function drawCell({ text, tone, bar, series }: TextCell, hasBars: boolean, ink: Ink): string {
  const mark = series === undefined ? '' : `${paintMark(series, ink)} `
  const line = cleanLine(text)
  // Blanks behind a word keep figures in line, and none is left at the end of a line: they are not painted.
  const bare = line.trimEnd()
  const words = `${mark}${paint(bare, tone, ink)}${line.slice(bare.length)}`
  if (!hasBars) return words
  // The bar stands left, the number right, so that both form straight columns.
  return `${drawBar(bar ?? 0)}${' '.repeat(Math.max(0, 8 - text.length))}${words}`
}

function drawBar(share: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH * 8)
  return `${'█'.repeat(eighths >> 3)}${EIGHTHS[eighths & 7]}`.padEnd(BAR_WIDTH)
}

function paint(text: string, tone: Tone | undefined, ink: Ink): string {
  if (tone === 'dim') return ink.dim(text)
  if (tone === 'strong') return ink.bold(text)
  if (tone === 'easy') return paintSeen('green', text, ink)
  if (tone === 'hard') return ink.bold(paintSeen('red', text, ink))
  if (tone === 'good') return ink.bold(paintSeen('green', text, ink))
  return text
}
