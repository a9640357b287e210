/** Squares of weights, group by group in units in which they neither vanish nor overflow. */
import type { Margins } from '../margin/margins.ts'
import { exponentFor, STEP } from './exponent.ts'
import { type GroupSketch, groupAt } from './sketch.ts'
import { COUNT_SLOT } from './store.ts'

/** The squares of a block's weights, in the units of their groups, which are changed first where they have to be. */
export function squareWeights(
  groups: (GroupSketch | undefined)[],
  { length, group, weight }: Margins,
): Float64Array | null {
  if (!weight) return null
  const largest: number[] = []
  for (let i = 0; i < length; i++) if (!(weight[i] <= largest[group[i]])) largest[group[i]] = weight[i]
  const units = largest.map((size, index) => {
    const target = groupAt(groups, index)
    meetExponent(target, exponentFor(size))
    return 2 ** -target.exponent
  })
  return weight.map((w, i) => {
    const part = w * units[group[i]]
    return part * part
  })
}

/** Changes the units of a group for squares that need others: for larger ones, and for smaller ones while there are none. */
export function meetExponent(group: GroupSketch, exponent: number): void {
  if (exponent === group.exponent || (exponent < group.exponent && !isWeightless(group))) return
  if (exponent > group.exponent) scaleGroup(group, 4 ** (group.exponent - exponent))
  group.exponent = exponent
}

/** A group's sums in other units. */
export function inUnits(group: GroupSketch, exponent: number): GroupSketch {
  if (group.exponent === exponent) return group
  const { segments, below, above, far, lowest } = group
  const copy = {
    segments: new Map([...segments].map(([number, moments]) => [number, moments.slice()])),
    below: below.slice(),
    above: above.slice(),
    far: far.slice(),
    lowest,
    exponent,
  }
  scaleGroup(copy, 4 ** (group.exponent - exponent))
  return copy
}

/** Whether squares are doubles, with all their digits, as they are. */
export function isPlain({ exponent }: GroupSketch): boolean {
  return Math.abs(exponent) <= STEP
}

/** All sums of a group but its counts times a factor. */
function scaleGroup({ segments, below, above, far }: GroupSketch, factor: number): void {
  for (const moments of segments.values()) for (let k = 0; k < COUNT_SLOT; k++) moments[k] *= factor
  for (let i = 1; i < below.length; i++) {
    below[i] *= factor
    far[i] *= factor
  }
  above[1] *= factor
  far[7] *= factor
}

function isWeightless({ segments, below, above }: GroupSketch): boolean {
  return below[1] === 0 && above[1] === 0 && [...segments.values()].every((moments) => moments[0] === 0)
}
