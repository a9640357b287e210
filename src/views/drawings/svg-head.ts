/** What stands above a drawing: its title, and below it of what data it is, or by what formula. */
import { cleanLine } from '../../words/clean.ts'
import { BOLD, type Run, runsOf, wrapped } from './rich-text.ts'
import { type Attributes, type Brush, FAINT, type Mark, round, writeRuns } from './svg-brush.ts'

/** Parts of the size of letters. */
const TITLE = 1.2
export const LINE = 1.5

/** What it is of. */
interface Titled {
  readonly title: string
  readonly subtitle: string
  /** The subtitle has words of others. */
  readonly isGiven?: true
}

export interface Head {
  readonly lines: readonly {
    readonly runs: readonly Run[]
    readonly y: number
    readonly style: Attributes
  }[]
  /** Where it ends. */
  readonly height: number
}

/** Title and subtitle, line by line; where a title is wanted at all. */
export function headOf(
  { title, subtitle, isGiven }: Titled,
  given: string | undefined,
  font: number,
  width: number,
): Head {
  const words = given ?? title
  const plain = (text: string) => [{ text, place: 'line' as const }]
  const sides = 1.8 * font
  const own = words === '' ? [] : wrapped(cleanLine(words), (width - sides) / (TITLE * BOLD * font))
  const below =
    words === '' || subtitle === '' ? [] : wrapped(cleanLine(subtitle), (width - sides) / (1.1 * font))
  const lines = [
    ...own.map((line, at) => ({
      runs: given === undefined ? runsOf(line) : plain(line),
      y: (0.5 + TITLE + at * TITLE * 1.25) * font,
      style: { 'font-size': TITLE * font, 'font-weight': 'bold' },
    })),
    ...below.map((line, at) => ({
      runs: isGiven ? plain(line) : runsOf(line),
      y: (0.5 + TITLE * (1 + (own.length - 1) * 1.25) + LINE + at * 1.3) * font,
      style: { 'font-size': font, fill: FAINT },
    })),
  ]
  return { lines, height: lines.length === 0 ? 0 : lines[lines.length - 1].y + 0.45 * font }
}

export function drawHead({ lines }: Head, font: number, draw: Brush): readonly Mark[] {
  return lines.map(({ runs, y, style }) =>
    writeRuns(draw, { x: round(0.9 * font), y: round(y), 'text-anchor': 'start', ...style }, runs),
  )
}
