/** What pairs of samples say of the changes between files, wherever it is shown. */
import type { LossDifference } from '../diff/loss-difference.ts'

/** From the first file to another. */
interface Change<Loss> {
  readonly by: 'row' | 'id'
  readonly confidence: number
  /** In the order of the comparison; null where single samples have no such loss, or its means are of more than the pairs. */
  readonly losses: readonly (Loss | null)[]
}

export type FileChange = Change<LossDifference>

/** What is shown of a loss, and of each file; null where it was not paired with the first. */
export type LossChange = Pick<LossDifference, 'spec' | 'title' | 'difference' | 'interval' | 'significant'>
export type PairedChanges = readonly (Change<LossChange> | null)[]

/** A change with an interval: a single sample has none. */
export type TestedChange = LossChange & { readonly interval: NonNullable<LossChange['interval']> }

export function isTested(loss: LossChange | null | undefined): loss is TestedChange {
  return loss?.interval != null
}

/** Without what is not shown. */
export function shortened(changes: PairedChanges | null): PairedChanges | null {
  const short = (loss: LossChange | null): LossChange | null => {
    if (loss === null) return null
    const { spec, title, difference, interval, significant } = loss
    return { spec, title, difference, interval, significant }
  }
  return changes?.map((change) => change && { ...change, losses: change.losses.map(short) }) ?? null
}
