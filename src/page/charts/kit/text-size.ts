/** How wide text is, without asking the browser, which would have to lay the page out for the answer. */

/** Pixels; charts.css says the same. */
export const FONT = 12

/** Mean width of a letter or digit in the system's sans-serif faces, as a part of the size, a little on the safe side. */
const LETTER = 0.58

export function textWidth(text: string): number {
  return text.length * FONT * LETTER
}

/** Cut, with a sign of it, to what fits. */
export function fitText(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  const letters = Math.floor(width / (FONT * LETTER)) - 1
  return letters > 0 ? `${[...text].slice(0, letters).join('')}…` : ''
}
