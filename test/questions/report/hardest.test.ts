/** The hardest samples of a report: told by the kernels where they see the samples, else block by block, and the same. */
import { describe, expect, it } from 'vitest'
import { compare } from '../../../src/api/compare.ts'
import { type Files, open, type Rows, scanOf } from '../../../src/api/data.ts'
import { completeLoss, parseLoss } from '../../../src/losses/spec/spec.ts'
import { MAX_SAMPLES, reportScan } from '../../../src/questions/report/report.ts'
import type { HardSample } from '../../../src/questions/report/report-content.ts'
import { writeNpy } from '../../made/layouts/npy.ts'
import { scratchFolder } from '../../made/scratch.ts'

const write = scratchFolder()
const range = (length: number) => Array.from({ length }, (_, index) => index)

/** More than a block has, of text and of arrays. */
const ROWS = 270_000

/** Logits that many samples have in common, the hardest ones too. */
const logit = (i: number) => ((i * 7919) % 401) / 16 - 12.5
const truth = (i: number) => ((i * 104_729) % 7 < 3 ? 1 : 0)
const weight = (i: number) => 1 + (i % 3)

async function hardestOf(data: Files | Parameters<typeof open>[0]): Promise<readonly HardSample[]> {
  const rows = (await open(data)) as Rows
  const scan = scanOf(rows, rows.dataset.reading.task !== 'binary')
  const losses = [completeLoss(parseLoss('ce'))]
  const { samples } = await reportScan(scan, { threshold: 0.5, samples: true, losses, words: [] })
  return samples!
}

/** All samples in their order, sorted by themselves: of equal ones the earlier stays. */
function sorted(samples: readonly HardSample[]): readonly HardSample[] {
  return samples.toSorted((a, b) => a.margin - b.margin).slice(0, MAX_SAMPLES)
}

function binary(i: number, others: Partial<HardSample> = {}): HardSample {
  const positive = truth(i) === 1
  return {
    row: i,
    id: null,
    label: positive ? '1' : '0',
    place: positive ? 1 : 0,
    positive,
    predicted: null,
    confidence: null,
    margin: positive ? logit(i) : -logit(i),
    weight: 1,
    ...others,
  }
}

const lines = (indices: readonly number[]) =>
  `id,label,logit,w\n${indices.map((i) => `row ${i},${truth(i)},${logit(i)},${weight(i)}\n`).join('')}`
const weighted = sorted(range(ROWS).map((i) => binary(i, { id: `row ${i}`, weight: weight(i) })))

describe('the hardest samples', () => {
  it.each([1, 2, 3])('are those of text with ids and weights, on %i threads', async (threads) => {
    const scores = write(`weighted-${threads}.csv`, lines(range(ROWS)))
    expect(await hardestOf({ scores, weight: 'w', from: 'logits', threads })).toEqual(weighted)
  })

  it('are those of shards', async () => {
    const half = ROWS / 2 + 17
    const first = write('part-1.csv', lines(range(half)))
    write('part-2.csv', lines(range(ROWS - half).map((i) => half + i)))
    const scores = first.replace('part-1', 'part-?')
    expect(await hardestOf({ scores, weight: 'w', from: 'logits' })).toEqual(weighted)
  })

  it('are those of a file with a row that is none, which is read in batches', async () => {
    const scores = write('skipped.csv', `${lines(range(ROWS))}row x,1,none,1\n`)
    expect(await hardestOf({ scores, weight: 'w', from: 'logits', onBadRow: 'skip' })).toEqual(weighted)
  })

  it('are those of arrays in memory, and leave out what is to be ignored', async () => {
    const ignored = (i: number) => i % 5 === 0
    const labels = range(ROWS).map((i) => (ignored(i) ? -100 : truth(i)))
    const expected = sorted(
      range(ROWS)
        .filter((i) => !ignored(i))
        .map((i) => binary(i)),
    )
    const found = await hardestOf({
      scores: range(ROWS).map(logit),
      labels,
      from: 'logits',
      ignoreLabel: '-100',
    })
    expect(found).toEqual(expected)
  })

  it.each([1, 2])('are cells of multi-label arrays, on %i threads', async (threads) => {
    const classes = 3
    const cells = range(ROWS)
    const scores = write('cells.npy', writeNpy('f4', [ROWS / classes, classes], cells.map(logit)))
    const marked = cells.map((i) => (i % 11 === 0 ? 255 : truth(i)))
    const labels = write('truth.npy', writeNpy('u1', [ROWS / classes, classes], marked))
    const expected = sorted(
      cells
        .filter((i) => i % 11 !== 0)
        .map((i) => {
          const one = binary(i)
          const own = i % classes
          return { ...one, row: (i - own) / classes, label: `${own}`, place: 2 * own + one.place }
        }),
    )
    expect(await hardestOf({ scores, labels, ignoreLabel: '255', from: 'logits', threads })).toEqual(expected)
  })

  it('are cells of a row with one label, one of which is positive', async () => {
    const cells = (row: number) => [0, 1, 2].map((c) => logit(3 * row + c))
    const rows = range(1000)
    const text = rows.map((row) => `${row % 3},${cells(row).join(',')}\n`).join('')
    const scores = write('one-label.csv', `label,a,b,c\n${text}`)
    const expected = sorted(
      rows.flatMap((row) =>
        cells(row).map((z, c) => {
          const positive = row % 3 === c
          const place = 2 * c + Number(positive)
          return { ...binary(0), row, label: 'abc'[c], place, positive, margin: positive ? z : -z }
        }),
      ),
    )
    expect(await hardestOf({ scores, score: 'a,b,c', task: 'multilabel', from: 'logits' })).toEqual(expected)
  })

  it.each([
    ['softmax', 5, 'logits'],
    ['a pair of scores', 2, 'logits'],
    ['softmax', 4, 'probs'],
  ] as const)('are the same of %s with %i %s a row, by the kernels and in batches', async (_, classes, from) => {
    const rowOf = (row: number) => {
      const z = range(classes).map((c) => logit(classes * row + c) / 4)
      const sum = z.reduce((all, one) => all + Math.exp(one), 0)
      return from === 'logits' ? z : z.map((one) => (Math.exp(one) / sum).toFixed(9))
    }
    const text = range(3000).map((row) => `row ${row},${(row * 31) % classes},${rowOf(row).join(',')}\n`)
    const header = `id,label,${range(classes).map((c) => `${from === 'logits' ? 'logit' : 'prob'}_${c}`)}\n`
    const [plain, other] = ['plain.csv', 'other.csv'].map((name, i) =>
      write(name, `${header}${text.join('')}${i === 0 ? '' : `row x,none${',0'.repeat(classes)}\n`}`),
    )
    const question = { losses: ['ce'], hardest: 50 }
    const byKernels = await compare(plain, question)
    const inBatches = await compare({ scores: other, onBadRow: 'skip' }, question)
    expect([byKernels.source.skipped, inBatches.source.skipped]).toEqual([0, 1])
    expect(byKernels.hardest).toHaveLength(50)
    expect(byKernels.hardest).toEqual(inBatches.hardest)
    expect(await hardestOf(plain)).toEqual(await hardestOf({ scores: other, onBadRow: 'skip' }))
  })

  it('are fewer where there are fewer', async () => {
    const scores = write('few.csv', lines(range(5)))
    expect(await hardestOf({ scores, weight: 'w', from: 'logits' })).toEqual(
      sorted(range(5).map((i) => binary(i, { id: `row ${i}`, weight: weight(i) }))),
    )
  })
})
