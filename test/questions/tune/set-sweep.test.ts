import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { compare, sweep } from '../../../src/index.ts'
import { lossctl } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = fixture('breast-cancer.csv')
const samples = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').slice(-2).map(Number))
  .map(([y, p]) => ({ y, p }))

const sum = (of: (sample: { y: number; p: number }) => number) =>
  samples.reduce((all, one) => all + of(one), 0)

function tverskyOf(alpha: number, beta: number): number {
  const [hit, fp, fn] = [
    sum(({ p, y }) => p * y),
    sum(({ p, y }) => p * (1 - y)),
    sum(({ p, y }) => (1 - p) * y),
  ]
  return 1 - hit / (hit + alpha * fp + beta * fn)
}

const crossEntropy = ({ p, y }: { y: number; p: number }) => -(y === 1 ? Math.log(p) : Math.log1p(-p))

function ohemOf(keep: number): number {
  const kept = samples
    .map(crossEntropy)
    .sort((a, b) => b - a)
    .slice(0, Math.floor(keep * samples.length))
  return kept.reduce((a, b) => a + b, 0) / kept.length
}

/** mmdetection's: the mean over bins of |p - y| that hold samples of the mean cross-entropy in each. */
function ghmOf(bins: number): number {
  const parts = new Map<number, number[]>()
  for (const one of samples) {
    const bin = Math.floor(Math.abs(one.p - one.y) * bins)
    parts.set(bin, [...(parts.get(bin) ?? []), crossEntropy(one)])
  }
  const means = [...parts.values()].map((part) => part.reduce((a, b) => a + b, 0) / part.length)
  return means.reduce((a, b) => a + b, 0) / means.length
}

/** The words that a shell would take, of plain words and words between single quotes. */
function splitCommand(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|\S+/g)].slice(1).map(([word, quoted]) => quoted ?? word)
}

/** 569 terms: sums of a sketch are right to 1e-12 of their terms, and the formulas subtract from 1. */
function expectNear(got: number | null, want: number): void {
  expect(Math.abs(got! - want)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(want)))
}

describe('sweep --set', () => {
  it('has the formula at every setting, the last axis fastest, and a map of it', async () => {
    const [alphas, betas] = [
      [0.2, 0.5],
      [0.3, 0.7, 1],
    ]
    const over = { alpha: alphas, beta: betas }
    const { settings, heatMap, of } = await sweep(file, { sets: ['tversky'], over })
    expect(of).toBe('sets')
    const wanted = alphas.flatMap((alpha) => betas.map((beta) => tverskyOf(alpha, beta)))
    for (const [i, want] of wanted.entries()) expectNear(settings[i].values[0], want)
    expect(heatMap!.values.flat()).toEqual(settings.map(({ values: [value] }) => value))
    expect(settings[1].spec).toBe('tversky:alpha=0.2,beta=0.7,smooth=0')
  })

  it('looks at the hardest samples one by one, at every share', async () => {
    const keep = [0.01, 0.1, 0.25, 0.7]
    const { settings } = await sweep(file, { sets: ['ohem'], over: { keep } })
    for (const [i, share] of keep.entries()) expectNear(settings[i].values[0], ohemOf(share))
  })

  it('parts the samples at the limits of all numbers of bins', async () => {
    const bins = [3, 7, 10]
    const { settings } = await sweep(file, { sets: ['ghm'], over: { bins } })
    for (const [i, count] of bins.entries()) expectNear(settings[i].values[0], ghmOf(count))
  })

  it('moves the exponent of focal-tversky, beside a loss that has none', async () => {
    const { settings } = await sweep(file, {
      sets: ['focal-tversky', 'tversky'],
      over: { gamma: [1, 2], beta: [0.7] },
    })
    const values = settings.map(({ values: [value] }) => value!)
    expectNear(values[1], tverskyOf(0.3, 0.7) ** 2)
    expectNear(values[2], values[0])
    expect(settings).toHaveLength(3)
  })

  it('is one pass over a sketch too, but where it has bounds alone', async () => {
    const path = join(folder, 'saved.sketch.json')
    await lossctl(['sketch', file, '-o', path])
    const ask = (...args: string[]) => lossctl(['sweep', path, '--format', 'json', ...args])
    const { stdout } = await ask('--set', 'tversky', '--over', 'alpha=0.2,0.5')
    expectNear(JSON.parse(stdout).settings[1].values[0], tverskyOf(0.5, 0.7))
    const refused = await ask('--set', 'ohem', '--over', 'keep=0.1,0.2')
    expect([refused.code, refused.stdout]).toEqual([3, ''])
    expect(refused.stderr).toMatch(/ohem:keep=0.1 is known within bounds alone.*give the predictions/)
    expect((await ask('--set', 'ghm', '--over', 'bins=10,20')).stderr).toContain(
      'sketch them again with --bins 10',
    )
  })

  it.each([
    [['--set', 'tversky', '--over', 'gamma=1,2'], 'tversky has no open parameter gamma'],
    [['--set', 'tversky:alpha=1', '--over', 'alpha=1,2'], 'tversky has no open parameter alpha'],
    [['--set', 'tversky', '--over', 'alpha=-1'], 'is below 0'],
    [['--set', 'ghm', '--over', 'bins=2,31,32'], 'ask for fewer at once'],
    [
      ['--set', 'ohem-thresh', '--over', 'thresh=0.1..0.9/0.01'],
      'what is asked parts the samples at 81 margins, and a sketch is parted at 64 at most',
    ],
    [['--set', 'dice', '--over', 'smooth=0..10000/0.5'], 'above 10000'],
    [['--set', 'tversky', '--over', 'alpha=0..1/0.005', '--over', 'beta=0..1/0.005'], '10000 is the most'],
    [['--set', 'tversky', '--over', 'temperature=1,2'], 'no open parameter temperature'],
  ])('refuses %j', async (args, words) => {
    const { code, stderr } = await lossctl(['sweep', file, ...args])
    expect(stderr).toContain(words)
    expect(code).toBe(2)
  })

  it('refuses softmax scores with the reason, and a mean that leaves classes out', async () => {
    const softmax = await lossctl(['sweep', fixture('digits.csv'), '--set', 'ghm', '--over', 'bins=5,10'])
    expect(softmax.stderr).toContain('ghm is for binary and multilabel scores')
    const data = {
      scores: [
        [1, 2],
        [2, 1],
      ],
      labels: [
        [1, 0],
        [0, 0],
      ],
      from: 'logits',
      task: 'multilabel',
    } as const
    const asked = sweep(data, { sets: ['aucm'], over: { margin: [0.5, 1] } })
    await expect(asked).rejects.toThrow('1 of 2 classes have no aucm')
  })

  it('has softmax rows, each class against the others', async () => {
    const { settings } = await sweep(fixture('digits.csv'), { sets: ['dice'], over: { smooth: [0, 1] } })
    const { sets } = await compare(fixture('digits.csv'), { sets: ['dice:smooth=0', 'dice:smooth=1'] })
    expect(settings.map(({ values: [value] }) => value)).toEqual(sets.map(({ value }) => value))
  })

  it('says why a setting has no value, once', async () => {
    const ask = (thresh: string) => lossctl(['sweep', file, '--set', 'ohem-thresh', '--over', thresh])
    const { stdout } = await ask('thresh=1e-9,2e-9,0.5')
    expect(stdout.split('–: has no value, since no pt is below thresh.')).toHaveLength(2)
    expect((await ask('thresh=0.4,0.5')).stdout).not.toContain('has no value')
  })

  it('names a command that has what it refuses, with all that was said', async () => {
    const named = (stderr: string) => {
      const [, command] = /(lossctl compare .*) has (?:the bounds|each class)/.exec(stderr)!
      return splitCommand(command)
    }
    const saved = join(folder, 'with bounds.sketch.json')
    await lossctl(['sketch', file, '-o', saved])
    const bounds = await lossctl(['sweep', saved, '--set', 'ohem', '--over', 'keep=0.1'])
    const found = await lossctl(named(bounds.stderr))
    expect(found.code).toBe(0)
    expect(found.stdout).toMatch(/ohem keep=0.1 +[\d.]+ to [\d.]+/)

    const several = join(folder, 'several labels.csv')
    writeFileSync(several, 'x_a,x_b,y_a,y_b\n0.9,0.2,1,0\n0.3,0.4,0,0\n')
    const reading = ['--score', 'x_*', '--label', 'y_*', '--from', 'probs']
    const apart = await lossctl(['sweep', several, ...reading, '--set', 'aucm', '--over', 'margin=0.5,1'])
    const classes = await lossctl(named(apart.stderr))
    expect(classes.code).toBe(0)
    expect(classes.stdout).toContain('"aucm:margin=0.5')
    expect(classes.stdout.split('\n').filter((line) => line.includes(',x_a,"aucm:margin=0.5'))).toHaveLength(
      1,
    )
  })

  it('says what no value tells', async () => {
    const { stdout } = await lossctl(['sweep', file, '--set', 'ohem', '--over', 'keep=0.1..0.5/0.1'])
    expect(stdout).toContain('5 settings of ohem over keep, of the whole file as one batch.')
    expect(stdout).toContain('The lowest value is no criterion')
  })
})
