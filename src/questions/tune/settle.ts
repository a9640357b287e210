/**
 * The number to give for a root: short, and on the safe side of an inequality, so that it fulfils the wish when somebody
 * types it back in.
 */
import type { Want } from './want.ts'

/** Sums taken in another order differ by less: this much an inequality is kept at a distance, as a part of its bound. */
const SLACK = 1e-12

/** What a rounded parameter may be. */
interface Rounding {
  /** Digits that are tried first. */
  readonly fewest: number
  /** How far it may move the quantity, as a part of what is wanted. */
  readonly close: number
}

/** For programs. */
const WHOLE: Rounding = { fewest: 10, close: 1e-11 }

/** For people, who are shown four digits of the quantity. */
export const BRIEF: Rounding = { fewest: 6, close: 1e-5 }

/** Most digits that are tried. */
const MOST = 15

/** Doublings of the step away from a root: from its last bit to all of the range. */
const DOUBLINGS = 60

export interface Search {
  readonly min: number
  readonly max: number
  /** The side of the root on which an inequality holds: 1 above it, -1 below, 0 for an equality. */
  readonly outward: -1 | 0 | 1
  valueAt(x: number): number | null
}

/** Null when the inequality holds nowhere on that side. */
export function settle(
  root: number,
  want: Want,
  { min, max, outward, valueAt }: Search,
  { fewest, close } = WHOLE,
): number | null {
  const clamp = (x: number) => Math.min(max, Math.max(min, x))
  for (let digits = fewest; digits <= MOST; digits++) {
    const short = clamp(roundTo(root, digits, outward))
    if (isFulfilled(valueAt(short), want, close)) return short
  }
  if (outward === 0) return root
  const unit = Number.EPSILON * Math.max(Number.EPSILON, Math.abs(root))
  for (let doubling = 0; doubling < DOUBLINGS; doubling++) {
    const x = clamp(root + outward * unit * 2 ** doubling)
    if (holds(valueAt(x), want)) return x
  }
  return null
}

/** Whether a value is as it is wanted; one that is unknown is not. */
export function holds(value: number | null, { relation, value: wanted }: Want): boolean {
  if (value === null) return false
  if (relation === '<=') return value <= wanted
  return relation === '>=' ? value >= wanted : Math.abs(value - wanted) <= SLACK * Math.abs(wanted)
}

/** As it is wanted whoever adds it up, and no further from it than need be. */
function isFulfilled(value: number | null, { relation, value: wanted }: Want, close: number): boolean {
  if (value === null || Math.abs(value - wanted) > close * Math.abs(wanted)) return false
  const slack = SLACK * Math.abs(wanted)
  if (relation === '<=') return value <= wanted - slack
  return relation === '>=' ? value >= wanted + slack : true
}

/** Of ten, among doubles. */
const LAST_POWER = 308

/** With so many significant digits: the next such number outward, or the nearest. */
function roundTo(x: number, digits: number, outward: number): number {
  const exponent = digits - 1 - (x === 0 ? 0 : Math.floor(Math.log10(Math.abs(x))))
  // So small a number has no multiple to be rounded.
  if (exponent > LAST_POWER) return x
  const scaled = x * 10 ** exponent
  const whole = outward > 0 ? Math.ceil(scaled) : outward < 0 ? Math.floor(scaled) : Math.round(scaled)
  return Number(`${whole}e${-exponent}`)
}
