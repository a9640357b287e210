import { describe, expect, it } from 'vitest'
import { completeLoss, parseLoss } from '../../src/losses/spec/spec.ts'
import { readyGroups, sumBands } from '../../src/measures/bands.ts'
import { quantityOf } from '../../src/measures/quantities.ts'
import { scatterOf } from '../../src/measures/scatter.ts'
import { nameEstimate, near, ROW_SETS } from '../made/row-sets.ts'
import { sketchedOf } from '../made/sketched.ts'

const CROSS_ENTROPY = completeLoss(parseLoss('ce'))

/** Sums of a sketch are right to 1e-12 of their terms (docs/architecture.md). */
const SKETCHED = 1e-12

describe.each(
  ROW_SETS.filter(({ row }) => new Set(row).size === row.length),
)('$name, as a sketch', (data) => {
  const { sketch, grouping } = sketchedOf(
    {
      margin: Float64Array.from(data.now),
      positive: Int32Array.from(data.positive, Number),
      weight: Float64Array.from(data.weight),
    },
    0.5,
  )
  const groups = readyGroups(sketch, grouping, 0, null)

  it.each(data.estimates)('has the exact standard error of $loss $quantity', (want) => {
    const { loss, quantity } = nameEstimate(want)
    const of = loss ?? CROSS_ENTROPY
    const sums = sumBands(groups, grouping, of)
    const { standardError, df } = scatterOf(quantity, of, sums, groups, grouping)!
    expect(quantityOf(quantity, sums)).toSatisfy((got: number) => near(got, want.value, want.size))
    expect(Math.abs(standardError - want.standardError)).toBeLessThanOrEqual(SKETCHED * want.size)
    expect(df).toBe(want.df)
  })
})
