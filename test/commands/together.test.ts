/** Questions about all classes and slices together, which take no part of the data for itself. */
import { describe, expect, it } from 'vitest'
import { compare, sketch, solve } from '../../src/index.ts'
import { lossctl } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

const path = scratchFolder()
const multilabel = fixture('multilabel.csv')
const sliced = path('sliced.csv', 'logit,label,site\n1,1,a\n-1,0,b\n0.5,0,a\n2,1,b\n')

describe('a sweep and a solution', () => {
  it.each([
    ['sweep', '--over', 'gamma=0,1'],
    ['solve', '--for', 'gamma', '--want', 'easy.loss <= 10%'],
  ])('refuse the classes one by one: %s', async (command, ...asked) => {
    const { code, stderr } = await lossctl([command, multilabel, '--by', 'class', ...asked])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/tells of all classes together; leave it out/)])
  })

  it.each([
    ['sweep', '--over', 'gamma=0,1'],
    ['solve', '--for', 'gamma', '--want', 'easy.loss <= 90%'],
  ])('say that slices count together: %s', async (command, ...asked) => {
    const { stdout } = await lossctl([command, sliced, '--by', 'site', ...asked])
    expect(stdout).toContain('All slices of "site" count together.')
    expect((await lossctl([command, sliced, ...asked])).stdout).not.toContain('count together')
  })
})

describe('a gamma at a low temperature', () => {
  const question = { loss: 'focal:temperature=0.3', for: 'gamma' }

  it('is looked for as far as a sketch tells the sums, and found there', async () => {
    const found = await solve(fixture('scenes.csv'), { ...question, want: 'easy.loss <= 5%' })
    // Of (1 − pt)^γ CE at T the squares fall as e^(−2 (γ + 1) s / T): γ + 1 is at most 9 T.
    expect(found.reach[1][0]).toBeCloseTo(9 * 0.3 - 1, 9)
    expect(found.isCut).toBe(true)
    const { losses } = await compare(fixture('scenes.csv'), {
      losses: [`focal:gamma=${found.solution},temperature=0.3`],
    })
    const easy = losses[0].bands.filter(({ band }) => band.startsWith('easy'))
    expect(easy.reduce((sum, { lossShare }) => sum + lossShare!, 0)).toBeCloseTo(0.05, 9)
  })

  it('is not said to be nowhere where a sketch does not tell', async () => {
    const args = ['--loss', question.loss, '--for', 'gamma', '--want', 'easy.loss <= 1%']
    const { stdout } = await lossctl(['solve', fixture('scenes.csv'), ...args])
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/outside 0 to 1\.7 a sketch does not tell/)
  })
})

describe('a program is told', () => {
  it('which loss tells classes apart, where a sketch does not', async () => {
    const together = await sketch(multilabel)
    const losses = ['focal:gamma=1,2,3,4']
    await expect(compare(together, { losses })).rejects.toThrow(/gamma=1,2,3,4 tells classes apart/)
  })

  it('that class weights of multi-label data are those of signs', async () => {
    await expect(compare(multilabel, { classWeights: [1, 2, 3, 4] })).rejects.toThrow(
      /has 4 values, and with multi-label data it has two/,
    )
  })
})
