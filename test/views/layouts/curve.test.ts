import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import type { CdfReport } from '../../../src/questions/curves/cdf.ts'
import type { CurveReport } from '../../../src/questions/curves/curve.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-curve-'))
const MARKS = ['●', '+', '○', '×', '▲', '◇', '■', '△', '◆', '□', '▼', '▽']
const CURVE = ['curve']
const CDF = ['curve', '--cdf', fixture('scenes.csv')]

const titles = ['focal γ=0', 'focal γ=0.5', 'focal γ=1', 'focal γ=2', 'focal γ=5']

async function print(args: readonly string[], tty?: number, env: Record<string, string> = {}) {
  // A terminal would be shown how far it is, on a machine that is slow enough.
  const { code, stdout, stderr } = await lossctl([...args, '--quiet'], { tty, env })
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

/** What a command writes into a file of that name. */
async function file(args: readonly string[], name: string): Promise<string> {
  const path = join(folder, name)
  expect(await print([...args, '--output', path])).toBe('')
  return readFileSync(path, 'utf8')
}

describe.each([
  ['curve', CURVE],
  ['curve --of weight', ['curve', '--of', 'weight']],
  ['curve --of gradient', ['curve', '--of', 'gradient']],
  ['curve --cdf', CDF],
  ['curve --cdf of softmax', ['curve', '--cdf', fixture('digits.csv')]],
])('lossctl %s in a terminal', (_, args) => {
  it.each([60, 80, 100])('fits into %d columns, with colour as without', async (width) => {
    const plain = await print(args, width, { NO_COLOR: '1' })
    const colored = await print(args, width, { FORCE_COLOR: '3' })
    expect(stripVTControlCharacters(colored)).toBe(plain)
    expect(colored).not.toBe(plain)
    const chart = plain.split('\n').filter((line) => /[│┤┬]/.test(line))
    expect(chart.length).toBeGreaterThan(12)
    expect(Math.max(...chart.map((line) => [...line].length))).toBeLessThanOrEqual(width)
  })

  it('draws every series with a mark of its own, which its row in the table begins with', async () => {
    const lines = (await print(args)).split('\n')
    const chart = lines.filter((line) => /[│┤]/.test(line)).join('')
    for (const [index, title] of titles.entries()) {
      expect(chart).toContain(MARKS[index])
      expect(lines.some((line) => line.trim().startsWith(`${MARKS[index]} ${title} `))).toBe(true)
    }
  })
})

describe('the other formats', () => {
  it('have all points as CSV and as JSON, the same', async () => {
    const { losses, pt } = await lossctlJson<CurveReport>(...CURVE)
    const records: Record<string, string>[] = parse(await print([...CURVE, '--format', 'csv']), {
      columns: true,
    })
    expect(records).toHaveLength(5 * 199)
    expect(records.map(({ value }) => Number(value))).toEqual(losses.flatMap(({ values }) => values))
    expect(records.slice(0, 199).map((record) => Number(record.pt))).toEqual(pt)
  })

  it('have them for predictions too, class by class', async () => {
    const { classes } = await lossctlJson<CdfReport>(...CDF)
    const records: Record<string, string>[] = parse(await print([...CDF, '--format', 'csv']), {
      columns: true,
    })
    expect(classes.map((part) => part.class)).toEqual(['negative', 'positive'])
    for (const part of classes) {
      const own = records.filter((record) => record.class === part.class)
      expect(own.map((record) => Number(record.loss_share))).toEqual(part.curves.flatMap(({ loss }) => loss))
      expect(own.map((record) => Number(record.samples_share))).toEqual(
        part.curves.flatMap(() => part.samples),
      )
    }
  })

  it('have the table and no chart as Markdown', async () => {
    for (const args of [CURVE, CDF]) {
      const page = await print([...args, '--format', 'markdown'])
      expect(page).not.toMatch(/[│┤●]/)
      for (const title of titles) expect(page).toContain(`| ${title} |`)
    }
  })

  it('are told by the name of the output, unless --format says another', async () => {
    expect(JSON.parse(await file(CURVE, 'a.json')).kind).toBe('curve')
    expect(await file(CURVE, 'a.csv')).toMatch(/^loss,of,pt,value\n/)
    expect(await file(CURVE, 'a.md')).toContain('|---|')
    expect(await file(CURVE, 'a.txt')).toContain('┤')
    expect(await file(CURVE, 'of-no-kind')).toContain('┤')
    expect(JSON.parse(await file([...CURVE, '--format', 'json'], 'b.svg')).kind).toBe('curve')
    expect(await file(CURVE, 'a.svg')).toBe(await print([...CURVE, '--format', 'svg']))
    expect(await file(CURVE, 'a.html')).toMatch(/^<!doctype html>/)
    expect(await file(['compare', fixture('wine.csv')], 'c.md')).toContain('|---|')
  })

  it('bound from a saved sketch what they find in the predictions', async () => {
    const sketch = join(folder, 'scenes.sketch.json')
    await lossctl(['sketch', fixture('scenes.csv'), '-o', sketch])
    const saved = await lossctlJson<CdfReport>('curve', '--cdf', sketch)
    const fresh = await lossctlJson<CdfReport>(...CDF)
    for (const [k, bounds] of saved.classes.flatMap(({ curves }) => curves).entries()) {
      const found = fresh.classes.flatMap(({ curves }) => curves)[k]
      for (const [i, share] of found.hardest!.entries()) {
        expect(share).toBeGreaterThanOrEqual(bounds.hardestLow![i])
        expect(share).toBeLessThanOrEqual(bounds.hardestHigh![i])
        expect(found.hardestHigh![i] - found.hardestLow![i]).toBeLessThan(1e-5)
      }
    }
    const page = await print(['curve', '--cdf', sketch])
    expect(page).toMatch(/\d\d\.\d to \d\d\.\d %/)
    expect(page).toContain('Of two numbers a share is at least the first')
    expect(await print(CDF)).not.toContain('Of two numbers')
  })

  it('have bounds beside every share as CSV', async () => {
    const records: Record<string, string>[] = parse(await print([...CDF, '--format', 'csv']), {
      columns: true,
    })
    for (const { low, loss_share, high } of records) {
      expect(Number(low)).toBeLessThanOrEqual(Number(loss_share))
      expect(Number(high)).toBeGreaterThanOrEqual(Number(loss_share))
      expect(Number(high) - Number(low)).toBeLessThan(1e-5)
    }
  })
})

describe('a chart', () => {
  it('has the first twelve losses of many, and says so; the table has all', async () => {
    const args = ['curve', '--gamma', '0..3/0.2']
    const page = await print(args)
    expect(page).toContain('The chart has the first 12 of 16 losses; --format csv has all.')
    expect(page).toContain('focal γ=3 ')
    const svg = await print([...args, '--format', 'svg'])
    expect(svg.match(/<g [^>]*stroke-linejoin="round"/g)).toHaveLength(12)
  })

  it('begins where its curves leave the axis, and says so', async () => {
    // 97 easy samples with a thousandth of the loss, and three hard ones.
    const path = join(folder, 'easy.csv')
    writeFileSync(path, `y,logit\n${'1,12\n'.repeat(97)}${'1,-2\n'.repeat(3)}`)
    const page = await print(['curve', '--cdf', path])
    expect(page).toContain('share of the samples, easiest first; the first 95 % carry at most 0.5 %')
    expect(await print(CDF)).not.toContain('at most')
  })

  it('has axes where all is nothing', async () => {
    const page = await print(['curve', '--loss', 'ce:alpha=0'])
    expect(page).toContain('0.0┤●')
    expect(page).toContain('With α a curve is that of a positive sample')
  })

  it('knows of losses that sum to nothing', async () => {
    const path = join(folder, 'nothing.csv')
    writeFileSync(path, 'y,logit\n1,800\n')
    expect(await print(['curve', '--cdf', path, '--loss', 'ce'])).toContain('● ce')
    for (const format of ['svg', 'html', 'csv', 'json'])
      await print(['curve', '--cdf', path, '--loss', 'ce', '--format', format])
  })
})
