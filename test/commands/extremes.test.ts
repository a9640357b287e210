/**
 * Margins, weights and parameters at the ends of doubles: a figure is right, or there is none. What sums is refused when
 * the sum is no double, in one line that says so, and no format ever shows a number that is none.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copyOf } from '../made/copy.ts'
import { draws } from '../made/draws.ts'
import { type Folder, newFolder } from '../made/files.ts'
import { lossctl } from '../made/host.ts'
import { quotientOf, wholeOf } from '../made/rational.ts'

/** Of each command. */
const RUNS = draws(10)

const LOGITS = [
  0, 1, -3, 40, -70, 700, -760, 1e20, -1e154, 1e160, -1e300, 1e300, 9e307, -9e307, 1.7e308, -1.7e308,
]
const WEIGHTS = [0, 1, 2, 1e-5, 1e10, 5e-324, 1e-320, 1e-308, 1e-300, 1e-170, 1e160, 1e300, 9e307, 1.7e308]

const logit = fc.constantFrom(...LOGITS)
const weight = fc.constantFrom(...WEIGHTS)
const row = fc.tuple(fc.constantFrom(0, 1), logit, logit, weight, fc.constantFrom('x', 'y'))
const rows = fc.array(row, { minLength: 2, maxLength: 8 })

type Row = readonly [label: number, logitA: number, logitB: number, weight: number, part: string]

interface Files {
  /** Two models on binary data. */
  readonly a: string
  readonly b: string
  readonly softmax: string
  readonly multilabel: string
}

function write({ csv }: Folder, samples: readonly Row[]): Files {
  return {
    a: csv(
      'a.csv',
      'label,logit,w,part',
      samples.map(([label, a, , w, part]) => [label, a, w, part]),
    ),
    b: csv(
      'b.csv',
      'label,logit,w,part',
      samples.map(([label, , b, w, part]) => [label, b, w, part]),
    ),
    softmax: csv('softmax.csv', 'label,logit_0,logit_1,logit_2,w', [
      [2, 1, 2, 0, 1],
      ...samples.map(([label, a, b, w]) => [label, a, b, 0, w]),
    ]),
    multilabel: csv('multilabel.csv', 'label_x,label_y,logit_x,logit_y,w', [
      [0, 1, 1, 2, 1],
      ...samples.map(([label, a, b, w]) => [label, 1 - label, a, b, w]),
    ]),
  }
}

const SPECS = [
  'ce',
  'focal:gamma=2',
  'focal:gamma=10',
  'poly1:epsilon=1000',
  'poly1:epsilon=-1',
  'poly-n:epsilon=1000,-1000',
  'poly1-focal:gamma=0.5,epsilon=1000,alpha=0.25',
  'focal-star:gamma=10,beta=-20',
  'article-focal',
]
const spec = fc.constantFrom(...SPECS.slice(0, -1))
const anySpec = fc.constantFrom(...SPECS)
const threshold = fc.constantFrom('0.5', '1e-9', '0.999999999')
const optional = (...args: string[]) => fc.constantFrom<string[]>([], args)

const FORMATS = ['table', 'json', 'csv', 'markdown']
const CHARTS = [...FORMATS, 'svg', 'html']

/** Words of a command, from the two files. */
type Command = (files: Files) => readonly string[]

const flags = (...parts: fc.Arbitrary<readonly string[]>[]) => fc.tuple(...parts).map((all) => all.flat())
const named = (flag: string, value: fc.Arbitrary<string>) => value.map((text) => [flag, text])
const format = (formats: readonly string[]) => named('--format', fc.constantFrom(...formats))
const weights = optional('--weight', 'w')

const COMMANDS: Readonly<Record<string, fc.Arbitrary<Command>>> = {
  compare: flags(
    weights,
    named('--loss', anySpec),
    named('--threshold', threshold),
    fc.constantFrom<string[]>([], ['--by', 'part'], ['--by', 'class'], ['--per-sample', '2']),
    fc.constantFrom<string[]>([], ['--reduction', 'sum'], ['--reduction', 'positives']),
    fc.constantFrom<string[]>([], ['--class-weight', '1e300,1'], ['--class-weight', '1e-320,1e-320']),
    format(FORMATS),
  ).map((words) => ({ a }) => ['compare', a, ...words]),
  compat: flags(
    fc.constantFrom(['torchvision'], ['pytorch'], ['keras']).map(([one]) => ['--compat', one]),
    format(FORMATS),
  ).map((words) => ({ a }) => ['compare', a, '--loss', 'ce', ...words]),
  samples: flags(named('--loss', spec), format(FORMATS)).map((words) => ({ a }) => ['samples', a, ...words]),
  diff: flags(weights, named('--loss', spec), optional('--bootstrap', '400'), format(FORMATS)).map(
    (words) =>
      ({ a, b }) => ['diff', a, b, ...words],
  ),
  sweep: flags(
    weights,
    fc
      .constantFrom(['gamma=0,2,10'], ['epsilon=-1,0,1000'], ['alpha=none,0,1'])
      .map(([axis]) => ['--over', axis]),
    optional('--rank', 'positive:negative.loss'),
    format(FORMATS),
  ).map((words) => ({ a }) => ['sweep', a, '--loss', 'poly1-focal', ...words]),
  solve: flags(
    weights,
    named('--for', fc.constantFrom('gamma', 'epsilon', 'alpha')),
    named(
      '--want',
      fc.constantFrom('easy.loss <= 10%', 'positive:negative.loss = 1', 'mean = 1e300', 'effective >= 2'),
    ),
    format(FORMATS),
  ).map((words) => ({ a }) => ['solve', a, '--loss', 'poly1-focal', ...words]),
  cdf: flags(weights, named('--loss', spec), format(CHARTS)).map((words) => ({ a }) => [
    'curve',
    '--cdf',
    a,
    ...words,
  ]),
  check: flags(
    weights,
    fc.constantFrom<string[]>([], ['--by', 'part', '--min-slice', '1']),
    fc
      .constantFrom('mean', 'hard.positive.loss', 'positive:negative.loss', 'effective')
      .map((name) => ['--max', `ce.${name}=1e308`]),
    fc.constantFrom<string[]>([], ['--max', 'ce.mean=-1e308'], ['--min', 'hard.share=1%']),
    format([...FORMATS, 'junit', 'github', 'benchmark']),
  ).map((words) => ({ a }) => ['check', a, ...words]),
  paired: flags(
    weights,
    fc
      .constantFrom('ce.mean=1%', 'ce.mean=1e308', 'hard.share=1%', 'ce.hard.loss=1%')
      .map((rule) => ['--max-increase', rule]),
    format(FORMATS),
  ).map((words) => ({ a, b }) => ['check', a, '--baseline-preds', b, ...words]),
  weights: flags(
    named('--loss', spec),
    named('--p', fc.constantFrom('0', '1', '5e-324', '1e-300', '0.9999999999999999')),
    named('--y', fc.constantFrom('0', '1')),
    format(FORMATS),
  ).map((words) => () => ['weights', ...words]),
  curve: flags(
    named('--loss', spec),
    named('--of', fc.constantFrom('value', 'weight', 'gradient')),
    format(CHARTS),
  ).map((words) => () => ['curve', ...words]),
  diagnose: flags(named('--printed', fc.constantFrom('1e308', '1e-320', '0', '1e300')), format(FORMATS)).map(
    (words) =>
      ({ a }) => ['diagnose', a, ...words],
  ),
  softmax: flags(
    weights,
    named(
      '--loss',
      fc.constantFrom(
        'ce',
        'focal:alpha=1e300,1,1',
        'focal:alpha=1e308,1e308,1e308',
        'ce:alpha=1e-320,0,1e-320',
      ),
    ),
    fc.constantFrom<string[]>(
      [],
      ['--class-weight', '1e308,1e-320,1'],
      ['--class-weight', 'balanced'],
      ['--per-sample', '2'],
      ['--by', 'class'],
    ),
    format(FORMATS),
  ).map((words) => ({ softmax }) => ['compare', softmax, ...words]),
  'softmax samples': flags(
    named('--loss', fc.constantFrom('focal:alpha=1e300,1,1', 'ce:alpha=1e-320,1,1')),
    format(FORMATS),
  ).map((words) => ({ softmax }) => ['samples', softmax, ...words]),
  'softmax curves': flags(
    weights,
    named('--loss', fc.constantFrom('focal:alpha=1e300,1,1', 'ce:alpha=1e-320,1,1', 'poly1:epsilon=-1')),
    format(CHARTS),
  ).map((words) => ({ softmax }) => ['curve', '--cdf', softmax, ...words]),
  multilabel: flags(weights, named('--loss', anySpec), optional('--by', 'class'), format(FORMATS)).map(
    (words) =>
      ({ multilabel }) => ['compare', multilabel, ...words],
  ),
  'multilabel check': flags(
    weights,
    fc.constantFrom('ce.mean=1%', 'ce.mean=1e308', 'ce.hard.loss=1%').map((rule) => ['--max-increase', rule]),
    format(FORMATS),
  ).map((words) => ({ multilabel }) => [
    'check',
    multilabel,
    '--baseline-preds',
    copyOf(multilabel),
    ...words,
  ]),
  inspect: format(FORMATS).map((words) => ({ a }) => ['inspect', a, ...words]),
}

/** A number that is none, as a word of its own: names and help say nothing of the kind. */
const NO_NUMBER = /(?<![\p{L}\d])[-−+]?(nan|inf|infinity)(?![\p{L}\d])/iu

/** Numbers, or none: never null for what JSON cannot say, which would be a NaN in disguise and is one elsewhere. */
function expectFigures(
  args: readonly string[],
  { code, stdout, stderr }: Awaited<ReturnType<typeof lossctl>>,
) {
  const line = args.join(' ')
  expect(stdout, line).not.toMatch(NO_NUMBER)
  expect(stderr, line).not.toMatch(NO_NUMBER)
  if (code < 2) return
  expect([2, 3], `${line}\n${stderr}`).toContain(code)
  // A check that cannot compare says so in its report, all else in one line.
  if (stdout === '') expect(stderr.trimEnd().split('\n'), line).toHaveLength(1)
}

describe('at the ends of doubles', () => {
  it.each(Object.keys(COMMANDS))('%s gives numbers, or one line', async (name) => {
    const folder = newFolder()
    await fc.assert(
      fc.asyncProperty(rows, COMMANDS[name], async (samples, command) => {
        const args = command(write(folder, samples))
        expectFigures(args, await lossctl(args))
      }),
      { numRuns: RUNS },
    )
  })

  it('sketches, adds up and reports what it can read again', async () => {
    const folder = newFolder()
    await fc.assert(
      fc.asyncProperty(rows, weights, async (samples, weighted) => {
        const { a, b } = write(folder, samples)
        const [first, second, both] = ['a', 'b', 'both'].map((name) => folder.path(`${name}.sketch.json`))
        for (const path of [first, second, both]) writeFileSync(path, '')
        const made = [
          await lossctl(['sketch', a, '-o', first, ...weighted]),
          await lossctl(['sketch', b, '-o', second, ...weighted]),
        ]
        for (const one of made) expectFigures(['sketch'], one)
        if (made.some(({ code }) => code !== 0)) return
        const merged = await lossctl(['merge', first, second, '-o', both])
        expectFigures(['merge'], merged)
        if (merged.code !== 0) return
        expect(JSON.stringify(JSON.parse(readFileSync(both, 'utf8')))).not.toMatch(
          /:null,"(above|below|sums)/,
        )
        for (const question of [
          ['compare', both],
          ['curve', '--cdf', both],
        ])
          expectFigures(question, await lossctl([...question, '--format', 'json']))
      }),
      { numRuns: RUNS },
    )
  })
})

/** CE of a margin at full precision, and as a whole number of 2^-1074. */
const ce = (s: number) => (s < 0 ? -s : 0) + Math.log1p(Math.exp(-Math.abs(s)))

const MAX = wholeOf(Number.MAX_VALUE)

describe('cross-entropy at the ends of doubles', () => {
  it('is the exact mean, and refused where a sum is no double', async () => {
    const folder = newFolder()
    let [given, refused] = [0, 0]
    await fc.assert(
      fc.asyncProperty(rows, async (samples) => {
        const { a } = write(folder, samples)
        const terms = samples.map(([label, z, , w]) => ({ w, f: ce(label ? z : -z) }))
        const weight = terms.reduce((sum, { w }) => sum + wholeOf(w), 0n)
        const loss = terms.reduce((sum, { w, f }) => sum + wholeOf(w) * wholeOf(f), 0n)
        const { code, stdout, stderr } = await lossctl([
          'compare',
          a,
          '--weight',
          'w',
          '--loss',
          'ce',
          '--format',
          'json',
        ])
        const total = loss >> 1074n
        if (code !== 0) {
          refused++
          // Weights leave room for what losses make of them; nodes have terms some times as large as what they add up to.
          const tooLarge = weight > MAX >> 17n || total > MAX >> 8n
          const tooSmall = weight < wholeOf(2 ** -899)
          expect([code, tooLarge || tooSmall], stderr).toEqual([3, true])
          return
        }
        given++
        expect(weight > MAX || total > MAX).toBe(false)
        const [{ value }] = JSON.parse(stdout).results[0].losses
        const want = quotientOf(loss, weight << 1074n)
        // Margins beyond the grid sum without error, those inside to 1e-12.
        // Products of light weights and small losses may have no digits; then there is no figure.
        const isLost = total < wholeOf(2 ** -959) && weight < wholeOf(2 ** -99)
        if (value === null) expect(isLost).toBe(true)
        else if (want > 1e-290) expect(Math.abs(value / want - 1)).toBeLessThan(2e-12)
      }),
      { numRuns: 10 * RUNS },
    )
    expect(given).toBeGreaterThan(RUNS / 2)
    expect(refused).toBeGreaterThan(RUNS / 2)
  })
})
