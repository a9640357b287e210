/** Which samples cross the line between easy and hard from one model to the other, and what that does to each loss. */
import type { Loss } from '../../losses/loss.ts'
import { createGrouping, type Grouping, groupOf, identifyGroup } from '../../margin/grouping.ts'
import { addTo, createSum, type Sum, sumOf } from '../../measures/compensated.ts'
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

interface Cell {
  count: number
  readonly weight: Sum
  /** sum w f of each loss. */
  readonly a: readonly Sum[]
  readonly b: readonly Sum[]
}

export function createMoves(grouping: Grouping, losses: readonly Loss[], threshold: number) {
  const byClass = createGrouping(grouping.task, grouping.classes, true)
  const cells = Array.from({ length: byClass.size * MOVES.length }, () => createCell(losses.length))
  /** Of each loss those of all cells. */
  const sums = losses.map((_, l) => ({ a: cells.map(({ a }) => a[l]), b: cells.map(({ b }) => b[l]) }))
  /** The cell of each sample. */
  const placesOf = ({ a, index, length, marginA, marginB }: PairedSamples): Int32Array => {
    const places = new Int32Array(length)
    for (let j = 0; j < length; j++) {
      const group = groupOf(byClass, 0, a.label[index[j]], a.cellClass?.[index[j]])
      places[j] = group * MOVES.length + moveOf(marginA[j], marginB[j], threshold)
    }
    return places
  }
  return {
    add(samples: PairedSamples, values: readonly LossValues[]): void {
      const { weight, length } = samples
      const at = placesOf(samples)
      for (let j = 0; j < length; j++) {
        cells[at[j]].count++
        addTo(cells[at[j]].weight, weight[j])
      }
      for (const [l, { a, b }] of values.entries()) {
        addEach(sums[l].a, at, weight, a)
        addEach(sums[l].b, at, weight, b)
      }
    },
    /** Moves of all samples, and class by class. */
    reports(): { readonly moves: readonly MoveReport[]; readonly classes: readonly ClassMoves[] } {
      const total = cells.reduce((sum, { weight }) => sum + sumOf(weight), 0)
      const report = (parts: readonly Cell[], move: number) => reportMove(parts, MOVES[move], losses, total)
      const byMove = (move: number) => cells.filter((_, k) => k % MOVES.length === move)
      const classMoves = (group: number): ClassMoves => {
        const { classIndex, positive } = identifyGroup(byClass, group)
        const own = cells.slice(group * MOVES.length, (group + 1) * MOVES.length)
        return {
          name: byClass.classes[classIndex!],
          positive,
          count: own.reduce((sum, { count }) => sum + count, 0),
          moves: own.map((cell, move) => report([cell], move)).filter(({ count }) => count > 0),
        }
      }
      return {
        moves: MOVES.map((_, move) => report(byMove(move), move)),
        classes: Array.from({ length: byClass.size }, (_, group) => classMoves(group)).filter(
          ({ count }) => count > 0,
        ),
      }
    },
  }
}

function createCell(losses: number): Cell {
  const sums = () => Array.from({ length: losses }, createSum)
  return { count: 0, weight: createSum(), a: sums(), b: sums() }
}

/** Adds w f of each sample to the sum of its place. */
function addEach(sums: readonly Sum[], at: Int32Array, weight: Float64Array, values: Float64Array): void {
  for (let j = 0; j < at.length; j++) addTo(sums[at[j]], weight[j] * values[j])
}

/** Index into MOVES. */
function moveOf(marginA: number, marginB: number, threshold: number): number {
  return (marginA >= threshold ? 0 : 2) + (marginB >= threshold ? 0 : 1)
}

function reportMove(parts: readonly Cell[], move: Move, losses: readonly Loss[], total: number): MoveReport {
  const addUp = (pick: (cell: Cell) => Sum) => parts.reduce((sum, cell) => sum + sumOf(pick(cell)), 0)
  const weight = addUp((cell) => cell.weight)
  return {
    move,
    count: parts.reduce((sum, { count }) => sum + count, 0),
    losses: losses.map(({ spec }, l) => {
      const [a, b] = [addUp((cell) => cell.a[l]), addUp((cell) => cell.b[l])]
      const mean = (sum: number) => (weight > 0 ? sum / weight : null)
      return { spec, meanA: mean(a), meanB: mean(b), contribution: total > 0 ? (b - a) / total : 0 }
    }),
  }
}
