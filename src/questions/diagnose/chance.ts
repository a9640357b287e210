/** What fits without being right: how far off a value may be and fit, and how many recipes to expect there. */
import type { Observed } from './types.ts'

/** What 32-bit arithmetic leaves of a mean, relative and absolute. */
const FLOAT32 = { relative: 4e-6, absolute: 3e-7 }

/** Half a unit of the last decimal, and what 32 bits leave of a mean. */
export const roomOf = (value: number, half: number) =>
  1.001 * half + FLOAT32.relative * Math.abs(value) + FLOAT32.absolute

/** How many times as far off a guess may be and still be counted as near. */
export const NEAR = 1000

/** The values that are no copies of others, and not 0: a loss of 0 is met by whatever leaves a sample out. */
const toldBy = ({ values }: Observed): readonly number[] => [...new Set(values)].filter((v) => v !== 0)

export const countTold = (observed: Observed): number => toldBy(observed).length

/** Counts the guesses that came near the values and do not fit: that tells how many fit by chance. */
export class Tally {
  private readonly near = new Map<number, number>()

  add(cost: number): void {
    this.near.set(cost, (this.near.get(cost) ?? 0) + 1)
  }

  /**
   * How many of at most this cost are to be expected to fit, to the last decimal or in 32 bits, where none is right. One
   * more is counted than came near, since none of few says little.
   */
  chance(cost: number, observed: Observed, isExact: boolean): number {
    const { half } = observed
    let count = 1
    for (const [of, n] of this.near) if (of <= cost) count += n
    const told = toldBy(observed)
    const share = told.reduce((all, v) => all * (isExact ? half / roomOf(v, half) : 1), 1)
    return (count * share) / (NEAR ** told.length - 1)
  }
}

/** So many fits by chance are too many for a verdict; docs/diagnose.md has what comes of it. */
const BY_CHANCE = 1e-3

export const isByChance = (chance: number) => chance > BY_CHANCE
