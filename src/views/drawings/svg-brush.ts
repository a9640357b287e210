/** What all drawings in SVG are made with: elements, and words with what is higher or lower in them. */
import { type Run, SHIFTS, SMALL } from './rich-text.ts'

export const SVG = 'http://www.w3.org/2000/svg'

/** Pixels. */
export const USUAL_FONT = 13

export const INK = '#222222'
export const FAINT = '#595959'

export const round = (value: number): number => Math.round(value * 100) / 100

export type Attributes = Readonly<Record<string, string | number>>

/** An element that is being made. */
export interface Mark {
  append(child: Mark): void
}

/** Makes an element. Text goes in as text and is escaped on the way out. */
export type Brush = (name: string, attributes: Attributes, text?: string) => Mark

/** Words with what is higher or lower in them; plain ones as one piece of text. */
export function writeRuns(draw: Brush, attributes: Attributes, runs: readonly Run[]) {
  if (runs.every(({ place, isVariable }) => place === 'line' && !isVariable))
    return draw('text', attributes, runs.map(({ text }) => text).join(''))
  const size = Number(attributes['font-size'])
  const element = draw('text', { ...attributes, 'xml:space': 'preserve' })
  let at = 0
  for (const { text, place, isVariable } of runs) {
    const shift = SHIFTS[place] * size
    element.append(
      draw(
        'tspan',
        {
          dy: round(shift - at),
          ...(place !== 'line' && { 'font-size': round(size * SMALL) }),
          ...(isVariable && { 'font-style': 'italic' }),
        },
        text,
      ),
    )
    at = shift
  }
  return element
}
