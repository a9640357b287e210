/** fixtures/rows.json, 60-digit arithmetic: quotients of sums over rows, their changes, and their standard errors. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { completeLoss, parseLoss } from '../../../src/losses/spec/spec.ts'
import { createGrouping } from '../../../src/margin/grouping.ts'
import { parseQuantity } from '../../../src/measures/quantities.ts'
import type { RowMargins } from '../../../src/measures/row-terms.ts'
import { createChangeEstimates, createRowEstimates } from '../../../src/questions/check/row-estimates.ts'
import { UNIT } from '../../golden/rounding.ts'
import { fixture } from '../../made/shared.ts'

interface DataSet {
  readonly name: string
  readonly row: readonly number[]
  readonly positive: readonly boolean[]
  readonly weight: readonly number[]
  readonly now: readonly number[]
  readonly before: readonly number[]
  readonly estimates: readonly {
    readonly loss: string | null
    readonly quantity: string
    readonly value: number
    readonly standardError: number
    readonly change: number
    readonly changeError: number
    readonly df: number
    /** Standard error of what the parts of each row's error would add up to if they did not cancel. */
    readonly size: number
  }[]
}

const SETS: readonly DataSet[] = JSON.parse(readFileSync(fixture('rows.json'), 'utf8'))
const parting = { grouping: createGrouping('binary', ['0', '1'], false), slices: [''], by: null }
const named = ({ loss, quantity }: DataSet['estimates'][number]) => ({
  loss: loss === null ? null : completeLoss(parseLoss(loss)),
  quantity: parseQuantity(quantity, 'binary'),
})

/** Blocks of so many rows. */
function blocksOf(data: DataSet, side: 'now' | 'before', rows: number): RowMargins[] {
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

/**
 * A loss errs by less than 32 units (test/golden/rounding.ts: 4 gamma + 13, and some for the weight and the sum of a row);
 * what squares and their sums add is relative to the result.
 */
function near(got: number, want: number, size: number): boolean {
  return Math.abs(got - want) <= 32 * UNIT * size + 1e-12 * Math.abs(want)
}

describe.each(SETS)('$name', (data) => {
  it.each([5, 7, 1000])('has the exact standard errors, read in blocks of %i rows', (rows) => {
    const wanted = data.estimates.map(named)
    const single = createRowEstimates(wanted, parting, 0)
    const change = createChangeEstimates(wanted, parting, 0)
    const before = blocksOf(data, 'before', rows)
    for (const [index, now] of blocksOf(data, 'now', rows).entries()) {
      single.add(now)
      change.add(now, before[index])
    }
    const misses = data.estimates.flatMap((want) => {
      const { loss, quantity } = named(want)
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
