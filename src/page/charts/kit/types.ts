/**
 * What the charts are told: plain data, nothing of losses, sketches or state.
 *
 * A title is the chart's own heading. Any text may be foreign: the charts clean it, and shorten names.
 *
 * Kinds are a palette of four, the class by colour and hatching, the difficulty by lightness: 0 easy negative, 1 easy
 * positive, 2 hard negative, 3 hard positive. Without classes it is 0 for easy and 2 for hard.
 */

/** A chart keeps what it was last told and draws it again when its container changes its width. */
export interface Chart<Data> {
  draw(data: Data): void
}

export interface ChartSeries {
  readonly name: string
  /** Index in the palette and of the dash. */
  readonly series: number
  /** In ascending order of x; what is not finite leaves a gap. */
  readonly points: readonly (readonly [number, number])[]
  /** The least and the most that each value may be, where it is not known exactly. */
  readonly bounds?: readonly (readonly [low: number, high: number])[]
  /** Of another file: drawn thin, behind the others. */
  readonly faint?: boolean
}

export interface PlotAxis {
  readonly label: string
  readonly domain: readonly [number, number]
  /** Between whole numbers there are none. */
  readonly unit: 'number' | 'share' | 'pt' | 'whole'
}

export interface LineData {
  readonly title: string
  readonly x: PlotAxis
  /** Lines are cut where they leave its domain. */
  readonly y: PlotAxis
  readonly series: readonly ChartSeries[]
  /** An upright line, such as the threshold. */
  readonly mark?: { readonly x: number; readonly label: string }
}

/** Samples with margins in [from, to), one count a kind. */
export interface Bin {
  readonly from: number
  readonly to: number
  readonly counts: readonly number[]
}

/** A class: 0 negative, 1 positive. The chart itself darkens what is hard. */
export interface HistogramKind {
  readonly name: string
  readonly kind: number
  /** All its samples and the hard ones, where the bins do not tell: some lie outside, or the threshold lies in a bin. */
  readonly samples?: number
  readonly hard?: number
}

export interface HistogramData {
  /** Side by side, ascending; leave out what is empty at both ends. They and the candidates are the range of the axis. */
  readonly bins: readonly Bin[]
  readonly kinds: readonly HistogramKind[]
  /** What is counted: `samples`, `labels`. */
  readonly counted: string
  /** Another file, as an outline. */
  readonly overlay: { readonly name: string; readonly bins: readonly Bin[] } | null
  /** The margin from which on a sample is easy. */
  readonly threshold: number
  /** Margins at which the line can stand, ascending. */
  readonly candidates: readonly number[]
  readonly logCount: boolean
}

export interface StackedRow {
  readonly name: string
  /** Index in the palette; null for the samples themselves. */
  readonly series: number | null
  /** Shares add up to 1; a loss that can be negative may have parts below 0. Null where there is nothing to share. */
  readonly parts: readonly { readonly name: string; readonly kind: number; readonly share: number | null }[]
}

export interface StackedData {
  readonly title: string
  readonly rows: readonly StackedRow[]
}

export interface HeatAxis {
  readonly label: string
  readonly values: readonly (number | string)[]
}

export interface HeatData {
  readonly title: string
  readonly rowAxis: HeatAxis
  readonly columnAxis: HeatAxis
  /** A row for each value of rowAxis. */
  readonly values: readonly (readonly (number | null)[])[]
  readonly unit: 'share' | 'ratio'
  /** Indices; a fraction is a place between two cells. */
  readonly current: { readonly row: number; readonly column: number } | null
}

export interface GroupRow {
  readonly name: string
  readonly count: number
  /** How many of these samples are positive; null where none has a sign, or all have the same. */
  readonly positive: number | null
  readonly value: number
  /** The value in words and digits. */
  readonly label: string
  /** The value in another file, and in words and digits. */
  readonly overlay?: number
  readonly overlayLabel?: string
}

export interface GroupData {
  readonly title: string
  /** What a group is: `class`, `slice`. */
  readonly noun: string
  /** What is counted in it: `samples`, `labels`. */
  readonly counted: string
  /** What the value is. */
  readonly measure: string
  /** Name of the other file. */
  readonly overlayName?: string
  /** Worst first. */
  readonly rows: readonly GroupRow[]
}
