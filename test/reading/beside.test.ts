import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare as ask } from '../../src/index.ts'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import type { DiffReport } from '../../src/questions/diff/diff.ts'
import type { InspectReport } from '../../src/questions/inspect/inspect.ts'
import type { SampleReport } from '../../src/questions/samples/samples.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { writeNpy } from '../made/layouts/npy.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const folder = dirname(write('empty', ''))

const compare = async (...words: string[]) => {
  const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', ...words, '--from', 'probs')
  return results[0]
}

interface Row {
  readonly label: number
  readonly p: number
  readonly w: number
  readonly site: number
}

const rows = fc
  .array(
    fc.record({
      label: fc.constantFrom(0, 1),
      p: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      w: fc.constantFrom(0, 0.5, 1, 2.25, 3),
      site: fc.constantFrom(1, 2, 3),
    }),
    { minLength: 20, maxLength: 60 },
  )
  .filter((list) => new Set(list.map(({ label }) => label)).size === 2 && list[0].w > 0)

const lines = (cells: readonly (string | number)[]) => cells.map((cell) => `${cell}\n`).join('')
const table = (list: readonly Row[]) =>
  `id,label,p\n${lines(list.map(({ label, p }, i) => `r${i},${label},${p}`))}`

/** The weighted mean of cross-entropy, one row after another. */
function meanOf(list: readonly Row[]): number {
  const sums = list.map(({ label, p, w }) => -w * Math.log(label === 1 ? p : 1 - p))
  return sums.reduce((sum, x) => sum + x, 0) / list.reduce((sum, { w }) => sum + w, 0)
}

/** Weights as each of the files that may hold them. */
const FORMS: Readonly<
  Record<string, (w: readonly number[]) => [name: string, content: string | Uint8Array]>
> = {
  'an array of one axis': (w) => ['w.npy', writeNpy('f8', [w.length], w)],
  'an array of one column': (w) => ['w.npy', writeNpy('f4', [w.length, 1], w)],
  'a text without a header': (w) => ['w.txt', lines(w)],
  'a table of one column': (w) => ['w.csv', `importance\n${lines(w)}`],
}

describe('weights in a file of their own', () => {
  it.each(Object.entries(FORMS))('count row by row, as a column of them does: %s', async (_, form) => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 19 }), async (list, cut) => {
        const weights = write(...form(list.map(({ w }) => w)))
        const sites = write(
          'site.npy',
          writeNpy(
            'i8',
            [list.length],
            list.map(({ site }) => site),
          ),
        )
        const one = await compare(write('one.csv', table(list)), '--weight', weights, '--by', sites)
        expect(one.losses[0].value! / meanOf(list)).toBeCloseTo(1, 12)
        expect(one.groups!.map(({ count }) => count).reduce((sum, n) => sum + n, 0)).toBe(list.length)
        // Shards: the rows of all of them in their order.
        mkdirSync(join(folder, 'shards'), { recursive: true })
        write('shards/1.csv', table(list.slice(0, cut)))
        write('shards/2.csv', table(list.slice(cut)))
        const parted = await compare(join(folder, 'shards'), '--weight', weights, '--by', sites)
        expect([parted.losses, parted.groups, parted.bands]).toEqual([one.losses, one.groups, one.bands])
        // Labels in another order are found by their ids; weights stay those of the scores' rows.
        const labels = `id,label\n${lines(list.map(({ label }, i) => `r${i},${label}`).toReversed())}`
        const scores = `id,p\n${lines(list.map(({ p }, i) => `r${i},${p}`))}`
        const joined = await compare(
          write('s.csv', scores),
          '--labels',
          write('l.csv', labels),
          '--weight',
          weights,
        )
        expect(joined.losses[0].value! / meanOf(list)).toBeCloseTo(1, 12)
      }),
      { numRuns: 10 },
    )
  })

  const list = Array.from(
    { length: 30 },
    (_, i): Row => ({
      label: i % 2,
      p: (i + 1) / 40,
      w: 1 + (i % 3),
      site: 1,
    }),
  )
  const weights = list.map(({ w }) => w)

  it('are those of pixels where they have the shape of the labels, and refused in any other order', async () => {
    const shape = [2, 3, 5]
    const masks = write(
      'masks.npy',
      writeNpy(
        'u1',
        shape,
        list.map(({ label }) => label),
      ),
    )
    const scores = write(
      'maps.npy',
      writeNpy(
        'f8',
        [2, 1, 3, 5],
        list.map(({ p }) => p),
      ),
    )
    const words = ['--labels', masks, '--weight']
    const { losses } = await compare(scores, ...words, write('w.npy', writeNpy('f8', shape, weights)))
    expect(losses[0].value! / meanOf(list)).toBeCloseTo(1, 12)
    const moved = write('moved.npy', writeNpy('f8', [2, 5, 3], weights))
    const { code, stderr } = await lossctl(['compare', scores, ...words, moved])
    expect([code, stderr]).toEqual([
      3,
      `error: ${moved}: has shape (2, 5, 3); a file of its own has one value per row: shape (N,), or that of the labels\n`,
    ])
  })

  it('count a row of labels once each, where there are several', async () => {
    const three = `a_true,b_true,p_a,p_b\n${lines(list.map(({ label, p }) => `${label},${1 - label},${p},${p / 2}`))}`
    const cells = list.flatMap(({ label, p, w }) => [
      { label, p, w, site: 1 },
      { label: 1 - label, p: p / 2, w, site: 1 },
    ])
    const found = await compare(
      write('many.csv', three),
      '--task',
      'multilabel',
      '--weight',
      write('w.txt', lines(weights)),
    )
    expect(found.losses[0].value! / meanOf(cells)).toBeCloseTo(1, 12)
  })

  const refused = async (name: string, content: string | Uint8Array, ...words: string[]) => {
    const file = write('preds.csv', table(list))
    const path = write(name, content)
    const { code, stderr } = await lossctl(['compare', file, '--weight', path, ...words])
    expect(code).toBe(3)
    return stderr.replaceAll(folder, '')
  }

  it('are named with their place where they are bad, and told by their number where it is another', async () => {
    const bad = (at: number, cell: number) => weights.with(at, cell)
    expect(await refused('w.npy', writeNpy('f8', [30], bad(7, -1)))).toMatch(
      /^error: \/w\.npy\[7\]: the weight "-1" is below 0;/,
    )
    expect(await refused('w.npy', writeNpy('f8', [30], bad(9, Number.NaN)))).toMatch(
      /^error: \/w\.npy\[9\]: the weight is NaN;/,
    )
    expect(await refused('w.txt', lines(bad(3, -2)))).toMatch(
      /^error: \/w\.txt:4:1: the weight "-2" is below 0;/,
    )
    expect(await refused('w.npy', writeNpy('f8', [29], weights.slice(1)))).toMatch(
      /there are 30 rows of scores and 29 weights;/,
    )
    expect(await refused('w.txt', lines([...weights, 1]))).toMatch(
      /^error: \/w\.txt: there are 30 rows of scores and 31 weights;/,
    )
    expect(await refused('w.txt', lines([0, ...weights.slice(1).map((w) => w / 2)]))).toMatch(
      /30 rows of scores and 29 weights; the first line of .*w\.txt, "0", was read as a header/,
    )
    expect(await refused('w.npy', writeNpy('f8', [15, 2], weights))).toMatch(
      /^error: \/w\.npy: has shape \(15, 2\);/,
    )
    expect(await refused('w.csv', `a,b\n${lines(weights.map((w) => `${w},1`))}`)).toMatch(
      /^error: \/w\.csv: has 2 columns;/,
    )
    expect(
      await refused('rows.csv', `m\n${lines(list.map(({ site }) => site))}`, '--model', 'label'),
    ).toMatch(/--model takes some of them/)
    const missing = await lossctl(['compare', write('preds.csv', table(list)), '--weight', 'no/w.npy'])
    expect(missing.stderr).toMatch(
      /^error: no\/w\.npy: is no file, and no column of .*preds\.csv for --weight/,
    )
    const piped = await lossctl(['compare', write('preds.csv', table(list)), '--weight', '-'])
    expect(piped.stderr).toMatch(/--weight, which reads no standard input; write it to a file/)
  })

  it.each([
    [
      'beside the scores',
      { 'preds.csv': `label,prob,w\n${lines(list.map((_, i) => `${i % 2},0.${i + 1},0`))}` },
      ['--weight', 'w'],
    ],
    [
      'beside words',
      {
        'preds.csv': `label,prob,weight\n${lines(list.map((_, i) => `${i % 2 ? 'yes' : 'no'},0.${i + 1},0`))}`,
      },
      [],
    ],
  ])('are refused where all are 0, %s', async (_, files, flags) => {
    const [path] = Object.entries(files).map(([name, content]) => write(name, content))
    const { code, stderr } = await lossctl(['compare', path, ...flags])
    expect([code, stderr]).toEqual([3, expect.stringContaining('every weight is 0')])
    expect((await lossctl(['compare', path, '--weight', 'none'])).code).toBe(0)
  })

  it('are not predictions or labels at once, and never written over', async () => {
    const [scores, labels] = [
      write(
        'scores.npy',
        writeNpy(
          'f8',
          [30],
          list.map(({ p }) => p),
        ),
      ),
      write(
        'labels.npy',
        writeNpy(
          'u1',
          [30],
          list.map(({ label }) => label),
        ),
      ),
    ]
    const twice = await lossctl(['compare', scores, '--labels', labels, '--weight', labels])
    expect([twice.code, twice.stderr]).toEqual([
      3,
      expect.stringContaining('is given twice: as labels and with --weight'),
    ])
    const own = write('w.npy', writeNpy('f8', [30], weights))
    const before = readFileSync(own)
    const over = await lossctl(['sketch', scores, '--labels', labels, '--weight', own, '--output', own])
    expect([over.code, over.stderr]).toEqual([2, expect.stringContaining('would overwrite --weight')])
    expect(readFileSync(own)).toEqual(before)
  })

  it('are the column where there is one of that name, and inspect says so', async () => {
    const file = write('w.csv', `label,p,w\n${lines(list.map(({ label, p }) => `${label},${p},1`))}`)
    const here = process.cwd()
    write('w', lines(weights))
    try {
      process.chdir(folder)
      const { reasons } = await lossctlJson<InspectReport>('inspect', file, '--weight', 'w')
      expect(reasons).toContain('--weight is the column "w", not the file of that name')
    } finally {
      process.chdir(here)
    }
    const { reasons, columns } = await lossctlJson<InspectReport>(
      'inspect',
      file,
      '--weight',
      join(folder, 'w'),
    )
    expect(reasons).toContain(`weights are those of ${join(folder, 'w')}, row by row`)
    expect(columns.map(({ role }) => role)).toEqual(['label', 'probability', 'not read', 'weight'])
  })

  it('are read by every question, the package and sketches, which are told apart by their names', async () => {
    const file = write('preds.csv', table(list))
    const [w, site] = [
      write('w.npy', writeNpy('f8', [30], weights)),
      write('site.txt', lines(list.map((_, i) => i % 4))),
    ]
    const words = ['--weight', w, '--by', site]
    const sketch = join(folder, 's.json')
    expect((await lossctl(['sketch', file, ...words, '-o', sketch])).code).toBe(0)
    const saved = await lossctlJson<{ results: CompareReport[] }>('compare', sketch, '--by', site)
    expect([saved.results[0].source.weight, saved.results[0].source.by]).toEqual(['w.npy', 'site.txt'])
    const { losses } = await ask({ scores: file, weight: w, by: site }, { losses: ['ce'] })
    expect(losses[0].value! / meanOf(list)).toBeCloseTo(1, 12)
    const { losses: moved } = await lossctlJson<DiffReport>('diff', file, file, '--weight', w)
    expect(moved[0].meanA / meanOf(list)).toBeCloseTo(1, 12)
    const { samples } = await lossctlJson<{ samples: SampleReport[] }>(
      'samples',
      file,
      '--weight',
      w,
      '--top',
      '30',
    )
    expect(samples.map(({ row, weight }) => weight - weights[row])).toEqual(weights.map(() => 0))
    const page = join(folder, 'page.html')
    expect((await lossctl(['report', file, ...words, '-o', page])).code).toBe(0)
    const text = readFileSync(page, 'utf8')
    expect(text).toContain('w.npy')
    expect(text).not.toContain(folder)
  })
})
