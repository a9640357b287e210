/** What a table shows: plain data. */

export interface PageColumn {
  readonly title: string
  readonly align: 'left' | 'right'
}

export interface PageCell {
  readonly text: string
  /** The colour of a loss, shown before the text. */
  readonly series?: number
  /** The whole of a text that was shortened. */
  readonly title?: string
  /** The number behind the text, in full, and what lossctl calls it. */
  readonly figure?: { readonly loss: string; readonly name: string; readonly value: number | null }
  readonly tone?: 'dim' | 'strong' | 'good' | 'bad'
  /** What stands below it, smaller. */
  readonly below?: PageCell
}

export interface TableData {
  readonly columns: readonly PageColumn[]
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly PageCell[])[]
}

/** A number of a loss, which can be looked up under that name. */
export function figureCell(
  { spec }: { readonly spec: string },
  name: string,
  value: number | null,
  text: string,
  tone?: PageCell['tone'],
): PageCell {
  return { text, tone, figure: { loss: spec, name, value } }
}
