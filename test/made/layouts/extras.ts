/** Columns that stand beside scores and labels in dumps, and hold neither. */
import type { Column } from './cells.ts'
import type { Random } from './random.ts'

/** What columns are made of: for each row, the probability of each class (of two for a binary sample) and the true one. */
export interface Rows {
  readonly count: number
  readonly probs: readonly (readonly number[])[]
  /** Null with multi-label. */
  readonly truth: readonly number[] | null
  /** Cells by which labels and predictions say a class. */
  readonly words: readonly string[]
}

type Maker = (random: Random, rows: Rows) => Column

const each = (name: string, { count }: Rows, cell: (i: number) => string): Column => ({
  name,
  cells: Array.from({ length: count }, (_, i) => cell(i)),
})

const best = (row: readonly number[]) => row.indexOf(Math.max(...row))
const round = (x: number) => String(Number(x.toPrecision(6)))

/** What any dump may hold. */
const STRANGERS: readonly Maker[] = [
  (random, rows) => each('fold', rows, () => `${random.int(0, 4)}`),
  (random, rows) => each('age', rows, () => `${random.int(18, 90)}`),
  (random, rows) => each('latency_ms', rows, () => round(5 + 20 * random.next())),
  (random, rows) => each('url', rows, (i) => `https://example.org/${random.int(0, 1e6)}/${i}.jpg`),
  (random, rows) => each('split', rows, () => random.pick(['train', 'val', 'test'])),
  (_, rows) => each('split', rows, () => 'test'),
  (_, rows) => each('model', rows, () => 'resnet50'),
  (random, rows) => each('weight_kg', rows, () => round(50 + 40 * random.next())),
  (_, rows) => each('epoch', rows, () => '12'),
  (random, rows) => each('timestamp', rows, (i) => `${1.7e9 + i * 60 + random.int(0, 59)}`),
  (random, rows) => each('comment', rows, () => random.pick(['', 'blurry', 'ok, fine', 'said "no"'])),
  (random, rows) => each('sex', rows, () => random.pick(['m', 'f'])),
  (random, rows) => each('width', rows, () => `${random.pick([224, 256, 512])}`),
  (_, rows) => each('threshold', rows, () => '0.5'),
]

/** What is computed of the scores of one class among others. */
const COMPUTED: readonly Maker[] = [
  (_, rows) =>
    each('entropy', rows, (i) =>
      round(rows.probs[i].reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0)),
    ),
  (_, rows) =>
    each('margin', rows, (i) => {
      const [first, second] = rows.probs[i].toSorted((a, b) => b - a)
      return round(first - second)
    }),
  (random, rows) =>
    each(
      random.pick(['confidence', 'conf', 'max_prob', 'pred_conf', 'pred_prob', 'top1_prob', 'Confidence']),
      rows,
      (i) => round(Math.max(...rows.probs[i])),
    ),
  (random, rows) =>
    each(
      random.pick([
        'pred_label',
        'prediction',
        'predicted',
        'predicted_class',
        'pred',
        'y_pred',
        'Predicted_Label',
        'y_hat',
        'model_label',
        'llm_label',
      ]),
      rows,
      (i) => rows.words[best(rows.probs[i])],
    ),
  (random, rows) =>
    each(random.pick(['pred_idx', 'pred_class', 'argmax', 'y_pred']), rows, (i) => `${best(rows.probs[i])}`),
]

/** What needs the truth. */
const JUDGED: readonly Maker[] = [
  (random, rows) =>
    each(random.pick(['loss', 'ce', 'nll']), rows, (i) =>
      round(-Math.log(Math.max(1e-12, rows.probs[i][rows.truth![i]]))),
    ),
  (random, rows) =>
    each(
      random.pick(['correct', 'is_correct', 'hit']),
      rows,
      (i) => random.pick([['0', '1']])[Number(best(rows.probs[i]) === rows.truth![i])],
    ),
  (_, rows) => each('error', rows, (i) => round(1 - rows.probs[i][rows.truth![i]])),
  (_, rows) => each('pt', rows, (i) => round(rows.probs[i][rows.truth![i]])),
  (_, rows) =>
    each('rank', rows, (i) => `${1 + rows.probs[i].filter((p) => p > rows.probs[i][rows.truth![i]]).length}`),
]

/** Some of them, each name once, and none that is taken. */
export function drawExtras(random: Random, rows: Rows, taken: readonly string[]): readonly Column[] {
  const judged = rows.truth === null ? [] : [...COMPUTED, ...JUDGED]
  const count = random.pick([0, 0, 0, 1, 1, 2, 3, 5])
  const seen = new Set(taken.map((name) => name.toLowerCase()))
  return random
    .shuffle([...STRANGERS, ...judged])
    .slice(0, count)
    .map((make) => make(random, rows))
    .filter(({ name }) => seen.size < seen.add(name.toLowerCase()).size)
}
