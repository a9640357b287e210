/** A report laid out but not yet drawn: paragraphs, tables and code, which each format draws in its way. */

/** How a piece of text stands out: secondary figures are dim, the answer is strong, or good where it is; hard is a warning. */
export type Tone = 'plain' | 'dim' | 'strong' | 'good' | 'easy' | 'hard'

export interface TextCell {
  readonly text: string
  /** Words of a file, such as an id, which stand as they are: x^2 is no power in them, and 1e5 no number. */
  readonly isGiven?: true
  readonly tone?: Tone
  /** A share in [0, 1], drawn as a small bar before the text where there is room for one. */
  readonly bar?: number
  /** Shares in [0, 1] that make a whole, drawn in a terminal as one bar; null where they do not. */
  readonly stack?: readonly number[] | null
  /** The curve that the row is about, by its number in the chart: drawn as its mark, so that the table is the legend. */
  readonly series?: number
}

export interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
  /** Stands for the title on a narrow screen. */
  readonly short?: string
  /** Says what a row is, and so stands in each part of a table that is parted; the first column does where none is said to. */
  readonly isName?: true
  /** Stays beside its neighbours that are so too where a table is parted, each under its short title, which says enough. */
  readonly together?: true
  /** Left out on a narrow screen. */
  readonly wide?: true
  /** Cut to what room there is on a narrow screen. */
  readonly elastic?: true
  /** Holds bars of shares: as long as a terminal has room for, and left out of all else. */
  readonly isStack?: true
  /** Which part of such a bar the column is about: its shade stands before the title. */
  readonly shade?: number
}

export type Block =
  | {
      readonly kind: 'text'
      readonly text: string
      readonly tone?: Tone
      /** Words of ours, with indices and powers in them. */
      readonly isFormula?: true
    }
  | CodeBlock
  | TableBlock
  | HeatBlock
  | ChartBlock

/** What is there to be pasted elsewhere: lines of their own, which nothing wraps. */
export interface CodeBlock {
  readonly kind: 'code'
  /** What it is, above it. */
  readonly title: string
  readonly language: 'sh' | 'python'
  readonly lines: readonly string[]
}

export interface TableBlock {
  readonly kind: 'table'
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** The format that has all of its columns, where CSV has no place for it. */
  readonly allIn?: 'json'
}

/** Numbers over two axes. Shown as shades in a terminal and in a drawing, as a table in Markdown. */
export interface HeatBlock {
  readonly kind: 'heat'
  /** What the numbers are, and of what data, for a drawing that stands alone. */
  readonly title: string
  readonly subtitle: string
  readonly rowTitle: string
  readonly columnTitle: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly values: readonly (readonly (number | null)[])[]
  /** The same in words, of the few that are shown. */
  readonly textOf: (row: number, column: number) => string
}

/** Curves, in one panel or in several that share their axes. Drawn in a terminal, SVG and HTML; left out of Markdown. */
export interface ChartBlock {
  readonly kind: 'chart'
  readonly title: string
  /** Of what data, or by what formula; for a chart that stands alone. May be empty. */
  readonly subtitle: string
  /** The subtitle names a file, whose words stand as they are: x^2 is no power in them. */
  readonly isGiven?: true
  /** From where to where on the horizontal axis samples are of one kind, which a drawing shades, and what it is called. */
  readonly zone?: readonly [from: number, to: number]
  readonly zoneName?: string
  readonly x: ChartAxis
  readonly y: ChartAxis
  readonly panels: readonly ChartPanel[]
  /** Left out of a terminal: the table beside it draws the same in bars. */
  readonly isInTable?: true
  /** In a terminal its series are named below the title: no table beside it has their marks. */
  readonly isKeyed?: true
}

export interface ChartAxis {
  readonly label: string
  /** Least and greatest value shown. */
  readonly domain: readonly [number, number]
  /** A share is shown in percent, and between whole numbers there are none. */
  readonly unit: 'number' | 'share' | 'whole'
  readonly isLog?: true
}

/** Its series stand for the same things, in the same order, in every panel. */
export interface ChartPanel {
  /** Empty when there is but one. */
  readonly title: string
  readonly series: readonly Series[]
}

export interface Series {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

/** A row of cells, or a heading across the table; a long one does not widen the first column. */
export type Row =
  | { readonly heading: string; readonly isLong?: true }
  | { readonly cells: readonly TextCell[] }

/** Blocks from top to bottom, a blank line between them. */
export type Document = readonly Block[]

export const text = (words: string, tone: Tone = 'plain'): Block => ({ kind: 'text', text: words, tone })
export const commandBlock = (title: string, line: string): Block => ({
  kind: 'code',
  title,
  language: 'sh',
  lines: [line],
})
/** One of several columns that say what a row is. */
export const named = (column: Column): Column => ({ ...column, isName: true })
export const left = (title: string): Column => ({ title, align: 'left' })
export const right = (title: string, short?: string): Column => ({ title, align: 'right', short })

/** What is drawn where there are no bars. */
export function withoutStacks(table: TableBlock): TableBlock {
  return withoutColumns(table, ({ isStack }) => isStack === true)
}

export function withoutColumns(
  { columns, rows, ...block }: TableBlock,
  isLeftOut: (column: Column) => boolean,
): TableBlock {
  const isKept = (_: unknown, index: number) => !isLeftOut(columns[index])
  return {
    ...block,
    columns: columns.filter(isKept),
    rows: rows.map((row) => ('cells' in row ? { cells: row.cells.filter(isKept) } : row)),
  }
}
