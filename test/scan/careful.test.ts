/** Which data sets are sketched by the kernels alone, which as batches of margins, and which batches are looked at row by row. */
import { expect, it } from 'vitest'
import { openDataset } from '../../src/reading/dataset.ts'
import type { ReadingOptions } from '../../src/reading/reading.ts'
import { createScan } from '../../src/scan/samples.ts'
import type { Scan, ScanOptions } from '../../src/scan/scan.ts'
import { buildSketch } from '../../src/scan/sketch.ts'
import { scanOptions } from '../made/scan-options.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

/** Three batches and a part of a fourth. */
const BATCH = 1 << 14
const ROWS = 3 * BATCH + 1000

const labelOf = (i: number) => ((i * 7919) % 11 < 4 ? 1 : 0)
const probability = (i: number) => (1 + ((i * 104_729) % 997)) / 1000

/** A file of rows, some of which are others. */
function lines(
  name: string,
  header: string,
  row: (i: number) => string,
  others: Record<number, string> = {},
) {
  const all = Array.from({ length: ROWS }, (_, i) => others[i] ?? row(i))
  return write(name, `${header}\n${all.join('\n')}\n`)
}

const plainRow = (i: number) => `${i},${labelOf(i)},${probability(i)}`
const HEADER = 'id,label,prob'
/** Of so many bytes that a batch of text has no more rows than one of numbers. */
const longRow = (i: number) => `${'x'.repeat(64)}${plainRow(i)}`
const sigmoids = (i: number) => [0, 1, 2].map((c) => probability(i + c)).join(',')
const softmax = (i: number) => ['0.5', '0.25', '0.25'].map((p, c) => (i % 3 === c ? p : '0.25')).join(',')
const half = (i: number) => (i % 2 === 0 ? '0.5,0.25,0.25' : '0.25,0.5,0.25')
const hot = (i: number) => [0, 1, 2].map((c) => Number(i % 3 === c)).join(',')

interface Case {
  readonly path: string
  readonly labels?: string
  readonly reading?: ReadingOptions
  readonly options?: Partial<ScanOptions>
}

const skip = { options: { onBadRow: 'skip' }, reading: { skips: true } } as const
const other = lines('labels.csv', 'id,label', (i) => `${ROWS - 1 - i},${labelOf(ROWS - 1 - i)}`)
const scores = lines('scores.csv', 'id,prob,scene', (i) => `${i},${probability(i)},scene_${i % 5}`)

/** How a sketch is made, and how many rows are looked at one by one at most, for it and for who wants samples. */
const CASES: readonly (readonly [string, 'kernels' | 'batches', number, Case])[] = [
  ['numbers', 'kernels', 0, { path: lines('plain.csv', HEADER, plainRow) }],
  [
    'names, weights, slices and quotes',
    'kernels',
    0,
    {
      path: lines(
        'names.csv',
        '"id","label","prob","w","scene"',
        (i) => `"img ${i}",${labelOf(i) === 1 ? 'pos' : 'neg'},${probability(i)},${i % 3},"s, ${i % 30}"`,
      ),
      reading: { weight: 'w', by: 'scene' },
    },
  ],
  [
    'class indices beside sigmoids',
    'kernels',
    0,
    {
      path: lines('detector.csv', 'label,p_0,p_1,p_2', (i) => `${i % 3},${sigmoids(i)}`),
      reading: { task: 'multilabel' },
    },
  ],
  [
    'a label for each class',
    'kernels',
    0,
    {
      path: lines('cells.csv', 'y_a,y_b,y_c,p_a,p_b,p_c', (i) => `${labelOf(i)},1,0,${sigmoids(i)}`),
      reading: { task: 'multilabel' },
    },
  ],
  [
    'one-hot labels',
    'batches',
    0,
    {
      path: lines('hot.csv', 'y_a,y_b,y_c,p_a,p_b,p_c', (i) => `${hot(i)},${half(i)}`),
      reading: { task: 'softmax' },
    },
  ],
  [
    'rows that are divided by their sum',
    'batches',
    0,
    {
      path: lines('shares.csv', 'label,p_0,p_1,p_2', (i) => `${i % 3},${softmax(i)}`),
      reading: { renormalize: true, from: 'probs' },
      options: { renormalize: true },
    },
  ],
  ['labels of another file', 'kernels', 0, { path: scores, labels: other, reading: { id: 'id' } }],
  [
    'slices beside labels of another file',
    'batches',
    0,
    { path: scores, labels: other, reading: { id: 'id', by: 'scene' } },
  ],
  [
    'one bad row among those of three batches, left out',
    'batches',
    BATCH,
    { path: lines('bad.csv', HEADER, plainRow, { [BATCH + 5]: `${BATCH + 5},1,much` }), ...skip },
  ],
  [
    'a row of another length, left out',
    'batches',
    BATCH,
    { path: lines('ragged.csv', HEADER, longRow, { [BATCH + 5]: 'x,1' }), ...skip },
  ],
]

async function scanOf({ path, labels, reading, options }: Case): Promise<Scan> {
  return createScan(await openDataset(path, labels, { label: undefined, ...reading }), scanOptions(options))
}

/** Samples that a pass has made margins of for whoever asks. */
function marginsOf({ margins }: Scan): number {
  return [margins.positive, margins.negative, margins.neither]
    .flatMap((counts) => [...counts])
    .reduce((a, b) => a + b)
}

it.each(
  CASES,
)('%s: a sketch is made by %s, and at most %d rows are looked at one by one', async (_, way, most, of) => {
  const scan = await scanOf(of)
  await buildSketch(scan, [])
  expect(scan.counts.rows).toBe(ROWS)
  expect(marginsOf(scan) > 0 ? 'batches' : 'kernels').toBe(way)
  expectCareful(scan, most)
})

function expectCareful({ careful }: Scan, most: number): void {
  expect(careful.rows).toBeLessThanOrEqual(most)
  if (most > 0) expect(careful.rows).toBeGreaterThan(0)
}

it.each(CASES)('%s: samples are read in batches too', async (_name, _way, most, of) => {
  const scan = await scanOf(of)
  for await (const { length } of scan.blocks()) expect(length).toBeGreaterThan(0)
  expect(scan.counts.rows).toBe(ROWS)
  expectCareful(scan, most)
})
