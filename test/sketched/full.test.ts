/** Many groups kept apart: the segments of their sketch are counted as they come, and too many end in an error. */
import { describe, expect, it } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { sketchPairs } from '../../src/questions/check/paired-check.ts'
import { openDataset } from '../../src/reading/dataset.ts'
import { createPairs } from '../../src/scan/pairs/pairs.ts'
import { createScan } from '../../src/scan/samples.ts'
import type { Sketch } from '../../src/sketch/sketch.ts'
import { createStore, MAX_GROUPS, SketchFull } from '../../src/sketch/store.ts'
import { createAdder, sketchScan } from '../../src/sketched/sketch-dataset.ts'
import type { SketchedData } from '../../src/sketched/sketched-data.ts'
import { npyPreamble } from '../../src/views/drawings/npy.ts'
import { type DatasetKind, sketchedOf } from '../made/datasets.ts'
import { scanOptions } from '../made/scan-options.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

function added(...parts: readonly SketchedData[]): SketchedData {
  const adder = createAdder()
  for (const part of parts) adder.add(part)
  return adder.sum()
}

/** Logits of 80 bins, in 40 slices. */
const rows = Array.from({ length: 600 }, (_, i) => ({
  label: i % 2,
  logit: ((i * 7919) % 1201) / 120 - 5,
  weight: 1 + (i % 3),
  slice: `s${(i * 31) % 40}`,
}))
const csv = write(
  'slices.csv',
  `label,logit,weight,slice,half\n${rows
    .map(({ label, logit, weight, slice }, i) => `${label},${logit},${weight},${slice},${i < 300}`)
    .join('\n')}\n`,
)
const softmax = () => {
  const logits = Float64Array.from({ length: 1800 }, (_, i) => ((i * i * 31 + i * 7919) % 997) / 20)
  const labels = Float64Array.from({ length: 600 }, (_, i) => i % 3)
  const array = (name: string, values: Float64Array, columns: number) =>
    write(name, Buffer.concat([npyPreamble(600, columns), Buffer.from(values.buffer)]))
  return { scores: array('logits.npy', logits, 3), labels: array('labels.npy', labels, 1) }
}

const bySlice = async (by: string | undefined, weight?: string) =>
  createScan(await openDataset(csv, undefined, { by, weight, score: 'logit' }), scanOptions())
const byClass = async (perClass = true) => {
  const { scores, labels } = softmax()
  return createScan(await openDataset(scores, labels, { from: 'logits' }), scanOptions({ perClass }))
}

const sketch = (scan: Awaited<ReturnType<typeof bySlice>>, most?: number) =>
  sketchScan(scan, [0.5], undefined, {}, most)

/** Segments in use, counted in the finished sketch. */
const sizeOf = ({ groups, squares }: Sketch) =>
  [...groups, ...(squares ?? [])].reduce((sum, group) => sum + (group?.segments.size ?? 0), 0)

const problemOf = async (made: Promise<unknown>) => {
  const error = await made.then(
    () => null,
    (thrown) => thrown,
  )
  expect(error).toBeInstanceOf(InputError)
  return (error as InputError).message.replace(/^.*\//, '')
}

describe('a sketch may have as many segments as there may be, and not one more', () => {
  it.each([
    ['row by row, by a column', () => bySlice('slice')],
    ['row by row, weighted, with the segments of squares', () => bySlice('slice', 'weight')],
    ['from bytes, by class', () => byClass()],
  ])('%s', async (_, open) => {
    const needed = sizeOf((await sketch(await open())).sketch)
    expect(needed).toBeGreaterThan(300)
    expect(sizeOf((await sketch(await open(), needed)).sketch)).toBe(needed)
    await problemOf(sketch(await open(), needed - 1))
  })

  it('when two sketches are added up', async () => {
    const half = async (part: string, most?: number) => {
      const body = rows.flatMap(({ label, logit, slice }, i) =>
        i < 300 === (part === 'first') ? [`${label},${logit},${slice}`] : [],
      )
      const path = write(`${part}.csv`, `label,logit,slice\n${body.join('\n')}\n`)
      return sketch(createScan(await openDataset(path, undefined, { by: 'slice' }), scanOptions()), most)
    }
    const parts = async (most?: number): Promise<[SketchedData, SketchedData]> => [
      await half('first', most),
      await half('second'),
    ]
    const needed = sizeOf(added(...(await parts())).sketch)
    expect(sizeOf(added(...(await parts(needed))).sketch)).toBe(needed)
    const adding = parts(needed - 1).then((both) => added(...both))
    expect(await problemOf(adding)).toMatch(
      /^second\.csv: keeps 40 values .* apart, .*; add fewer files up, or keep fewer groups apart$/,
    )
  })

  it('when a check pairs two models, whose sketches share them', async () => {
    const pairs = async () => createPairs(await bySlice('slice'), await bySlice('slice'), 'row')
    const { now, before } = await sketchPairs(await pairs(), [], [], 0.5, 'slice')
    const needed = sizeOf(now.sketch) + sizeOf(before.sketch)
    await sketchPairs(await pairs(), [], [], 0.5, 'slice', undefined, [], needed)
    await problemOf(sketchPairs(await pairs(), [], [], 0.5, 'slice', undefined, [], needed - 1))
  })
})

describe('the error', () => {
  it('says what is kept apart, what it would take, and a way out that works', async () => {
    const most = 400
    expect(await problemOf(sketch(await bySlice('slice'), most))).toBe(
      'slices.csv: keeps 40 values of the --by column apart, which takes more than 400 segments of a sketch, 1 MB; ' +
        'name a column of fewer values, or give the file in parts',
    )
    expect(sizeOf((await sketch(await bySlice('half'), most)).sketch)).toBeGreaterThan(0)

    const few = 420
    expect(await problemOf(sketch(await byClass(), few))).toBe(
      'logits.npy: keeps 3 classes apart, which takes more than 420 segments of a sketch, 1 MB; ' +
        'leave out --by class and lists of alpha, or give a sketch that was made without',
    )
    expect(sizeOf((await sketch(await byClass(false), few)).sketch)).toBeGreaterThan(0)
  })
})

describe('groups', () => {
  it('are not so many that their numbers could not be looked through', () => {
    const kind: DatasetKind = {
      task: 'multilabel',
      perClass: true,
      by: true,
      weighted: false,
      thresholds: [0.5],
    }
    const data = sketchedOf(kind, [{ margin: 1, weight: 1, slice: 'a', part: 5 }])
    const wide = { ...data, slices: [...data.slices, ...Array.from({ length: 20_000 }, (_, i) => `${i}`)] }
    const withGroups = (size: number) => ({ ...data, grouping: { ...data.grouping, size } })
    expect(added(withGroups(Math.floor(MAX_GROUPS / 20_001)), wide).slices.length).toBe(20_001)
    expect(() => added(withGroups(Math.ceil(MAX_GROUPS / 20_001)), wide)).toThrow(
      /apart, which takes more than 16777216 groups of a sketch; add fewer/,
    )
  })
})

describe('a store', () => {
  it('hands out zeros that nobody else has, and then no more', () => {
    const store = createStore(1000)
    const taken = Array.from({ length: 1000 }, (_, i) => {
      const moments = store.take()
      expect(moments).toEqual(new Float64Array(15))
      return moments.fill(i)
    })
    taken.forEach((moments, i) => {
      expect(moments).toEqual(new Float64Array(15).fill(i))
    })
    expect(() => store.take()).toThrow(SketchFull)
  })
})
