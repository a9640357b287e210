/** Passes over softmax rows by the kernels, held against those row by row. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LimitSide } from '../../../src/questions/calibrate/bins.ts'
import { passAsItIs, passForSlope, passTempered } from '../../../src/questions/calibrate/softmax-pass.ts'
import { quickAsItIs, quickSlope, quickTempered } from '../../../src/questions/calibrate/softmax-quick.ts'
import type { SoftmaxFound } from '../../../src/questions/calibrate/softmax-sums.ts'
import { openDataset } from '../../../src/reading/dataset.ts'
import type { ReadingOptions } from '../../../src/reading/reading.ts'
import { placeOfChance } from '../../../src/scan/margin-counts.ts'
import { createScan } from '../../../src/scan/samples.ts'
import type { Scan } from '../../../src/scan/scan.ts'
import { draws } from '../../made/draws.ts'
import { type Folder, newFolder } from '../../made/files.ts'
import { scanOptions } from '../../made/scan-options.ts'
import { fixture } from '../../made/shared.ts'

/** Powers of e^(x / 4) are right to some 4 units in the last place, and sums over rows to a few more: against terms of this size. */
function same(got: unknown, want: unknown, size: number, path = ''): void {
  if (typeof want === 'number' && typeof got === 'number') {
    if (Number.isNaN(want) || Number.isNaN(got)) expect(got, path).toBe(want)
    else expect(Math.abs(got - want), `${path}: ${got} for ${want}`).toBeLessThanOrEqual(1e-12 * size)
  } else if (want && typeof want === 'object')
    for (const [key, value] of Object.entries(want))
      same((got as Record<string, unknown>)?.[key], value, size, `${path}.${key}`)
  else expect(got, path).toEqual(want)
}

/** What follows of the sketch stands beside it. */
function plain({ sketch, ...found }: SoftmaxFound) {
  return found
}

/** Without what hangs on the last digits of margins that hardly differ, or stand where two bins of the sketch meet: p and the area. */
function sure({ chance, worth, ...found }: SoftmaxFound) {
  const { area, ...figures } = worth
  return { ...plain({ chance, worth, ...found }), chance: chance.ece, worth: figures }
}

/** How many rows have a truth that may be the likeliest class. */
function likely({ dataset, margins }: Scan): number {
  const from = placeOfChance(dataset.reading.scores.length)
  return margins.neither.slice(from).reduce((sum, count) => sum + count, 0)
}

interface Drawn {
  readonly rows: readonly { readonly z: readonly number[]; readonly y: number; readonly w: number }[]
  readonly isOfProbabilities: boolean
}

function softmax(z: readonly number[]): readonly number[] {
  const most = Math.max(...z)
  const e = z.map((one) => Math.exp(one - most))
  const all = e.reduce((sum, one) => sum + one, 0)
  return e.map((one) => one / all)
}

/** Multiples of 2^-20, so that scores that differ do so by more than rounding. */
const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -6 * 2 ** 20, max: 6 * 2 ** 20 }).map((n) => n / 2 ** 20) },
  { weight: 1, arbitrary: fc.integer({ min: -2, max: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom(-900, 900, 1e4, -1e6) },
)
const drawn = fc.integer({ min: 2, max: 5 }).chain((classes) =>
  fc.record({
    rows: fc.array(
      fc.record({
        z: fc.array(value, { minLength: classes, maxLength: classes }),
        y: fc.nat(classes - 1),
        w: fc.integer({ min: 1, max: 4 }),
      }),
      { minLength: 2, maxLength: 30 },
    ),
    isOfProbabilities: fc.boolean(),
  }),
)

/** Text, with weights or without; arrays as the kernels take them; and such as are decoded first, or moved. */
const KINDS = ['text', 'weights', 'single', 'double', 'labels beside', 'moved'] as const

async function open({ csv, npy }: Folder, { rows, isOfProbabilities }: Drawn, kind: (typeof KINDS)[number]) {
  const from = isOfProbabilities ? 'probs' : 'logits'
  const scores = rows.map(({ z }) => (isOfProbabilities ? softmax(z) : z))
  const said = { task: 'softmax', from } as const
  const all = rows[0].z.map((_, k) => `${k}`)
  const opened = async (path: string, labels: string | undefined, more: ReadingOptions) => {
    const dataset = await openDataset(path, labels, { score: all.join(), classNames: all, ...said, ...more })
    return () => createScan(dataset, scanOptions())
  }
  const own = rows.map(({ y }) => y)
  if (kind !== 'text' && kind !== 'weights') {
    const shape = `(${rows.length}, ${rows[0].z.length})`
    const flat = scores.flat()
    const single = kind === 'single'
    return opened(
      npy('z.npy', single ? '<f4' : '<f8', shape, single ? Float32Array.from(flat) : Float64Array.from(flat)),
      kind === 'labels beside'
        ? csv(
            'y.csv',
            'y',
            own.map((y) => [y]),
          )
        : npy('y.npy', '<i4', `(${rows.length},)`, Int32Array.from(own)),
      kind === 'moved' && !isOfProbabilities ? { temperature: 1.75 } : {},
    )
  }
  const names = rows[0].z.map((_, k) => `c${k}`)
  const path = csv(
    'rows.csv',
    `${names.join()},y,w`,
    rows.map(({ y, w }, i) => [...scores[i], y, w]),
  )
  return opened(path, undefined, { score: names.join(), label: 'y', weight: kind === 'text' ? 'none' : 'w' })
}

describe('the quick way over softmax rows', () => {
  it('comes to what each row comes to', () => {
    const folder = newFolder()
    return fc.assert(
      fc.asyncProperty(
        drawn,
        fc.constantFrom(...KINDS),
        fc.integer({ min: 2, max: 20 }),
        fc.constantFrom<LimitSide>('left', 'right'),
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        async (data, kind, bins, side, a) => {
          const scan = await open(folder, data, kind)
          const quick = { bins, side }
          const slow = { ...quick, factors: data.rows[0].z.map(() => 1) }
          const largest = Math.max(1, ...data.rows.flatMap(({ z }) => z.map(Math.abs)))
          const reach = data.isOfProbabilities ? 800 : 2 * largest
          const [scanned, looked] = [scan(), scan()]
          const [first, want] = [(await quickAsItIs(scanned, quick))!, await passAsItIs(looked, slow)]
          expect(first).not.toBeNull()
          const { slopes, atNothing, ...found } = first
          const { slopes: others, atNothing: other, ...rest } = want
          same(sure(found), sure(rest), reach)
          same(slopes, others, reach * reach)
          same(atNothing, other, reach)
          expect(scanned.counts).toEqual(looked.counts)
          expect(likely(scanned)).toBe(likely(looked))
          const [hot, wanted] = [
            (await quickTempered(scan(), quick, a))!,
            await passTempered(scan(), slow, a),
          ]
          same(sure(hot), sure(wanted), reach * Math.max(1, a))
          same(hot.at, wanted.at, reach * reach)
          same(await quickSlope(scan(), a), await passForSlope(scan(), slow, a), reach * reach)
        },
      ),
      { numRuns: draws(400) },
    )
  })

  it('takes arrays in single precision, and as many classes as there are', async () => {
    const dataset = await openDataset(fixture('digits-probs.npy'), fixture('digits-labels.npy'), {})
    const scan = () => createScan(dataset, scanOptions())
    const options = { bins: 15, side: 'left' } as const
    const slow = { ...options, factors: new Array(10).fill(1) }
    same(plain((await quickAsItIs(scan(), options))!), plain(await passAsItIs(scan(), slow)), 100)
    same(
      plain((await quickTempered(scan(), options, 1.4))!),
      plain(await passTempered(scan(), slow, 1.4)),
      100,
    )
  })

  it('leaves out labels to ignore, and is none where a row has a fault', async () => {
    const { csv } = newFolder()
    const lines = ['1,2,3,0', '3,1,0,-100', '0,1,5,2']
    const said = { ignoreLabel: ['-100'], task: 'softmax', from: 'logits', score: 'c0,c1,c2' } as const
    const opened = async (rows: readonly string[]) => {
      const dataset = await openDataset(
        csv(
          'some.csv',
          'c0,c1,c2,y',
          rows.map((row) => [row]),
        ),
        undefined,
        {
          ...said,
          skips: true,
        },
      )
      return () => createScan(dataset, scanOptions({ onBadRow: 'skip' }))
    }
    const options = { bins: 15, side: 'left' } as const
    const slow = { ...options, factors: [1, 1, 1] }
    const scan = await opened(lines)
    const found = (await quickAsItIs(scan(), options))!
    expect(found.count).toBe(2)
    same(plain(found), plain(await passAsItIs(scan(), slow)), 10)
    const broken = await opened([...lines, 'x,1,2,0'])
    expect(await quickAsItIs(broken(), options)).toBeNull()
    expect((await passAsItIs(broken(), { ...options, factors: null })).count).toBe(2)
    // Logits whose difference is no double.
    const far = await opened([...lines, '1.7e308,-1.7e308,0,0'])
    expect(await quickAsItIs(far(), options)).toBeNull()
  })
})
