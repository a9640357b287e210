/** Draws numbers over two axes as an SVG: a cell a pair of values, in colour and in words. */
import { greatest, least } from '../../extremes.ts'
import type { HeatBlock } from '../document.ts'
import type { Figure } from '../figure.ts'
import { symbolOf } from '../words/symbols.ts'
import { COLORS } from './heat-map.ts'
import { WIDEST, widthOf } from './rich-text.ts'
import { type Brush, FAINT, round, USUAL_FONT } from './svg-brush.ts'
import { drawHead, headOf } from './svg-head.ts'

const USUAL_WIDTH = 640

/** Parts of the size of letters. */
const LEGEND = 12
const TALLEST = 2.6
const LABEL = 0.92

/** Steps of the bar that says which colour is how much. */
const STEPS = 32

export interface DrawnHeat {
  readonly width: number
  readonly height: number
  readonly elements: readonly ReturnType<Brush>[]
}

export function drawHeat(map: HeatBlock, figure: Figure, draw: Brush): DrawnHeat {
  const font = figure.fontSize ?? USUAL_FONT
  const width = figure.width ?? USUAL_WIDTH
  const head = headOf({ ...map, isGiven: true }, figure.title, font, width)
  const left = (3 + greatest(map.rows.map(widthOf))) * font
  const inner = width - left - 1.2 * font
  const top = head.height + 3.4 * font
  const cell = {
    width: inner / map.columns.length,
    height: Math.min(TALLEST * font, inner / map.rows.length),
  }
  const bottom = top + cell.height * map.rows.length
  const present = map.values.flat().filter((value) => value !== null)
  const [low, high] = [least(present), greatest(present)]
  const shareOf = (value: number) => (high > low ? (value - low) / (high - low) : 0)
  const small = LABEL * font
  const words = (x: number, y: number, text: string, style: Readonly<Record<string, string | number>>) =>
    draw('text', { x: round(x), y: round(y), 'font-size': font, 'text-anchor': 'middle', ...style }, text)
  const isWritten = map.rows.every((_, row) =>
    map.columns.every((_, column) => widthOf(map.textOf(row, column)) * small < cell.width - 0.3 * font),
  )
  const cells = map.values.flatMap((row, i) =>
    row.flatMap((value, j) => {
      const [x, y] = [left + j * cell.width, top + i * cell.height]
      const box = { x: round(x), y: round(y), width: round(cell.width), height: round(cell.height) }
      if (value === null) return [draw('rect', { ...box, fill: 'none', stroke: FAINT })]
      const [color, ink] = colorAt(shareOf(value))
      const text = words(x + cell.width / 2, y + cell.height / 2 + 0.34 * small, map.textOf(i, j), {
        'font-size': small,
        fill: ink,
      })
      return [
        draw('rect', { ...box, fill: color, 'shape-rendering': 'crispEdges' }),
        ...(isWritten ? [text] : []),
      ]
    }),
  )
  const every = (count: number, room: number) => Math.max(1, Math.ceil(count / Math.max(1, Math.floor(room))))
  const across = every(map.columns.length, inner / (greatest(map.columns.map(widthOf)) * font + 0.8 * font))
  const down = every(map.rows.length, (bottom - top) / (1.2 * font))
  const middle = (top + bottom) / 2
  const elements = [
    ...drawHead(head, font, draw),
    ...legend(map, left, head.height + 1.9 * font, width, font, draw),
    ...cells,
    ...map.columns.flatMap((title, j) =>
      j % across === 0 ? [words(left + (j + 0.5) * cell.width, bottom + 1.3 * font, title, {})] : [],
    ),
    ...map.rows.flatMap((title, i) =>
      i % down === 0
        ? [
            words(left - 0.5 * font, top + (i + 0.5) * cell.height + 0.34 * font, title, {
              'text-anchor': 'end',
            }),
          ]
        : [],
    ),
    words(left + inner / 2, bottom + 2.9 * font, symbolOf(map.columnTitle), {}),
    draw(
      'text',
      {
        transform: `translate(${round(1.3 * font)},${round(middle)}) rotate(-90)`,
        'font-size': font,
        'text-anchor': 'middle',
      },
      symbolOf(map.rowTitle),
    ),
  ]
  return { width, height: Math.round(bottom + 3.7 * font), elements }
}

/** The least and the most in words, and the colours between them. */
function legend(
  map: HeatBlock,
  x: number,
  y: number,
  width: number,
  font: number,
  draw: Brush,
): readonly ReturnType<Brush>[] {
  const places = map.values.flatMap((row, i) =>
    row.flatMap((value, j) => (value === null ? [] : [{ value, i, j }])),
  )
  if (places.length === 0) return []
  const sorted = places.toSorted((a, b) => a.value - b.value)
  const [first, last] = [sorted[0], sorted[sorted.length - 1]].map(({ i, j }) => map.textOf(i, j))
  const lengthOf = (words: string) => (widthOf(words) * WIDEST + 0.4) * font
  const start = x + lengthOf(first)
  const length = Math.min(LEGEND * font, width - lengthOf(last) - 0.3 * font - start)
  const step = length / STEPS
  const style = { y: round(y), 'font-size': font, 'text-anchor': 'start' }
  return [
    draw('text', { x: round(x), ...style }, first),
    ...Array.from({ length: STEPS }, (_, i) =>
      draw('rect', {
        x: round(start + i * step),
        y: round(y - 0.85 * font),
        // A hair wider: no ground shows between them.
        width: round(step + 0.5),
        height: font,
        fill: colorAt(i / (STEPS - 1))[0],
      }),
    ),
    draw('text', { x: round(start + length + 0.4 * font), ...style }, last),
  ]
}

/** A colour between those of the map, and whether words on it are black or white. */
function colorAt(share: number): readonly [color: string, ink: string] {
  const at = Math.min(share * (COLORS.length - 1), COLORS.length - 1 - 1e-9)
  const [from, to] = [COLORS[Math.floor(at)], COLORS[Math.floor(at) + 1]]
  const parts = from.map((part, i) => Math.round(part + (to[i] - part) * (at - Math.floor(at))))
  const [red, green, blue] = parts.map((part) => (part / 255) ** 2.2)
  const isLight = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18
  return [`rgb(${parts.join(',')})`, isLight ? '#000000' : '#ffffff']
}
