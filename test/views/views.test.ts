import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import {
  formatBounded,
  formatColumn,
  formatEffective,
  formatLoss,
  formatShare,
} from '../../src/views/words/numbers.ts'
import { lossctl } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-views-'))
const hostile = join(folder, 'hostile.csv')
writeFileSync(
  hostile,
  'id,label,prob\n"<script>|`*_[x](y)\u001b[31m\u202e\r\nnew",1,0.2\n"=cmd,""x""",0,0.9\n',
)

describe('numbers', () => {
  it('show shares with one decimal, and never round to 0 or 1 what is neither', () => {
    expect([0, 1, 0.5213, 0.0001, 0.9999, null, -0.2].map(formatShare)).toEqual([
      '0.0 %',
      '100.0 %',
      '52.1 %',
      '<0.1 %',
      '>99.9 %',
      '–',
      '-20.0 %',
    ])
  })

  it('show a share within bounds with the digits they agree on, or both, rounded outwards', () => {
    const bounded = (low: number, high: number) => formatBounded({ value: (low + high) / 2, low, high })
    expect(bounded(0.5, 0.58652)).toBe('50.0 to 58.7 %')
    expect(bounded(0.52131, 0.52139)).toBe('52.1 %')
    expect(bounded(0.52149, 0.52151)).toBe('52.1 to 52.2 %')
    expect(bounded(0.50049, 0.50251)).toBe('50.0 to 50.3 %')
    // One number on the edge between two digits.
    expect(bounded(0.3125 - 1e-11, 0.3125 + 1e-11)).toBe('31.3 %')
    // Its bounds are whole tenths but for rounding.
    expect(bounded(0.5 - 3e-12, 0.6 + 3e-12)).toBe('50.0 to 60.0 %')
    expect([bounded(0, 0.0003), bounded(0.9996, 1), bounded(0.9993, 1)]).toEqual([
      '<0.1 %',
      '>99.9 %',
      '99.9 to 100.0 %',
    ])
    expect(bounded(-0.2, 0.1)).toBe('-20.0 to 10.0 %')
    expect(formatBounded(null)).toBe('–')
  })

  it('show losses with six significant digits at any size', () => {
    expect([0.030282361928926776, 0, 123456.7, 3.7e-44, 2e10].map(formatLoss)).toEqual([
      '0.0302824',
      '0',
      '123457',
      '3.70000e-44',
      '2.00000e+10',
    ])
  })

  it('line up a column, unless its numbers differ too much in size', () => {
    expect(formatColumn([0.0762313, 0.0352672, 0.121581], 6)).toEqual(['0.076231', '0.035267', '0.121581'])
    expect(formatColumn([1, 0.0123, null], 4)).toEqual(['1.0000', '0.0123', '–'])
    expect(formatColumn([1, 1e-12], 6)).toEqual(['1.00000', '1.00000e-12'])
  })

  it('show effective samples whole from 100 on', () => {
    expect([3.04, 99.94, 1234.5, null].map(formatEffective)).toEqual(['3.0', '99.9', '1,235', '–'])
  })
})

describe('every view', () => {
  it.each(['table', 'markdown', 'csv', 'json'])('keeps hostile ids inert: %s', async (format) => {
    const { stdout, code } = await lossctl(['samples', hostile, '--format', format, '--from', 'probs'])
    expect(code).toBe(0)
    // Terminals act on escapes and on overrides of direction; in JSON they are escaped, in CSV they are data.
    if (format !== 'csv') expect(stdout).not.toContain('\u001b')
    if (format === 'table' || format === 'markdown') expect(stdout).not.toMatch(/\u202e|\r/)
    if (format === 'markdown') expect(stdout).not.toMatch(/<script>|[^\\]\|`/)
    if (format === 'csv') expect(stdout).toContain('"=cmd,""x"""')
    if (format === 'json') expect(JSON.parse(stdout).samples).toHaveLength(2)
  })

  it('keeps a comparison of four losses within 100 columns', async () => {
    for (const name of ['scenes.csv', 'digits.csv', 'multilabel.csv']) {
      const { stdout } = await lossctl(['compare', fixture(name)], { tty: 100, env: { NO_COLOR: '1' } })
      expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(100)
    }
  })

  it.each([
    [60, 8],
    [80, 15],
    [100, 35],
  ])('fits a comparison into %i columns, with bars of shares as long as there is room', async (tty, room) => {
    const { stdout } = await lossctl(['compare', fixture('scenes.csv')], { tty, env: { FORCE_COLOR: '1' } })
    const plain = stripVTControlCharacters(stdout)
    if (tty > 60) expect(plain).toContain('░ easy −  ▒ easy +  ▓ hard −  █ hard +')
    // Shares of 24.5, 2.5, 53.1 and 19.9 %: parts end at 24.5, 27.0, 80.1 and 100 % of the room.
    const ends = [0.27, 0.801].map((end) => Math.round(end * room))
    const bar = plain.match(/ {4}focal γ=2 +([░▒▓█]+)/)?.[1] ?? ''
    if (tty === 60) return expect(bar).toBe('')
    expect([...bar].length).toBe(room)
    expect([bar.indexOf('▓'), bar.indexOf('█')]).toEqual(ends)
    expect(Math.max(...plain.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(tty)
  })

  it('draws no bar of shares of which one is below nothing', async () => {
    const file = join(folder, 'negative.csv')
    writeFileSync(file, 'label,prob\n1,0.3\n0,0.1\n1,0.9\n0,0.8\n')
    const { stdout } = await lossctl(['compare', file, '--loss', 'ce', '--loss', 'poly1:epsilon=-2'], {
      tty: 100,
      env: { NO_COLOR: '1' },
    })
    expect(stdout).toMatch(/\n {4}ce +[░▒▓█]{20,} /)
    expect(stdout).toMatch(/\n {4}poly1 ε=−?-?2 +-?−?[\d.]+ %/)
  })

  it('keeps all figures for --detail, and bars out of Markdown', async () => {
    const file = fixture('scenes.csv')
    const headings = ['share of the gradient', 'mean weight, loss ÷ CE', 'effective samples']
    const brief = (await lossctl(['compare', file])).stdout
    const full = (await lossctl(['compare', file, '--detail'])).stdout
    for (const heading of headings) {
      expect(brief).not.toContain(heading)
      expect(full).toContain(heading)
    }
    const markdown = (await lossctl(['compare', file, '--format', 'markdown', '--detail'])).stdout
    expect(markdown).toContain('| easy is pt ≥ 0.5 | easy negative | easy positive |')
    expect(markdown).not.toMatch(/[░▒▓█]/)
  })

  it('gives the same figures as table, CSV and JSON', async () => {
    const file = fixture('breast-cancer.csv')
    const json = JSON.parse((await lossctl(['compare', file, '--format', 'json'])).stdout)
    const csv = (await lossctl(['compare', file, '--format', 'csv'])).stdout
    const records: Record<string, string>[] = parse(csv, { columns: true })
    const all = records.filter(({ band }) => band === 'all')
    expect(all.map(({ value }) => Number(value))).toEqual(
      json.results[0].losses.map(({ value }: { value: number }) => value),
    )
  })

  it('writes to a file what it would print', async () => {
    const path = join(folder, 'out.md')
    const printed = await lossctl(['weights', '--format', 'markdown'])
    const written = await lossctl(['weights', '--format', 'markdown', '--output', path])
    expect(written.stdout).toBe('')
    expect(readFileSync(path, 'utf8')).toBe(printed.stdout)
  })
})

describe('samples --output', () => {
  const stream = async (name: string) => {
    const path = join(folder, name)
    const { code, stderr } = await lossctl([
      'samples',
      fixture('wine.csv'),
      '--loss',
      'ce',
      '--loss',
      'focal',
      '--output',
      path,
    ])
    expect([code, stderr]).toEqual([0, `${path}: 178 samples written\n`])
    return readFileSync(path)
  }

  it('streams CSV, JSON lines and NPY with the same numbers', async () => {
    const [head, ...csv] = (await stream('s.csv'))
      .toString()
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    const ce = head.indexOf('ce:alpha=none')
    const lines = (await stream('s.jsonl'))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const npy = await stream('s.npy')
    expect(npy.subarray(0, 128).toString('latin1')).toContain("'shape': (178, 2)")
    const values = new Float64Array(npy.buffer.slice(npy.byteOffset + 128, npy.byteOffset + npy.length))
    expect(csv).toHaveLength(178)
    for (const [index, line] of lines.entries()) {
      expect(Number(csv[index][ce])).toBe(line['ce:alpha=none'])
      expect(values[2 * index]).toBe(line['ce:alpha=none'])
      expect(values[2 * index + 1]).toBe(line['focal:alpha=none,gamma=2'])
    }
  })

  it('refuses an ending that says no format', async () => {
    const { code, stderr } = await lossctl([
      'samples',
      fixture('wine.csv'),
      '--output',
      join(folder, 'x.parquet'),
    ])
    expect([
      code,
      stderr.includes('.parquet is none of its formats, which are .csv, .jsonl, .ndjson, .npy'),
    ]).toEqual([2, true])
  })
})
