/** The same samples in files of other kinds: what a file is made of decides nothing of what its columns mean. */
import { expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { writeParquet } from '../made/parquet.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(11)
const N = 60
const rows = <Cell>(of: (i: number) => Cell) => Array.from({ length: N }, (_, i) => of(i))

/** Logits of three classes, and of two models on two. */
const T = rows((i) => i % 3)
const Z = T.map((t) => [0, 1, 2].map((c) => Number((1.5 * random.normal() + (c === t ? 1 : 0)).toFixed(4))))
const Y = rows((i) => Number(i % 5 > 2))
const MODELS = [2, 1].map((skill) =>
  Y.map((y) => Number((skill * (2 * y - 1) + 2 * random.normal()).toFixed(4))),
)

const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length
const softmax = (z: readonly number[], t: number) =>
  Math.log(z.reduce((sum, x) => sum + Math.exp(x), 0)) - z[t]
const sigmoid = (z: number, y: number) => Math.log1p(Math.exp(y === 1 ? -z : z))
const RIGHT = mean(Z.map((z, i) => softmax(z, T[i])))
const OF_MODELS = MODELS.map((z) => mean(z.map((x, i) => sigmoid(x, Y[i]))))
/** Rows of the third class are background. */
const OF_SIGMOIDS = mean(Z.flatMap((z, i) => z.slice(0, 2).map((x, c) => sigmoid(x, Number(T[i] === c)))))

const lines = (header: string, row: (i: number) => readonly unknown[], separator = ',') =>
  `${header}\n${rows((i) => row(i).join(separator)).join('\n')}\n`
const comma = (x: number) => `${x}`.replace('.', ',')
const text = (name: string, of: (i: number) => string) => ({ name, type: 'TEXT', cells: rows(of) }) as const
const NAMES = ['cat', 'dog', 'none']

interface Written {
  readonly files: Readonly<Record<string, string | Uint8Array>>
  readonly flags?: readonly string[]
  readonly right: readonly number[]
}

const WRITTEN: Readonly<Record<string, Written>> = {
  'lists as text in Parquet': {
    files: {
      'preds.parquet': writeParquet([
        { name: 'label', type: 'INT64', cells: T.map(BigInt) },
        text('logits', (i) => `[${Z[i].join(', ')}]`),
      ]),
    },
    right: [RIGHT],
  },
  'lists that are the one column of a CSV': {
    files: {
      'preds.csv': lines('logits', (i) => [`"[${Z[i].join(', ')}]"`]),
      'truth.csv': lines('label', (i) => [T[i]]),
    },
    right: [RIGHT],
  },
  'lists of two classes that say little, in the order of the classes': {
    files: {
      'preds.csv': lines('label,raw_scores', (i) => [Y[i], `"[0, ${[1.5, -1.25][i % 2]}]"`]),
    },
    right: [mean(Y.map((y, i) => softmax([0, [1.5, -1.25][i % 2]], y)))],
  },
  'an index without a name in CSV, and in another order in Parquet': {
    files: {
      'preds.csv': lines(',logit', (i) => [1000 + i, MODELS[0][i]]),
      'truth.parquet': writeParquet([
        { name: 'label', type: 'INT64', cells: Y.toReversed().map(BigInt) },
        { name: '__index_level_0__', type: 'INT64', cells: rows((i) => BigInt(1000 + N - 1 - i)) },
      ]),
    },
    right: [OF_MODELS[0]],
  },
  'decimal commas in the rows of several models': {
    files: {
      'preds.csv': lines(
        'model;label;logit',
        (i) => [`a;${Y[i]};${comma(MODELS[0][i])}\nb;${Y[i]};${comma(MODELS[1][i])}`],
        ';',
      ),
    },
    flags: ['--model', 'model'],
    right: OF_MODELS,
  },
  'three decimals behind a comma, where another column says that it is a decimal one': {
    files: {
      'preds.csv': lines(
        'label;logit;latency',
        (i) => [
          Y[i],
          (MODELS[0][i] + (MODELS[0][i] < 0 ? -1 : 1)).toFixed(3).replace('.', ','),
          comma(i + 0.5),
        ],
        ';',
      ),
    },
    right: [mean(MODELS[0].map((z, i) => sigmoid(Number((z + (z < 0 ? -1 : 1)).toFixed(3)), Y[i])))],
  },
  'ids and labels parted by nothing but blanks': {
    files: {
      'preds.csv': lines('id,logit_0,logit_1,logit_2', (i) => [`img/${i}`, ...Z[i]]),
      'truth.csv': lines('id  label', (i) => [`img/${N - 1 - i}`, T[N - 1 - i]], '  '),
    },
    right: [RIGHT],
  },
  'a background beside labels that are words, which columns are named for': {
    files: { 'preds.csv': lines('label,conf_cat,conf_dog', (i) => [NAMES[T[i]], ...Z[i].slice(0, 2)]) },
    flags: ['--background', 'none', '--from', 'logits'],
    right: [OF_SIGMOIDS],
  },
  'a background beside words alone': {
    files: { 'preds.csv': lines('label,cat,dog', (i) => [NAMES[T[i]], ...Z[i].slice(0, 2)]) },
    flags: ['--background', 'none', '--from', 'logits'],
    right: [OF_SIGMOIDS],
  },
}

it.each(Object.entries(WRITTEN))('reads %s', async (_, { files, flags = [], right }) => {
  const [scores, ...labels] = Object.entries(files).map(([name, content]) => write(name, content))
  const words = ['compare', scores, ...labels.flatMap((path) => ['--labels', path]), ...flags, '--loss', 'ce']
  const { code, stdout, stderr } = await lossctl([...words, '--format', 'json'])
  expect(stderr).not.toMatch(/^error:/)
  expect(code).toBe(0)
  const { results }: { results: readonly { losses: readonly { value: number }[] }[] } = JSON.parse(stdout)
  expect(results).toHaveLength(right.length)
  for (const [at, { losses }] of results.entries()) expect(losses[0].value / right[at]).toBeCloseTo(1, 12)
})
