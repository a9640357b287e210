/** Sums of softmax rows beside a sketch, as plain objects to be saved as JSON, and checked when they come back. */
import { COMPANIONS } from '../../margin/companions.ts'
import { hasEdge } from '../grid.ts'
import type { RowSums, Sketch } from '../sketch.ts'
import { checkFields, LIST, listOf, NUMBER, WHOLE } from './fields.ts'

export interface RowCode {
  /** Where easy rows begin. */
  readonly margin: number
  readonly groups: readonly {
    readonly group: number
    /** Σ w Σj≠y pj², Σ w pt Σj≠y pj², Σ w mean of −ln pj */
    readonly hard: readonly number[]
    readonly easy: readonly number[]
  }[]
}

export function encodeRows({ margin, groups }: RowSums): RowCode {
  const found = groups.flatMap((sums, group) => {
    if (!sums) return []
    const [hard, easy] = [sums.slice(0, COMPANIONS), sums.slice(COMPANIONS)]
    return [{ group, hard: [...hard], easy: [...easy] }]
  })
  return { margin, groups: found }
}

const SUMS = listOf(`numbers from 0 on`, (value) => Number.isFinite(value) && (value as number) >= 0)

/** Throws an Error that says what is wrong, in one clause. */
export function decodeRows(code: unknown, { grid, groups }: Sketch): RowSums {
  checkFields('"rows" of the sketch', code, { margin: NUMBER, groups: LIST })
  const { margin, groups: entries } = code as RowCode
  if (!hasEdge(grid, margin)) throw new Error('"rows" of the sketch are parted where it has no edge')
  const found: Float64Array[] = []
  entries.forEach((entry, index) => {
    const where = `entry ${index} of its rows`
    checkFields(where, entry, { group: WHOLE, hard: SUMS, easy: SUMS })
    const { group, hard, easy } = entry
    if (hard.length !== COMPANIONS || easy.length !== COMPANIONS)
      throw new Error(`${where} has ${hard.length} and ${easy.length} numbers, not ${COMPANIONS} each`)
    if (!groups[group] || found[group])
      throw new Error(
        `${where} is of group ${group}, which ${found[group] ? 'was there before' : 'holds no samples'}`,
      )
    found[group] = Float64Array.of(...hard, ...easy)
  })
  if (groups.some((group, index) => group && !found[index]))
    throw new Error('"rows" of the sketch leave out some of its groups')
  return { margin, groups: found }
}
