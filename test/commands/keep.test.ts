/** Columns that `samples --keep` carries along, against the cells that the test wrote. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { samples as askSamples } from '../../src/api/samples.ts'
import type { SamplesReport } from '../../src/views/layouts/samples.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'

/** More than stand in a block of rows. */
const ROWS = 9000
const PLACES = ['', 'a,b', 'say "x"', 'ü 語', 'two\nlines', 'plain']
const placeOf = (row: number) => PLACES[row % PLACES.length]
const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const ranked = async (...args: string[]) =>
  (await lossctlJson<SamplesReport>('samples', ...args, '--top', '100000', '--loss', 'ce')).samples

describe('samples --keep', () => {
  const write = scratchFolder()
  const path = (name: string) => write(name, '')
  const csv = (name: string, header: string, rows: readonly (readonly (string | number)[])[]) =>
    write(name, [header, ...rows.map((row) => row.join(','))].map((line) => `${line}\n`).join(''))
  const all = Array.from({ length: ROWS }, (_, i) => [
    i % 2,
    ((i % 97) + 1) / 99,
    quoted(placeOf(i)),
    `w${i}`,
  ])
  const file = csv('preds.csv', 'label,prob,place,weather', all)

  it('has the cells of each sample, whatever stands in them', async () => {
    for (const { row, kept } of await ranked(file, '--keep', 'place,weather'))
      expect(kept).toEqual({ place: placeOf(row), weather: `w${row}` })
    // A prefix, a list in two, the same column twice.
    const [one] = await ranked(file, '--keep', 'we*', '--keep', 'place', '--keep', 'weather')
    expect(Object.keys(one.kept!)).toEqual(['weather', 'place'])
  })

  it('writes them behind all else, to files as to the terminal, and tells them from fields of its own', async () => {
    const { stdout } = await lossctl([
      'samples',
      file,
      '--keep',
      'prob,label,place',
      '--top',
      '100000',
      '-f',
      'csv',
    ])
    const out = path('out.csv')
    await lossctl(['samples', file, '--keep', 'prob,label,place', '--output', out])
    const inOrder = (text: string) => text.split(/\n(?=\d+,|$)/).sort()
    expect(inOrder(readFileSync(out, 'utf8'))).toEqual(inOrder(stdout))
    expect(stdout.slice(0, stdout.indexOf('\n'))).toMatch(/,"weight\(focal:.*\)",prob,label \(file\),place$/)
    const lines = path('out.jsonl')
    await lossctl(['samples', file, '--keep', 'place', '--output', lines])
    const records = readFileSync(lines, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(records.map(({ place }) => place)).toEqual(all.map((_, row) => placeOf(row)))
    const table = await lossctl(['samples', file, '--keep', 'weather', '--top', '1'])
    expect(table.stdout).toMatch(/label +weather +score/)
  })

  it('tells them from its own and from each other, in tables too', async () => {
    const own = csv('own.csv', 'label,prob,pt,row,row (file)', [
      [0, 0.2, 'a', 'r1', 's1'],
      [1, 0.3, 'b', 'r2', 's2'],
    ])
    const asked = ['samples', own, '--keep', 'pt,row,row (file)', '--loss', 'ce']
    const header = async (...more: string[]) => (await lossctl([...asked, ...more])).stdout.split('\n')
    const [fields] = await header('-f', 'csv')
    expect(fields).toMatch(/,pt \(file\),row \(file\) \(file\),row \(file\)$/)
    expect((await header()).find((line) => /\bscore\b/.test(line))).toMatch(
      /id +label +pt \(file\) +row +row \(file\) +score +pt /,
    )
  })

  it('passes over rows that are bad or ignored, and gives each cell of multi-label data those of its row', async () => {
    const rows = [
      [1, 0, 0.9, 0.2, 'a'],
      [1, -1, 0.8, 0.3, 'b'],
      [0, 1, 'x', 0.4, 'c'],
      [0, 0, 0.1, 0.5, 'd'],
    ]
    const cells = csv('cells.csv', 'label_x,label_y,prob_x,prob_y,note', rows)
    const found = await ranked(
      cells,
      '--task',
      'multilabel',
      '--score',
      'prob_*',
      '--label',
      'label_*',
      '--ignore-label',
      '-1',
      '--on-bad-row',
      'skip',
      '--keep',
      'note',
    )
    const notes = found.map(({ row, label, kept }) => `${row} ${label} ${kept!.note}`)
    expect(notes.sort()).toEqual(['0 x a', '0 y a', '1 x b', '3 x d', '3 y d'])
  })

  it('takes them from the file of labels too, row by row and joined by id', async () => {
    const scores = csv(
      'scores.csv',
      'id,prob,note',
      [0.1, 0.6, 0.8].map((p, i) => [`i${i}`, p, `n${i}`]),
    )
    const labels = csv(
      'labels.csv',
      'id,label,camera',
      [2, 0, 1].map((i) => [`i${i}`, i % 2, `c${i}`]),
    )
    const found = await ranked(scores, '--labels', labels, '--keep', 'note,camera')
    expect(found.map(({ id }) => id).sort()).toEqual(['i0', 'i1', 'i2'])
    for (const { id, kept } of found) expect(kept).toEqual({ note: `n${id![1]}`, camera: `c${id![1]}` })
    const words = csv(
      'words.csv',
      'label,camera',
      [0, 1, 0].map((y, i) => [y ? 'dog' : 'cat', `c${i}`]),
    )
    const asTheyStand = ['--labels', words, '--class-names', 'cat,dog', '--keep', 'camera']
    for (const { row, kept } of await ranked(csv('bare.csv', 'prob', [[0.1], [0.6], [0.8]]), ...asTheyStand))
      expect(kept).toEqual({ camera: `c${row}` })
  })

  it('takes JSON and arrays by their names, and functions as well', async () => {
    const json = write(
      'p.jsonl',
      [0.2, 0.7]
        .map((prob, i) => JSON.stringify({ label: i, prob, at: { x: `k${i}` }, n: i / 4 }))
        .join('\n'),
    )
    for (const { row, kept } of await ranked(json, '--keep', 'n')) expect(kept).toEqual({ n: `${row / 4}` })
    const { samples } = await askSamples(file, { keep: ['weather'], top: 3 })
    for (const { row, kept } of samples) expect(kept).toEqual({ weather: `w${row}` })
  })

  it('names the columns there are, and refuses a file that has no place for them', async () => {
    const said = async (...args: string[]) => (await lossctl(['samples', ...args])).stderr
    expect(await said(file, '--keep', 'wether')).toContain(
      'has no column "wether" for --keep; did you mean weather?',
    )
    expect(await said(file, '--keep', 'q_*')).toContain('has no column that begins with "q_" for --keep')
    expect(await said(file, '--keep', 'place', '--output', path('x.npy'))).toContain(
      '.npy holds losses alone',
    )
  })
})
