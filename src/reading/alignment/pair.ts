/** Two data sets of the same samples, and what joins their rows. */
import type { Dataset } from '../dataset.ts'
import { bySide } from '../others.ts'
import { findKey, type JoinSide, type KeySaid } from './key.ts'

export interface DatasetPair {
  readonly a: Dataset
  readonly b: Dataset
  readonly by: 'row' | 'id'
}

/** Looks for columns that join the two; these are their ids then. Throws an InputError as `findKey` does. */
export async function pairDatasets(a: Dataset, b: Dataset, said: KeySaid): Promise<DatasetPair> {
  const key = await findKey(sideOf(a), sideOf(b), { ...said, mayGroup: true })
  if (key === null) return { a, b, by: 'row' }
  return { a: withId(a, key.left), b: withId(b, key.right), by: 'id' }
}

function sideOf({ scores, labels, reading }: Dataset): JoinSide {
  const [others] = bySide({ ...reading, id: null })
  return {
    tables: scores,
    taken: new Set([...reading.scores, ...(labels === scores ? reading.labels : []), ...others]),
  }
}

function withId(dataset: Dataset, id: number): Dataset {
  return { ...dataset, reading: { ...dataset.reading, id } }
}
