/** How large a drawing is, and what stands above it: for the column of a paper, whose caption says the rest. */
export interface Figure {
  /** Pixels, of which an inch has 96; as wide as suits the screen when absent. */
  readonly width?: number
  /** The same, of the letters. */
  readonly fontSize?: number
  /** In place of the chart's own; empty for none, and no line below it. */
  readonly title?: string
}
