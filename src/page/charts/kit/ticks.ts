/** Where axes of the page have their ticks, and what they say. */
import { format } from 'd3-format'
import { linearTicks, ROUNDING, type Tick } from '../../../views/ticks.ts'
import { textWidth } from './text-size.ts'

/** From a thousand on in thousands or millions. */
export const shortCount = format('.3~s')

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
