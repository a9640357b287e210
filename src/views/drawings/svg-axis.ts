/** Where an axis of a drawing has its ticks: as many as stand apart, whoever's font writes them. */
import type { ChartAxis } from '../document.ts'
import { linearTicks, ROUNDING, type Tick } from '../ticks.ts'
import { WIDEST, widthOf } from './rich-text.ts'

/** Most ticks of an axis, beside the one at its start. */
const MOST = { number: 6, whole: 6, share: 5 }

/** In the size of letters: what is free between the words of two ticks, side by side and one above the other. */
export const APART = 0.7
const LINE = 1.25

/** How far along an axis a value is. */
export function alongOf({ domain: [low, high], isLog }: ChartAxis): (value: number) => number {
  return isLog
    ? (value) => Math.log(value / low) / Math.log(high / low)
    : (value) => (value - low) / (high - low)
}

/** In the size of letters, where they are widest. */
export const tickWidth = ({ text }: Tick): number => widthOf(text) * WIDEST

/**
 * @param length of the axis, in the size of letters
 * @param way along which its words stand side by side, or one above the other
 */
export function ticksOf(axis: ChartAxis, length: number, way: 'across' | 'up'): readonly Tick[] {
  const along = alongOf(axis)
  const roomOf = (a: Tick, b: Tick) => (way === 'up' ? LINE : (tickWidth(a) + tickWidth(b)) / 2 + APART)
  const areApart = (ticks: readonly Tick[]) =>
    ticks
      .slice(1)
      .every(
        (tick, i) => Math.abs(along(tick.value) - along(ticks[i].value)) * length >= roomOf(ticks[i], tick),
      )
  const most = Math.max(2, Math.min(MOST[axis.unit], Math.floor(length / (way === 'up' ? 2.5 : 4))))
  for (let wish = most; wish > 0; wish--) {
    const ticks = candidates(axis, wish)
    if (areApart(ticks)) return ticks
  }
  return candidates(axis, 1).slice(-1)
}

/** From the least to the greatest. */
function candidates(axis: ChartAxis, most: number): readonly Tick[] {
  const { unit, domain, isLog } = axis
  if (isLog) return powers(axis, most)
  const ticks = linearTicks(...domain, most, unit === 'share' ? 'share' : 'number')
  return unit === 'whole' ? ticks.filter(({ value }) => Number.isInteger(value)) : ticks
}

/** Powers of ten, the greatest among them. */
function powers({ domain: [low, high], unit }: ChartAxis, most: number): readonly Tick[] {
  const [first, last] = [Math.ceil(Math.log10(low) - ROUNDING), Math.floor(Math.log10(high) + ROUNDING)]
  const step = Math.max(1, Math.ceil((last - first + 1) / most))
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => {
    const value = Number((10 ** (last - i * step)).toPrecision(6))
    return { value, text: unit === 'share' ? `${Number((value * 100).toPrecision(6))} %` : `${value}` }
  }).reverse()
}
