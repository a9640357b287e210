import { describe, expect, it } from 'vitest'
import { LOSSES } from '../../src/losses/index.ts'
import { isMovable } from '../../src/losses/parameter.ts'
import { parseAxis } from '../../src/losses/spec/axis.ts'
import { parseLoss } from '../../src/losses/spec/spec.ts'
import { parseWant } from '../../src/questions/tune/want.ts'
import { lossctl } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

const write = scratchFolder()

const [binary, softmax] = [fixture('breast-cancer.csv'), fixture('digits.csv')]

describe('a file alone is asked the usual question,', () => {
  it.each([
    ['sweep', binary, ['--over', 'gamma=0..5/0.5']],
    ['solve', binary, ['--for', 'alpha', '--want', 'positive:negative.gradient = 1']],
    ['solve', softmax, ['--for', 'gamma', '--want', 'easy.loss <= 10%']],
  ])('which %s says first, and answers as if it had been said: %s', async (name, file, words) => {
    const [bare, said] = await Promise.all([lossctl([name, file]), lossctl([name, file, ...words])])
    expect([bare.code, said.code]).toEqual([0, 0])
    const [first, ...rest] = bare.stdout.split('\n')
    expect(first).toMatch(/^No question was asked; this is the usual one: --/)
    for (const word of words) expect(first).toContain(word)
    expect(rest.slice(1).join('\n')).toBe(said.stdout)
    const json = await Promise.all([[], words].map((more) => lossctl([name, file, ...more, '-f', 'json'])))
    expect(json[0].stdout).toBe(json[1].stdout)
  })

  it.each([
    [['sweep', binary, '--loss', 'ce'], 'a sweep needs --over'],
    [['solve', binary, '--for', 'gamma'], 'solve needs --want'],
    [['solve', binary, '--want', 'mean = 1'], 'solve needs --for'],
    [['solve'], 'solve needs a file'],
  ])('but not half of one: %j', async (words, said) => {
    expect(await lossctl(words)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(said) })
  })
})

describe('a sweep that moves nothing', () => {
  const advised = async (...words: string[]) => {
    const { code, stderr } = await lossctl(['sweep', binary, ...words])
    expect(code).toBe(2)
    return /as in (--over) (\S+=\S+)/.exec(stderr)?.slice(1)
  }

  it.each(
    LOSSES.filter(
      ({ tasks, ofMeanCrossEntropy }) => !ofMeanCrossEntropy && (!tasks || tasks.includes('binary')),
    )
      .filter(({ parameters }) => Object.values(parameters).some(isMovable))
      .map(({ name }) => name),
  )('is advised a parameter that %s has, over values that it takes', async (name) => {
    const axis = await advised('--loss', name)
    expect(axis).toBeDefined()
    expect(await lossctl(['sweep', binary, '--loss', name, ...axis!])).toMatchObject({ code: 0 })
  })

  it.each(['tversky', 'focal-tversky', 'aucm', 'ohem'])('so it is of %s', async (name) => {
    const axis = await advised('--set', name)
    expect(await lossctl(['sweep', binary, '--set', name, ...axis!])).toMatchObject({ code: 0 })
  })

  it('where the parameter is another loss, too; and of none that there is', async () => {
    expect(await advised('--loss', 'asl', '--over', 'gamma=1')).toEqual(['--over', 'gamma-plus=0..5/0.5'])
    const { stderr } = await lossctl(['sweep', binary, '--set', 'dice'])
    expect(stderr).toContain('there is no number to move; lossctl compare has the value')
  })
})

describe('solve without a question', () => {
  it('asks for a number that the loss has', async () => {
    const { code, stdout } = await lossctl(['solve', softmax, '--loss', 'gce'])
    expect([code, stdout.split('\n')[0]]).toEqual([
      0,
      expect.stringContaining("--for q --want 'easy.loss <= 10%'"),
    ])
  })

  it('says where there is none, and the way out is one', async () => {
    const { code, stderr } = await lossctl(['solve', softmax, '--loss', 'ce'])
    expect([code, stderr]).toEqual([
      2,
      'error: ce leaves no number to solve for with softmax scores; say another --loss, such as focal, whose gamma is asked for\n',
    ])
    expect((await lossctl(['solve', softmax, '--loss', 'focal'])).code).toBe(0)
    const held = await lossctl(['solve', binary, '--loss', 'ce:alpha=0.3'])
    expect([held.code, held.stderr]).toEqual([2, expect.stringContaining('leave a number of it open')])
  })
})

it('--by with the column of the labels is answered with --by class', async () => {
  const rows = Array.from(
    { length: 30 },
    (_, i) => `${'abc'[i % 3]},${Math.sin(i)},${Math.cos(i)},${Math.sin(3 * i)}`,
  )
  const file = write('rows.csv', `label,logit_a,logit_b,logit_c\n${rows.join('\n')}\n`)
  const { code, stderr } = await lossctl(['compare', file, '--by', 'label'])
  expect([code, stderr]).toEqual([
    3,
    expect.stringContaining('"label", which --by names, holds the labels; say --by class'),
  ])
  expect((await lossctl(['compare', file, '--by', 'class'])).code).toBe(0)
})

describe('what other tools write', () => {
  it('is a loss as Python calls it', () => {
    for (const [python, spec] of [
      ['focal(gamma=2, alpha=0.25)', 'focal:gamma=2,alpha=0.25'],
      ['poly-n(epsilon=1,2)', 'poly-n:epsilon=1,2'],
      ['ce()', 'ce'],
    ])
      expect(parseLoss(python)).toEqual(parseLoss(spec))
    expect(() => parseLoss('focal(gamma=2')).toThrow('there is no loss')
    expect(() => parseLoss('FocalLoss')).toThrow('there is no loss "FocalLoss"; did you mean focal?')
    expect(() => parseLoss('focal,ce')).toThrow('say --loss focal --loss ce')
  })

  it.each(['0:5:0.5', '0:0.5:5'])('is answered with the range that is meant: %s', (range) => {
    expect(() => parseAxis(range, 'gamma')).toThrow('a range is FROM..TO/STEP, as in 0..5/0.5')
  })

  it('is a strict relation, whose bound is where the value is reached', () => {
    expect(parseWant('easy.loss < 10%')).toEqual(parseWant('easy.loss <= 10%'))
    expect(parseWant('easy.loss > 0.1')).toEqual(parseWant('easy.loss >= 0.1'))
  })
})

describe('a quantity that there is of no data', () => {
  it.each([
    [['--max', 'focal.meen=1'], '--max focal.meen=1: there is no quantity "meen"; did you mean mean?'],
    [
      ['--min', 'focal.zzzzzz=1'],
      '--min focal.zzzzzz=1: there is no quantity "zzzzzz"; lossctl help check lists them',
    ],
  ])('makes a check malformed: %j', async (rule, said) => {
    for (const file of [binary, softmax])
      expect(await lossctl(['check', file, ...rule, '--max', 'ce.mean=9'])).toEqual({
        code: 2,
        stdout: '',
        stderr: `error: ${said}\n`,
      })
  })

  it('but not one that there is of other data, which cannot be compared', async () => {
    const { code, stdout } = await lossctl(['check', softmax, '--max', 'focal.hard.positive.loss=1'])
    expect([code, stdout]).toEqual([3, expect.stringContaining('with softmax labels')])
  })
})
