/** Labels of a row hang together, so that a change is held against the scatter of rows, not of labels. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chooseLosses } from '../../../src/losses/spec/choose.ts'
import { createGrouping } from '../../../src/margin/grouping.ts'
import { parseQuantity } from '../../../src/measures/quantities.ts'
import { checkSketched } from '../../../src/questions/check/check.ts'
import { createChangeEstimates, createRowEstimates } from '../../../src/questions/check/row-estimates.ts'
import { parseRule } from '../../../src/questions/check/rules.ts'
import type { CheckContent } from '../../../src/views/layouts/check/check.ts'
import { draws } from '../../made/draws.ts'
import { lossctl } from '../../made/host.ts'
import { sketchedOf } from '../../made/sketched.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-rows-'))
const path = (name: string) => join(folder, name)

const LABELS = 5

/** Standard normal numbers, the same everywhere: Lehmer's generator, Box and Muller's transform. */
let state = 4711
function uniform(): number {
  state = (state * 48271) % 2147483647
  return state / 2147483647
}
const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())

interface Cell {
  readonly row: number
  readonly label: number
  readonly logit: number
}

/** Two models that are equally good on the same rows; what one has over the other is common to the labels of a row. */
function draw(rows: number): readonly (readonly Cell[])[] {
  const truth = Array.from({ length: rows }, () => ({ label: Number(normal() > 0.5), score: 2 * normal() }))
  return [0, 1].map(() =>
    truth.flatMap(({ label, score }, row) => {
      const own = 0.5 * normal()
      const logit = () => score + 1.2 * (2 * label - 1) + own + 0.1 * normal()
      return Array.from({ length: LABELS }, () => ({ row, label, logit: logit() }))
    }),
  )
}

const weightOf = (row: number) => 1 + (row % 4)
const sliceOf = (row: number) => (row % 3 === 0 ? 'north' : 'south')

function write(name: string, cells: readonly Cell[]): string {
  const letters = ['a', 'b', 'c', 'd', 'e'].slice(0, LABELS)
  const header = ['region', 'mass', ...letters.map((x) => `logit_${x}`), ...letters.map((x) => `label_${x}`)]
  const lines = Array.from({ length: cells.length / LABELS }, (_, row) => {
    const own = cells.slice(row * LABELS, (row + 1) * LABELS)
    return [sliceOf(row), weightOf(row), ...own.map(({ logit }) => logit), ...own.map(({ label }) => label)]
  })
  writeFileSync(path(name), `${[header, ...lines].map((line) => line.join(',')).join('\n')}\n`)
  return path(name)
}

async function run(...args: string[]): Promise<{ code: number; report: CheckContent }> {
  const { code, stdout } = await lossctl(['check', ...args, '--format', 'json'])
  return { code, report: stdout === '' ? ({} as CheckContent) : JSON.parse(stdout) }
}

const softplus = (x: number) => Math.log1p(Math.exp(x))
const crossEntropy = ({ label, logit }: Cell) => softplus(label === 1 ? -logit : logit)

/** Of the mean cross-entropy, written out: rows for clusters. */
function errorOfMean(cells: readonly Cell[], weight: (row: number) => number): number {
  const total = cells.reduce((sum, { row }) => sum + weight(row), 0)
  const mean = cells.reduce((sum, cell) => sum + weight(cell.row) * crossEntropy(cell), 0) / total
  const rows = new Map<number, number>()
  for (const cell of cells)
    rows.set(cell.row, (rows.get(cell.row) ?? 0) + weight(cell.row) * (crossEntropy(cell) - mean))
  const squares = [...rows.values()].reduce((sum, z) => sum + z * z, 0)
  return Math.sqrt((rows.size / (rows.size - 1)) * squares) / total
}

const [now, before] = draw(60)
const [after, main] = [write('after.csv', now), write('main.csv', before)]
const RULE = ['--max-increase', 'ce.mean=0']

describe('a saved baseline of multi-label data', () => {
  it.each([
    ['without weights', [], () => 1],
    ['with weights', ['--weight', 'mass'], weightOf],
  ] as const)('holds the scatter of its rows, %s', async (name, flags, weight) => {
    const file = path(`${name}.json`)
    await run(main, ...flags, '--save-baseline', file)
    const { report } = await run(after, ...flags, '--baseline', file, ...RULE)
    const want = Math.hypot(errorOfMean(now, weight), errorOfMean(before, weight))
    expect(Math.abs(report.findings[0].standardError! / want - 1)).toBeLessThan(1e-12)
    expect(report.findings[0].p).not.toBeNull()
  })

  it('holds it for each slice, and for all of them', async () => {
    const file = path('sliced.json')
    await run(main, '--by', 'region', '--save-baseline', file)
    const want = (part: (row: number) => boolean) =>
      Math.hypot(
        ...[now, before].map((cells) =>
          errorOfMean(
            cells.filter(({ row }) => part(row)),
            () => 1,
          ),
        ),
      )
    const parts = await run(after, '--by', 'region', '--baseline', file, ...RULE)
    for (const { slice, standardError } of parts.report.findings)
      expect(Math.abs(standardError! / want((row) => sliceOf(row) === slice) - 1)).toBeLessThan(1e-12)
    expect(parts.report.findings.map(({ slice }) => slice).toSorted()).toEqual(['north', 'south'])
    const whole = await run(after, '--baseline', file, ...RULE)
    expect(Math.abs(whole.report.findings[0].standardError! / want(() => true) - 1)).toBeLessThan(1e-12)
  })

  it('needs no rows class by class, where a row has one label', async () => {
    const file = path('classes.json')
    await lossctl(['sketch', main, '--by', 'class', '--output', file])
    const { report } = await run(after, '--by', 'class', '--baseline', file, ...RULE)
    const classes = report.source.classes
    for (const { slice, standardError } of report.findings) {
      const column = (cells: readonly Cell[]) =>
        cells.filter((_, j) => j % LABELS === classes.indexOf(slice!))
      const want = Math.hypot(...[now, before].map((cells) => errorOfMean(column(cells), () => 1)))
      // Sums of squares of the sketch are right to 1e-12, and a few of their digits cancel.
      expect(Math.abs(standardError! / want - 1)).toBeLessThan(1e-10)
    }
    expect(report.findings).toHaveLength(LABELS)
  })

  it('leaves a change beyond its limit open where it does not hold the scatter', async () => {
    const [sketch, other] = [path('main.sketch.json'), path('other.json')]
    await lossctl(['sketch', main, '--output', sketch])
    await run(main, '--loss', 'focal', '--save-baseline', other)
    const worse = write(
      'worse.csv',
      now.map((cell) => ({ ...cell, logit: cell.logit + 2 - 4 * cell.label })),
    )
    for (const baseline of [sketch, other]) {
      const { code, report } = await run(worse, '--baseline', baseline, ...RULE)
      expect([code, report.findings[0].note]).toEqual([
        3,
        expect.stringContaining('the baseline does not hold how'),
      ])
      expect((await run(worse, '--baseline', baseline, ...RULE, '--no-noise')).code).toBe(1)
      // Nothing beyond the limit, nothing open.
      expect((await run(worse, '--baseline', baseline, '--max-increase', 'ce.mean=900%')).code).toBe(0)
    }
    await run(main, '--save-baseline', path('main.json'))
    await lossctl(['sketch', worse, '--output', path('worse.sketch.json')])
    const { code, report } = await run(path('worse.sketch.json'), '--baseline', path('main.json'), ...RULE)
    expect([code, report.findings[0].note]).toEqual([
      3,
      expect.stringContaining('a sketch does not hold how'),
    ])
  })

  it('is saved together with a comparison against predictions', async () => {
    const [alone, both] = [path('alone.json'), path('both.json')]
    await run(main, '--save-baseline', alone)
    await run(main, '--baseline-preds', after, '--max-increase', 'ce.mean=900%', '--save-baseline', both)
    const scatter = async (file: string) =>
      (await run(after, '--baseline', file, ...RULE)).report.findings[0].standardError
    expect(await scatter(both)).toBe(await scatter(alone))
  })
})

describe('the predictions of the baseline', () => {
  it.each([
    [[]],
    [['--weight', 'mass']],
  ])('have the standard error of diff, rows for clusters %j', async (flags) => {
    const { report } = await run(after, ...flags, '--baseline-preds', main, ...RULE)
    const { stdout } = await lossctl(['diff', main, after, ...flags, '--loss', 'ce', '--format', 'json'])
    const [{ difference, standardError }] = JSON.parse(stdout).losses
    const [finding] = report.findings
    expect(Math.abs(finding.standardError! / standardError - 1)).toBeLessThan(1e-12)
    expect(Math.abs(finding.worse! / difference - 1)).toBeLessThan(1e-12)
  })
})

describe('equally good models', () => {
  const losses = chooseLosses(['focal'], {})
  const options = { threshold: 0.5, confidence: 0.95, noise: true, by: null, minSlice: 1 } as const
  const grouping = createGrouping('multilabel', ['a', 'b', 'c', 'd', 'e'], false)
  const parting = { grouping, slices: [''], by: null }
  const wanted = [{ loss: losses[0], quantity: parseQuantity('mean', 'multilabel') }]
  const rule = [parseRule('max-increase', 'focal.mean=0')]
  const samplesOf = (cells: readonly Cell[]) => ({
    length: cells.length,
    margin: Float64Array.from(cells, ({ label, logit }) => (label === 1 ? logit : -logit)),
    group: Int32Array.from(cells, ({ label }) => label),
    weight: null,
    row: Float64Array.from(cells, ({ row }) => row),
  })
  const dataOf = (samples: ReturnType<typeof samplesOf>) => ({
    ...sketchedOf({ ...samples, positive: samples.group }, 0.5),
    grouping,
  })
  const RUNS = draws(500)
  // 25 of 500 are expected, give or take 4.9; four standard deviations are 20.
  const fine = (alarms: number) => Math.abs(alarms - 0.05 * RUNS) <= 20 * Math.sqrt(RUNS / 500)

  it('raise false alarms at the stated level against a saved baseline', async () => {
    let alarms = 0
    for (let k = 0; k < RUNS; k++) {
      const [a, b] = [samplesOf(draw(60)[0]), samplesOf(draw(60)[0])]
      const [ofA, ofB] = [a, b].map((samples) => {
        const estimates = createRowEstimates(wanted, parting, 0)
        estimates.add(samples)
        return estimates.estimates
      })
      const rows = { changes: null, now: ofA, before: ofB }
      alarms += Number(
        (await checkSketched(dataOf(a), dataOf(b), losses, rule, options, rows)).verdict === 'regressed',
      )
    }
    expect(fine(alarms), `${alarms} of ${RUNS}`).toBe(true)
  })

  it('raise false alarms at the stated level against predictions', async () => {
    let alarms = 0
    for (let k = 0; k < RUNS; k++) {
      const [a, b] = draw(60).map(samplesOf)
      const changes = createChangeEstimates(wanted, parting, 0)
      changes.add(a, b)
      const rows = { changes: changes.estimates, now: null, before: null }
      alarms += Number(
        (await checkSketched(dataOf(a), dataOf(b), losses, rule, options, rows)).verdict === 'regressed',
      )
    }
    expect(fine(alarms), `${alarms} of ${RUNS}`).toBe(true)
  })
})
