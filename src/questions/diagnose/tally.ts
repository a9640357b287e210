/** Counts what fits, and what comes near: that tells how much of the former is chance. */
import { FLOAT32 } from './fit.ts'
import type { Observed } from './types.ts'

/** How many guesses came near the values, and how many of these fit: what is near by chance tells what fits by chance. */
export interface Tally {
  near: number
  fitting: number
}

/** How many times as far off a guess may be and still be counted as near. */
export const NEAR = 50

/** Whether the values predicted fit those observed; counts them either way. */
export function fits(predicted: ArrayLike<number>, { values, half }: Observed, tally: Tally): boolean {
  let largest = 0
  for (let b = 0; b < values.length; b++) {
    const room = 1.001 * half + FLOAT32.relative * Math.abs(values[b]) + FLOAT32.absolute
    largest = Math.max(largest, Math.abs(predicted[b] - values[b]) / room)
  }
  if (!(largest <= NEAR)) return false
  tally.near++
  if (largest <= 1) tally.fitting++
  return largest <= 1
}
