/** How the curves of a chart are told apart: by colour, and without it by marks in a terminal and by dashes in SVG. */

/** What a chart needs of a terminal's colours; chalk has it. */
export interface Ink {
  dim(text: string): string
  bold(text: string): string
  hex(color: string): (text: string) => string
  ansi256(color: number): (text: string) => string
  bgRgb(red: number, green: number, blue: number): (text: string) => string
  red(text: string): string
  green(text: string): string
  blue(text: string): string
  magenta(text: string): string
  /** What the terminal can show: 0 nothing, 1 sixteen colours of its own, 2 those of a table, 3 all. */
  readonly level: number
}

/** Most curves in one chart that an eye can follow. */
export const MAX_SERIES = 12

const MARKS = ['●', '+', '○', '×', '▲', '◇', '■', '△', '◆', '□', '▼', '▽']

/**
 * The palette of Okabe and Ito, which no kind of colour blindness confuses, without its yellow, which no white page
 * shows. Null is the colour of the text.
 */
const COLORS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', null, '#E69F00', '#56B4E9']

/** Lengths of dashes and gaps, in line widths of 2 pixels; the first is solid. */
const DASHES = [
  '',
  '8 4',
  '2 3',
  '10 3 2 3',
  '14 4',
  '5 2',
  '10 3 2 3 2 3',
  '1 5',
  '16 3 5 3',
  '4 6',
  '20 6',
  '8 2 2 2',
]

/** Colours of words and bars: 4.5 to 1 and more on black and on white (WCAG 2, relative luminance 0.175 to 0.183). */
export const SEEN = { blue: '#006CFF', magenta: '#D000D0', green: '#008A00', red: '#EE0000' } as const

/** The colours of xterm's table that are seen as well: those that lie next to the above are not. */
export const SEEN_OF_256 = { blue: 63, magenta: 163, green: 29, red: 131 } as const

/**
 * Words in a colour that is seen on black and on white. A terminal with sixteen has its own, which its owner has chosen; its
 * blue is hardly seen on black in most, so the colour of the text stands for it.
 */
export function paintSeen(color: keyof typeof SEEN, words: string, ink: Ink): string {
  if (ink.level === 1 && color === 'blue') return words
  if (ink.level === 3) return ink.hex(SEEN[color])(words)
  return ink.level === 2 ? ink.ansi256(SEEN_OF_256[color])(words) : ink[color](words)
}

/** Says so when there are more. */
export function drawnNote(count: number): string[] {
  return count > MAX_SERIES
    ? [`The chart has the first ${MAX_SERIES} of ${count} losses; --format csv has all.`]
    : []
}

/** The colour of a curve in hexadecimal digits. */
export function colorOf(series: number): string {
  return COLORS[series % COLORS.length] ?? '#000000'
}

/** The same for words, dark enough to be read on white: 4.5 to 1 (WCAG 2). */
export function inkOf(series: number): string {
  let dark = partsOf(series)
  while (luminance(dark) > (1 + 0.05) / 4.5 - 0.05) dark = dark.map((part) => Math.floor(part * 0.96))
  return hexOf(dark)
}

/** The same for a dark page: 4.5 to 1 on #14171b. */
export function litOf(series: number): string {
  if (COLORS[series % COLORS.length] === null) return '#e9ecf0'
  let lit = partsOf(series)
  while (luminance(lit) < (luminance([0x14, 0x17, 0x1b]) + 0.05) * 4.5 - 0.05)
    lit = lit.map((part) => Math.ceil(part + (255 - part) * 0.04))
  return hexOf(lit)
}

const partsOf = (series: number): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colorOf(series).slice(at, at + 2), 16))

const hexOf = (parts: readonly number[]): string =>
  `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`

function luminance(parts: readonly number[]): number {
  const [red, green, blue] = parts
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

export function dashOf(series: number): string {
  return DASHES[series % DASHES.length]
}

/** The colours of marks, null that of the text: a terminal may be dark or light, and most of the above are seen on one alone. */
const MARK_COLORS = ['blue', 'red', 'green', 'magenta', null] as const

/** The mark of a curve in its colour; a blank for one that is not in the chart. */
export function paintMark(series: number, ink: Ink): string {
  const color = MARK_COLORS[series % MARK_COLORS.length]
  const mark = MARKS[series] ?? ' '
  return color === null ? mark : paintSeen(color, mark, ink)
}

/** Of the parts of a bar, from what is easy to what is hard: told apart without colour too. */
const SHADES = ['░', '▒', '▓', '█']

/** Some characters of a part's shade. */
export function paintShade(shade: number, length: number, ink: Ink): string {
  const words = SHADES[shade % SHADES.length].repeat(length)
  return paintSeen(shade < SHADES.length / 2 ? 'blue' : 'magenta', words, ink)
}
