/** Rules about calibration, held against sums over samples. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { baseline, check } from '../../../src/api/check.ts'
import { CALIBRATION_MEASURES } from '../../../src/questions/calibrate/measures.ts'
import { parseCalibrationQuantity } from '../../../src/questions/calibrate/quantities.ts'
import type { CheckContent } from '../../../src/views/layouts/check/check.ts'
import { copyOf } from '../../made/copy.ts'
import { lossctl } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-check-calibration-'))
const path = (name: string) => join(folder, name)

async function run(...args: string[]): Promise<{ code: number; report: CheckContent; stderr: string }> {
  const { code, stdout, stderr } = await lossctl(['check', ...args, '--format', 'json'])
  return { code, stderr, report: stdout === '' ? ({} as CheckContent) : JSON.parse(stdout) }
}

interface Row {
  readonly p: number
  readonly y: 0 | 1
  readonly part: string
}

/** Probabilities of two decimals, so that many stand on limits, of two parts of unlike calibration. */
function draw(seed: number, count: number): readonly Row[] {
  let state = seed
  const next = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  return Array.from({ length: count }, (_, i) => {
    const p = (1 + Math.floor(next() * 99)) / 100
    const part = i % 3 === 0 ? 'a' : 'b'
    return { p, part, y: next() < (part === 'a' ? p : p * p) ? 1 : 0 }
  })
}

function write(name: string, rows: readonly Row[]): string {
  writeFileSync(
    path(name),
    `prob,label,part\n${rows.map(({ p, y, part }) => `${p},${y},${part}\n`).join('')}`,
  )
  return path(name)
}

/** In hundredths, so that no rounding moves a probability across a limit. */
function binOf(p: number, bins: number, side: 'left' | 'right'): number {
  const place = (Math.round(p * 100) * bins) / 100
  return side === 'left' ? Math.min(bins - 1, Math.floor(place)) : Math.max(0, Math.ceil(place) - 1)
}

function gapsOf(rows: readonly Row[], bins: number, side: 'left' | 'right') {
  return Array.from({ length: bins }, (_, bin) => {
    const own = rows.filter(({ p }) => binOf(p, bins, side) === bin)
    const sum = (of: (row: Row) => number) => own.reduce((all, row) => all + of(row), 0)
    return { count: own.length, gap: Math.abs(sum(({ p, y }) => y - p)) / (own.length || 1) }
  }).filter(({ count }) => count > 0)
}

function eceOf(rows: readonly Row[], bins: number, side: 'left' | 'right'): number {
  return gapsOf(rows, bins, side).reduce((sum, { count, gap }) => sum + count * gap, 0) / rows.length
}

const rows = draw(7, 3000)
const preds = write('preds.csv', rows)
const valueIn = (report: CheckContent, index = 0) => report.findings[index].value!

describe('a rule about calibration', () => {
  it('is about 15 bins, [a, b), or those that it names', async () => {
    const { code, report } = await run(
      preds,
      ...[
        'ece',
        'ece:bins=10',
        'ece:bins=10,limits=right',
        'mce:bins=10',
        'rmsce:bins=10',
        'ace:bins=10',
      ].flatMap((name) => ['--max', `${name}=0.9`]),
    )
    expect(code).toBe(0)
    const ten = gapsOf(rows, 10, 'left')
    const wanted = [
      eceOf(rows, 15, 'left'),
      eceOf(rows, 10, 'left'),
      eceOf(rows, 10, 'right'),
      Math.max(...ten.map(({ gap }) => gap)),
      Math.sqrt(ten.reduce((sum, { count, gap }) => sum + count * gap ** 2, 0) / rows.length),
      ten.reduce((sum, { gap }) => sum + gap, 0) / ten.length,
    ]
    wanted.forEach((value, index) => {
      expect(valueIn(report, index)).toBeCloseTo(value, 12)
    })
  })

  it('fails above its limit, with 1', async () => {
    const ece = eceOf(rows, 15, 'left')
    expect((await run(preds, '--max', `ece=${ece * 0.999}`)).code).toBe(1)
    expect((await run(preds, '--max', `ece=${ece * 1.001}`)).code).toBe(0)
  })

  it('is held in each part of the data', async () => {
    const { report } = await run(preds, '--by', 'part', '--max', 'ece=0.9', '--max', 'brier=0.9')
    for (const { rule, slice, value } of report.findings) {
      const own = rows.filter(({ part }) => part === slice)
      const brier = own.reduce((sum, { p, y }) => sum + (p - y) ** 2, 0) / own.length
      expect(value).toBeCloseTo(rule.includes('ece') ? eceOf(own, 15, 'left') : brier, 12)
    }
    expect(report.findings).toHaveLength(4)
  })

  it('knows every figure of calibrate', async () => {
    const { stdout } = await lossctl(['calibrate', preds, '--format', 'json'])
    const calibrated = JSON.parse(stdout)
    const { code, report } = await run(
      preds,
      ...CALIBRATION_MEASURES.filter(({ only }) => only !== 'softmax').flatMap(({ name }) => [
        '--max',
        `${name}=1e6`,
      ]),
    )
    expect(code).toBe(0)
    const content = calibrated.results?.[0] ?? calibrated
    const named: Readonly<Record<string, number>> = {
      temperature: content.temperature.temperature,
      slope: content.platt.slope,
      intercept: content.platt.intercept,
      spiegelhalter: content.spiegelhalter,
      'auc-low': content.area.low,
      'auc-high': content.area.high,
      'expected-to-observed': content.expectedToObserved,
    }
    for (const [name, value] of Object.entries(named))
      expect(report.findings.find(({ rule }) => rule.startsWith(`max ${name}=`))!.value).toBeCloseTo(
        value,
        12,
      )
  })
})

describe('against a baseline', () => {
  const worse = write(
    'worse.csv',
    rows.map((row) => ({ ...row, p: Math.min(0.99, row.p + 0.1) })),
  )

  it('that was saved with the rule, or for a configuration that has it, the change is known', async () => {
    writeFileSync(path('lossctl.json'), JSON.stringify({ rules: ['max-increase ece=0.001'] }))
    const config = ['--config', path('lossctl.json')]
    expect((await run(preds, ...config, '--save-baseline', path('own.json'), '--unchecked')).code).toBe(0)
    const { code, report } = await run(worse, ...config, '--baseline', path('own.json'))
    expect(code).toBe(1)
    expect(report.findings[0].baseline).toBeCloseTo(eceOf(rows, 15, 'left'), 9)
    expect(report.findings[0].note).toBe('no standard error is known for it')
  })

  it('that is not parted for it, it cannot be compared, and the reason says so', async () => {
    expect((await run(preds, '--save-baseline', path('plain.json'))).code).toBe(0)
    const { code, report } = await run(preds, '--max-increase', 'ece=1%', '--baseline', path('plain.json'))
    expect(code).toBe(3)
    expect(report.findings[0].note).toBe(
      'the sketch of the baseline is not parted at the limits of 15 bins: save it again with this rule',
    )
    // Saved with it, unchecked, it can.
    const asked = ['--max-increase', 'ece=1%', '--baseline', path('parted.json')]
    const missing = await lossctl(['check', preds, ...asked])
    expect(missing.stderr).toContain(
      `lossctl check BEFORE.csv --max-increase ece=1% --save-baseline ${path('parted.json')} --unchecked`,
    )
    const saving = ['--max-increase', 'ece=1%', '--save-baseline', path('parted.json')]
    const first = await lossctl(['check', preds, ...saving])
    expect([first.code, first.stderr]).toEqual([
      3,
      `${path('parted.json')}: not written, since there is none to compare with; --unchecked saves it without a check\n`,
    ])
    expect((await run(preds, ...saving, '--unchecked')).code).toBe(0)
    const held = await run(preds, ...asked)
    expect(held.code).toBe(0)
    expect(held.report.findings[0].baseline).toBeCloseTo(eceOf(rows, 15, 'left'), 9)
    const misspelt = ['--max', 'eze=1', '--save-baseline', path('parted.json'), '--unchecked']
    expect((await lossctl(['check', preds, ...misspelt])).stderr).toContain('there is no quantity "eze"')
    // What needs no bins is known.
    const brier = await run(preds, '--max-increase', 'brier=1%', '--baseline', path('plain.json'))
    expect(brier.code).toBe(0)
  })

  it.each(['log-loss', 'brier'])('a change of %s has the noise of the mean that it is', async (name) => {
    const loss = name === 'brier' ? 'brier' : 'ce'
    const lossOf = ({ p, y }: Row) => (loss === 'ce' ? -Math.log(y ? p : 1 - p) : (p - y) ** 2)
    const [few, after] = [
      rows.slice(0, 200),
      rows.slice(0, 200).map((row) => ({ ...row, p: 1 - (1 - row.p) * 0.9 })),
    ]
    const deltas = few.map((row, i) => lossOf(after[i]) - lossOf(row))
    const mean = deltas.reduce((sum, d) => sum + d, 0) / 200
    const paired = Math.sqrt(deltas.reduce((sum, d) => sum + (d - mean) ** 2, 0) / 199 / 200)
    const [a, b] = [write('few.csv', few), write('after.csv', after)]
    const { report } = await run(b, '--baseline-preds', a, '--max-increase', `${name}=0`)
    const [finding] = report.findings
    // One pass over sums of squares of 200 terms: some 1e-13 of them.
    expect(finding.worse).toBeCloseTo(mean, 11)
    expect(finding.standardError).toBeCloseTo(paired, 11)
    expect(finding.p).not.toBeNull()
    // A saved baseline is of independent samples.
    const errorOf = (some: readonly Row[]) => {
      const all = some.map(lossOf)
      const m = all.reduce((sum, f) => sum + f, 0) / 200
      return Math.sqrt(all.reduce((sum, f) => sum + (f - m) ** 2, 0) / 199 / 200)
    }
    await run(a, '--save-baseline', path('few.json'), '--unchecked')
    const saved = await run(b, '--baseline', path('few.json'), '--max-increase', `${name}=0`)
    expect(saved.report.findings[0].standardError).toBeCloseTo(Math.hypot(errorOf(few), errorOf(after)), 9)
    const parts = await run(b, '--baseline-preds', a, '--max-increase', `${name}=0`, '--by', 'part')
    expect(parts.report.findings.every(({ p }) => p !== null)).toBe(true)
  })

  it('of softmax rows the log loss has the noise of ce.mean, and its verdict', async () => {
    const scores = (shift: number) =>
      Array.from({ length: 60 }, (_, i) => [
        Math.sin(i) + shift * Math.cos(7 * i),
        Math.cos(3 * i),
        Math.sin(5 * i + 1),
      ])
    const file = (name: string, shift: number) => {
      const lines = scores(shift).map((row, i) => `${'abc'[(i * i) % 3]},${row.join(',')}`)
      writeFileSync(path(name), `label,logit_a,logit_b,logit_c\n${lines.join('\n')}\n`)
      return path(name)
    }
    const [a, b] = [file('sa.csv', 0), file('sb.csv', 0.25)]
    const deltas = scores(0).map((row, i) => {
      const ce = (z: readonly number[]) =>
        Math.log(z.reduce((sum, x) => sum + Math.exp(x), 0)) - z[(i * i) % 3]
      return ce(scores(0.25)[i]) - ce(row)
    })
    const mean = deltas.reduce((sum, d) => sum + d, 0) / 60
    const error = Math.sqrt(deltas.reduce((sum, d) => sum + (d - mean) ** 2, 0) / 59 / 60)
    const rules = ['log-loss', 'ce.mean', 'accuracy'].flatMap((name) => ['--max-increase', `${name}=0`])
    const { report } = await run(b, '--baseline-preds', a, '--loss', 'ce', ...rules)
    const [logLoss, ce, accuracy] = report.findings
    expect(logLoss.standardError).toBeCloseTo(error, 11)
    expect([logLoss.standardError, logLoss.p, logLoss.verdict]).toEqual([ce.standardError, ce.p, ce.verdict])
    expect(accuracy.standardError).toBeNull()
  })

  it('of predictions, both are parted', async () => {
    const { code, report } = await run(
      preds,
      '--max-increase',
      'ece:bins=10=0.01',
      '--baseline-preds',
      copyOf(preds),
    )
    expect(code).toBe(0)
    expect(report.findings[0]).toMatchObject({ value: report.findings[0].baseline, worse: 0 })
  })
})

it('a saved sketch answers if it was parted with --bins, and says so if not', async () => {
  await lossctl(['sketch', preds, '--bins', '10', '--output', path('ten.sketch.json')])
  const sketch = path('ten.sketch.json')
  const threshold = (await run(sketch, '--max', 'ece:bins=10=0.9')).report
  expect(valueIn(threshold)).toBeCloseTo(eceOf(rows, 10, 'left'), 9)
  const other = await run(sketch, '--max', 'ece=0.9')
  expect(other.code).toBe(3)
  expect(other.report.findings[0].note).toBe(
    'the sketch is not parted at the limits of 15 bins: check the predictions, or sketch them with --bins 15',
  )
})

describe('of softmax scores a rule', () => {
  const digits = fixture('digits.csv')
  const known = CALIBRATION_MEASURES.filter(({ only }) => only !== 'class')
  const rulesOf = (list: typeof known, settings = '') =>
    list.flatMap(({ name, isOfBins }) => ['--max', `${name}${isOfBins ? settings : ''}=1e6`])
  /** What NumPy has of the same file (fixtures/make_softmax.py). */
  const numpy = JSON.parse(readFileSync(fixture('softmax.json'), 'utf8'))

  it('has every figure of calibrate, to the last digit', async () => {
    for (const [settings, ...args] of [
      [''],
      [':bins=10,limits=right', '--bins', '10', '--limits', 'right'],
    ]) {
      const { stdout } = await lossctl(['calibrate', digits, ...args, '--format', 'json'])
      const figures = JSON.parse(stdout)
      const { code, report } = await run(digits, ...rulesOf(known, settings))
      expect(code).toBe(0)
      expect(report.findings.map(({ value }) => value)).toEqual(known.map(({ of }) => of(figures)))
    }
  })

  it('has what NumPy has', async () => {
    const { report } = await run(digits, ...rulesOf(known))
    const value = (name: string) => report.findings.find(({ rule }) => rule.startsWith(`max ${name}=`))!.value
    const found = numpy.cases.find(
      ({ name, bins, side }: { name: string; bins: number; side: string }) =>
        name === 'digits' && bins === 15 && side === 'left',
    )
    const { asItIs, temperature } = found
    expect(value('accuracy')).toBeCloseTo(asItIs.observed, 12)
    expect(value('confidence')).toBeCloseTo(asItIs.expected, 12)
    for (const name of ['ece', 'mce', 'rmsce', 'ace', 'brier'])
      expect(value(name)).toBeCloseTo(asItIs[name], 12)
    expect(value('classwise-ece')).toBeCloseTo(
      asItIs.classwise.reduce((sum: number, ece: number) => sum + ece, 0) / 10,
      12,
    )
    expect(value('temperature')).toBeCloseTo(temperature, 9)
  })

  it('is about a change where the predictions of before are given', async () => {
    const rule = ['--max-increase', 'ece=0.001', '--min', 'accuracy=0.9', '--max', 'brier=0.1']
    const same = await run(digits, ...rule, '--baseline-preds', copyOf(digits))
    expect([same.code, same.report.findings[0].worse]).toEqual([0, 0])
    const moved = await run(
      digits,
      ...rule.slice(0, 2),
      '--temperature',
      '2',
      '--baseline-preds',
      copyOf(digits),
    )
    expect([moved.code, moved.report.findings[0].verdict]).toEqual([0, 'passed'])
    const { findings } = await check(
      { scores: digits, temperature: 2 },
      {
        rules: ['max-increase ece=0.001'],
        baselinePredictions: digits,
      },
    )
    expect(findings[0].verdict).toBe('regressed')
    expect(findings[0].baseline).toBe(same.report.findings[0].value)
  })

  it('of a sketch, of a saved baseline and of parts cannot be told, and says so', async () => {
    const [saved, base] = [path('digits.sketch.json'), path('digits.baseline.json')]
    await lossctl(['sketch', digits, '--output', saved])
    await lossctl(['check', digits, '--save-baseline', base])
    const note = async (...args: string[]) => {
      const { code, report } = await run(...args)
      expect(code).toBe(3)
      return report.findings[0].note
    }
    expect(await note(saved, '--max', 'ece=0.1')).toContain('check the predictions')
    expect(await note(digits, '--max-increase', 'ece=0.1', '--baseline', base)).toContain('--baseline-preds')
    expect(await note(digits, '--max', 'ece=0.1', '--by', 'class')).toContain('leave --by out')
    expect(await note(digits, '--max', 'slope=1')).toContain('softmax scores are of several')
    expect(await note(preds, '--min', 'accuracy=0.5')).toContain('is of softmax scores, and these are none')
  })

  it('with weights is no change beside predictions that have none of their own', async () => {
    const file = path('weighed.csv')
    writeFileSync(file, 'label,weight,prob_a,prob_b,prob_c\na,2,0.5,0.3,0.2\nb,1,0.2,0.7,0.1\n')
    const { code, stderr } = await run(file, '--max-increase', 'ece=1%', '--baseline-preds', copyOf(file))
    expect(code).toBe(3)
    expect(stderr).toContain(
      'the weight of a pair is that of its row here, and softmax rows of the other file are passed over by themselves, without it',
    )
    expect((await run(file, '--max', 'ece=0.5', '--max', 'classwise-ece=0.5')).code).toBe(0)
  })
})

it('one class alone has no temperature, and no rule about it passes', async () => {
  const file = write(
    'one.csv',
    rows.map((row) => ({ ...row, y: 1 })),
  )
  const none = 'all samples that count are of one class'
  for (const [name, why] of [
    ['temperature', `${none}, so that no temperature is best`],
    ['slope', none],
    ['intercept', none],
    ['auc-low', none],
  ]) {
    const { code, report } = await run(file, '--max', `${name}=2`)
    expect(code).toBe(3)
    expect(report.findings[0].note).toBe(`${name} has no value here: ${why}`)
  }
})

it('a quantity that is misspelt is guessed', async () => {
  for (const text of [
    'ece:bins=1',
    'ece:bins=33',
    'ece:bins=2.5',
    'ece:side=left',
    'ece:limits=both',
    'brier:bins=10',
    'eces',
  ])
    expect(parseCalibrationQuantity(text)).toBeUndefined()
  const { stderr } = await lossctl(['check', preds, '--max', 'ecee=0.1'])
  expect(stderr).toContain('did you mean ece?')
})

it('the page of rules names every one', () => {
  const page = readFileSync(new URL('../../../docs/ci.md', import.meta.url), 'utf8')
  for (const { name, title, definition } of CALIBRATION_MEASURES)
    expect(page).toContain(`| \`${name}\` | ${title} | ${definition.replaceAll('|', '\\|')} |`)
})

describe('the functions of the package', () => {
  it('part the data, and a baseline that is told of the rule', async () => {
    const rules = ['max-increase ece=0.01']
    const told = await check(preds, { rules, baseline: await baseline(preds, { rules }) })
    expect(told.findings[0]).toMatchObject({ verdict: 'passed', worse: 0 })
    expect(told.findings[0].value).toBeCloseTo(eceOf(rows, 15, 'left'), 12)
    const untold = await check(preds, { rules, baseline: await baseline(preds) })
    expect(untold.verdict).toBe('cannot compare')
    expect((await check(preds, { rules, baselinePredictions: preds })).verdict).toBe('passed')
  })
})

it('a temperature below 0 passes no rule: the scores point the wrong way', async () => {
  const file = write(
    'wrong.csv',
    rows.map((row) => ({ ...row, y: row.y === 1 ? 0 : 1 })),
  )
  const { code, report } = await run(file, '--max', 'temperature=1.5')
  expect(code).toBe(3)
  expect(report.findings[0].note).toContain('the scores point the wrong way')
})

it('bounds of the AUC are compared with those of a sketch that is parted alike, and with no other', async () => {
  await run(preds, '--max', 'ece=1', '--save-baseline', path('parted.json'))
  await run(preds, '--save-baseline', path('unparted.json'))
  const rule = ['--max-decrease', 'auc-low=0.0001']
  const same = await run(preds, ...rule, '--max', 'ece=1', '--baseline', path('parted.json'))
  expect(same.report.findings[1] ?? same.report.findings[0]).toMatchObject({ verdict: 'passed' })
  for (const words of [
    [...rule, '--baseline', path('parted.json')],
    [...rule, '--max', 'ece=1', '--baseline', path('unparted.json')],
  ]) {
    const { code, report } = await run(preds, ...words)
    expect(code).toBe(3)
    expect(report.findings.find(({ rule: one }) => one.includes('auc'))!.note).toContain('parted elsewhere')
  }
})

it('bins that are none, and weights that a loss does not have, are told as what they are', async () => {
  const bins = await run(preds, '--max', 'ece:bins=33=0.5')
  expect(bins.report.findings[0].note).toContain('bins are 2 to 32')
  const weight = await run(fixture('digits.csv'), '--loss', 'brier', '--max', 'brier.effective=3')
  expect(weight.report.findings[0].note).toContain('which this loss does not have')
})

it('pairs do not tell losses of whole rows', async () => {
  const digits = fixture('digits.csv')
  const words = [
    'check',
    digits,
    '--loss',
    'brier',
    '--baseline-preds',
    copyOf(digits),
    '--max-increase',
    'brier.mean=1%',
  ]
  const { code, stderr } = await lossctl(words)
  expect([code, stderr]).toEqual([2, expect.stringContaining('compare with a saved baseline')])
})
