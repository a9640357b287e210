/** Columns that are decoded go through the kernels in the blocks of arrays: the same numbers give the same bits. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compare } from '../../src/api/compare.ts'
import { writeNpy } from '../made/layouts/npy.ts'
import { scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

const write = scratchFolder()
const range = (length: number) => Array.from({ length }, (_, index) => index)

/** More rows than a block has. */
const ROWS = 300_000

const scores = range(ROWS).map((i) => ((i * 7919) % 10_007) / 1000 - 5)
const truth = range(ROWS).map((i) => ((i * 104_729) % 7 < 3 ? 1 : 0))
const npy = {
  scores: write('logit.npy', writeNpy('f8', [ROWS], scores)),
  labels: write('y.npy', writeNpy('u1', [ROWS], truth)),
}

describe('the same numbers', () => {
  it('in memory give the bits of NPY, whatever blocks they come in', async () => {
    const inMemory = await compare({ scores, labels: truth, from: 'logits' })
    expect(inMemory.losses).toEqual((await compare({ ...npy, from: 'logits' })).losses)
  })

  it('with labels to ignore and -1 for 0 do too', async () => {
    const signed = truth.map((one, i) => (i % 11 === 0 ? 9 : one === 1 ? 1 : -1))
    const how = { from: 'logits', ignoreLabel: '9' } as const
    const labels = write('signed.npy', writeNpy('i4', [ROWS], signed))
    const [one, other] = [
      await compare({ scores, labels: signed, ...how }),
      await compare({ ...npy, labels, ...how }),
    ]
    expect(one.losses).toEqual(other.losses)
    expect(one.source.ignored).toBe(other.source.ignored)
  })

  it('of several classes do, in lists over many pages and groups of Parquet', async () => {
    const { files, tables } = JSON.parse(readFileSync(fixture('parquet/truth.json'), 'utf8'))
    const { rows } = tables[files['list-pages'].table]
    const cells = (rows as string[][]).map((row) => row.map(Number))
    const plain = {
      scores: write(
        'logits.npy',
        writeNpy(
          'f8',
          [40, 3],
          cells.flatMap((row) => row.slice(1)),
        ),
      ),
      labels: write(
        'labels.npy',
        writeNpy(
          'u1',
          [40],
          cells.map(([label]) => label),
        ),
      ),
    }
    expect((await compare(fixture('parquet/list-pages.parquet'))).losses).toEqual(
      (await compare(plain)).losses,
    )
  })
})

it('names the row that is no sample, as if it had been looked at alone', async () => {
  const broken = scores.with(290_000, Number.NaN)
  await expect(compare({ scores: broken, labels: truth, from: 'logits' })).rejects.toThrow('scores[290000]')
})
