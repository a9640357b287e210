/** Where an axis has its ticks, and what they say. */
import { formatCount } from '../../../views/words/numbers.ts'
import { textWidth } from './text-size.ts'

/** On a log-odds axis the value is the margin. */
export interface Tick {
  readonly value: number
  readonly text: string
}

/** Multiples of 1, 2 or 5 times a power of ten, about as many as asked for, never more. */
export function linearTicks(low: number, high: number, most: number, unit: 'number' | 'share'): Tick[] {
  const step = tickStep(high - low, most)
  if (!(step > 0)) return []
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)]
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const value = (first + i) * step
    return { value, text: unit === 'share' ? `${decimal(value * 100, step * 100)} %` : decimal(value, step) }
  })
}

function tickStep(width: number, most: number): number {
  const least = width / Math.max(1, most)
  const power = 10 ** Math.floor(Math.log10(least))
  // Rounding must not turn a step that fits into the next larger one.
  return power * [1, 2, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9))!
}

/** Steps from which on powers of ten are shorter. */
const [SMALL, LARGE] = [1e-4, 1e6]

/** As many decimals as the step has. */
function decimal(value: number, step: number): string {
  const size = Math.abs(value)
  const text = step >= SMALL && step < LARGE ? size.toFixed(decimalsOf(step)) : exponential(size)
  return value < 0 ? `−${text}` : text
}

function decimalsOf(step: number): number {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
}

function exponential(size: number): string {
  return size === 0 ? '0' : Number(size.toPrecision(3)).toExponential()
}

/** From a thousand on in thousands or millions. */
export function shortCount(count: number): string {
  for (const [size, letter] of UNITS)
    if (count >= size) return `${Number((count / size).toPrecision(3))}${letter}`
  return formatCount(Number(count.toPrecision(3)))
}

const UNITS = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const

/** Of an axis of counts: whole numbers, in powers of ten when it is logarithmic. */
export function countTicks(most: number, isLog: boolean, room: number): Tick[] {
  const ticks = isLog ? powersUpTo(most) : linearTicks(0, most, room, 'number').map(({ value }) => value)
  const every = isLog ? Math.max(1, Math.ceil(ticks.length / room)) : 1
  return ticks
    .filter((value, i) => Number.isInteger(value) && i % every === 0)
    .map((value) => ({ value, text: shortCount(value) }))
}

function powersUpTo(most: number): number[] {
  return Array.from({ length: Math.floor(Math.log10(Math.max(1, most))) + 1 }, (_, power) => 10 ** power)
}

/** Decades furthest from the middle that anybody has use for. */
const DECADES = 28

/** An end of the axis such as 0.999 is a tick, though its margin is rounded. */
const ROUNDING = 1e-9

/** Lesser ticks, where the decades leave room. */
const BETWEEN = [0.3, 0.7, 0.2, 0.8, 0.05, 0.95, 0.02, 0.98, 0.4, 0.6]

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** Ticks of a log-odds axis at their margins, the more important first: 0.5, 0.1, 0.9, 0.01, 0.99 and so on. */
export function logOddsTicks(low: number, high: number): Tick[] {
  const decades = Array.from({ length: DECADES }, (_, i) => decadeTicks(i + 1)).flat()
  const between = BETWEEN.map((share) => ({ value: logOdds(share), text: `${share}` }))
  return [{ value: 0, text: '0.5' }, ...decades, ...between].filter(
    ({ value }) => value >= low - ROUNDING && value <= high + ROUNDING,
  )
}

function logOdds(share: number): number {
  return Math.log(share / (1 - share))
}

/** 10^-n and 1 − 10^-n, written out while that is short. */
function decadeTicks(n: number): Tick[] {
  const margin = Math.log(10 ** n - 1)
  const power = `10⁻${[...`${n}`].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')}`
  const [low, high] = n <= 3 ? [(10 ** -n).toFixed(n), (1 - 10 ** -n).toFixed(n)] : [power, `1−${power}`]
  return [
    { value: -margin, text: low },
    { value: margin, text: high },
  ]
}

/** Pixels between two labels of an axis. */
const GAP = 12

/** Those whose labels do not touch an earlier one's, when centred on their places. */
export function withoutOverlap(ticks: readonly Tick[], at: (value: number) => number): Tick[] {
  const kept: Tick[] = []
  for (const tick of ticks) {
    const isFree = (other: Tick) =>
      Math.abs(at(tick.value) - at(other.value)) >= (textWidth(tick.text) + textWidth(other.text)) / 2 + GAP
    if (kept.every(isFree)) kept.push(tick)
  }
  return kept
}
