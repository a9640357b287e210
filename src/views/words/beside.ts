/** Numbers held against each other: with as many digits as it takes to see on which side of a bound one lies. */
import type { QuantityKind } from '../../measures/measure.ts'
import { formatShort, NO_NUMBER } from './numbers.ts'
import { formatQuantity } from './quantities.ts'

/** Digits that tell any two doubles apart, and those that a decimal number keeps in one. */
const [ALL, GIVEN] = [17, 15]

/** Fewest significant digits, from so many on, with which a number lies on its own side of a bound, as that is given. */
export function digitsBeside(value: number, bound: number, fewest: number): number {
  const [side, given] = [Math.sign(value - bound), asGiven(bound)]
  for (let digits = fewest; digits < ALL; digits++)
    if (Math.sign(Number(value.toPrecision(digits)) - given) === side) return digits
  return ALL
}

/** 7.000000000000001 is 100 times 0.07, and was given as 7. */
function asGiven(bound: number): number {
  return Number(bound.toPrecision(GIVEN))
}

/** A quantity as its kind is shown, or as `usual` says it; with more digits where that would put it elsewhere. */
export function formatBeside(
  kind: QuantityKind,
  value: number | null,
  bound: number,
  usual = formatQuantity(kind, value),
): string {
  if (value === null) return NO_NUMBER
  const [number, limit] = [scaled(kind, value), scaled(kind, bound)]
  if (Math.sign(numberIn(usual) - asGiven(limit)) === Math.sign(number - limit)) return usual
  return `${formatShort(number, digitsBeside(number, limit, 4))}${unitOf(kind)}`
}

/** A bound as its kind is shown where that is the very number, and else as it was given. */
export function formatBound(kind: QuantityKind, bound: number): string {
  const [usual, given] = [formatQuantity(kind, bound), asGiven(scaled(kind, bound))]
  if (!Number.isFinite(given)) return usual
  return numberIn(usual) === given && !/[<>]/.test(usual) ? usual : `${given}${unitOf(kind)}`
}

function scaled(kind: QuantityKind, value: number): number {
  return kind === 'share' ? 100 * value : value
}

function unitOf(kind: QuantityKind): string {
  return kind === 'share' ? ' %' : ''
}

/** 12.3 of `12.3 %`, 0.1 of `<0.1 %`, 1234 of `1,234`. */
function numberIn(text: string): number {
  return Number.parseFloat(text.replace(/[<>,]/g, ''))
}
