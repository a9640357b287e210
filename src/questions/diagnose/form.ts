/** What a form is: the functions of a sample that a loss is a linear combination of. */
import type { ScoreReading, Standing } from './types.ts'

export interface Form {
  readonly id: string
  readonly name: string
  readonly kind: Standing
  readonly mistake: string | null
  readonly cost: number
  /** Whether the columns depend on gamma. */
  readonly focused: boolean
  /** One formula a column, as it is multiplied by its coefficient. */
  readonly terms: readonly string[]
  readonly columns: (reading: ScoreReading, gamma: number) => readonly Float64Array[]
  /** The losses of lossctl that have these terms: without and with an epsilon term. */
  readonly loss: string | null
  /** What the form needs of a reading. */
  readonly needs?: 'softmax' | 'twice'
}

/** A form that is an entry of the catalogue. */
export function wrongForm(
  id: string,
  name: string,
  mistake: string,
  more: Omit<Form, 'id' | 'name' | 'mistake' | 'kind' | 'loss'>,
): Form {
  return { ...more, id, name, mistake, kind: 'mistake', loss: null }
}
