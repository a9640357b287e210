import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chooseLosses } from '../../../src/losses/spec/choose.ts'
import { quantityNames } from '../../../src/measures/quantities.ts'
import { checkSketched } from '../../../src/questions/check/check.ts'
import { parseRule } from '../../../src/questions/check/rules.ts'
import { npyPreamble } from '../../../src/views/drawings/npy.ts'
import type { CheckContent } from '../../../src/views/layouts/check/check.ts'
import { copyOf } from '../../made/copy.ts'
import { draws } from '../../made/draws.ts'
import { newFolder } from '../../made/files.ts'
import { lossctl } from '../../made/host.ts'
import { fixture, sharedPath } from '../../made/shared.ts'
import { sketchedOf } from '../../made/sketched.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-check-'))
const path = (name: string) => join(folder, name)
const scenes = fixture('scenes.csv')

/** A generator with a seed: tests see the same numbers everywhere. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next())
}

async function run(...args: string[]): Promise<{ code: number; report: CheckContent; stderr: string }> {
  const { code, stdout, stderr } = await lossctl(['check', ...args, '--format', 'json'])
  return { code, stderr, report: stdout === '' ? ({} as CheckContent) : JSON.parse(stdout) }
}

/** An array of NPY 1.0, little-endian; its numbers row by row. */
function readNpy(file: string): number[] {
  const bytes = readFileSync(file)
  const length = bytes.readUInt16LE(8)
  const type = /'descr': '[<|]([a-z]\d)'/.exec(bytes.toString('latin1', 10, 10 + length))![1]
  const arrays = {
    f4: Float32Array,
    f8: Float64Array,
    u2: Uint16Array,
    u1: Uint8Array,
    i4: Int32Array,
    i8: BigInt64Array,
  }
  const data = bytes.buffer.slice(bytes.byteOffset + 10 + length, bytes.byteOffset + bytes.length)
  return Array.from(
    new arrays[type as keyof typeof arrays](data as ArrayBuffer) as ArrayLike<number | bigint>,
    Number,
  )
}

const verdicts = ({ findings }: CheckContent) => findings.map(({ verdict }) => verdict)

describe('absolute rules', () => {
  it('hold or do not, by the figures of compare', async () => {
    const passed = await run(scenes, '--max', 'focal.mean=0.001', '--min', 'hard.negative.share=0.0005')
    expect([passed.code, verdicts(passed.report)]).toEqual([0, ['passed', 'passed']])
    const failed = await run(scenes, '--max', 'focal.mean=0.0007', '--max', 'count=20000')
    expect([failed.code, verdicts(failed.report)]).toEqual([1, ['regressed', 'passed']])
  })

  it('know every quantity, in per cent too', async () => {
    for (const name of quantityNames('binary')) {
      const rule = /share|count/.test(name) ? name : `focal.${name}`
      expect((await run(scenes, '--max', `${rule}=1e9`)).code, rule).toBe(0)
    }
    expect((await run(scenes, '--max', 'hard.share=1%')).code).toBe(0)
    expect((await run(scenes, '--max', 'hard.share=0.01%')).code).toBe(1)
  })

  it('name a loss by its spec where there are several of a name', async () => {
    const losses = ['--loss', 'focal:gamma=1', '--loss', 'focal:gamma=2']
    const vague = await run(scenes, ...losses, '--max', 'focal.mean=1')
    expect([vague.code, vague.report.findings[0].note]).toEqual([3, expect.stringContaining('could be')])
    const exact = await run(scenes, ...losses, '--max', 'focal:alpha=none,gamma=2.mean=1')
    expect(exact.code).toBe(0)
  })
})

describe('changes against a baseline', () => {
  it('are none for the same data', async () => {
    expect((await run(scenes, '--save-baseline', path('main.json'))).code).toBe(0)
    const again = await run(
      scenes,
      '--baseline',
      path('main.json'),
      '--max-increase',
      'focal.mean=0',
      '--no-noise',
    )
    expect([again.code, verdicts(again.report)]).toEqual([0, ['passed']])
  })

  it('are found, and named, in the one part where they are', async () => {
    const rows = readFileSync(fixture('scenes.csv'), 'utf8').trim().split('\n')
    const next = random(5)
    const tell = (worse: number) =>
      `scene,label,logit\n${rows
        .slice(1)
        .map((row, i) => {
          const [, label, logit] = row.split(',')
          const shift = i % 20 === 7 ? worse * (label === '1' ? -1 : 1) : 0
          return `scene-${i % 20},${label},${Number(logit) + shift + 0.01 * (next() - 0.5)}`
        })
        .join('\n')}\n`
    writeFileSync(path('before.csv'), tell(0))
    writeFileSync(path('after.csv'), tell(1.5))
    await run(path('before.csv'), '--by', 'scene', '--save-baseline', path('before.json'))
    const rules = ['--baseline', path('before.json'), '--by', 'scene', '--max-increase', 'ce.mean=10%']
    const { code, report } = await run(path('after.csv'), ...rules)
    expect(code).toBe(1)
    expect(
      report.findings.filter(({ verdict }) => verdict === 'regressed').map(({ slice }) => slice),
    ).toEqual(['scene-7'])
    expect((await run(path('before.csv'), ...rules)).code).toBe(0)
    const { stdout } = await lossctl(['check', path('after.csv'), ...rules])
    expect(stdout.replace(/\s+/g, ' ')).toContain("corrected for 20 parts by Holm's method")
  })

  it.skipIf(!sharedPath('data'))(
    'are found in one class of MNIST (skipped where ../shared/data is absent)',
    async () => {
      const labels = ['--labels', sharedPath('data/mnist-test-labels.npy')!]
      const probs = sharedPath('data/mnist-test-probs.npy')!
      await run(probs, ...labels, '--by', 'class', '--save-baseline', path('mnist.json'))
      const rules = ['--by', 'class', '--baseline', path('mnist.json'), '--max-increase', 'focal.mean=1%']
      const same = await run(probs, ...labels, ...rules)
      expect([same.code, same.report.findings.length, new Set(verdicts(same.report))]).toEqual([
        0,
        10,
        new Set(['passed']),
      ])
      // The model grows unsure of sevens: a third of their probability is spread over all classes.
      const [rows, truth] = [readNpy(probs), readNpy(labels[1])]
      const worse = rows.map((p, i) => (truth[Math.floor(i / 10)] === 7 ? (2 * p) / 3 + 1 / 30 : p))
      writeFileSync(
        path('sevens.npy'),
        Buffer.concat([npyPreamble(truth.length, 10), Buffer.from(Float64Array.from(worse).buffer)]),
      )
      const spoiled = await run(path('sevens.npy'), ...labels, ...rules)
      const found = spoiled.report.findings.filter(({ verdict }) => verdict === 'regressed')
      expect([spoiled.code, found.map(({ slice }) => slice)]).toEqual([1, ['7']])
    },
  )

  it('are not measured against a model that did not pass', async () => {
    const file = path('kept.json')
    await run(scenes, '--save-baseline', file)
    const before = readFileSync(file, 'utf8')
    expect(
      (await run(fixture('breast-cancer.csv'), '--max', 'focal.mean=0', '--save-baseline', file)).code,
    ).toBe(1)
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect(
      (await run(fixture('breast-cancer.csv'), '--max', 'focal.mean=1', '--save-baseline', file)).code,
    ).toBe(0)
    expect(readFileSync(file, 'utf8')).not.toBe(before)
  })

  it('go both ways', async () => {
    const margins = (seed: number, shift: number) => {
      const next = random(seed)
      return sketchedOf(
        {
          margin: Float64Array.from({ length: 2000 }, () => 1 + normal(next) + shift),
          positive: Int32Array.from({ length: 2000 }, (_, i) => Number(i % 4 === 0)),
          weight: null,
        },
        0.5,
      )
    }
    const rule = [parseRule('max-increase', 'ce.mean=1%')]
    const options = { threshold: 0.5, confidence: 0.95, noise: true, by: null, minSlice: 1 } as const
    const losses = chooseLosses(['ce'], {})
    const judge = async (shift: number) =>
      (await checkSketched(margins(12345, shift), margins(987654, 0), losses, rule, options)).verdict
    expect([await judge(-0.5), await judge(0.5), await judge(0)]).toEqual(['regressed', 'improved', 'passed'])
  })
})

describe('with the predictions of the baseline', () => {
  const perturb = (seed: number) => {
    const next = random(seed)
    const [head, ...rows] = readFileSync(scenes, 'utf8').trim().split('\n')
    const moved = rows.map((row, i) => {
      const [id, label, logit] = row.split(',')
      return `${id},${label},${Number(logit) + 0.4 * normal(next)},${i % 3}`
    })
    writeFileSync(path(`moved-${seed}.csv`), `${head},third\n${moved.join('\n')}\n`)
    return path(`moved-${seed}.csv`)
  }

  it('has the standard error of the paired test, as diff has it', async () => {
    const file = perturb(77)
    const { report } = await run(
      file,
      '--baseline-preds',
      scenes,
      '--max-increase',
      'focal.mean=0',
      '--max-increase',
      'ce.mean=0',
    )
    const { stdout } = await lossctl(['diff', scenes, file, '--format', 'json'])
    const { losses } = JSON.parse(stdout)
    expect(report.pairing).toBe('paired')
    for (const [index, name] of [
      [0, 'focal'],
      [1, 'ce'],
    ] as const) {
      const [finding, loss] = [
        report.findings[index],
        losses.find((one: { name: string }) => one.name === name),
      ]
      // Sums of squares cancel down to the differences, some thousand times smaller: three digits of 1e-12.
      expect(Math.abs(finding.standardError! / loss.standardError - 1)).toBeLessThan(1e-9)
      expect(Math.abs(finding.worse! - loss.difference)).toBeLessThan(1e-11 * finding.value!)
    }
  })

  it('is sharper than two independent sets, for every quantity and in every part', async () => {
    const file = perturb(99)
    await run(scenes, '--save-baseline', path('scenes.json'))
    for (const name of [
      'focal.mean',
      'focal.hard.loss',
      'focal.easy.negative.gradient',
      'focal.positive:negative.loss',
      'hard.share',
    ]) {
      const rule = ['--max-increase', `${name}=0`]
      const alone = await run(file, '--baseline', path('scenes.json'), ...rule)
      const both = await run(file, '--baseline-preds', scenes, ...rule)
      expect(both.report.findings[0].standardError!, name).toBeLessThan(
        0.8 * alone.report.findings[0].standardError!,
      )
      expect(both.report.findings[0].value).toBeCloseTo(alone.report.findings[0].value!, 12)
    }
    const parts = await run(
      file,
      '--baseline-preds',
      scenes,
      '--by',
      'third',
      '--max-increase',
      'focal.mean=0',
    )
    expect(parts.report.findings.map(({ slice }) => slice).toSorted()).toEqual(['0', '1', '2'])
    expect(parts.report.findings.every(({ standardError }) => standardError! > 0)).toBe(true)
  })

  it.each([
    [2, 'passed'],
    [4, 'passed'],
    [5, 'regressed'],
  ])('takes %i samples that all change alike as the sign test does: %s', async (n, verdict) => {
    const folder = newFolder()
    const rows = (logit: number) => Array.from({ length: n }, (_, i) => [i % 2, i % 2 ? logit : -logit])
    const files = [2, 1].map((logit) => folder.csv(`${logit}.csv`, 'label,logit', rows(logit)))
    const { report } = await run(
      files[1],
      '--baseline-preds',
      files[0],
      '--from',
      'logits',
      '--max-increase',
      'ce.mean=0',
    )
    expect(report.findings[0]).toMatchObject({ standardError: 0, p: 2 ** -n, verdict })
    const back = await run(
      files[0],
      '--baseline-preds',
      files[1],
      '--from',
      'logits',
      '--max-increase',
      'ce.mean=0',
    )
    expect(back.report.findings[0].verdict).toBe(verdict === 'passed' ? 'passed' : 'improved')
  })

  it('finds no noise at all in the same predictions', async () => {
    const { report, code } = await run(
      scenes,
      '--baseline-preds',
      copyOf(scenes),
      '--max-increase',
      'focal.mean=0',
    )
    expect([code, report.findings[0].standardError, report.findings[0].worse]).toEqual([0, 0, 0])
  })
})

describe('the standard error of a quantity', () => {
  it.each([
    'mean',
    'hard.loss',
    'easy.negative.loss',
    'positive.gradient',
    'positive:negative.loss',
    'hard.share',
  ])('is that of repeated sampling: %s', async (name) => {
    const losses = chooseLosses(['focal:alpha=0.25,gamma=1'], {})
    const rule = [parseRule('max-increase', `${name.endsWith('share') ? '' : 'focal.'}${name}=1`)]
    const next = random(11)
    const draw = () => {
      const n = 400
      const sample = {
        margin: Float64Array.from({ length: n }, () => 1.5 * normal(next) + 1),
        positive: Int32Array.from({ length: n }, () => Number(next() < 0.3)),
        weight: name === 'mean' ? Float64Array.from({ length: n }, () => 0.5 + next()) : null,
      }
      return sketchedOf(sample, 0.5)
    }
    const options = { threshold: 0.5, confidence: 0.95, noise: true, by: null, minSlice: 1 } as const
    const repeat = Math.max(100, draws(400))
    const values: number[] = []
    const errors: number[] = []
    for (let i = 0; i < repeat; i++) {
      const one = draw()
      const { findings } = await checkSketched(one, one, losses, rule, options)
      values.push(findings[0].value!)
      // Against itself, as if independent: sqrt(2) times the standard error of one.
      errors.push(findings[0].standardError! / Math.SQRT2)
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / repeat
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (repeat - 1))
    const typical = errors.reduce((sum, error) => sum + error, 0) / repeat
    // The spread of 400 values is itself known to 1 / sqrt(2 x 400) = 3.5 %, so 15 % is four standard errors.
    expect(Math.abs(typical / spread - 1)).toBeLessThan(0.15 * Math.sqrt(400 / repeat))
  })

  it('raises false alarms at the stated level on identical models', async () => {
    const next = random(3)
    const losses = chooseLosses(['focal'], {})
    const rule = [parseRule('max-increase', 'focal.mean=0')]
    const draw = () =>
      sketchedOf(
        {
          margin: Float64Array.from({ length: 300 }, () => 1 + normal(next)),
          positive: Int32Array.from({ length: 300 }, (_, i) => i % 2),
          weight: null,
        },
        0.5,
      )
    const options = { threshold: 0.5, confidence: 0.95, noise: true, by: null, minSlice: 1 } as const
    const repeat = draws(1000)
    let alarms = 0
    for (let i = 0; i < repeat; i++) {
      alarms += Number((await checkSketched(draw(), draw(), losses, rule, options)).verdict === 'regressed')
    }
    // 50 of 1,000 are expected, give or take 6.9: four standard deviations.
    expect(Math.abs(alarms - 0.05 * repeat)).toBeLessThan(4 * Math.sqrt(0.05 * 0.95 * repeat))
  })
})
