/** Whether classes count from 0 or from 1, where the first labels do not tell and the scores have no skill: all labels are looked at. */
import { describe, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { writeNpy } from '../made/layouts/npy.ts'
import { createRandom } from '../made/layouts/random.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
/** As many rows as are looked at first, and more. */
const [FIRST, N] = [1000, 3000]

interface Drawn {
  readonly labels: readonly number[]
  readonly scores: readonly (readonly number[])[]
}

/** Scores without skill. @param labelAt a class, drawn for a row */
function draw(classes: number, labelAt: (row: number, drawn: number) => number): Drawn {
  const random = createRandom(classes)
  const labels = Array.from({ length: N }, (_, i) => labelAt(i, random.int(1, classes - 1)))
  const scores = labels.map(() => Array.from({ length: classes }, () => Math.fround(random.normal())))
  return { labels, scores }
}

/** ln \u03a3 e^z - z_t by its definition. */
function meanOf({ labels, scores }: Drawn, first: number): number {
  const losses = scores.map(
    (z, i) => Math.log(z.reduce((sum, x) => sum + Math.exp(x), 0)) - z[labels[i] - first],
  )
  return losses.reduce((sum, loss) => sum + loss, 0) / N
}

const FILES: Readonly<Record<string, (drawn: Drawn) => readonly string[]>> = {
  arrays: ({ labels, scores }) => [
    write('scores.npy', writeNpy('f4', [N, scores[0].length], scores.flat())),
    ...['--labels', write('labels.npy', writeNpy('i8', [N], labels))],
  ],
  'a table without names of classes': ({ labels, scores }) => [
    write('table.csv', `${scores.map((row, i) => [labels[i], ...row].join()).join('\n')}\n`),
    ...['--label', '0', '--score', scores[0].map((_, k) => k + 1).join()],
  ],
  'lists in a column': ({ labels, scores }) => [
    write(
      'lists.jsonl',
      scores.map((logits, i) => `${JSON.stringify({ label: labels[i], logits })}\n`).join(''),
    ),
  ],
  'labels in another file and another order': ({ labels, scores }) => {
    const ids = [...labels.keys()]
    const lines = (of: (i: number) => unknown) => ids.map((i) => `${JSON.stringify(of(i))}\n`)
    const preds = write('preds.jsonl', lines((i) => ({ id: `n${i}`, logits: scores[i] })).join(''))
    const truths = lines((i) => ({ id: `n${i}`, label: labels[i] })).toReversed()
    return [preds, '--labels', write('truths.jsonl', truths.join(''))]
  },
}

async function ce(words: readonly string[]): Promise<number> {
  const { results } = await lossctlJson<{ results: { losses: { value: number }[] }[] }>(
    ...['compare', ...words, '--loss', 'ce'],
  )
  return results[0].losses[0].value
}

describe.each(Object.entries(FILES))('classes in %s', (_, fileOf) => {
  const classes = 12

  it('count from 0 where one of all labels is 0', async () => {
    const drawn = draw(classes, (row, label) => (row === N - FIRST - 5 ? 0 : label))
    expect((await ce(fileOf(drawn))) / meanOf(drawn, 0)).toBeCloseTo(1, 6)
  })

  it('count from 1 where the last one is among labels of which none is 0', async () => {
    const drawn = draw(classes, (row, label) =>
      row > FIRST + 5 && row % 9 === 0 && row < N - FIRST - 5 ? classes : label,
    )
    expect((await ce(fileOf(drawn))) / meanOf(drawn, 1)).toBeCloseTo(1, 6)
  })

  it('are asked about where neither is a label, with what answers', async () => {
    const drawn = draw(classes, (_row, label) => label)
    const words = fileOf(drawn)
    const { code, stderr } = await lossctl(['compare', ...words])
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining(`none of the ${N} labels is 0, so that classes`),
    ])
    const numbers = (first: number) => Array.from({ length: classes }, (_, k) => first + k).join()
    for (const first of [0, 1]) {
      expect(stderr).toContain(`--class-names ${numbers(first)} if`)
      const found = await ce([...words, '--class-names', numbers(first)])
      expect(found / meanOf(drawn, first)).toBeCloseTo(1, 6)
    }
  })
})

it('a thousand classes of which the first rows have few are told by all labels', async () => {
  const classes = 1000
  const from = (first: number) => {
    const random = createRandom(7 + first)
    const labels = Array.from(
      { length: 8000 },
      (_, i) => (i < 200 ? 5 + (i % 700) : random.int(0, 999)) + first,
    )
    const scores = new Float32Array(8000 * classes).map((_, i) => ((i * 7919) % 1009) / 250 - 2)
    return [
      write('scores.npy', Buffer.concat([writeNpy('f4', [8000, classes], []), Buffer.from(scores.buffer)])),
      ...['--labels', write('labels.npy', writeNpy('i4', [8000], labels))],
    ]
  }
  for (const first of [0, 1]) {
    const words = from(first)
    const numbers = Array.from({ length: classes }, (_, k) => first + k).join()
    expect(await ce(words)).toBe(await ce([...words, '--class-names', numbers]))
  }
})
