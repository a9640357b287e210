/** Draws numbers over two axes as shades: colours where there are any, characters otherwise. */
import { greatest, least } from '../../extremes.ts'
import { wrap } from '../../words/wrap.ts'
import type { HeatBlock } from '../document.ts'
import { leftOut, thin } from './thin.ts'

const SHADES = ['·', '░', '▒', '▓', '█']

/** Dark blue over green to yellow, told apart by any eye by their lightness (viridis, five of its colours). */
export const COLORS = [
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

/** Before each line. */
const INDENT = '  '

/** Most rows on one screen. */
const MAX_ROWS = 30

/** Lines of the map, its axes and its legend. Rows and columns that do not fit are left out evenly. */
export function drawHeatMap(map: HeatBlock, chalk: Shader, width: number): string[] {
  const rows = thin(map.rows.length, MAX_ROWS)
  const labelWidth = greatest(
    map.rows.map((label) => label.length),
    map.rowTitle.length,
  )
  const titles = map.columns.map((label) => label.length)
  const cell = greatest(titles, 3) + 1
  const room = width - INDENT.length - labelWidth - 1
  const columns = thin(map.columns.length, Math.max(1, Math.floor(room / cell)))
  const present = map.values.flat().filter((value) => value !== null)
  const [low, high] = [least(present), greatest(present)]
  const shadeOf = (value: number | null) => shade(value, low, high, cell - 1, chalk)
  const head = columns.map((j) => map.columns[j].padStart(cell)).join('')
  const title = `  ${map.columnTitle}`
  const isBeside = head.length + title.length <= room
  return [
    // Behind the last of what it names, or above them where there is no room for it.
    ...(isBeside ? [] : [`${INDENT}${''.padEnd(labelWidth + 1)} ${chalk.dim(map.columnTitle)}`]),
    `${INDENT}${map.rowTitle.padEnd(labelWidth)} ${chalk.dim(isBeside ? `${head}${title}` : head)}`,
    ...rows.map(
      (i) =>
        `${INDENT}${chalk.dim(map.rows[i].padStart(labelWidth))} ${columns.map((j) => ` ${shadeOf(map.values[i][j])}`).join('')}`,
    ),
    `${INDENT}${''.padEnd(labelWidth)}  ${legend(map, chalk)}`,
    ...leftOut(map, rows.length, columns.length)
      .flatMap((line) => wrap(line, width - INDENT.length).split('\n'))
      .map((line) => chalk.dim(`${INDENT}${line}`)),
  ]
}

function shade(value: number | null, low: number, high: number, width: number, chalk: Shader): string {
  if (value === null) return '?'.padEnd(width)
  const step = high > low ? Math.min(4, Math.floor(((value - low) / (high - low)) * 5)) : 0
  if (chalk.level < 2) return SHADES[step].repeat(width)
  const [r, g, b] = COLORS[step]
  return chalk.bgRgb(r, g, b)(' '.repeat(width))
}

/** The five shades between the least and the most of all cells, in words. */
function legend({ values, textOf }: HeatBlock, chalk: Shader): string {
  const places = { least: [-1, -1], most: [-1, -1] }
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const [i, row] of values.entries())
    for (const [j, value] of row.entries()) {
      if (value !== null && value < low) [low, places.least] = [value, [i, j]]
      if (value !== null && value > high) [high, places.most] = [value, [i, j]]
    }
  if (low > high) return ''
  const steps = SHADES.map((_, step) => shade(step, 0, 5, 2, chalk)).join('')
  return `${textOf(places.least[0], places.least[1])} ${steps} ${textOf(places.most[0], places.most[1])}`
}
