/** Which samples cross the line between easy and hard from one model to the other, and what that does to each loss. */
import type { Loss } from '../../losses/loss.ts'
import { createGrouping, type Grouping, groupOf, identifyGroup } from '../../margin/grouping.ts'
import { addAt, addEachTo, createSums, type ManySums, sumAt } from '../../measures/compensated.ts'
import type { LossValues, PairedSamples } from './paired-samples.ts'

export const MOVES = ['stays easy', 'becomes hard', 'becomes easy', 'stays hard'] as const
export type Move = (typeof MOVES)[number]

export interface MoveReport {
  readonly move: Move
  readonly count: number
  readonly losses: readonly {
    readonly spec: string
    /** Means over these samples; null where there are none. */
    readonly meanA: number | null
    readonly meanB: number | null
    /** sum w d over these samples / sum w over all: what they add to the mean difference. */
    readonly contribution: number
  }[]
}

/** The samples of one class; of one class and one sign with multi-label data. */
export interface ClassMoves {
  readonly name: string
  /** Null with softmax. */
  readonly positive: boolean | null
  readonly count: number
  /** Those that occur. */
  readonly moves: readonly MoveReport[]
}

export function createMoves(grouping: Grouping, losses: readonly Loss[], threshold: number) {
  const byClass = createGrouping(grouping.task, grouping.classes, true)
  // One for each group and move.
  const cells = byClass.size * MOVES.length
  const counts = new Float64Array(cells)
  const weights = createSums(cells)
  /** sum w f of each loss. */
  const sums = losses.map(() => ({ a: createSums(cells), b: createSums(cells) }))
  /** The cell of each sample. */
  const placesOf = ({ a, index, length, marginA, marginB }: PairedSamples): Int32Array => {
    const { label, cellClass } = a
    const places = new Int32Array(length)
    for (let j = 0; j < length; j++) {
      const group = groupOf(byClass, 0, label[index[j]], cellClass?.[index[j]])
      places[j] = group * MOVES.length + moveOf(marginA[j], marginB[j], threshold)
    }
    return places
  }
  return {
    add(samples: PairedSamples, values: readonly LossValues[]): void {
      const { weight, length } = samples
      const at = placesOf(samples)
      for (let j = 0; j < length; j++) {
        counts[at[j]]++
        addAt(weights, at[j], weight[j])
      }
      for (const [l, { a, b }] of values.entries()) addEachTo(sums[l].a, sums[l].b, at, weight, a, b)
    },
    /** Moves of all samples, and class by class. */
    reports(): { readonly moves: readonly MoveReport[]; readonly classes: readonly ClassMoves[] } {
      const addUp = (of: ManySums, parts: readonly number[]) =>
        parts.reduce((sum, cell) => sum + sumAt(of, cell), 0)
      const all = Array.from(counts.keys())
      const total = addUp(weights, all)
      const report = (parts: readonly number[], move: number): MoveReport => {
        const weight = addUp(weights, parts)
        const mean = (sum: number) => (weight > 0 ? sum / weight : null)
        return {
          move: MOVES[move],
          count: parts.reduce((sum, cell) => sum + counts[cell], 0),
          losses: losses.map(({ spec }, l) => {
            const [a, b] = [addUp(sums[l].a, parts), addUp(sums[l].b, parts)]
            return { spec, meanA: mean(a), meanB: mean(b), contribution: total > 0 ? (b - a) / total : 0 }
          }),
        }
      }
      const classMoves = (group: number): ClassMoves => {
        const { classIndex, positive } = identifyGroup(byClass, group)
        const own = all.slice(group * MOVES.length, (group + 1) * MOVES.length)
        return {
          name: byClass.classes[classIndex!],
          positive,
          count: own.reduce((sum, cell) => sum + counts[cell], 0),
          moves: own.map((cell, move) => report([cell], move)).filter(({ count }) => count > 0),
        }
      }
      return {
        moves: MOVES.map((_, move) =>
          report(
            all.filter((cell) => cell % MOVES.length === move),
            move,
          ),
        ),
        classes: Array.from({ length: byClass.size }, (_, group) => classMoves(group)).filter(
          ({ count }) => count > 0,
        ),
      }
    },
  }
}

/** Index into MOVES. */
function moveOf(marginA: number, marginB: number, threshold: number): number {
  return (marginA >= threshold ? 0 : 2) + (marginB >= threshold ? 0 : 1)
}
