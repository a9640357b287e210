import { describe, expect, it } from 'vitest'
import { parseAxis } from '../../src/losses/spec/axis.ts'
import { parseLoss } from '../../src/losses/spec/spec.ts'
import { parseWant } from '../../src/questions/tune/want.ts'
import { lossctl } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

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
