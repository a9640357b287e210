/** The calibration on the page of a report is that of `lossctl calibrate`. */
import { describe, expect, it } from 'vitest'
import { calibrate } from '../../../src/api/calibrate.ts'
import { open, type Rows, scanOf } from '../../../src/api/data.ts'
import { sketch } from '../../../src/api/sketch.ts'
import { sweep } from '../../../src/api/tune.ts'
import {
  binTable,
  calibrationNote,
  calibrationTable,
  reliabilityLines,
} from '../../../src/page/model/calibration-data.ts'
import type { CalibrateReport } from '../../../src/questions/calibrate/calibrate.ts'
import type { SoftmaxCalibrateReport } from '../../../src/questions/calibrate/softmax.ts'
import { calibrateForPage, calibrateSaved } from '../../../src/questions/report/page-calibration.ts'
import { fromContent } from '../../../src/sketched/sketch-content.ts'
import { formatColumn } from '../../../src/views/words/numbers.ts'
import { fixture } from '../../made/shared.ts'

async function pageOf(name: string, samples = 1) {
  const scan = scanOf((await open(fixture(name))) as Rows, true)
  return (await calibrateForPage(scan, samples))!
}

/**
 * The page keeps no classes apart, so that the same terms are added in another order: of fewer than 2,000 below 1 a mean moves by
 * 2,000 halves of 2^-53, and what a sketch says by 1e-14. What is made of means by fits and quotients has a digit less.
 */
const NEAR = 1e-11

function expectNear(found: unknown, expected: unknown): void {
  const numbers: [number, number][] = []
  const alike = (one: unknown, other: unknown): unknown => {
    if (typeof one === 'number' && typeof other === 'number') return numbers.push([one, other])
    if (typeof one !== 'object' || one === null) return expect(one).toBe(other)
    expect(Object.keys(one)).toEqual(Object.keys(other as object))
    for (const [key, value] of Object.entries(one)) alike(value, (other as Record<string, unknown>)[key])
  }
  alike(found, expected)
  for (const [one, other] of numbers)
    expect(Math.abs(one - other)).toBeLessThanOrEqual(NEAR * Math.abs(other))
}

describe('the calibration of a page', () => {
  it.each(['breast-cancer.csv', 'multilabel.csv'])('is that of lossctl calibrate: %s', async (name) => {
    const found = await pageOf(name)
    const report = (await calibrate(fixture(name))) as CalibrateReport
    const { logLoss, brier } = report.asItIs
    const before = { logLoss, brier, expected: report.expected, reliability: report.reliability }
    expectNear(found.before, { ...before, classwiseEce: null })
    expectNear(found.chance, report.chance)
    const { temperature } = report.temperature!
    expectNear(found.after!.temperature, temperature)
    expectNear(found.after!.logLoss, report.temperature!.logLoss)
    // Bins after it are those of a sweep to it, which fills them sample by sample.
    const { settings } = await sweep(fixture(name), {
      over: { temperature: [temperature] },
      quantities: ['ece'],
    })
    expectNear(found.after!.reliability!.ece, settings[0].values[0])
  })

  it('is that of the likeliest class of softmax scores', async () => {
    const found = await pageOf('wine.csv')
    const report = (await calibrate(fixture('wine.csv'))) as SoftmaxCalibrateReport
    const { reliability, classwiseEce } = report
    expect(found.before).toMatchObject({ ...report.asItIs, reliability, classwiseEce })
    const { temperature: after } = report
    expect(found.after).toMatchObject({
      reliability: after!.reliability,
      classwiseEce: after!.classwiseEce,
    })
    const row = calibrationTable(found).rows.find(([{ text }]) => text === 'class-wise ECE')!
    expect(row.map(({ text }) => text)).toEqual([
      'class-wise ECE',
      ...formatColumn([classwiseEce, after!.classwiseEce], 4),
    ])
    expect(calibrationNote(found, 'samples')).toMatch(/beyond chance.*likeliest class/)
  })

  it('has all figures and bins after a temperature below 0, against sums over the samples', async () => {
    const scores = [-3, -1.5, -0.2, 0.4, 1.1, 2, 2.6, -0.8, 0.9, 3.3]
    const labels = [1, 1, 1, 0, 0, 0, 0, 0, 1, 1]
    const rows = (await open({ scores, labels, from: 'logits', task: 'binary' })) as Rows
    const { before, after } = (await calibrateForPage(scanOf(rows, true), scores.length))!
    const t = after!.temperature
    expect(t).toBeLessThan(0)
    const p = scores.map((z) => 1 / (1 + Math.exp(-z / t)))
    const mean = p.reduce((sum, one) => sum + one) / p.length
    const gaps = Array.from({ length: 15 }, () => 0)
    for (const [i, one] of p.entries()) gaps[Math.floor(15 * one)] += (one - labels[i]) / p.length
    const ece = gaps.reduce((sum, gap) => sum + Math.abs(gap), 0)
    // Ten terms below 1 each, and p from nodes that are right to 1e-14.
    expect(Math.abs(after!.expected - mean)).toBeLessThanOrEqual(1e-13)
    expect(Math.abs(after!.reliability!.ece - ece)).toBeLessThanOrEqual(1e-13)
    expect(before.reliability).not.toBeNull()
  })

  it('leaves out what would take long of very many samples', async () => {
    expect(await pageOf('wine.csv', 1e9)).toBeNull()
    const many = await pageOf('breast-cancer.csv', 1e9)
    expect(many).toEqual(await pageOf('breast-cancer.csv'))
    expect(many.after!.reliability).not.toBeNull()
    const after = { ...many.after!, reliability: null }
    expect(calibrationNote({ ...many, after }, 'samples')).toMatch(
      /Bins after it .* lossctl calibrate --temperature\./,
    )
  })

  it('fills bins one by one after a temperature for which a sketch cannot be parted, where that does not take long', async () => {
    // Three of four are right, so that 1 / (1 + e^(-400 / T)) is 3/4.
    const scores = [400, 400, 400, 400, -400, -400, -400, -400]
    const labels = [1, 1, 1, 0, 0, 0, 0, 1]
    const rows = (await open({ scores, labels, from: 'logits', task: 'binary' })) as Rows
    const { after } = (await calibrateForPage(scanOf(rows, true), scores.length))!
    expect(Math.abs(after!.temperature - 400 / Math.log(3))).toBeLessThan(1e-9)
    const filled = after!.reliability!.bins.filter(({ count }) => count > 0)
    // 1/4 is 3.75 fifteenths, and 3/4 is 11.25.
    expect(filled.map(({ from, count, observed }) => [Math.round(15 * from), count, observed])).toEqual([
      [3, 4, 0.25],
      [11, 4, 0.75],
    ])
    const many = (await calibrateForPage(scanOf(rows, true), 1e9))!
    expect(many.after!.reliability).toBeNull()
  })

  it('has no bins of a sketch without them, and nothing of one of softmax rows', async () => {
    const saved = async (name: string) => fromContent(name, await sketch(fixture(name)))
    const found = calibrateSaved(await saved('breast-cancer.csv'))!
    expect([reliabilityLines(found), binTable(found, 'samples')]).toEqual([null, null])
    const titles = calibrationTable(found).rows.map(([{ text }]) => text)
    expect(titles).toEqual(['log loss', 'Brier score', 'mean probability', 'positive'])
    expect(calibrateSaved(await saved('wine.csv'))).toBeNull()
  })
})

describe('the diagram', () => {
  it('has the model before and after, the truth, and what chance does', async () => {
    const { series } = reliabilityLines(await pageOf('breast-cancer.csv'))!
    expect(series.map(({ name }) => name)).toEqual([
      'as it is',
      'temperature 0.896',
      'as it should be',
      'by chance, in 95 %, at least',
      'by chance, in 95 %, at most',
    ])
    const [low, high] = series.slice(-2)
    for (const [i, [mean, least]] of low.points.entries()) {
      expect(least).toBeLessThanOrEqual(mean)
      expect(high.points[i][1]).toBeGreaterThanOrEqual(mean)
    }
  })

  it('has no lines of chance where labels of a row hang together', async () => {
    const found = await pageOf('multilabel.csv')
    expect(reliabilityLines(found)!.series).toHaveLength(3)
    expect(calibrationNote(found, 'labels')).toMatch(/hang together/)
  })

  it('stands beside its bins, of which none is empty', async () => {
    const found = await pageOf('breast-cancer.csv')
    const { rows } = binTable(found, 'samples')!
    const counts = rows.map(([, { text }]) => Number(text.replaceAll(',', '')))
    expect(counts.reduce((sum, one) => sum + one)).toBe(569)
    expect(Math.min(...counts)).toBeGreaterThan(0)
  })
})
