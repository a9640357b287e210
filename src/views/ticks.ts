/** Where an axis has its ticks, and what they say. */
import { ticks } from 'd3-array'
import { format, precisionFixed } from 'd3-format'

/** On a log-odds axis the value is the margin. */
export interface Tick {
  readonly value: number
  readonly text: string
}

/** An end of an axis, such as 0.999, is a tick though it is rounded. */
export const ROUNDING = 1e-9

/** Multiples of 1, 2 or 5 times a power of ten, about as many as asked for, never more. */
export function linearTicks(low: number, high: number, most: number, unit: 'number' | 'share'): Tick[] {
  const [size, sign] = unit === 'share' ? [100, ' %'] : [1, '']
  const values = ticksOfAtMost(low, high, most)
  const write = writer((values[1] - values[0]) * size)
  return values.map((value) => ({ value, text: `${write(value * size)}${sign}` }))
}

/** d3 takes the number of ticks for a wish, and may give half as many again. */
function ticksOfAtMost(low: number, high: number, most: number): number[] {
  if (!(high > low)) return []
  for (let wish = Math.floor(most); wish > 0; wish--) {
    const values = ticks(low, high, wish)
    // A tick at the very start costs no room.
    if (values.length <= most + 1) return values
  }
  return ticks(low, high, 1)
}

/** Steps from which on powers of ten are shorter. */
const [SMALL, LARGE] = [1e-4, 1e6]

/** As many decimals as the step has. */
function writer(step: number): (value: number) => string {
  if (step >= SMALL * (1 - ROUNDING) && step < LARGE) return format(`.${precisionFixed(step)}f`)
  const write = format('.3~e')
  return (value) => (value === 0 ? '0' : write(value))
}
