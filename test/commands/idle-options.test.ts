import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/commands/index.ts'
import { flagOf } from '../../src/commands/options/option.ts'
import { copyOf } from '../made/copy.ts'
import { lossctl } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const [binary, multilabel] = [fixture('breast-cancer.csv'), fixture('scenes.csv')]
const sketch = fixture('sketch/by-python.sketch.json')
const logits = write('logits.csv', 'label,logit,loss\n1,2.5,0.1\n0,-3.5,0.2\n1,-0.5,0.3\n0,0.5,0.4\n')
const probs = write('probs.csv', 'label,prob\n1,0.75\n0,0.25\n1,0.5\n0,0.625\n')
const softmax = write('softmax.csv', 'label,prob_a,prob_b,prob_c\na,0.5,0.25,0.25\nb,0.25,0.5,0.25\n')
const rule = ['--max', 'focal.mean=10']
const change = ['--max-increase', 'focal.mean=2%']

/** A command line, and the flag that says nothing to it. */
const IDLE: readonly (readonly [string, ...string[]])[] = [
  ['--renormalize', 'compare', logits, '--renormalize'],
  ['--renormalize', 'compare', probs, '--renormalize'],
  ['--renormalize', 'sweep', multilabel, '--over', 'gamma=0,1', '--renormalize'],
  ['--renormalize', 'diff', logits, logits, '--renormalize'],
  ['--renormalize', 'samples', probs, '--renormalize'],
  ['--logit-adjust', 'compare', probs, '--logit-adjust', '2'],
  ['--prob-tolerance', 'compare', logits, '--prob-tolerance', '0.1'],
  ['--prob-tolerance', 'check', logits, ...rule, '--prob-tolerance', '0.1'],
  [
    '--prob-tolerance',
    'check',
    logits,
    '--baseline-preds',
    copyOf(logits),
    ...change,
    '--prob-tolerance',
    '0.1',
  ],
  ['--prob-tolerance', 'diagnose', logits, '--loss-column', 'loss', '--prob-tolerance', '0.1'],
  ['--prob-tolerance', 'inspect', logits, '--prob-tolerance', '0.1'],
  ['--per-sample', 'compare', binary, '--per-sample', '3', '--format', 'csv'],
  ['--per-sample', 'compare', binary, '--per-sample', '3', '-o', join(folder, 'out.csv')],
  ['--set', 'compare', binary, '--set', 'dice', '--compat', 'keras'],
  ['--set', 'compare', binary, '--set', 'dice', '--class-weight', 'balanced'],
  ['--rank', 'sweep', binary, '--set', 'dice', '--over', 'smooth=0,1', '--rank', 'mean'],
  ['--loss', 'sweep', binary, '--set', 'dice', '--over', 'smooth=0,1', '--loss', 'ce'],
  ['--threshold', 'sweep', binary, '--set', 'dice', '--over', 'smooth=0,1', '--threshold', '0.3'],
  ['--top', 'diff', binary, binary, '--top', '3', '--format', 'csv'],
  ['--seed', 'diff', binary, binary, '--seed', '3'],
  ['--top', 'samples', binary, '--top', '3', '-o', join(folder, 'out.csv')],
  ['--sort', 'samples', binary, '--sort', 'focal', '-o', join(folder, 'out.csv')],
  ['--format', 'samples', binary, '--format', 'json', '-o', join(folder, 'out.csv')],
  ['--threshold', 'samples', binary, '--threshold', '0.3', '-o', join(folder, 'out.npy')],
  ['--only', 'samples', fixture('wine.csv'), '--only', 'positive'],
  ['--only', 'samples', binary, '--only', 'easy, hard'],
  ['--only', 'samples', multilabel, '--only', 'negative,hard,positive'],
  ['--target', 'sweep', binary, '--over', 'gamma=0,1', '--target', '1'],
  ['--threshold', 'solve', '--for', 'gamma', '--p0', '0.25', '--threshold', '0.3'],
  ['--label', 'solve', '--for', 'gamma', '--p0', '0.25', '--label', 'y'],
  ['--by', 'solve', '--for', 'gamma', '--p0', '0.25', '--by', 'scene'],
  ['--loss', 'solve', '--for', 'gamma', '--p0', '0.25', '--loss', 'focal:alpha=0.25'],
  ['--label', 'curve', '--label', 'y'],
  ['--on-bad-row', 'curve', '--on-bad-row', 'skip'],
  ['--of', 'curve', '--cdf', binary, '--of', 'weight'],
  ['--width', 'curve', '--width', '3in'],
  ['--width', 'sweep', binary, '--width', '3in'],
  ['--log', 'curve', '--log'],
  ['--font-size', 'curve', '--font-size', '8', '-o', join(folder, 'out.csv')],
  ['--title', 'calibrate', binary, '--title', 'x', '-f', 'json'],
  ['--bins', 'sketch', fixture('wine.csv'), '--bins', '10', '-o', join(folder, 'out.sketch.json')],
  ['--on-bad-row', 'merge', sketch, '--on-bad-row', 'skip', '-o', join(folder, 'out.sketch.json')],
  ['--label', 'diagnose', '--explain', 'focal', '--compat', 'keras', '--label', 'y'],
  ['--printed-pattern', 'diagnose', logits, '--loss-column', 'loss', '--printed-pattern', 'x'],
  ['--printed', 'diagnose', '--explain', 'focal', '--compat', 'keras', '--printed', '0.1'],
  ['--reduction-of-print', 'diagnose', logits, '--loss-column', 'loss', '--reduction-of-print', 'sum'],
  ['--class-counts', 'diagnose', binary, '--printed', '0.3', '--class-counts', '0.3'],
  ['--batch-size', 'diagnose', logits, '--loss-column', 'loss', '--batch-size', '2'],
  ['--min-slice', 'check', binary, ...rule, '--min-slice', '5'],
  ['--confidence', 'check', binary, ...rule, '--confidence', '0.9'],
  [
    '--confidence',
    'check',
    binary,
    '--baseline',
    'main.json',
    ...change,
    '--no-noise',
    '--confidence',
    '0.9',
  ],
  ['--no-noise', 'check', binary, ...rule, '--no-noise'],
  ['--baseline', 'check', binary, '--baseline', 'main.json', '--save-baseline', join(folder, 'new.json')],
  [
    '--baseline-preds',
    'check',
    binary,
    '--baseline-preds',
    copyOf(binary),
    '--save-baseline',
    join(folder, 'new.json'),
  ],
  [
    '--allow-other-labels',
    'check',
    binary,
    '--baseline-preds',
    copyOf(binary),
    ...change,
    '--allow-other-labels',
  ],
  ['--allow-other-labels', 'check', binary, ...rule, '--allow-other-labels'],
  ['--label', 'report', sketch, '--label', 'y', '-o', join(folder, 'report.html')],
]

describe('an option that says nothing to the question is refused, with the reason:', () => {
  it.each(
    IDLE.map(([flag, ...args]) => ({ flag, args, title: args.join(' ').replaceAll(folder, '') })),
  )('$flag in $title', async ({ flag, args }) => {
    const before = readdirSync(folder)
    const { code, stdout, stderr } = await lossctl(args)
    expect(stderr).toContain(flag)
    expect([code, stdout]).toEqual([2, ''])
    expect(readdirSync(folder)).toEqual(before)
  })
})

describe('an option is taken where it says something to one of the data sets:', () => {
  it('--renormalize for one model of two', async () => {
    const other = write('other.csv', 'label,a,b,c\na,1,0,-1\nb,-1,2,0\n')
    const args = [
      '--label',
      'label',
      '--from',
      'probs',
      '--from-b',
      'logits',
      '--score-b',
      'a,b,c',
      '--renormalize',
    ]
    expect(await lossctl(['diff', softmax, other, ...args])).toMatchObject({ code: 0 })
  })

  it('--format that says what the ending says', async () => {
    const path = join(folder, 'same.csv')
    expect((await lossctl(['samples', binary, '--format', 'csv', '-o', path])).code).toBe(0)
  })

  it('--threshold for a file of losses, of which only the hard ones are asked for', async () => {
    const path = join(folder, 'hard.npy')
    const args = ['samples', binary, '--threshold', '0.3', '--only', 'hard', '-o', path]
    expect((await lossctl(args)).code).toBe(0)
  })

  it('a configuration may say more than a check looks at', async () => {
    const config = write('rules.json', '{"rules": ["max focal.mean=10"], "minSlice": 5, "confidence": 0.9}')
    expect((await lossctl(['check', binary, '--config', config])).code).toBe(0)
  })
})

describe('an option that takes one value', () => {
  const WORDS: Readonly<Record<string, string>> = {
    task: 'binary',
    from: 'probs',
    fromB: 'probs',
    onBadRow: 'skip',
    classAxis: '1',
    format: 'json',
    reduction: 'sum',
    reductionOfPrint: 'sum',
    of: 'weight',
    seed: '1',
    confidence: '0.9',
    bins: '10',
    limits: 'left',
    prior: '0.1',
    set: 'dice',
    sql: 'duckdb',
    code: 'numpy',
    classes: '3',
    labelIs: 'index',
    width: '3in',
    fontSize: '8',
  }
  const single = COMMANDS.flatMap(({ name, args, options }) =>
    options
      .filter(({ value, repeats }) => value !== undefined && !repeats)
      .map((option) => ({
        name,
        args: args.map(() => 'no.csv'),
        flag: flagOf(option),
        word: WORDS[option.key] ?? '0.5',
        option,
      })),
  )

  it.each(single)('is refused when it is given twice: $name $flag', async ({ name, args, flag, option }) => {
    const word = ['top', 'threads', 'perSample', 'minSlice', 'batchSize', 'bootstrap'].includes(option.key)
      ? '3'
      : (WORDS[option.key] ?? '0.5')
    const { code, stderr } = await lossctl([name, ...args, flag, word, flag, word])
    expect([code, stderr]).toEqual([2, `error: ${flag} is given twice; it takes one value\n`])
  })

  it('is told by its letter too', async () => {
    const { stderr } = await lossctl(['compare', 'no.csv', '-o', 'a.json', '--output', 'b.json'])
    expect(stderr).toBe('error: --output is given twice; it takes one value\n')
  })
})

describe('a parameter of a loss', () => {
  it.each([
    ['compare', 'no.csv', '--loss', 'focal:gamma=1,gamma=2'],
    ['compare', 'no.csv', '--loss', 'poly-n:epsilon=1,2,epsilon=3'],
    ['sweep', 'no.csv', '--over', 'alpha=0.1,0.2', '--loss', 'focal:gamma=1,gamma=1'],
    ['diagnose', '--explain', 'focal:gamma=1,gamma=2', '--compat', 'keras'],
    ['compare', binary, '--compat', 'torchvision', '--loss', 'focal:gamma=1,gamma=2'],
  ])('is refused when it is given twice: %s %s %s %s', async (...args) => {
    const { code, stderr } = await lossctl(args)
    expect(stderr).toMatch(/gives (gamma|epsilon) twice; keep one\n$/)
    expect(code).toBe(2)
  })
})
