import { describe, expect, it } from 'vitest'
import { createGrouping } from '../../../src/margin/grouping.ts'
import type { RowMargins } from '../../../src/measures/row-terms.ts'
import { createChangeEstimates, createRowEstimates } from '../../../src/questions/check/row-estimates.ts'
import { nameEstimate, near, ROW_SETS, type RowSet } from '../../made/row-sets.ts'

const parting = { grouping: createGrouping('binary', ['0', '1'], false), slices: [''], by: null }

/** Blocks of so many rows. */
function blocksOf(data: RowSet, side: 'now' | 'before', rows: number): RowMargins[] {
  const numbers = [...new Set(data.row.map((row) => Math.floor(row / rows)))]
  return numbers.map((number) => {
    const of = data.row.flatMap((row, j) => (Math.floor(row / rows) === number ? [j] : []))
    return {
      length: of.length,
      margin: Float64Array.from(of, (j) => data[side][j]),
      group: Int32Array.from(of, (j) => Number(data.positive[j])),
      weight: Float64Array.from(of, (j) => data.weight[j]),
      row: Float64Array.from(of, (j) => data.row[j]),
    }
  })
}

describe.each(ROW_SETS)('$name', (data) => {
  it.each([5, 7, 1000])('has the exact standard errors, read in blocks of %i rows', (rows) => {
    const wanted = data.estimates.map(nameEstimate)
    const single = createRowEstimates(wanted, parting, 0)
    const change = createChangeEstimates(wanted, parting, 0)
    const before = blocksOf(data, 'before', rows)
    for (const [index, now] of blocksOf(data, 'now', rows).entries()) {
      single.add(now)
      change.add(now, before[index])
    }
    const misses = data.estimates.flatMap((want) => {
      const { loss, quantity } = nameEstimate(want)
      const own = single.estimates(null, loss, quantity)!
      const moved = change.estimates(null, loss, quantity)!
      const fine =
        near(own.value, want.value, want.size) &&
        near(own.standardError, want.standardError, want.size) &&
        near(moved.value, want.change, want.size) &&
        near(moved.standardError, want.changeError, want.size) &&
        own.df === want.df &&
        moved.df === want.df
      return fine ? [] : [{ want, own, moved }]
    })
    expect(misses).toEqual([])
  })
})
