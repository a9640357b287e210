/** Arrays whose classes stand in planes are read as their bytes are, on all threads, to the bits that their numbers have. */
import { describe, expect, it } from 'vitest'
import { openDataset } from '../../../src/reading/dataset.ts'
import { planRaw } from '../../../src/scan/bytes/plan.ts'
import { createScan } from '../../../src/scan/samples.ts'
import type { ScanOptions } from '../../../src/scan/scan.ts'
import { buildSketch } from '../../../src/scan/sketch.ts'
import { encodeDense, indicesIn } from '../../made/dense.ts'
import { inTurn } from '../../made/draws.ts'
import { scanOptions } from '../../made/scan-options.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { writeZip } from '../../made/zip.ts'

const write = scratchFolder()

interface Dump {
  readonly shape: readonly number[]
  readonly axis: number
  readonly fortran?: boolean
}

/** Mixed bits of where it stands, without a pattern along any axis. */
function mixed(indices: readonly number[], salt: number): number {
  let bits = salt
  for (const index of indices) bits = Math.imul(bits ^ (index + 1), 0x9e3779b1) ^ (bits >>> 15)
  return bits >>> 0
}

/** A number of single precision. */
const scoreAt = (indices: readonly number[]) => Math.fround((mixed(indices, 1) / 2 ** 32 - 0.5) * 24)

const scoresOf = ({ shape, fortran = false }: Dump, descr: string) =>
  encodeDense({ descr, fortran, shape }, scoreAt)

/** One row in thirteen is to be ignored, and the first ones tell that classes count from 0. */
function labelsOf({ shape, axis, fortran = false }: Dump): Buffer {
  const labelAt = (rest: readonly number[]) =>
    mixed(rest, 3) % 13 === 0 ? 255 : rest.every((index) => index < 2) ? 0 : mixed(rest, 2) % shape[axis]
  return encodeDense({ descr: '<i2', fortran, shape: shape.toSpliced(axis, 1) }, labelAt)
}

/** The sketch, what was counted, and whether its bytes were taken as they are. */
async function sketchOf(
  scores: string,
  labels: string | undefined,
  axis: number,
  options: Partial<ScanOptions>,
) {
  const how = { classAxis: axis, from: 'logits', ignoreLabel: '255' } as const
  const scan = createScan(
    await openDataset(scores, labels, { label: undefined, ...how }),
    scanOptions(options),
  )
  const isRaw = planRaw(scan, []) !== null
  const { groups } = await buildSketch(scan, [])
  const { rows, samples, ignored } = scan.counts
  return { isRaw, found: { groups, rows, samples, ignored } }
}

/** More rows than a block of the kernels has, unless it is said. */
const DUMPS: readonly (readonly [string, Dump])[] = [
  ['(N, C, H, W), images of more rows than a block', { shape: [2, 21, 250, 204], axis: 1 }],
  ['(N, C, H, W), several images a block', { shape: [21, 21, 53, 51], axis: 1 }],
  ['(N, C, L), rows of an odd number', { shape: [8501, 21, 7], axis: 1 }],
  ['(N, H, C, W)', { shape: [6, 100, 21, 93], axis: 2 }],
  ['(C, H, W) of one image', { shape: [21, 230, 251], axis: 0 }],
  ['(C, N)', { shape: [9, 130_001], axis: 0 }],
  ['(N, C) in Fortran order', { shape: [130_001, 9], axis: 1, fortran: true }],
  ['(N, H, W, C), which are rows as they are', { shape: [6, 100, 93, 21], axis: 3 }],
  ['fewer rows than a block', { shape: [3, 5, 8, 9], axis: 1 }],
  ['axes of one place', { shape: [1, 5, 1, 900], axis: 1 }],
  ['more classes than most', { shape: [3, 1000, 20, 21], axis: 1 }],
]

describe.each(DUMPS)('%s', (_, dump) => {
  it('has the bits of the same numbers that are decoded first, with one thread or several', async () => {
    const labels = write('y.npy', labelsOf(dump))
    const decoded = await sketchOf(write('big.npy', scoresOf(dump, '>f4')), labels, dump.axis, {})
    expect(decoded.isRaw).toBe(false)
    for (const [descr, threads] of inTurn(
      [
        ['<f4', 3],
        ['<f4', 1],
        ['<f8', 1],
        ['<f8', 2],
      ] as const,
      dump.shape[0],
    )) {
      const path = write('little.npy', scoresOf(dump, descr))
      const { isRaw, found } = await sketchOf(path, labels, dump.axis, { threads })
      expect(isRaw).toBe(true)
      expect(found).toEqual(decoded.found)
    }
  })
})

it('is told from arrays in an order of axes of their own, which are decoded', async () => {
  const dump = { shape: [30, 5, 8, 9], axis: 1, fortran: true }
  const labels = write('y.npy', labelsOf(dump))
  const decoded = await sketchOf(write('big.npy', scoresOf(dump, '>f4')), labels, 1, {})
  const own = await sketchOf(write('little.npy', scoresOf(dump, '<f4')), labels, 1, {})
  expect(own).toEqual(decoded)
  expect(own.isRaw).toBe(false)
})

it('leaves planes of few rows a block to who reads more of them at a time', async () => {
  const dump = { shape: [2, 1100, 600], axis: 1 }
  const labels = write('y.npy', labelsOf(dump))
  const { isRaw, found } = await sketchOf(write('wide.npy', scoresOf(dump, '<f4')), labels, 1, {})
  expect([isRaw, found.rows]).toEqual([false, 1200])
})

it('reads labels that stand in planes, a 0 or 1 for each score', async () => {
  const shape = [23, 7, 61, 53]
  const truth = (descr: string) =>
    write(
      `y${descr.slice(1)}.npy`,
      encodeDense({ descr, fortran: false, shape }, (at) => mixed(at, 5) % 2),
    )
  const dump = { shape, axis: 1 }
  const decoded = await sketchOf(write('big.npy', scoresOf(dump, '>f4')), truth('<i2'), 1, {})
  expect(decoded.found.samples).toBe(23 * 7 * 61 * 53)
  for (const descr of ['|u1', '<i2', '<f4', '<i8']) {
    const { isRaw, found } = await sketchOf(write('little.npy', scoresOf(dump, '<f4')), truth(descr), 1, {
      threads: 2,
    })
    expect(isRaw).toBe(true)
    expect(found).toEqual(decoded.found)
  }
})

it('finds the place of a score that is none', async () => {
  const dump = { shape: [2, 6, 40, 50], axis: 1 }
  const labels = write('y.npy', labelsOf(dump))
  const bad = [1, 4, 31, 7]
  const valueAt = (at: readonly number[]) => (at.every((one, i) => one === bad[i]) ? Number.NaN : scoreAt(at))
  const path = write('nan.npy', encodeDense({ descr: '<f4', fortran: false, shape: dump.shape }, valueAt))
  await expect(sketchOf(path, labels, 1, {})).rejects.toThrow('[1, 4, 31, 7]')
})

it('is damaged where a byte has another value than its checksum says', async () => {
  const dump = { shape: [4, 6, 100, 90], axis: 1 }
  const archive = writeZip([
    { name: 'logits.npy', bytes: scoresOf(dump, '<f4') },
    { name: 'labels.npy', bytes: labelsOf(dump) },
  ])
  const whole = await sketchOf(write('whole.npz', archive), undefined, 1, {})
  const apart = await sketchOf(
    write('logits.npy', scoresOf(dump, '<f4')),
    write('y.npy', labelsOf(dump)),
    1,
    {},
  )
  expect(whole).toEqual(apart)
  expect(whole.isRaw).toBe(true)
  // The lowest bit of a number in the last image.
  archive[140 + 4 * 200_000] ^= 1
  await expect(sketchOf(write('flipped.npz', archive), undefined, 1, {})).rejects.toThrow('is damaged')
})

it('counts every row once, whatever the blocks', async () => {
  const dump = DUMPS[1][1]
  const rests = [...indicesIn(dump.shape.toSpliced(1, 1))]
  const ignored = rests.filter((rest) => mixed(rest, 3) % 13 === 0).length
  const labels = write('y.npy', labelsOf(dump))
  const { found } = await sketchOf(write('l.npy', scoresOf(dump, '<f4')), labels, 1, { threads: 2 })
  expect([found.rows, found.ignored, found.samples]).toEqual([rests.length, ignored, rests.length - ignored])
})
