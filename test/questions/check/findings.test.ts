import { describe, expect, it } from 'vitest'
import { chooseLosses } from '../../../src/losses/spec/choose.ts'
import { checkSketched } from '../../../src/questions/check/check.ts'
import { nameRule } from '../../../src/questions/check/name-rule.ts'
import { parseRule } from '../../../src/questions/check/rules.ts'
import { reasonWords } from '../../../src/views/words/reason-words.ts'
import { sketchedOf } from '../../made/sketched.ts'

const losses = chooseLosses(['ce', 'focal'], {})
const options = { threshold: 0.5, confidence: 0.95, noise: true, by: null, minSlice: 1 } as const

/** Positives and negatives in turn, with these margins. */
const data = (...margins: number[]) =>
  sketchedOf(
    {
      margin: Float64Array.from(margins),
      positive: Int32Array.from(margins, (_, i) => i % 2),
      weight: null,
    },
    0.5,
  )

describe('a change', () => {
  it.each([
    ['of one sample', [-3], [3]],
    ['of samples that are all the same', [-3, -3, -3], [3, 3, 3]],
  ])('%s for the worse is never a pass for want of a standard error', async (_, now, then) => {
    const { verdict, findings } = await checkSketched(
      data(...now),
      data(...then),
      losses,
      [parseRule('max-increase', 'ce.mean=1%')],
      options,
    )
    expect([verdict, Number.isNaN(findings[0].p)]).toEqual(['regressed', false])
  })

  it('has a p value where variances are too small to be squared', async () => {
    const tiny = (scale: number) => data(...Array.from({ length: 50 }, (_, i) => 220 + scale + (i % 7)))
    const { findings } = await checkSketched(
      tiny(0),
      tiny(0.01),
      losses,
      [parseRule('max-increase', 'ce.mean=0')],
      options,
    )
    expect(findings[0].p).toBeGreaterThan(0.3)
    expect(findings[0].p).toBeLessThan(0.5)
  })

  it('within its limit has no reason, and beyond it says what kept it from counting', async () => {
    const rules = [parseRule('max-increase', 'ce.mean=500%'), parseRule('max-increase', 'ce.mean=1%')]
    const { findings } = await checkSketched(data(1, 2, 3, -1), data(1, 2, 3, 1), losses, rules, options)
    expect(findings.map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ['passed', null],
      ['passed', { kind: 'within-noise' }],
    ])
  })
})

describe('a rule', () => {
  const two = chooseLosses(['focal:gamma=1', 'focal:gamma=2.5', 'ce'], {})
  const named = (quantity: string, list = losses, task: 'binary' | 'softmax' = 'binary') => {
    const found = nameRule(parseRule('max', `${quantity}=1`), list, task)
    return 'kind' in found ? reasonWords(found) : [found.loss?.spec ?? null, found.quantity.name]
  }

  it('names a loss by its name, by its spec, or by a part of that', () => {
    const spec = 'focal:alpha=none,gamma=2.5'
    for (const text of ['focal:gamma=2.5', spec, 'focal:gamma=2.50'])
      expect(named(`${text}.easy.negative.loss`, two)).toEqual([spec, 'easy.negative.loss'])
    expect(named('ce.mean', two)).toEqual(['ce:alpha=none', 'mean'])
    expect(named('focal.positive:negative.gradient')).toEqual([
      'focal:alpha=none,gamma=2',
      'positive:negative.gradient',
    ])
    expect(named('hard.positive.share')).toEqual([null, 'hard.positive.share'])
  })

  it.each([
    ['focal.mean', two, '"focal" could be focal:alpha=none,gamma=1 or focal:alpha=none,gamma=2.5'],
    ['focal:gamma=9.mean', two, 'write focal:alpha=none,gamma=9, with all of its parameters'],
    ['fokal.mean', losses, 'there is no loss "fokal" here, only ce, focal'],
    ['mean', losses, 'it names no loss: write ce.mean'],
    ['focal.meen', losses, 'there is no quantity "meen" with binary labels; did you mean mean?'],
    [
      'focal.harder.positive.loss',
      losses,
      'there is no quantity "harder.positive.loss" with binary labels; did you mean hard.positive.loss?',
    ],
    ['focal', losses, 'there is no quantity "focal" with binary labels'],
    ['.mean', losses, 'there is no loss "" here'],
  ])('that names nothing says what there is: %s', (text, list, words) => {
    expect(named(text, list)).toContain(words)
  })

  it('knows what softmax has not', () => {
    expect(named('focal.hard.positive.loss', losses, 'softmax')).toContain(
      'there is no quantity "hard.positive.loss" with softmax labels',
    )
  })
})
