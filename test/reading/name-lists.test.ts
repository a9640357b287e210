/** Labels that name several classes of a row are of multi-label data, whose columns of 0 and 1 are read. */
import { expect, it, test } from 'vitest'
import { compareCe } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

const CLASSES = ['anger', 'joy', 'fear', 'sad']
const rows = Array.from({ length: 40 }, (_, i) => ({
  truth: CLASSES.map((_, c) => Number((i * 5 + c * 3) % 7 < 2)),
  scores: CLASSES.map((_, c) => ((i * 31 + c * 17) % 89) / 100 + 0.05),
})).filter(({ truth }) => truth.includes(1))
const namesOf = (truth: readonly number[]) => CLASSES.filter((_, c) => truth[c] === 1)

const csv = (name: string, header: readonly string[], cells: readonly (readonly (string | number)[])[]) =>
  write(name, `${[header, ...cells].map((row) => row.join()).join('\n')}\n`)

const FILES: Readonly<Record<string, () => string>> = {
  'signs between names': () =>
    csv(
      'pipe.csv',
      ['labels', ...CLASSES],
      rows.map(({ truth, scores }) => [namesOf(truth).join('|'), ...scores]),
    ),
  'lists as Python prints them': () =>
    csv(
      'python.csv',
      ['labels', ...CLASSES.map((name) => `prob_${name}`)],
      rows.map(({ truth, scores }) => [`"['${namesOf(truth).join("', '")}']"`, ...scores]),
    ),
  'lists of JSON': () =>
    write(
      'lists.jsonl',
      rows
        .map(({ truth, scores }) =>
          JSON.stringify({
            labels: namesOf(truth),
            scores: Object.fromEntries(CLASSES.map((name, c) => [name, scores[c]])),
          }),
        )
        .join('\n'),
    ),
}

test.each(Object.keys(FILES))('%s are refused for what they are', async (kind) => {
  const { code, stderr } = await compareCe(FILES[kind]())
  expect([code, stderr]).toEqual([
    3,
    expect.stringMatching(
      /"labels" names several classes of a row \(.*\), which is multi-label data; write a column of 0 and 1 for each class in its place, such as label_\w+ beside score_/,
    ),
  ])
})

it('is read as it is advised', async () => {
  const header = [...CLASSES.map((name) => `label_${name}`), ...CLASSES.map((name) => `score_${name}`)]
  const { code, results } = await compareCe(
    csv(
      'columns.csv',
      header,
      rows.map(({ truth, scores }) => [...truth, ...scores]),
    ),
    '--from',
    'probs',
  )
  const all = rows.flatMap(({ truth, scores }) =>
    truth.map((y, c) => -Math.log(y ? scores[c] : 1 - scores[c])),
  )
  expect([code, results[0].source.task]).toEqual([0, 'multilabel'])
  expect(results[0].losses[0].value).toBeCloseTo(all.reduce((sum, loss) => sum + loss, 0) / all.length, 12)
})

/** Rows as a zero-shot pipeline writes them: the classes of a row, its most likely one first. */
const ranked = Array.from({ length: 40 }, (_, i) => {
  const weights = CLASSES.map((_, c) => 1 + ((i * 31 + c * 17) % 89))
  const sum = weights.reduce((a, b) => a + b)
  const all = CLASSES.map((name, c) => ({ name, p: weights[c] / sum }))
  return { truth: CLASSES[(i * 3) % 4], all, sorted: all.toSorted((a, b) => b.p - a.p) }
})

it('classes in an order of their own in each row are refused as these, and read under one name each', async () => {
  const lists = ranked.map(({ truth, sorted }) => ({
    sequence: 'x',
    labels: sorted.map(({ name }) => name),
    scores: sorted.map(({ p }) => p),
    true_label: truth,
  }))
  const { code, stderr } = await compareCe(
    write('zero.jsonl', lists.map((row) => JSON.stringify(row)).join('\n')),
  )
  expect([code, stderr]).toEqual([
    3,
    expect.stringMatching(
      /"labels" names the classes of "scores" in an order of its own in each row, .* such as scores_\w+, and leave both lists out/,
    ),
  ])
  const named = ranked.map(({ truth, sorted }) => ({
    ...Object.fromEntries(sorted.map(({ name, p }) => [`scores_${name}`, p])),
    true_label: truth,
  }))
  const { results } = await compareCe(
    write('named.jsonl', named.map((row) => JSON.stringify(row)).join('\n')),
  )
  const mean =
    ranked.reduce((sum, { truth, all }) => sum - Math.log(all.find(({ name }) => name === truth)!.p), 0) / 40
  expect(results[0].losses[0].value / mean).toBeCloseTo(1, 12)
})

it('a class whose name holds those of two others is one', async () => {
  const names = ['rain', 'snow', 'rain snow']
  const three = ranked.map(({ all }) => all.slice(0, 3).map(({ p }) => p))
  const shares = three.map((row) => row.map((p) => p / (row[0] + row[1] + row[2])))
  const rowsOf = shares.map((row, i) => [names[i % 3], ...row])
  const { results } = await compareCe(
    csv('weather.csv', ['label', ...names.map((name) => `prob_${name}`)], rowsOf),
  )
  const mean = shares.reduce((sum, row, i) => sum - Math.log(row[i % 3]), 0) / shares.length
  expect(results[0].losses[0].value / mean).toBeCloseTo(1, 12)
})
