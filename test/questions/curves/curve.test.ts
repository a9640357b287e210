import { describe, expect, it } from 'vitest'
import { LOSSES } from '../../../src/losses/index.ts'
import { chooseLosses } from '../../../src/losses/spec/choose.ts'
import { completeLoss } from '../../../src/losses/spec/spec.ts'
import { type CurveQuantity, evaluateCurves, PT_GRID } from '../../../src/questions/curves/curve.ts'
import { boundTo, hasModulation } from '../../made/bound.ts'

/**
 * The formulas below take pt as it is, the curves its margin. Rounding of the margin, a unit in its last place, moves
 * 1 - pt by |s| pt 2^-53 of itself, and a power of gamma + 1 by as many times more: 6 x 5.3 x 1.1e-16 at most.
 */
const TOLERANCE = 1e-14

const curvesOf = (of: CurveQuantity, specs: readonly string[]) => evaluateCurves(chooseLosses(specs, {}), of)

describe('curves against pt', () => {
  it('go from 0.005 to 0.995 in steps of 0.005, each pt as a person would write it', () => {
    expect(PT_GRID).toHaveLength(199)
    expect(PT_GRID.map((pt) => `${pt}`)).toEqual(
      Array.from({ length: 199 }, (_, i) => `${Number((0.005 * (i + 1)).toFixed(3))}`),
    )
  })

  it.each([0, 0.5, 1, 2, 5])('have the value, weight and gradient of focal loss with gamma %d', (gamma) => {
    const expected: Record<CurveQuantity, (pt: number) => number> = {
      value: (pt) => -((1 - pt) ** gamma) * Math.log(pt),
      weight: (pt) => (1 - pt) ** gamma,
      gradient: (pt) => -((1 - pt) ** gamma) * (1 - pt - gamma * pt * Math.log(pt)),
    }
    for (const of of ['value', 'weight', 'gradient'] as const) {
      const { pt, losses, tablePt } = curvesOf(of, [`focal:gamma=${gamma}`])
      const values = [...losses[0].values, ...losses[0].table]
      for (const [i, at] of [...pt, ...tablePt].entries())
        expect(Math.abs(values[i] / expected[of](at) - 1), `${of} at ${at}`).toBeLessThan(TOLERANCE)
    }
  })

  it('make focal loss with gamma 0 cross-entropy', () => {
    for (const of of ['value', 'weight', 'gradient'] as const) {
      const [ce, focal] = curvesOf(of, ['ce', 'focal:gamma=0']).losses
      expect(focal.values).toEqual(ce.values)
    }
  })

  it('have a weight that is the value over that of cross-entropy, for every loss of samples that has one', () => {
    const losses = LOSSES.filter((loss) => !loss.ofMeanCrossEntropy)
      .map((definition) => completeLoss({ definition, given: {} }))
      .filter((loss) => hasModulation(boundTo(loss)))
    const [ce] = curvesOf('value', ['ce']).losses
    const weights = evaluateCurves(losses, 'weight').losses
    for (const [k, { values }] of evaluateCurves(losses, 'value').losses.entries())
      for (const [i, value] of values.entries())
        expect(Math.abs(weights[k].values[i] - value / ce.values[i])).toBeLessThanOrEqual(
          (TOLERANCE * value) / ce.values[i],
        )
  })

  it('are those of a positive sample with alpha, and say so', () => {
    const { losses, ofPositives } = curvesOf('value', ['focal:alpha=0.25', 'focal'])
    expect(ofPositives).toBe(true)
    expect(losses[0].values).toEqual(losses[1].values.map((value) => 0.25 * value))
    expect(curvesOf('value', ['focal']).ofPositives).toBe(false)
  })

  it('are refused to a loss of the mean of a batch, and to an alpha of other classes', () => {
    expect(() => curvesOf('value', ['article-focal'])).toThrow("is a loss of the batch's mean")
    expect(() => curvesOf('value', ['focal:alpha=1,2,3'])).toThrow('alpha is one number')
  })
})
