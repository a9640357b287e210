/** Class weights in sweep and solve, against samples that weigh as much by themselves: two ways that share no factor. */
import { describe, expect, it } from 'vitest'
import { solve, sweep } from '../../../src/api/tune.ts'
import type { ClassWeights } from '../../../src/measures/class-weights.ts'
import type { SweepReport } from '../../../src/questions/tune/sweep.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'
import { uniforms } from '../../made/uniforms.ts'

/** Sums of 400 terms in another order, twice: 400 x 2^-53, and quotients of them. */
const ROUNDING = 2e-13

const random = uniforms(5)
const ROWS = 400
const normal = () => random() + random() + random() - 1.5

const binary = Array.from({ length: ROWS }, (_, i) => ({ label: Number(i % 7 === 0), score: 3 * normal() }))
const softmax = Array.from({ length: ROWS }, (_, i) => ({
  label: i % 3,
  score: [0, 1, 2].map(() => 2 * normal()),
}))

/** Samples, the factors of their classes, and those as weights of the samples. */
const KINDS: readonly (readonly [
  string,
  { scores: unknown; labels: readonly number[] },
  readonly number[],
])[] = [
  [
    'binary',
    { scores: binary.map(({ score }) => score), labels: binary.map(({ label }) => label) },
    [0.3, 4],
  ],
  [
    'softmax',
    { scores: softmax.map(({ score }) => score), labels: softmax.map(({ label }) => label) },
    [0.5, 3, 1],
  ],
]

const over = { gamma: [0, 1, 2.5], alpha: ['none' as const] }
const ofBinary = { gamma: [0, 2], alpha: ['none' as const, 0.25, 0.75] }

describe('class weights', () => {
  it.each(KINDS)('weigh in a sweep as samples that weigh as much: %s', async (kind, data, classWeights) => {
    const own = { ...data, from: 'logits', task: kind } as never
    const weights = data.labels.map((label) => classWeights[label])
    const question = { over: kind === 'binary' ? ofBinary : { gamma: over.gamma } }
    const byClass = await sweep(own, { ...question, classWeights })
    const bySample = await sweep({ ...(own as object), weights } as never, question)
    const plain = await sweep(own, question)
    expect(byClass.classWeights).toEqual(classWeights)
    expect(byClass.settings.length).toBe(kind === 'binary' ? 6 : 3)
    byClass.settings.forEach(({ spec, values }, i) => {
      values.forEach((value, q) => {
        const same = bySample.settings[i].values[q]!
        expect(Math.abs(value! - same), `${spec} ${byClass.quantities[q].name}`).toBeLessThanOrEqual(
          ROUNDING * Math.abs(same),
        )
      })
    })
    // They change something.
    expect(byClass.settings[0].values).not.toEqual(plain.settings[0].values)
  })

  it.each([
    ['gamma', 'easy.negative.loss <= 5%'],
    ['alpha', 'positive:negative.gradient = 1'],
  ])('weigh where %s is solved for', async (parameter, want) => {
    const [, data, classWeights] = KINDS[0]
    const own = { ...data, from: 'logits' } as never
    const weights = data.labels.map((label) => classWeights[label])
    const question = { for: parameter, want, loss: 'focal' }
    const byClass = await solve(own, { ...question, classWeights })
    const bySample = await solve({ ...(own as object), weights } as never, question)
    const plain = await solve(own, question)
    expect(byClass.solution).not.toBeNull()
    // The quantity is right to 1e-13, and moves by more than 1e-3 per unit of the parameter.
    expect(Math.abs(byClass.solution! - bySample.solution!)).toBeLessThan(1e-9)
    expect(byClass.solution).not.toBeCloseTo(plain.solution!, 3)
    expect(byClass.comparison.classWeights).toEqual(classWeights)
  })

  it('are those of compare, balanced too, and the command that compare prints has them', async () => {
    const scenes = fixture('scenes.csv')
    const weigh = ['--class-weight', 'effective:0.999'] as const
    const { results } = await lossctlJson<{
      results: { losses: { value: number }[]; classWeights: number[] }[]
    }>('compare', scenes, '--loss', 'focal:gamma=2', ...weigh)
    const swept = await lossctlJson<SweepReport>(
      'sweep',
      scenes,
      '--over',
      'gamma=2',
      '--quantity',
      'mean',
      ...weigh,
    )
    expect(swept.classWeights).toEqual(results[0].classWeights)
    expect(Math.abs(swept.settings[0].values[0]! / results[0].losses[0].value - 1)).toBeLessThan(ROUNDING)
    const { stdout } = await lossctl(['compare', scenes, ...weigh])
    expect(stdout).toMatch(/lossctl sweep \S+ --class-weight effective:0\.999 --over/)
    const said = (await lossctl(['sweep', scenes, '--over', 'gamma=2', '--class-weight', '1,3'])).stdout
    expect(said.replaceAll('\n', ' ')).toContain('Class weights 1, 3; means are sum(w loss) / sum(w).')
  })

  it('are refused beside quantities of probabilities and sets, and as a list of another length', async () => {
    const scenes = fixture('scenes.csv')
    const error = async (args: readonly string[]) => (await lossctl(args)).stderr
    const temperature = ['sweep', scenes, '--over', 'temperature=1,2', '--class-weight', 'balanced']
    expect(await error([...temperature, '--quantity', 'ece'])).toContain('ece is of probabilities')
    const set = ['sweep', scenes, '--set', 'tversky', '--over', 'alpha=0.5', '--class-weight', '1,2']
    expect(await error(set)).toContain('--class-weight is of losses of samples')
    expect(await error(['sweep', scenes, '--over', 'gamma=1', '--class-weight', '1,2,3'])).toContain('3')
    const none: ClassWeights = null
    expect((await sweep(scenes, { over: { gamma: [1] }, classWeights: none })).classWeights).toBeNull()
  })
})
