/** How dark a cell is: 0 for the least value, 1 for the most. */
import { greatest, least } from '../../../extremes.ts'
import type { HeatData } from '../kit/types.ts'

export interface Shades {
  readonly low: number | null
  readonly high: number | null
  /** Null for a cell without a value. */
  of(value: number | null): number | null
}

/** Ratios are shaded by their logarithms, so that a half is as far from 1 as 2 is. */
export function createShades({ values, unit }: HeatData): Shades {
  const present = values.flat().filter((value) => value !== null)
  if (present.length === 0) return { low: null, high: null, of: () => null }
  const [low, high] = [least(present), greatest(present)]
  const measure = unit === 'ratio' && low > 0 ? Math.log : Number
  const [from, width] = [measure(low), measure(high) - measure(low)]
  return {
    low,
    high,
    of: (value) => (value === null ? null : width > 0 ? (measure(value) - from) / width : 0.5),
  }
}
