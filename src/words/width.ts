/** How much room text takes in a terminal. */
import stringWidth from 'string-width'

/** Columns, as cli-table3 counts them: two of a Chinese sign or an emoji, none of an accent that stands by itself. */
export function widthOf(text: string): number {
  return stringWidth(text)
}

/** At most so many columns of it. No sign is cut in half, nor parted from its accents. */
export function cutTo(text: string, most: number): string {
  if (widthOf(text) <= most) return text
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (widthOf(`${kept}${segment}`) >= most) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}

/** With blanks before it, or behind, up to so many columns. */
export const padStartTo = (text: string, width: number): string => `${blanks(text, width)}${text}`
export const padEndTo = (text: string, width: number): string => `${text}${blanks(text, width)}`

const blanks = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text)))
