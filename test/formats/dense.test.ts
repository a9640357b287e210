/** Arrays of many axes, with the classes along any of them: every number comes from its place. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readBox, runs } from '../../src/formats/arrays/box.ts'
import { openTable } from '../../src/formats/index.ts'
import { encodeDense, headerOf, indicesIn } from '../made/dense.ts'
import { draws } from '../made/draws.ts'
import { readNumbers, readTexts, scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

/** A number for each place that no other has. */
const numberOf = (indices: readonly number[]) => indices.reduce((all, index) => all * 6 + index, 1)

/** What rows of one column per class hold, by the definition. */
function rowsOf(shape: readonly number[], axis: number | null): number[][] {
  if (axis === null) return [...indicesIn(shape)].map((indices) => [numberOf(indices)])
  return [...indicesIn(shape.toSpliced(axis, 1))].map((rest) =>
    Array.from({ length: shape[axis] }, (_, c) => numberOf(rest.toSpliced(axis, 0, c))),
  )
}

const anyArray = fc.record({
  descr: fc.constantFrom('<f8', '>f8', '<f4', '>f4', '<i8', '>i2'),
  fortran: fc.boolean(),
  shape: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
})

it('reads all rows, some of their columns and each cell, along any axis and in either order', async () => {
  await fc.assert(
    fc.asyncProperty(anyArray, fc.nat(), fc.boolean(), async (array, pick, isSpread) => {
      const path = write('a.npy', encodeDense(array, numberOf))
      const { shape } = array
      const axis = pick % (shape.length + 1) === shape.length ? null : pick % (shape.length + 1)
      const table = await (await openTable(path)).array!.along(axis, isSpread)
      const rows = rowsOf(shape, axis)
      expect(table.expectedRows).toBe(rows.length)
      expect(await readNumbers(table)).toEqual(rows.flat())
      expect(await readTexts(table)).toEqual(rows.map((row) => row.map(String)))
      const some = [rows[0].length - 1, 0]
      const found: number[] = []
      for await (const block of table.read({ numbers: some, texts: [] })) found.push(...block.numbers)
      expect(found).toEqual(rows.flatMap((row) => some.map((column) => row[column])))
      const [row, column] = [pick % rows.length, pick % rows[0].length]
      const { place, text } = await table.locate(row, column)
      const indices = [...indicesIn(axis === null ? shape : shape.toSpliced(axis, 1))][row]
      if (axis !== null) indices.splice(axis, 0, column)
      expect([place, text]).toEqual([`${path}[${indices.join(', ')}]`, `${rows[row][column]}`])
    }),
    { numRuns: draws(150) },
  )
})

it('reads numbers of half precision too', async () => {
  const shape = [2, 3, 2, 2]
  const place = ([n, c, h, w]: readonly number[]) => n * 12 + c * 4 + h * 2 + w - 11.5
  for (const descr of ['<f2', '>f2']) {
    const path = write('h.npy', encodeDense({ descr, fortran: false, shape }, place))
    const table = await (await openTable(path)).array!.along(1, true)
    const rows = [...indicesIn([2, 2, 2])].flatMap(([n, h, w]) => [0, 1, 2].map((c) => place([n, c, h, w])))
    expect(await readNumbers(table)).toEqual(rows)
  }
})

it('takes a box of any strides from whatever is read at once, and each number once', async () => {
  const short = fc.record({ length: fc.integer({ min: 1, max: 7 }), gap: fc.integer({ min: 1, max: 300 }) })
  const long = fc.record({ length: fc.integer({ min: 100, max: 300 }), gap: fc.integer({ min: 1, max: 3 }) })
  const anyAxes = fc
    .tuple(fc.array(long, { maxLength: 1 }), fc.array(short, { maxLength: 2 }))
    .chain(([one, others]) =>
      fc.shuffledSubarray([...one, ...others], { minLength: one.length + others.length }),
    )
    // The order in which they lie in the target is another one.
    .chain((axes) =>
      fc.tuple(fc.constant(axes), fc.shuffledSubarray([...axes.keys()], { minLength: axes.length })),
    )
  await fc.assert(
    fc.asyncProperty(anyAxes, fc.nat(1000), async ([axes, order], first) => {
      let stride = 1
      let step = 1
      const steps: number[] = []
      for (const at of order) {
        steps[at] = step
        step *= axes[at].length
      }
      const box = axes.map(({ length, gap }, at) => {
        const one = { length, stride: stride * gap, step: steps[at] }
        stride *= gap * length
        return one
      })
      const target = new Float64Array(step).fill(-1)
      let most = 0
      const read = async (from: number, count: number) => {
        most = Math.max(most, count)
        return runs((index: number) => from + index)
      }
      await readBox(read, box, first, target, 0)
      const expected = new Float64Array(step).fill(-2)
      for (const indices of indicesIn(box.map(({ length }) => length))) {
        const placeBy = (which: 'stride' | 'step') =>
          indices.reduce((sum, index, at) => sum + index * box[at][which], 0)
        expected[placeBy('step')] = first + placeBy('stride')
      }
      expect(target).toEqual(expected)
      expect(most).toBeLessThanOrEqual(1 << 20)
    }),
    { numRuns: 100 },
  )
})

it('takes numbers that stand one behind the other at once, however many they are', async () => {
  const length = 3_000_000
  const counts: number[] = []
  const read = async (from: number, count: number) => {
    counts.push(count)
    return runs((index: number) => from + index)
  }
  const target = new Float64Array(length)
  await readBox(read, [{ length, stride: 1, step: 1 }], 5, target, 0)
  expect(counts).toEqual([1 << 20, 1 << 20, length - (2 << 20)])
  expect(target.every((value, at) => value === at + 5)).toBe(true)
})

/** The number at (n, c, h, w) of (2, 3, 900, 1000) is its place in C order, short of a multiple of 30,011. */
function bigData(fortran: boolean): Uint8Array {
  const data = new Int16Array(5_400_000)
  for (let at = 0; at < data.length; at++) {
    const [w, rest] = [at % 1000, Math.floor(at / 1000)]
    const [h, c, n] = [rest % 900, Math.floor(rest / 900) % 3, Math.floor(rest / 2700)]
    data[fortran ? n + 2 * (c + 3 * (h + 900 * w)) : at] = at % 30_011
  }
  return new Uint8Array(data.buffer)
}

it('reads an image larger than a block piece by piece, with as little in memory', async () => {
  const shape = [2, 3, 900, 1000]
  for (const fortran of [false, true]) {
    const path = write(
      'big.npy',
      Buffer.concat([headerOf({ descr: '<i2', fortran, shape }), bigData(fortran)]),
    )
    const table = await (await openTable(path)).array!.along(1, true)
    let row = 0
    let wrong = 0
    for await (const block of table.read({ numbers: [0, 1, 2], texts: [] })) {
      expect(block.numbers.length).toBeLessThanOrEqual(1 << 21)
      for (let i = 0; i < block.numbers.length; i++) {
        const at = row + Math.floor(i / 3)
        const n = Math.floor(at / 900_000)
        if (block.numbers[i] !== ((n * 3 + (i % 3)) * 900_000 + (at % 900_000)) % 30_011) wrong++
      }
      row += block.length
    }
    expect([row, wrong]).toEqual([1_800_000, 0])
  }
})
