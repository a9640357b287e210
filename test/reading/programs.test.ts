/**
 * Predictions as other programs write them. The right mean of cross-entropy is computed here, from the numbers as they are
 * written.
 */
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { followAdvice } from '../made/remedies.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(31)
const N = 150
const rows = <Cell>(of: (i: number) => Cell) => Array.from({ length: N }, (_, i) => of(i))
const round = (x: number) => Number(x.toFixed(6))
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length
const lines = (header: string, of: (i: number) => string) => `${header}${rows((i) => `${of(i)}\n`).join('')}`

/** Binary samples: truth, P(1), its logit, and what a model says. */
const Y = rows((i) => (i < 2 ? i : Number(random.chance(0.4))))
const P = Y.map((y) => round(1 / (1 + Math.exp(-1.5 * (2 * y - 1) - 1.4 * random.normal()))))
const Q = P.map((p) => round(1 - p))
const SAID = P.map((p) => Number(p > 0.5))
const OF_P = mean(P.map((p, i) => -Math.log(Y[i] === 1 ? p : 1 - p)))
const RAW = P.map((p) => Number(Math.log(p / (1 - p)).toFixed(9)))
const OF_RAW = mean(RAW.map((z, i) => Math.log1p(Math.exp(Y[i] === 1 ? -z : z))))
const SURE = P.map((p) => round(Math.max(p, 1 - p)))

/** Of three classes. */
const T = rows((i) => (i < 3 ? i : random.int(0, 2)))
const PROBS = T.map((t) => {
  const z = [0, 1, 2].map((c) => random.normal() + (c === t ? 1.5 : 0))
  const sum = z.reduce((all, x) => all + Math.exp(x), 0)
  return z.map((x) => round(Math.exp(x) / sum))
})
const BEST = PROBS.map((row) => row.indexOf(Math.max(...row)))
const OF_PROBS = mean(PROBS.map((row, i) => -Math.log(row[T[i]])))

const WORDS = ['ant', 'bee', 'cat']
const SIDES = ['neg', 'pos']
const weka = (side: number) => `${side + 1}:${SIDES[side]}`
const star = (best: number) => (text: string | number, at: number) => (at === best ? `*${text}` : `${text}`)

interface Output {
  readonly scores: string
  readonly labels?: string
  readonly right: number
  readonly refusal?: RegExp
}

const OUTPUTS: Readonly<Record<string, Output>> = {
  'svm-predict -b 1, of two classes': {
    scores: lines('labels 1 -1\n', (i) => `${2 * SAID[i] - 1} ${P[i]} ${Q[i]}`),
    labels: lines('', (i) => `${2 * Y[i] - 1}`),
    right: OF_P,
  },
  'svm-predict -b 1, of three classes in the order of their first rows': {
    scores: lines('labels 2 0 1\n', (i) => `${BEST[i]} ${[2, 0, 1].map((c) => PROBS[i][c]).join(' ')}`),
    labels: lines('', (i) => `${T[i]}`),
    right: OF_PROBS,
  },
  'Vowpal Wabbit: scores and tags': {
    scores: lines('', (i) => `${P[i]} tag_${i}`),
    labels: lines('id,label\n', (i) => `tag_${N - 1 - i},${Y[N - 1 - i]}`),
    right: OF_P,
  },
  'write.table of R: names of rows, quotes and blanks': {
    scores: lines('"label" "prob" "note"\n', (i) => `"${i + 1}" ${Y[i]} ${P[i]} "a, \\"b\\" c"`),
    right: OF_P,
  },
  'write.table of R, of words': {
    scores: lines('"class" "p"\n', (i) => `"${i + 1}" "${['no', 'yes'][Y[i]]}" ${P[i]}`),
    right: OF_P,
  },
  'Weka: the probability of the class that is predicted': {
    scores: lines(
      'inst#,actual,predicted,error,prediction\n',
      (i) => `${i + 1},${weka(Y[i])},${weka(SAID[i])},${Y[i] === SAID[i] ? '' : '+'},${SURE[i]}`,
    ),
    right: mean(SURE.map((p, i) => -Math.log(Y[i] === SAID[i] ? p : 1 - p))),
    refusal: /say --predicted predicted/,
  },
  'Weka: the distribution of each row': {
    scores: lines(
      'inst#,actual,predicted,error,distribution\n',
      (i) =>
        `${i + 1},${T[i] + 1}:${WORDS[T[i]]},${BEST[i] + 1}:${WORDS[BEST[i]]},,${PROBS[i].map(star(BEST[i])).join(',')}`,
    ),
    right: OF_PROBS,
  },
  'Weka: the distribution of each row, below names that are blank': {
    scores: lines(
      'inst#,actual,predicted,error,distribution,,\n',
      (i) =>
        `${i + 1},${T[i] + 1}:${WORDS[T[i]]},${BEST[i] + 1}:${WORDS[BEST[i]]},,${PROBS[i].map(star(BEST[i])).join(',')}`,
    ),
    right: OF_PROBS,
  },
  'catboost eval, binary': {
    scores: lines(
      'SampleId\tRawFormulaVal\tProbability\tClass\tLabel\n',
      (i) => `${i}\t${RAW[i]}\t${P[i]}\t${SAID[i]}\t${Y[i]}`,
    ),
    right: OF_RAW,
  },
  'catboost eval, of three classes': {
    scores: lines(
      'SampleId\tProbability:Class=0\tProbability:Class=1\tProbability:Class=2\tClass\tLabel\n',
      (i) => `${i}\t${PROBS[i].join('\t')}\t${BEST[i]}\t${T[i]}`,
    ),
    right: OF_PROBS,
  },
  'Azure ML': {
    scores: lines(
      'Label,Scored Probabilities_ant,Scored Probabilities_bee,Scored Probabilities_cat,Scored Labels\n',
      (i) => `${WORDS[T[i]]},${PROBS[i].join(',')},${WORDS[BEST[i]]}`,
    ),
    right: OF_PROBS,
  },
  'Azure ML studio': {
    scores: lines(
      `kind,${WORDS.map((word) => `"Scored Probabilities for Class ""${word}"""`).join(',')},Scored Labels\n`,
      (i) => `${WORDS[T[i]]},${PROBS[i].join(',')},${WORDS[BEST[i]]}`,
    ),
    right: OF_PROBS,
  },
  'DataRobot, of three classes': {
    scores: lines(
      `row_id,target,${WORDS.map((word) => `class_${word}_PREDICTION`).join(',')},target_PREDICTED\n`,
      (i) => `${i},${WORDS[T[i]]},${PROBS[i].join(',')},${WORDS[BEST[i]]}`,
    ),
    right: OF_PROBS,
  },
  'DataRobot, binary': {
    scores: lines(
      'row_id,churn,churn_1_PREDICTION,churn_0_PREDICTION,churn_PREDICTION,THRESHOLD,POSITIVE_CLASS\n',
      (i) => `${i},${Y[i]},${P[i]},${Q[i]},${SAID[i]},0.5,1`,
    ),
    right: OF_P,
  },
  'a pipeline of transformers beside the gold labels': {
    scores: lines(
      'text,gold,label,score\n',
      (i) => `some text,${['NEGATIVE', 'POSITIVE'][Y[i]]},${['NEGATIVE', 'POSITIVE'][SAID[i]]},${SURE[i]}`,
    ),
    right: mean(SURE.map((p, i) => -Math.log(Y[i] === SAID[i] ? p : 1 - p))),
    refusal: /say --predicted label/,
  },
  'cells that are tensors': { scores: lines('label,prob\n', (i) => `${Y[i]},tensor(${P[i]})`), right: OF_P },
  'cells that are tensors of a device': {
    scores: lines('label,prob\n', (i) => `tensor(${Y[i]}),"tensor(${P[i]}, device='cuda:0')"`),
    right: OF_P,
  },
  'cells that are tensors of several numbers': {
    scores: lines(
      'label,probs\n',
      (i) => `${T[i]},"tensor([${PROBS[i].join(', ')}], grad_fn=<SoftmaxBackward0>)"`,
    ),
    right: OF_PROBS,
  },
}

async function ask(
  words: readonly string[],
  flags: readonly string[],
): Promise<{ readonly refusal: string } | { readonly answer: number }> {
  const { code, stdout, stderr } = await lossctl([
    ...['compare', ...words, ...flags],
    ...['--loss', 'ce', '--format', 'json'],
  ])
  return code === 0 ? { answer: JSON.parse(stdout).results[0].losses[0].value } : { refusal: stderr }
}

describe('the output of', () => {
  it.each(Object.entries(OUTPUTS))('%s is read', async (_, { scores, labels, right, refusal }) => {
    const path = write('preds.txt', scores)
    const words = labels === undefined ? [path] : [path, '--labels', write('truth.txt', labels)]
    const isRight = (value: number) => Math.abs(value / right - 1) < 1e-9
    const found = await ask(words, [])
    if (refusal === undefined) {
      expect(found).toHaveProperty('answer')
      expect('answer' in found && isRight(found.answer)).toBe(true)
      return
    }
    const message = 'refusal' in found ? found.refusal : ''
    expect(message).toMatch(refusal)
    expect(await followAdvice(message, (flags) => ask(words, flags), isRight)).toBeDefined()
  })
})

it('asks which of two columns is the truth where one of them may be that of a perfect model', async () => {
  const path = write(
    'two.csv',
    lines('label,y,prob\n', (i) => `${SAID[i]},${Y[i]},${P[i]}`),
  )
  expect(await ask([path], [])).toEqual({
    refusal: expect.stringContaining('several columns may hold the labels'),
  })
})
