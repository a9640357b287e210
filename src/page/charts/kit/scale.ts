/** Values to places in pixels and back. */

export interface ChartScale {
  at(value: number): number
  valueAt(place: number): number
}

type Span = readonly [number, number]

/** A domain of no width lies in the middle. */
export function linearScale([low, high]: Span, [start, end]: Span): ChartScale {
  const width = high - low
  if (width === 0) return { at: () => (start + end) / 2, valueAt: () => low }
  return {
    at: (value) => start + ((value - low) / width) * (end - start),
    valueAt: (place) => low + ((place - start) / (end - start)) * width,
  }
}

/** Counts over powers of ten. A single one stands clear of the base line, and none lies on it. */
export function countScale(most: number, range: Span): ChartScale {
  const { at, valueAt } = linearScale([Math.log10(LEAST_COUNT), Math.log10(Math.max(most, 1))], range)
  return {
    at: (count) => at(Math.log10(Math.max(count, LEAST_COUNT))),
    valueAt: (place) => 10 ** valueAt(place),
  }
}

const LEAST_COUNT = 0.5
