/** Boxes that a detector found: what stands beside them is no truth, unless it is called so or says whether they match. */
import { describe, expect, it } from 'vitest'
import { compareCe } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { advisedFlags } from '../made/remedies.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const N = 48
const random = createRandom(59)
const CLASS = Array.from({ length: N }, (_, i) => Number(i < 2 ? i : random.chance(0.4)))
const TRUE = CLASS.map((found) => (random.chance(0.7) ? found : 1 - found))
const SCORE = CLASS.map(() => Number((0.02 + 0.96 * random.next()).toFixed(6)))
const place = (most: number) => CLASS.map(() => Math.trunc(most * random.next()) + 2)

/** −ln p of a positive, −ln(1 − p) of a negative. */
const meanOf = (labels: readonly number[]) =>
  labels.reduce((sum, y, i) => sum - Math.log(y === 1 ? SCORE[i] : 1 - SCORE[i]), 0) / N

type Columns = Readonly<Record<string, readonly (number | string)[]>>
const box = (names: string): Columns => Object.fromEntries(names.split(' ').map((name) => [name, place(600)]))

async function compare(columns: Columns, ...flags: readonly string[]) {
  const rows = CLASS.map((_, i) => Object.values(columns).map((cells) => cells[i]))
  const lines = [['image', ...Object.keys(columns)], ...rows.map((row, i) => [`im${i >> 2}.jpg`, ...row])]
  const path = write('boxes.csv', lines.map((cells) => `${cells.join(',')}\n`).join(''))
  const { code, stderr, results } = await compareCe(path, ...flags)
  const [result] = results
  return { code, stderr, mean: result?.losses[0].value, labels: result?.source.labels }
}

const BOXES = [
  'x1 y1 x2 y2',
  'x0 y0 x1 y1',
  'xmin ymin xmax ymax',
  'x_min y_min x_max y_max',
  'bbox_x1 bbox_y1 bbox_x2 bbox_y2',
  'x y w h',
  'x_center y_center width height',
  'left top right bottom',
  'bb_left bb_top bb_width bb_height',
]

describe('the class of a box', () => {
  it.each(BOXES)('is asked about, and may be said to be the truth: %s', async (names) => {
    const columns = { class: CLASS, confidence: SCORE, ...box(names) }
    const { code, stderr } = await compare(columns)
    expect([code, stderr]).toEqual([3, expect.stringContaining('"class" may be the class it says')])
    expect(advisedFlags(stderr)).toEqual([['--label', 'class']])
    const { mean } = await compare(columns, '--label', 'class')
    expect(mean / meanOf(CLASS)).toBeCloseTo(1, 12)
  })

  it.each([
    ['called label, beside a score', { label: CLASS, score: SCORE }],
    ['in words', { label: CLASS.map((c) => ['cat', 'dog'][c]), score: SCORE }],
    ['the same in all rows', { class: CLASS.map(() => 0), conf: SCORE }],
    ['with its name', { confidence: SCORE, class: CLASS, name: CLASS.map((c) => ['cat', 'dog'][c]) }],
  ])('is asked about: %s', async (_, columns: Columns) => {
    const { code, stderr } = await compare({ ...columns, ...box('xmin ymin xmax ymax') })
    expect([code, stderr]).toEqual([3, expect.stringContaining('nothing tells whether that is right')])
  })

  it('is asked about beside a box in one cell', async () => {
    const bbox = CLASS.map((_, i) => `"[${i}, 12.5, 30, 9]"`)
    const { code, stderr } = await compare({ label: CLASS, score: SCORE, bbox })
    expect([code, advisedFlags(stderr)]).toEqual([3, [['--label', 'label']]])
  })

  it('is asked about where the score is said', async () => {
    const columns = { class: CLASS, surety: SCORE, ...box('x1 y1 x2 y2') }
    const { code, stderr } = await compare(columns, '--score', 'surety')
    expect([code, advisedFlags(stderr)[0]]).toEqual([3, ['--label', 'class']])
  })

  it.each(['true_label', 'gt_class', 'target'])('is not taken beside %s', async (name) => {
    const columns = { class: CLASS, confidence: SCORE, [name]: TRUE, ...box('x1 y1 x2 y2') }
    const { mean, labels } = await compare(columns)
    expect(labels).toEqual([name])
    expect(mean / meanOf(TRUE)).toBeCloseTo(1, 12)
  })

  it.each(['matched', 'is_tp', 'correct'])('is not taken beside %s, which is read', async (name) => {
    const columns = { class: CLASS, confidence: SCORE, ...box('x y w h'), [name]: TRUE }
    const { mean, labels } = await compare(columns)
    expect(labels).toEqual([name])
    expect(mean / meanOf(TRUE)).toBeCloseTo(1, 12)
  })
})

describe('an overlap beside what tells whether boxes match', () => {
  const iou = CLASS.map(() => Number(random.next().toFixed(3)))
  const words = CLASS.map((found) => (found === 1 ? 'car' : 'bus'))

  it.each<[string, Columns]>([
    ['the class that was found', { class: words, score: SCORE, iou, tp: TRUE }],
    [
      'the true class and that which was found',
      { gt_class: words, pred_class: CLASS, confidence: SCORE, iou, TP: TRUE, FP: TRUE.map((y) => 1 - y) },
    ],
  ])('is that of boxes, and %s is no truth', async (_, columns) => {
    const { mean, labels } = await compare(columns)
    expect(labels).toEqual([expect.stringMatching(/^tp$/i)])
    expect(mean / meanOf(TRUE)).toBeCloseTo(1, 12)
  })

  it('is read as is said', async () => {
    const columns = { class: words, predicted_class: CLASS, confidence: SCORE, TP: TRUE }
    const { mean } = await compare(columns, '--label', 'TP')
    expect(mean / meanOf(TRUE)).toBeCloseTo(1, 12)
  })
})

describe('the sides of a box', () => {
  it('are neither weights nor labels', async () => {
    const shares = Object.fromEntries(
      ['x', 'y', 'w', 'h'].map((name) => [name, place(600).map((x) => x / 602)]),
    )
    const { mean } = await compare({ true_class: TRUE, confidence: SCORE, ...shares })
    expect(mean / meanOf(TRUE)).toBeCloseTo(1, 12)
  })

  it('are no weights beside one', async () => {
    const weights = CLASS.map((_, i) => 1 + (i % 3))
    const { mean } = await compare({
      gt_class: TRUE,
      confidence: SCORE,
      ...box('x y w h'),
      sample_weight: weights,
    })
    const terms = TRUE.map((y, i) => -Math.log(y === 1 ? SCORE[i] : 1 - SCORE[i]) * weights[i])
    const right = terms.reduce((sum, x) => sum + x, 0) / weights.reduce((sum, x) => sum + x, 0)
    expect(mean / right).toBeCloseTo(1, 12)
  })

  it('make no box of a label called y beside features', async () => {
    const features = { x: place(9), w: place(90), h: place(90) }
    const { mean } = await compare({ y: TRUE, prob: SCORE, ...features }, '--weight', 'none')
    expect(mean / meanOf(TRUE)).toBeCloseTo(1, 12)
  })
})
