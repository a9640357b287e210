/** The folders of ../shared/cases/hard/wrong-*: files that were read as something else, each with a script that compares them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runShell } from '../made/process.ts'
import { copyOfCase, hasCases, judge, type Told } from './told.ts'

const ce = (words: string, told: Omit<Told, 'command'>): Told => ({
  command: `compare ${words} --loss ce`,
  ...told,
})

const WHOLE = /column 0 holds whole numbers and the others do not, as an index or a label would/
const NO_SCORE = (name: string) =>
  new RegExp(`"${name}" seems to hold the scores, and by its name it holds none`)
const ONLY_POSITIVE = 'no flag reads this as anything but the score of the positive class'

/** Commands to which flags answer, or none can; of others by-hand.test.ts does what their words say. */
const TOLD: Readonly<Record<string, readonly Told[]>> = {
  'wrong-01-two-models-one-file': [
    ce('p.csv', {
      refusal: /logit_old, logit_new may be the scores of several models or of several classes/,
      is: 'old',
      others: ['as_classes'],
    }),
  ],
  'wrong-02-negative-class-prob': [
    ...(['p_0', 'prob_neg', 'prob_false'] as const).map((is) =>
      ce(`${is}.csv`, {
        refusal:
          /the scores are those of the class "(?:0|neg|false)" by their name, which is the negative one/,
        is,
      }),
    ),
    ce('pos-neg.csv', { is: 'pos_neg' }),
  ],
  'wrong-03-numeric-header': [
    ce('logits.csv --labels labels.csv', {
      refusal: /there are 40 rows of scores and 41 rows of labels/,
      noWay: 'a line is to be mended',
    }),
    ce('probs.csv --labels y.csv', {
      refusal: /there are 40 rows of scores and 41 rows of labels/,
      noWay: 'a line is to be mended',
    }),
  ],
  'wrong-04-lone-number-column': ['error', 'gt_prob', 'max_prob', 'pt'].map((name) =>
    ce(`${name}.csv`, { refusal: NO_SCORE(name), others: [`${name}_as_positive`], noWay: ONLY_POSITIVE }),
  ),
  'wrong-07-index-or-label-as-class': [
    ce('idx-logits.npy --labels Y.npy', { refusal: WHOLE, is: 'index' }),
    ce('label-logits.npy --labels Y.npy', { refusal: WHOLE, is: 'label' }),
    ce('idx-p.csv --labels y.npy', { refusal: WHOLE, is: 'binary' }),
  ],
  'wrong-08-stranger-in-family': [
    ce('max.csv', {
      refusal: /unclear whether logit_max beside logit_cat, logit_dog, logit_ant is a class/,
      is: 'max',
    }),
    ce('dup.csv', {
      refusal: /unclear whether logit_ant\.1 beside logit_cat, logit_dog, logit_ant is a class/,
      is: 'dup',
    }),
    ce('pred.csv', { is: 'pred' }),
  ],
  'wrong-09-one-row-flips-task': [
    ce('logits.npy --labels onehot-one-empty.npy', {
      refusal:
        /nearly all rows have one label of 1, and logits do not tell a softmax over the classes from independent sigmoids/,
      is: 'with_a_label',
      others: ['cells_of_logits'],
    }),
    ce('probs-one-off.npy --labels onehot.npy', {
      refusal: /probs-one-off\.npy\[7, 0\]: the probabilities of the row sum to 1\.3/,
      is: 'as_it_stands',
      others: ['renormalized', 'cells_of_probs'],
    }),
  ],
  'wrong-10-ids-of-other-names': [
    ce('scores.csv --labels labels.csv', { is: 'names' }),
    ce('scores-index.csv --labels labels-index.csv', { is: 'index' }),
  ],
  'wrong-11-latin1-slices-merge': [
    {
      command: 'compare p.csv --by site --loss ce',
      refusal: /p\.csv: is not UTF-8/,
      noWay: 'the file is to be saved anew',
    },
  ],
  'wrong-12-labels-from-one-last-absent': [
    ce('p.csv', {
      refusal: /logit_a, logit_b, logit_c may be the scores of several models or of several classes/,
      is: 'from_one',
      others: ['from_zero', 'a_of_two', 'a_of_one'],
    }),
    ce('p.csv --score logit_a,logit_b,logit_c', {
      refusal: /none of the 27 labels is 0, so that classes may count from 0 or from 1/,
      is: 'from_one',
      others: ['from_zero'],
    }),
  ],
  'wrong-13-logit-named-probabilities': [
    ce('p.csv', {
      refusal: /called "logit_0" and each row of them sums to 1/,
      is: 'table',
      others: ['table_as_logits'],
    }),
    ce('logits.npy --labels Y.npy', {
      refusal: /and each row of them sums to 1/,
      is: 'array',
      others: ['array_as_logits'],
    }),
  ],
  'wrong-14-other-score-scales': [
    ce('u8.npy --labels Y.npy', {
      refusal: /no score of 40 rows is below 0, which logits would be/,
      others: ['as_logits'],
      noWay: 'no flag divides by 255',
    }),
    ce('logprob.csv', { is: 'logprob' }),
  ],
  'wrong-15-second-shard-other-scale': [
    ce('shards', {
      refusal: /b\.csv: its scores lie within 0 to 1, as probabilities do, and those of \S+a\.csv do not/,
      noWay: 'the two are to be read apart',
    }),
  ],
  'wrong-17-duplicate-score-columns': [
    ce('p.csv --score logit_0,logit_1,logit_1', {
      refusal: /--score names the column "logit_1" twice/,
      noWay: 'a name is to be taken out',
    }),
    ce('m.csv', { refusal: /has 2 columns named "p_a"/, noWay: 'a column is to be renamed' }),
  ],
  'wrong-18-weights-by-accident': [
    ce('boxes.csv', {
      refusal: /"w" holds whole numbers beside "h", and may be the weight of the sample or something else/,
      is: 'boxes',
      others: ['boxes_weighted'],
    }),
    ce('people.csv', {
      refusal:
        /"weight" holds whole numbers such as 110, and may be the weight of the sample or something else/,
      is: 'people',
      others: ['people_weighted'],
    }),
  ],
}

/** Stands in the place of the program, and writes down what it is asked. */
const RECORDER = `require('node:fs').appendFileSync(__filename + '.log', process.argv.slice(2).join(' ') + '\\n')\n`

describe.skipIf(!hasCases).each(Object.entries(TOLD))('cases/hard/%s (needs ../shared)', (name, told) => {
  it.each(told)('$command', (one) => judge(`hard/${name}`, one))

  it('has all that its script compares', async () => {
    const folder = copyOfCase(`hard/${name}`)
    const recorder = join(folder, 'recorder.cjs')
    writeFileSync(recorder, RECORDER)
    await runShell(`LOSSCTL='${recorder}' bash ./run.sh`, folder)
    const asked = readFileSync(`${recorder}.log`, 'utf8').trim().replaceAll(' --format csv', '').split('\n')
    expect(told.map(({ command }) => command)).toEqual(expect.arrayContaining(asked))
  })
})
