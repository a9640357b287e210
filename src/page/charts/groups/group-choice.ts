/** Which of many groups are shown. */
import type { GroupRow } from '../kit/types.ts'

/** Groups shown at first, and added on request: so few that a slider can be dragged meanwhile. */
export const FEW = 15
export const MORE = 50

/** The first of those whose names have what is looked for in them, in any case; and how many have it. */
export function chooseGroups(rows: readonly GroupRow[], query: string, most: number) {
  const sought = query.trim().toLowerCase()
  const found = sought === '' ? rows : rows.filter(({ name }) => name.toLowerCase().includes(sought))
  return { shown: found.slice(0, most), found: found.length }
}

/** The range of all bars, whichever are shown; bars begin at 0. */
export function groupDomain(rows: readonly GroupRow[]): readonly [number, number] {
  let [low, high] = [0, 0]
  for (const { value, overlay = 0 } of rows) {
    low = Math.min(low, value, overlay)
    high = Math.max(high, value, overlay)
  }
  return high > low ? [low, high] : [0, 1]
}
