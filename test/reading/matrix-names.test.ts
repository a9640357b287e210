/** Labels per class beside scores that bear their names and an ending, with other columns of 0 and 1 between them. */
import { expect, it } from 'vitest'
import { lossctlJson } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const [N, K] = [90, 4]
const random = createRandom(31)
const T = Array.from({ length: N }, (_, i) => (i < K ? i : random.int(0, K - 1)))
const PROBS = T.map((t) => {
  const terms = Array.from({ length: K }, (_, k) => Math.exp(random.normal() + (k === t ? 1 : 0)))
  const sum = terms.reduce((a, b) => a + b, 0)
  return terms.map((term) => term / sum)
})
const MEAN = PROBS.reduce((sum, p, i) => sum - Math.log(p[T[i]]), 0) / N
const CORRECT = PROBS.map((p, i) => Number(p.every((one) => one <= p[T[i]])))

const NAMES: readonly (readonly [label: (k: number) => string, ending: string, times: number])[] = [
  [(k) => `Class ${k}`, '_pct', 100],
  [(k) => `Class ${k}`, '_prob', 1],
  [(k) => `class_${k}`, '_prob', 1],
  [(k) => `class ${'abcd'[k]}`, '_proba', 1],
  [(k) => ['cat', 'dog', 'owl', 'ant'][k], '_prob', 1],
  [(k) => ['cat', 'dog', 'owl', 'ant'][k], '_percent', 100],
]

const BETWEEN: Readonly<Record<string, (i: number) => readonly number[]>> = {
  nothing: () => [],
  is_correct: (i) => [CORRECT[i]],
  fold: (i) => [i % 5],
}

it.each(
  NAMES.flatMap(([name, ending, times]) =>
    Object.entries(BETWEEN).map(([between, cells]) => ({
      name,
      ending,
      times,
      between,
      cells,
      first: name(0),
    })),
  ),
)('labels as $first, $between between, and scores that end in $ending', async (made) => {
  const classes = Array.from({ length: K }, (_, k) => made.name(k))
  const header = [
    ...classes,
    ...(made.between === 'nothing' ? [] : [made.between]),
    ...classes.map((name) => `${name}${made.ending}`),
  ]
  const rows = PROBS.map((p, i) => [
    ...classes.map((_, k) => Number(k === T[i])),
    ...made.cells(i),
    ...p.map((one) => one * made.times),
  ])
  const path = write('matrix.csv', [header, ...rows].map((cells) => `${cells.join()}\n`).join(''))
  const { results } = await lossctlJson<{ results: { losses: { value: number }[] }[] }>(
    ...['compare', path, '--loss', 'ce'],
  )
  expect(results[0].losses[0].value / MEAN).toBeCloseTo(1, 12)
})
