/** An array that names the classes says in which order the columns of scores are. */
import { expect, it, test } from 'vitest'
import { compareCe, lossctl } from '../made/host.ts'
import { writeNpy, writeTexts } from '../made/layouts/npy.ts'
import { scratchFolder } from '../made/scratch.ts'
import { writeZip } from '../made/zip.ts'

const write = scratchFolder()

const ROWS = 30
const CLASSES = ['owl', 'cat', 'dog']
const truth = Array.from({ length: ROWS }, (_, row) => (row * 7 + (row >> 2)) % 3)
const rowsOf = (columns: number) =>
  Array.from({ length: ROWS }, (_, row) => {
    const parts = Array.from({ length: columns }, (_, column) => 1 + ((row * 13 + column * 5) % 17))
    const sum = parts.reduce((all, part) => all + part, 0)
    return parts.map((part) => part / sum)
  })
const meanOf = (rows: readonly (readonly number[])[], places: readonly number[]) =>
  rows.reduce((sum, row, at) => sum - Math.log(row[places[at]]), 0) / ROWS

const npz = (arrays: Readonly<Record<string, Uint8Array>>) =>
  write(
    'classes.npz',
    writeZip(Object.entries(arrays).map(([name, bytes]) => ({ name: `${name}.npy`, bytes }))),
  )
const scores = (rows: readonly (readonly number[])[]) => writeNpy('f8', [ROWS, rows[0].length], rows.flat())

test.each(['classes', 'class_names', 'classes_', 'target_names'])('%s of words', async (name) => {
  const rows = rowsOf(3)
  const file = npz({
    probs: scores(rows),
    labels: writeTexts(truth.map((t) => CLASSES[t])),
    [name]: writeTexts(CLASSES),
  })
  const { code, stderr, results } = await compareCe(file)
  expect([code, stderr]).toEqual([0, ''])
  expect(results[0].losses[0].value).toBeCloseTo(meanOf(rows, truth), 12)
  const { stdout } = await lossctl(['inspect', file])
  expect(stdout).toContain(`labels are read as names in the order of "${name}"`)
})

it('may have numbers, and two classes of which the second is that of the second column', async () => {
  const rows = rowsOf(3)
  const order = [30, 10, 20]
  const numbers = writeNpy('i8', [3], order)
  const y = truth.map((t) => 10 * (t + 1))
  const numbered = npz({ probs: scores(rows), y: writeNpy('i8', [ROWS], y), classes: numbers })
  const places = y.map((t) => order.indexOf(t))
  expect((await compareCe(numbered)).results[0].losses[0].value).toBeCloseTo(meanOf(rows, places), 12)
  const two = rowsOf(2)
  const sides = truth.map((t) => t % 2)
  const pair = npz({
    probs: scores(two),
    y: writeTexts(sides.map((t) => ['zebra', 'ant'][t])),
    classes: writeTexts(['zebra', 'ant']),
  })
  expect((await compareCe(pair)).results[0].losses[0].value).toBeCloseTo(meanOf(two, sides), 12)
})

it.each([
  ['class_order', [2, 0, 1]],
  ['class_weights', [1, 2, 5]],
])('is none of numbers where labels count the columns: %s', async (name, numbers) => {
  const rows = rowsOf(3)
  const labels = name === 'class_weights' ? truth.map((t) => 1 + (t % 2)) : truth
  const file = npz({
    probs: scores(rows),
    y: writeNpy('i8', [ROWS], labels),
    [name]: writeNpy('i8', [3], numbers),
  })
  const flags = name === 'class_weights' ? ['--class-names', '0,1,2'] : []
  const { stderr, results } = await compareCe(file, ...flags)
  expect(stderr).toBe('')
  expect(results[0].losses[0].value).toBeCloseTo(meanOf(rows, labels), 12)
})

it('is none where a label is not in it, where it has another length, and where --class-names says another', async () => {
  const rows = rowsOf(3)
  const labels = writeTexts(truth.map((t) => CLASSES[t]))
  for (const classes of [
    ['owl', 'cat', 'fox'],
    [...CLASSES, 'fox'],
    ['owl', 'owl', 'cat'],
  ]) {
    const { code, stderr } = await compareCe(
      npz({ probs: scores(rows), labels, classes: writeTexts(classes) }),
    )
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('say the classes in the order of the columns'),
    ])
  }
  const said = await compareCe(
    npz({ probs: scores(rows), labels, classes: writeTexts(CLASSES) }),
    '--class-names',
    'cat,dog,owl',
  )
  const places = truth.map((t) => ['cat', 'dog', 'owl'].indexOf(CLASSES[t]))
  expect(said.results[0].losses[0].value).toBeCloseTo(meanOf(rows, places), 12)
  // Indices are what they are, whatever names stand beside.
  const indexed = npz({ probs: scores(rows), y: writeNpy('i8', [ROWS], truth), classes: writeTexts(CLASSES) })
  expect((await compareCe(indexed)).results[0].losses[0].value).toBeCloseTo(meanOf(rows, truth), 12)
})
