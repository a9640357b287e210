/** Classes that scores decide, in words, beside what is true: neither is taken for the labels unasked where both may be. */
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { printedCe } from '../made/printed-ce.ts'
import { followAdvice } from '../made/remedies.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(5)
const uniform = random.next
const N = 22
const Y = Array.from({ length: N }, (_, i) => (i < 2 ? i : Number(random.chance(0.6))))
const P = Y.map(() => Number((0.02 + 0.96 * uniform()).toFixed(6)))
const meanOf = (labels: readonly number[]) =>
  P.reduce((sum, p, i) => sum - Math.log(labels[i] === 1 ? p : 1 - p), 0) / N
const RIGHT = meanOf(Y)
const DECIDED = P.map((p) => Number(p > 0.5))

/** Three classes: the highest score, and the truth, which is another one in every third row. */
const ROWS = Array.from({ length: N }, () => {
  const raw = [0, 1, 2].map(() => 0.01 + uniform())
  const sum = raw.reduce((a, b) => a + b)
  return raw.map((value) => value / sum)
})
const HIGHEST = ROWS.map((row) => row.indexOf(Math.max(row[0], row[1], row[2])))
const TRUTH = HIGHEST.map((best, i) => (i % 3 === 0 ? (best + 1) % 3 : best))
const RIGHT_OF_THREE = ROWS.reduce((sum, row, i) => sum - Math.log(row[TRUTH[i]]), 0) / N
const CLASSES = ['Negative', 'Neutral', 'Positive']

type Cells = readonly (string | number)[]

function writeColumns(columns: Readonly<Record<string, Cells>>): string {
  const all = Object.values(columns)
  const rows = all[0].map((_, row) => all.map((cells) => cells[row]).join(','))
  return write('preds.csv', `${Object.keys(columns).join(',')}\n${rows.join('\n')}\n`)
}

const IDS = P.map((_, i) => `m${i}`)
const WORDS = DECIDED.map((one) => (one === 1 ? 'disease' : 'healthy'))
const REST = P.map((p) => 1 - p)

async function ask(
  path: string,
  flags: readonly string[],
): Promise<{ readonly refusal: string } | { readonly answer: number }> {
  const { code, stdout, stderr } = await lossctl([
    ...['compare', path, ...flags, '--loss', 'ce', '--format', 'json'],
  ])
  if (code !== 0) return { refusal: stderr }
  return { answer: JSON.parse(stdout).results[0].losses[0].value }
}

const ofThree = (words: string, truth: string, cells: Cells) =>
  writeColumns({
    id: IDS,
    ...Object.fromEntries(CLASSES.map((name, k) => [`prob_${name}`, ROWS.map((row) => row[k])])),
    [words]: HIGHEST.map((k) => CLASSES[k]),
    [truth]: cells,
  })

const FILES: readonly (readonly [string, string, () => string, number])[] = [
  [
    'verdict of two scores',
    'outcome',
    () => writeColumns({ id: IDS, p_disease: P, p_healthy: REST, verdict: WORDS, outcome: Y }),
    RIGHT,
  ],
  [
    'status of signed classes',
    'BBB_labels',
    () => {
      const status = DECIDED.map((one) => (one === 1 ? 'BBB+' : 'BBB-'))
      return writeColumns({ 'p_BBB+': P, 'p_BBB-': REST, status, BBB_labels: Y })
    },
    RIGHT,
  ],
  [
    'diagnosis of one score',
    'is_positive',
    () => writeColumns({ id: IDS, p_disease: P, diagnosis: WORDS, is_positive: Y }),
    RIGHT,
  ],
  [
    'class of three',
    'human_label',
    () =>
      ofThree(
        'class',
        'human_label',
        TRUTH.map((k) => CLASSES[k]),
      ),
    RIGHT_OF_THREE,
  ],
  ['sentiment of three', 'outcome', () => ofThree('sentiment', 'outcome', TRUTH), RIGHT_OF_THREE],
]

describe('words that scores decide', () => {
  it.each(FILES)('are asked about beside what may be true: %s, %s', async (_, truth, file, right) => {
    const path = file()
    const { refusal } = (await ask(path, [])) as { refusal: string }
    expect(refusal).toContain('goes with the scores in all rows, as predictions do')
    const found = await followAdvice(
      refusal,
      (flags) => ask(path, flags),
      (value) => Math.abs(value / right - 1) < 1e-9,
    )
    expect(found?.slice(0, 2)).toEqual(['--label', truth])
  })

  it('are asked about where those that are true are shortened', async () => {
    const path = ofThree(
      'model_label',
      'annotator',
      TRUTH.map((k) => CLASSES[k].slice(0, 3).toLowerCase()),
    )
    expect(await ask(path, [])).toHaveProperty('refusal', expect.stringContaining('--label annotator'))
    expect(await printedCe(path, '--label', 'annotator', '--class-names', 'neg,neu,pos')).toBeCloseTo(
      RIGHT_OF_THREE,
      9,
    )
  })

  it('are the labels as said', async () => {
    const path = writeColumns({ id: IDS, p_disease: P, p_healthy: REST, verdict: WORDS, outcome: Y })
    expect(await printedCe(path, '--label', 'verdict')).toBeCloseTo(meanOf(DECIDED), 9)
  })

  it.each<readonly [string, Readonly<Record<string, Cells>>]>([
    ['nothing else', {}],
    ['the same in numbers', { outcome: DECIDED }],
    ['amounts', { age: P.map((p, i) => 20 + i + p) }],
    ['groups', { sex: IDS.map((_, i) => 'mf'[i % 2]) }],
    ['predictions', { prediction: Y }],
  ])('are the labels of a model that is always right beside %s', async (_, others) => {
    const path = writeColumns({ id: IDS, p_disease: P, p_healthy: REST, diagnosis: WORDS, ...others })
    expect(await printedCe(path)).toBeCloseTo(meanOf(DECIDED), 9)
  })

  it('are the labels where scores miss some', async () => {
    const words = Y.map((one) => (one === 1 ? 'disease' : 'healthy'))
    const outcome = IDS.map((_, i) => i % 2)
    const path = writeColumns({ id: IDS, p_disease: P, p_healthy: REST, diagnosis: words, outcome })
    expect(await printedCe(path)).toBeCloseTo(RIGHT, 9)
  })
})
