/** Draws numbers over two axes as shades: colours where there are any, characters otherwise. */
import type { HeatBlock } from '../document.ts'

const SHADES = ['·', '░', '▒', '▓', '█']

/** Dark blue over green to yellow, told apart by any eye by their lightness (viridis, five of its colours). */
const COLORS = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
] as const

/** What is needed of whoever knows the terminal's colours. */
export interface Shader {
  /** 2 and above can show any colour. */
  readonly level: number
  dim(text: string): string
  bgRgb(red: number, green: number, blue: number): (text: string) => string
}

/** Most rows on one screen. */
const MAX_ROWS = 30

/** Lines of the map, its axes and its legend. Rows and columns that do not fit are left out evenly. */
export function drawHeatMap(map: HeatBlock, chalk: Shader, width: number): string[] {
  const rows = thin(map.rows.length, MAX_ROWS)
  const labelWidth = Math.max(map.rowTitle.length, ...map.rows.map((label) => label.length))
  const titles = map.columns.map((label) => label.length)
  const cell = Math.max(3, ...titles) + 1
  const columns = thin(map.columns.length, Math.max(1, Math.floor((width - labelWidth - 4) / cell)))
  const present = map.values.flat().filter((value) => value !== null)
  const [low, high] = [Math.min(...present), Math.max(...present)]
  const shadeOf = (value: number | null) => shade(value, low, high, cell - 1, chalk)
  const head = columns.map((j) => map.columns[j].padStart(cell)).join('')
  return [
    `  ${map.rowTitle.padEnd(labelWidth)} ${chalk.dim(head)}  ${chalk.dim(map.columnTitle)}`,
    ...rows.map(
      (i) =>
        `  ${chalk.dim(map.rows[i].padStart(labelWidth))} ${columns.map((j) => ` ${shadeOf(map.values[i][j])}`).join('')}`,
    ),
    `  ${''.padEnd(labelWidth)}  ${legend(map, chalk)}`,
    ...leftOut(map, rows.length, columns.length).map((line) => chalk.dim(line)),
  ]
}

/** Indices of at most `most` of `length` places, the first and the last among them. */
function thin(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, i) => i)
  return Array.from({ length: most }, (_, i) => Math.round((i * (length - 1)) / Math.max(1, most - 1)))
}

function shade(value: number | null, low: number, high: number, width: number, chalk: Shader): string {
  if (value === null) return '?'.padEnd(width)
  const step = high > low ? Math.min(4, Math.floor(((value - low) / (high - low)) * 5)) : 0
  if (chalk.level < 2) return SHADES[step].repeat(width)
  const [r, g, b] = COLORS[step]
  return chalk.bgRgb(r, g, b)(' '.repeat(width))
}

/** The five shades with the least value of each. */
function legend({ values, texts }: HeatBlock, chalk: Shader): string {
  const all = values.flatMap((row, i) => row.map((value, j) => ({ value, text: texts[i][j] })))
  const sorted = all
    .filter((one): one is { value: number; text: string } => one.value !== null)
    .sort((a, b) => a.value - b.value)
  const [least, most] = [sorted[0], sorted.at(-1)]
  if (!least || !most) return ''
  const steps = SHADES.map((_, step) => shade(step, 0, 5, 2, chalk)).join('')
  return `${least.text} ${steps} ${most.text}`
}

function leftOut({ rows, columns }: HeatBlock, shownRows: number, shownColumns: number): string[] {
  if (shownRows === rows.length && shownColumns === columns.length) return []
  return [
    `  shown are ${shownRows} of ${rows.length} rows and ${shownColumns} of ${columns.length} columns; --format csv has all`,
  ]
}
