/** Words of ours with what stands higher or lower in print: `pt` has an index, and so has `αt`; `^γ` is a power. */

export interface Run {
  readonly text: string
  readonly place: 'line' | 'index' | 'power'
  /** A variable, which is set in italics. */
  readonly isVariable?: true
}

const TOKEN = /(?<![\p{L}\p{N}_])(p|[α-τ])t(?![\p{L}\p{N}_])|\^([α-τ]|[−-]?\d+|[a-z](?![a-z]))/gu

/** From left to right. Foreign words, such as names of files, are no formulas, and are not for this. */
export function runsOf(words: string): readonly Run[] {
  const runs: Run[] = []
  let at = 0
  for (const match of words.matchAll(TOKEN)) {
    const [all, base, power] = match
    runs.push({ text: words.slice(at, match.index), place: 'line' })
    if (power !== undefined) runs.push({ text: power, place: 'power' })
    else runs.push({ text: base, place: 'line', isVariable: true }, { text: 't', place: 'index' })
    at = match.index + all.length
  }
  return [...runs, { text: words.slice(at), place: 'line' as const }].filter(({ text }) => text !== '')
}

/** Of the size of the line, an index and a power. */
export const SMALL = 0.72

/** How far below the line an index stands, and above it a power, in its size. */
export const SHIFTS = { line: 0, index: 0.22, power: -0.36 } as const

/** Widths of Helvetica, in parts of the size, of letters that are much narrower or wider than most. */
const WIDTHS: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[iljI.,:;'|!()[\] ft\-/]/u, 0.3],
  [/[mwMW%@]/u, 0.86],
  [/[A-Z<>=+−±×÷~]/u, 0.67],
  [/[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\uff60]|\p{Extended_Pictographic}/u, 1],
]
const USUAL_WIDTH = 0.556

/** About how wide words are, in their size; nobody knows whose font will draw them. */
export function widthOf(words: string): number {
  return [...words].reduce(
    (sum, letter) => sum + (WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? USUAL_WIDTH),
    0,
  )
}

/** The same of words with what is smaller in them. */
export function widthOfRuns(runs: readonly Run[]): number {
  return runs.reduce((sum, { text, place }) => sum + widthOf(text) * (place === 'line' ? 1 : SMALL), 0)
}

/** What words need in the widest of the usual faces, DejaVu Sans and Verdana, for one in Helvetica; and where it is bold. */
export const WIDEST = 1.15
export const BOLD = 1.25

/** Words in lines of at most a width, in the size of letters; a word that is longer is cut. */
export function wrapped(words: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const word of words.split(' ').flatMap((one) => cut(one, width))) {
    const longer = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

/** The pieces of a word, of a letter at the least. */
function cut(word: string, width: number): readonly string[] {
  const pieces = ['']
  for (const letter of word) {
    const longer = pieces[pieces.length - 1] + letter
    if (longer === letter || widthOf(longer) <= width) pieces[pieces.length - 1] = longer
    else pieces.push(letter)
  }
  return pieces
}
