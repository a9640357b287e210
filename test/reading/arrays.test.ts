/** Which arrays of a file are meant: by what is said, by names, by how long they are. */
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { compare } from '../../src/api/compare.ts'
import { diff } from '../../src/api/diff.ts'
import { InputError } from '../../src/errors.ts'
import { writeNpy } from '../made/layouts/npy.ts'
import { scratchFolder } from '../made/scratch.ts'
import { writeZip } from '../made/zip.ts'

const write = scratchFolder()

type Named = Readonly<Record<string, Uint8Array>>

function npz(name: string, arrays: Named): string {
  return write(name, writeZip(Object.entries(arrays).map(([key, bytes]) => ({ name: `${key}.npy`, bytes }))))
}

const range = (length: number) => Array.from({ length }, (_, index) => index)
const ROWS = 40
/** Class t has logit 1.5, the others -0.5: the loss of each row is ln(1 + 2 e^-2). */
const truth = range(ROWS).map((row) => (row * 7) % 3)
const logits = writeNpy(
  'f4',
  [ROWS, 3],
  truth.flatMap((t) => range(3).map((c) => (c === t ? 1.5 : -0.5))),
)
const labels = writeNpy('i8', [ROWS], truth)
const MEAN = Math.log(1 + 2 * Math.exp(-2))
const other = writeNpy('f4', [7], range(7))

async function meanOf(data: Parameters<typeof compare>[0]): Promise<number> {
  return (await compare(data, { losses: ['ce'] })).losses[0].value ?? Number.NaN
}

const faultOf = (data: Parameters<typeof compare>[0]) =>
  meanOf(data).then(
    () => '',
    (error) => {
      expect(error).toBeInstanceOf(InputError)
      return error.message as string
    },
  )

describe('without a word', () => {
  test.each<[string, Named]>([
    ['names of scores and labels', { logits, y: labels }],
    [
      'labels that count from 1',
      {
        logits,
        y: writeNpy(
          'i8',
          [ROWS],
          truth.map((t) => t + 1),
        ),
      },
    ],
    [
      'labels that count from 1, and other scores',
      {
        outputs: logits,
        y: writeNpy(
          'i8',
          [ROWS],
          truth.map((t) => t + 1),
        ),
      },
    ],
    ['words among words', { all_logits: logits, all_labels: labels }],
    ['no names at all', { arr_0: logits, arr_1: labels }],
    ['other arrays beside them', { logits, y: labels, epoch: other, loss_history: other, mean: other }],
    [
      'a loss, features and predictions beside them',
      {
        outputs: logits,
        targets: labels,
        loss: writeNpy(
          'f4',
          [ROWS],
          range(ROWS).map((row) => row / 7),
        ),
        y_pred: writeNpy('i8', [ROWS], truth),
        embedding: writeNpy(
          'f4',
          [ROWS, 5],
          range(ROWS * 5).map((at) => (at * 37) % 11),
        ),
      },
    ],
    ['labels among many lengths', { probs: other, y: labels, logits }],
  ])('are found by %s', async (_what, arrays) => {
    expect(await meanOf(npz('found.npz', arrays))).toBeCloseTo(MEAN, 6)
  })

  it('takes the arrays that are as long as labels in another file', async () => {
    const scores = npz('two.npz', {
      test_logits: other,
      val_logits: logits,
      id: writeNpy('i8', [7], range(7)),
    })
    expect(await meanOf({ scores, labels: write('y.npy', labels) })).toBeCloseTo(MEAN, 6)
    expect(
      await meanOf({ scores, labels: npz('y.npz', { y: labels, n: other }), score: 'val_logits' }),
    ).toBeCloseTo(MEAN, 6)
  })
})

describe('what is asked', () => {
  test.each<[string, Named, string, string]>([
    [
      'several lengths',
      { a: logits, b: other },
      'has arrays of several lengths: 40 rows (a), 7 rows (b)',
      '--score a',
    ],
    [
      'two lists of scores',
      { old_logits: logits, new_logits: logits, y: labels },
      'several lists may hold the scores: old_logits, new_logits',
      '--score old_logits',
    ],
    [
      'no labels',
      { a_logits: logits, c: logits },
      'it is unclear which column holds the labels',
      'a_logits, c',
    ],
  ])('%s', async (_what, arrays, problem, hint) => {
    const message = await faultOf(npz('asked.npz', arrays))
    expect(message).toContain(problem)
    expect(message).toContain(hint)
  })

  it('names the labels that stand in its file, where one array is asked for', async () => {
    const scores = `${npz('asked.npz', { logits, y: labels })}::logits`
    expect(await faultOf(scores)).toContain(
      `holds scores and no labels; say --labels ${scores.replace('::logits', '::y')}`,
    )
    expect(await meanOf({ scores, labels: scores.replace('::logits', '::y') })).toBeCloseTo(MEAN, 6)
  })

  it('is answered by what it advises', async () => {
    const scores = npz('asked.npz', { old_logits: logits, new_logits: logits, y: labels })
    expect(await meanOf({ scores, score: 'old_logits' })).toBeCloseTo(MEAN, 6)
    const { losses } = await diff({ scores, score: 'old_logits' }, { scores, score: 'new_logits' })
    expect(losses[0].difference).toBe(0)
  })
})

describe('arrays of many axes', () => {
  // The third axis has the classes.
  const maps = writeNpy(
    'f4',
    [2, 3, 4, 5],
    range(120).map((at) => {
      const [x, y, c, n] = [at % 5, Math.floor(at / 5) % 4, Math.floor(at / 20) % 3, Math.floor(at / 60)]
      return truth[n * 20 + y * 5 + x] === c ? 1.5 : -0.5
    }),
  )
  const masks = writeNpy('i8', [2, 4, 5], truth)
  const even = range(ROWS).map((row) => 1 - (row % 2))
  const weight = writeNpy('f4', [2, 4, 5], even)

  it('are read with labels of their shape', async () => {
    expect(await meanOf(npz('maps.npz', { logits: maps, target: masks }))).toBeCloseTo(MEAN, 6)
    const named = { scores: npz('maps.npz', { a: maps, b: masks, c: masks }), score: 'a', label: 'b' }
    expect(await meanOf(named)).toBeCloseTo(MEAN, 6)
  })

  it('are weighted by an array of that shape', async () => {
    const path = npz('maps.npz', { logits: maps, target: masks, pixel: weight })
    for (const named of ['pixel', `${path}::pixel`]) {
      const { losses, source, bands } = await compare({ scores: path, weight: named }, { losses: ['ce'] })
      expect(losses[0].value).toBeCloseTo(MEAN, 6)
      expect(bands.reduce((sum, { weight: one }) => sum + one, 0)).toBe(20)
      expect(source.weight).toContain('pixel')
    }
  })
})

it('takes a folder of archives as one data set, and one array of each', async () => {
  const folder = join(dirname(write('unused', '')), 'shards')
  mkdirSync(folder, { recursive: true })
  for (const [name, from] of [
    ['a', 0],
    ['b', 20],
  ] as const) {
    const part = truth.slice(from, from + 20)
    npz(`shards/${name}.npz`, {
      logits: writeNpy(
        'f4',
        [20, 3],
        part.flatMap((t) => range(3).map((c) => (c === t ? 1.5 : -0.5))),
      ),
      y: writeNpy('i8', [20], part),
    })
  }
  expect(await meanOf(folder)).toBeCloseTo(MEAN, 6)
  const { source, losses } = await compare(
    { scores: `${folder}/*.npz::logits`, labels: `${folder}/*.npz::y` },
    { losses: ['ce'] },
  )
  expect([source.rows, source.files]).toEqual([ROWS, 2])
  expect(losses[0].value).toBeCloseTo(MEAN, 6)
})

describe('ids that are text', () => {
  /** NPY of one axis of text of two characters each. */
  const words = (texts: readonly string[]): Uint8Array => {
    const header = `{'descr': '<U2', 'fortran_order': False, 'shape': (${texts.length},), }`.padEnd(117)
    const cells = Buffer.alloc(8 * texts.length)
    for (const [row, text] of texts.entries())
      for (const [place, character] of [...text].entries())
        cells.writeUInt32LE(character.codePointAt(0)!, 8 * row + 4 * place)
    return Buffer.concat([
      Buffer.from([0x93]),
      Buffer.from('NUMPY\x01\x00v\x00'),
      Buffer.from(`${header}\n`),
      cells,
    ])
  }
  const ids = range(ROWS).map((row) => `${row + 10}`)
  const scores = npz('text-scores.npz', { logits, ids: words(ids) })
  const shuffled = npz('text-labels.npz', {
    y: writeNpy('i8', [ROWS], truth.toReversed()),
    ids: words(ids.toReversed()),
  })
  const misnamed = npz('misnamed.npz', { y: labels, ids: words(ids.toReversed()) })

  it('join files, in whatever order these are', async () => {
    expect(await meanOf({ scores, labels: shuffled })).toBeCloseTo(MEAN, 6)
    const rows = ids.map((id, row) => `${id},${truth[row]}`).toReversed()
    expect(await meanOf({ scores, labels: write('ids.csv', `ids,y\n${rows.join('\n')}\n`) })).toBeCloseTo(
      MEAN,
      6,
    )
  })

  it('are passed over where rows are said to be in the same order, or where the other file names none', async () => {
    expect(await meanOf({ scores, labels: misnamed, byRow: true })).toBeCloseTo(MEAN, 6)
    const bare = npz('bare.npz', { y: labels })
    expect(await meanOf({ scores, labels: bare })).toBeCloseTo(MEAN, 6)
  })
})
