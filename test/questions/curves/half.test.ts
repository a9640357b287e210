import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CdfReport } from '../../../src/questions/curves/cdf.ts'
import { draws } from '../../made/draws.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { fixture } from '../../made/shared.ts'

const write = scratchFolder()

/** Focal loss of a margin, as the paper writes it. */
const focal = (gamma: number) => (s: number) => (1 / (1 + Math.exp(s))) ** gamma * Math.log1p(Math.exp(-s))

/** The least number of the hardest whose losses come to half, a little less or a little more of it. */
function countOf(losses: readonly number[], half: number): number {
  const hardest = losses.toSorted((a, b) => b - a)
  const total = losses.reduce((a, b) => a + b, 0)
  let [count, sum] = [0, 0]
  while (sum < half * total) sum += hardest[count++]
  return count
}

const logits = fc.array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: 3, maxLength: 300 })

describe('half of a loss', () => {
  it('is in as few of the hardest samples as sorting them finds', async () => {
    await fc.assert(
      fc.asyncProperty(logits, logits, async (positives, negatives) => {
        const rows = [...positives.map((z) => `1,${z}`), ...negatives.map((z) => `0,${z}`)]
        const path = write('half.csv', `y,logit\n${rows.join('\n')}\n`)
        const { classes } = await lossctlJson<CdfReport>('curve', '--cdf', path, '--gamma', '0,2')
        for (const part of classes) {
          const margins = part.class === 'positive' ? positives : negatives.map((z) => -z)
          part.curves.forEach(({ halfSamplesLow: low, halfSamplesHigh: high, halfLow, halfHigh }, i) => {
            const losses = margins.map(focal([0, 2][i]))
            // Sums of a sketch are right to some 1e-11 of the total.
            const [least, most] = [countOf(losses, 0.5 - 1e-9), countOf(losses, 0.5 + 1e-9)]
            expect(low!).toBeLessThanOrEqual(most)
            expect(high!).toBeGreaterThanOrEqual(least)
            // Fewer than 200 are told to the sample, unless some are alike to the last bits.
            expect(high! - low!).toBeLessThanOrEqual(1)
            expect(halfLow!).toBeLessThanOrEqual(halfHigh!)
          })
        }
      }),
      { numRuns: draws(60) },
    )
  })

  it('stands in a sentence, of four losses, and not of samples that weigh more or less', async () => {
    const { stdout } = await lossctl(['curve', '--cdf', fixture('scenes.csv'), '--gamma', '0,2'])
    expect(stdout).toContain('Half of it: 667 of 19,980 negatives (focal γ=0), 8 (focal γ=2).')
    const weighed = write('weighed.csv', 'y,logit,w\n1,0.5,1\n0,2,3\n0,1,2\n')
    const page = await lossctl(['curve', '--cdf', weighed, '--weight', 'w'])
    expect(page.code).toBe(0)
    expect(page.stdout).not.toContain('Half of it')
    const { classes } = await lossctlJson<CdfReport>('curve', '--cdf', weighed, '--weight', 'w')
    expect(classes[0].curves[0].halfSamplesLow).toBeNull()
    // Margins -2 and -1 with weights 3 and 2: half of 3 × 2.127 + 2 × 1.313 is in 4.503 / 2.127 of 5.
    expect(classes[0].curves[0].halfLow).toBeCloseTo(
      (3 * focal(0)(-2) + 2 * focal(0)(-1)) / 2 / focal(0)(-2) / 5,
      6,
    )
  })

  it('is told between bounds from a saved sketch, and of a loss without a sum not at all', async () => {
    const sketch = write('scenes.sketch.json', '')
    expect((await lossctl(['sketch', fixture('scenes.csv'), '-o', sketch])).code).toBe(0)
    const saved = await lossctlJson<CdfReport>('curve', '--cdf', sketch)
    const fresh = await lossctlJson<CdfReport>('curve', '--cdf', fixture('scenes.csv'))
    const halves = ({ classes }: CdfReport) => classes.flatMap(({ curves }) => curves)
    halves(saved).forEach(({ halfSamplesLow, halfSamplesHigh }, i) => {
      const exact = halves(fresh)[i]
      expect(halfSamplesLow!).toBeLessThanOrEqual(exact.halfSamplesHigh!)
      expect(halfSamplesHigh!).toBeGreaterThanOrEqual(exact.halfSamplesLow!)
    })
    const nothing = write('nothing.csv', 'y,logit\n1,800\n')
    const { classes } = await lossctlJson<CdfReport>('curve', '--cdf', nothing, '--loss', 'ce')
    expect(classes[0].curves[0].halfLow).toBeNull()
  })
})

describe('--log', () => {
  it('has the hardest samples on an axis of powers of ten, in a terminal and in a drawing', async () => {
    const args = ['curve', '--cdf', fixture('scenes.csv'), '--log']
    const { stdout } = await lossctl(args)
    expect(stdout).toContain('What the hardest samples carry of the loss')
    expect(stdout).toMatch(/0\.001 % +0\.01 % +0\.1 % +1 % +10 % +100 %/)
    const svg = (await lossctl([...args, '--format', 'svg'])).stdout
    for (const tick of ['0.01 %', '1 %', '100 %']) expect(svg).toContain(`>${tick}</text>`)
  })

  it('needs samples', async () => {
    const { code, stderr } = await lossctl(['curve', '--log'])
    expect([code, stderr]).toEqual([
      2,
      'error: --log is about samples, and there are none; give --cdf FILE\n',
    ])
  })
})
