import { describe, expect, it } from 'vitest'
import { thresholdMargin } from '../../../src/margin/margins.ts'
import { readLoss } from '../../../src/page/state/bounds.ts'
import { addLoss, removeLoss, setParameters } from '../../../src/page/state/state.ts'
import { shortThreshold, thresholdOf } from '../../../src/page/state/threshold.ts'
import { MAX_LOSSES } from '../../../src/questions/report/report-content.ts'
import { BINARY } from '../../made/contents.ts'
import { pageOf } from '../../made/page-of.ts'

const { bounds, initial } = pageOf([{ ...BINARY, thresholds: [0.5, 0.9] }], ['ce', 'focal'])
const focal = readLoss('focal', bounds)

describe('the state', () => {
  it('opens at the first loss that is not cross-entropy', () => {
    expect(initial.selected).toBe(1)
  })

  it('takes eight losses, each with colour and dash of its own, and opens the new one', () => {
    const full = Array.from({ length: 10 }).reduce<typeof initial>((state) => addLoss(state, focal), initial)
    expect(full.losses.map(({ series }) => series)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(full.selected).toBe(MAX_LOSSES - 1)
  })

  it('gives a new loss the colour that has become free', () => {
    expect(addLoss(removeLoss(initial, 0), focal).losses.map(({ series }) => series)).toEqual([1, 0])
  })

  it('keeps the loss that is open open when another goes, and the last one altogether', () => {
    const one = removeLoss(initial, 0)
    expect(one.losses[one.selected]).toBe(initial.losses[1])
    expect(removeLoss(one, 0)).toBe(one)
  })

  it('changes the parameters of the open loss only', () => {
    const { losses } = setParameters(initial, { gamma: 3.5 })
    expect(losses.map(({ loss }) => loss.spec)).toEqual(['ce:alpha=none', 'focal:alpha=none,gamma=3.5'])
  })
})

describe('the threshold', () => {
  it('stands at the edges of bins, and where the report was parted', () => {
    expect(bounds.margins).toContain(0)
    expect(bounds.margins).toContain(thresholdMargin(0.9))
    expect(shortThreshold(thresholdMargin(0.9), bounds)).toBe('0.9')
    expect(thresholdOf(thresholdMargin(0.9))).toBe(0.9)
    expect(thresholdOf(0)).toBe(0.5)
  })

  it.each([
    -20, -3.5, -0.125, 0.125, 1, 5, 20,
  ])('is told to lossctl so that a sample with a margin of %d is easy there too, and few others change sides', (margin) => {
    const told = thresholdMargin(thresholdOf(margin))
    expect(told).toBeLessThanOrEqual(margin)
    expect(margin - told).toBeLessThan(1e-6)
  })
})
