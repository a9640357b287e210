/** How a chart is drawn: for the column of a paper, whose caption says the rest. */
import { UsageError } from '../../errors.ts'
import { type Format, isDrawing } from '../../views/drawings/index.ts'
import type { Figure } from '../../views/figure.ts'
import { flagOf, givenOptions, type OptionRecord, type Values } from './option.ts'

const group = 'Drawing:'

/** Pixels of each unit. */
const UNITS: Readonly<Record<string, number>> = {
  px: 1,
  pt: 96 / 72,
  mm: 96 / 25.4,
  cm: 96 / 2.54,
  in: 96,
}

/** Pixels: what still holds axes, and what is a poster. */
const WIDTHS = [150, 10_000] as const

/** Points: what can be read, and what is a poster. */
const FONTS = [4, 72] as const

/** Pixels where nothing is said. */
const USUAL = { width: 640, fontSize: 13 } as const

/** Fewest sizes of letters that a drawing is wide: half of them is axes. */
const LETTERS = 14

function parseWidth(text: string, flag: string): number {
  const [, digits, unit = 'px'] = /^(\d+(?:\.\d+)?) ?(px|pt|mm|cm|in)?$/.exec(text.trim()) ?? []
  if (digits === undefined)
    throw new UsageError(
      `${flag} ${text}: it is a number and a unit, px, pt, mm, cm or in`,
      'as in 3.5in, the column of a paper',
    )
  const width = Number(digits) * UNITS[unit]
  if (width >= WIDTHS[0] && width <= WIDTHS[1]) return width
  throw new UsageError(
    `${flag} ${text}: a drawing is ${WIDTHS[0]} to ${WIDTHS[1]} px wide, 96 to an inch, and that is ${Number(width.toPrecision(6))}`,
  )
}

function parseFontSize(text: string, flag: string): number {
  const size = Number(text.trim().replace(/pt$/, ''))
  if (text.trim() !== '' && size >= FONTS[0] && size <= FONTS[1]) return size * UNITS.pt
  throw new UsageError(`${flag} ${text}: it is a number of points from ${FONTS[0]} to ${FONTS[1]}`)
}

export const FIGURE = [
  {
    key: 'width',
    value: '<length>',
    help: 'how wide the drawing is, such as 3.5in, 88mm or 640px',
    otherwise: '640px, or 400px a panel',
    parse: parseWidth,
    group,
  },
  {
    key: 'fontSize',
    value: '<pt>',
    help: 'size of its letters in points',
    otherwise: '9.75',
    parse: parseFontSize,
    group,
  },
  {
    key: 'title',
    value: '<text>',
    help: "what stands above it; '' for nothing, where a caption says it",
    otherwise: 'what is drawn, and of which data',
    group,
  },
] as const satisfies readonly OptionRecord[]

/** Throws a UsageError where nothing is drawn, or the letters leave no room for a chart. */
export function figureOf(options: Values<(typeof FIGURE)[number]>, format: Format): Figure {
  const [idle] = isDrawing(format) ? [] : givenOptions(FIGURE, options)
  if (idle)
    throw new UsageError(
      `${flagOf(idle)} is about a drawing, and this is written as ${format}`,
      'draw it: --format svg, pdf, png or html, or -o FILE.svg and so on',
    )
  const { width, fontSize, title } = options
  const fewest = LETTERS * (fontSize ?? USUAL.fontSize)
  if ((width ?? USUAL.width) < fewest)
    throw new UsageError(
      'such letters leave no room for a chart in such a width',
      `give a --width of ${Math.ceil(fewest)}px or more, or a smaller --font-size`,
    )
  return { width, fontSize, title }
}
