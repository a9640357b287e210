import { describe, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const ROWS = 30

/** Scores of class c in row i, and whether it is there: of no two classes alike. */
const score = (i: number, c: number) => (((i * 7 + c * 5) % 29) + 0.5) / 30
const isThere = (i: number, c: number) => Number((i * (c + 2) + c) % 5 < 2)

const mean = (classes: number) => {
  const losses = Array.from({ length: ROWS }, (_, i) =>
    Array.from({ length: classes }, (_, c) => -Math.log(isThere(i, c) ? score(i, c) : 1 - score(i, c))),
  ).flat()
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length
}

const named = (pattern: string, name: string) => pattern.replace('%', () => name)

/** A file whose columns of scores and of labels stand in orders of their own. */
function file(
  classes: readonly string[],
  scores: string,
  labels: string,
  orders: readonly (readonly number[])[],
): string {
  const header = [
    ...orders[0].map((c) => named(labels, classes[c])),
    ...orders[1].map((c) => named(scores, classes[c])),
  ]
  const rows = Array.from({ length: ROWS }, (_, i) => [
    ...orders[0].map((c) => isThere(i, c)),
    ...orders[1].map((c) => score(i, c)),
  ])
  return write(`of ${classes[0]}.csv`, `${[header, ...rows].map((cells) => cells.join(',')).join('\n')}\n`)
}

const COUNTED = ['0', '1', '2', '3', '10']
const PETS = ['cat', 'dog', 'bird', 'car', 'cart']
const STEMS = ['class0', 'class1', 'class2', 'class3', 'class10']
const ORDERS = [
  [3, 1, 4, 0, 2],
  [1, 4, 2, 0, 3],
]

describe('label columns are those of the classes of the scores, in whatever order each stands:', () => {
  it.each(
    [COUNTED, PETS, STEMS].flatMap((classes) =>
      ['prob_%', 'P(%)', '%_prob', 'score[%]'].flatMap((scores) =>
        ['label_%', 'y_true_%', 'true_%', 'y_%', 'gt_%'].map((labels) => [scores, labels, classes] as const),
      ),
    ),
  )('%s and %s of %j', async (scores, labels, classes) => {
    const { results } = await lossctlJson<{ results: { losses: { value: number }[] }[] }>(
      'compare',
      file(classes, scores, labels, ORDERS),
      ...['--task', 'multilabel', '--loss', 'ce', '--from', 'probs'],
    )
    expect(results[0].losses[0].value).toBeCloseTo(mean(5), 12)
  })

  it('those that are named for other classes, beside scores that go by their numbers, are asked about', async () => {
    const path = file(COUNTED, 'prob_%', 'label_%', ORDERS)
    const other = file(PETS, 'prob_%', 'label_%', ORDERS)
    const { code, stderr } = await lossctl([
      'compare',
      path,
      '--labels',
      other,
      '--label',
      'label_*',
      '--by-row',
    ])
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('are not named for the classes of the scores'),
    ])
  })
})
