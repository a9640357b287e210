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
  return {
    add({ a, index, length, marginA, marginB, weight }: PairedSamples, values: readonly LossValues[]): void {
      for (let j = 0; j < length; j++) {
        const i = index[j]
        const group = groupOf(byClass, 0, a.label[i], a.cellClass?.[i])
        const cell = cells[group * MOVES.length + moveOf(marginA[j], marginB[j], threshold)]
        cell.count++
        addTo(cell.weight, weight[j])
        for (let l = 0; l < losses.length; l++) {
          addTo(cell.a[l], weight[j] * values[l].a[j])
          addTo(cell.b[l], weight[j] * values[l].b[j])
        }
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
