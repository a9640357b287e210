/** Numbers as people write them. */

/** Numbers within this are held for equal at first; whether they fit is decided by the residuals. */
const NEAR = 0.02

export const near = (a: number, b: number, room = NEAR) =>
  Math.abs(a - b) <= room * Math.max(Math.abs(a), Math.abs(b), 0.05)

/** The number that all known ones are near; null when there is none. */
export function meanOf(numbers: readonly number[], room = 0.05): number | null {
  const known = numbers.filter((x) => Number.isFinite(x))
  if (known.length === 0) return null
  const mean = known.reduce((a, b) => a + b, 0) / known.length
  return known.every((x) => near(x, mean, room)) ? mean : null
}

/** 0.25 for 0.24999999998, when that lies within the error. */
export function round(x: number, error: number): number {
  for (let digits = 0; digits <= 6; digits++) {
    const rounded = Math.round(x * 10 ** digits) / 10 ** digits
    if (Math.abs(rounded - x) <= error && (rounded !== 0 || x === 0)) return rounded
  }
  return x
}

/** With so many digits. */
export function shortened(x: number, digits: number): number {
  if (x === 0 || !Number.isFinite(x)) return x
  const place = digits - 1 - Math.floor(Math.log10(Math.abs(x)))
  // A power of ten with a negative exponent is no double.
  return place >= 0 ? Math.round(x * 10 ** place) / 10 ** place : Math.round(x / 10 ** -place) * 10 ** -place
}

/** Whether somebody may have written it: at most four decimals, or two digits. */
export const isRound = (x: number) => Math.abs(x * 1e4 - Math.round(x * 1e4)) < 1e-8 || x === shortened(x, 2)

/** In names: as it is when short, else with six digits. */
export const say = (x: number) => `${shortened(x, 6)}`

export const list = (numbers: readonly number[]) =>
  numbers.length > 6 ? `${numbers.slice(0, 6).map(say).join(', ')}, …` : numbers.map(say).join(', ')
