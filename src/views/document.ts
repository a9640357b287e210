/** A report laid out but not yet drawn: paragraphs and tables, which the terminal and Markdown draw each in its way. */

/** How a piece of text stands out: secondary figures are dim, the answer is strong, hard is a warning. */
export type Tone = 'plain' | 'dim' | 'strong' | 'easy' | 'hard'

export interface Cell {
  readonly text: string
  readonly tone?: Tone
  /** A share in [0, 1], drawn as a small bar before the text where there is room for one. */
  readonly bar?: number
}

export interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
  /** Stands for the title on a narrow screen. */
  readonly short?: string
}

export type Block =
  | { readonly kind: 'text'; readonly text: string; readonly tone?: Tone }
  | { readonly kind: 'table'; readonly columns: readonly Column[]; readonly rows: readonly Row[] }

/** A row of cells, or a heading across the table. */
export type Row = { readonly heading: string } | { readonly cells: readonly Cell[] }

/** Blocks from top to bottom, a blank line between them. */
export type Document = readonly Block[]

export const text = (words: string, tone: Tone = 'plain'): Block => ({ kind: 'text', text: words, tone })
export const left = (title: string): Column => ({ title, align: 'left' })
export const right = (title: string, short?: string): Column => ({ title, align: 'right', short })
