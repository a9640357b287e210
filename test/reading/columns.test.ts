import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { openDataset } from '../../src/reading/dataset.ts'
import type { ReadingOptions } from '../../src/reading/reading.ts'
import { scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

const write = scratchFolder()

interface Expectation {
  readonly task?: string
  readonly from?: string
  readonly scores?: readonly string[]
  readonly labels?: readonly string[]
  readonly classes?: readonly string[]
  readonly codes?: string
  readonly oneHot?: boolean
  readonly id?: string | null
  readonly weight?: string | null
}

/** How a data set would be read, by the names of its columns. */
async function read(
  path: string,
  options: ReadingOptions = {},
  labelsPath?: string,
): Promise<Required<Expectation>> {
  const { scores, labels, reading } = await openDataset(path, labelsPath, options)
  const nameOf = (column: number | null) => (column === null ? null : scores[0].columns[column])
  return {
    task: reading.task,
    from: reading.from,
    scores: reading.scores.map((column) => scores[0].columns[column]),
    labels: reading.labels.map((column) => labels[0].columns[column]),
    classes: reading.codes.classes,
    codes: reading.codes.summary,
    oneHot: reading.oneHot,
    id: nameOf(reading.id),
    weight: nameOf(reading.weight),
  }
}

type Cells = readonly (string | number)[]

/** A header and 24 rows; `row` tells what is in the i-th. */
function csv(header: string, row: (i: number) => Cells): string {
  const rows = Array.from({ length: 24 }, (_, i) => row(i).join(','))
  return `${header ? `${header}\n` : ''}${rows.join('\n')}\n`
}

/** Within 0 to 1, and neither end of it. */
const prob = (i: number) => ((i * 7) % 24) / 25 + 0.01
const logit = (i: number) => ((i * 7) % 24) - 11.5
const bit = (i: number) => (i % 3 === 0 ? 1 : 0)
/** Three that sum to 1. */
const row3 = (i: number) => [prob(i) / 2, prob(i) / 4, 1 - (prob(i) * 3) / 4]
const pets = (i: number) => ['cat', 'dog', 'bird'][i % 3]
const oneHot = (i: number) => [0, 1, 2].map((c) => (i % 3 === c ? 1 : 0))

type Case = readonly [what: string, text: string, options: ReadingOptions, expected: Expectation]

const binary: readonly Case[] = [
  [
    'id, label, prob',
    csv('id,label,prob', (i) => [`case-${i}`, bit(i), prob(i)]),
    {},
    {
      task: 'binary',
      from: 'probs',
      scores: ['prob'],
      labels: ['label'],
      classes: ['0', '1'],
      codes: '0/1',
      id: 'id',
    },
  ],
  [
    'y_true, y_score, of which the values say what they are',
    csv('y_true,y_score', (i) => [bit(i), prob(i)]),
    {},
    { task: 'binary', from: 'probs', scores: ['y_score'], labels: ['y_true'], id: null, weight: null },
  ],
  [
    'y_true, y_score with values outside 0 to 1',
    csv('y_true,y_score', (i) => [bit(i), logit(i)]),
    {},
    { task: 'binary', from: 'logits', scores: ['y_score'] },
  ],
  [
    'logits near one value, which lie within 0 to 1',
    csv('label,logit', (i) => [bit(i), 0.3 + prob(i) / 4]),
    {},
    { from: 'logits' },
  ],
  [
    '--from against the name',
    csv('label,logit', (i) => [bit(i), prob(i)]),
    { from: 'probs' },
    { from: 'probs' },
  ],
  [
    'two columns without names',
    csv('', (i) => [prob(i), bit(i)]),
    {},
    { task: 'binary', from: 'probs', scores: ['0'], labels: ['1'] },
  ],
  [
    'labels of -1 and +1',
    csv('label,prob', (i) => [bit(i) ? '+1' : '-1', prob(i)]),
    {},
    { classes: ['-1', '+1'], codes: '-1/+1' },
  ],
  [
    'labels that went through floating point',
    csv('label,prob', (i) => [bit(i) ? '1.0' : '0.0', prob(i)]),
    {},
    { classes: ['0', '1'], codes: '0/1' },
  ],
  [
    'labels of true and false in any case',
    csv('label,prob', (i) => [bit(i) ? 'True' : 'FALSE', prob(i)]),
    {},
    { classes: ['false', 'true'], codes: 'false/true' },
  ],
  [
    'labels by two names, negative first',
    csv('label,prob', (i) => [bit(i) ? 'bad' : 'good', prob(i)]),
    { classNames: ['good', 'bad'] },
    { classes: ['good', 'bad'], codes: 'names' },
  ],
  [
    'labels of 0 and 1 with names to show',
    csv('label,prob', (i) => [bit(i), prob(i)]),
    { classNames: ['benign', 'malignant'] },
    { classes: ['benign', 'malignant'], codes: '0/1' },
  ],
  [
    'labels of 1 and 2, named as numbers',
    csv('label,prob', (i) => [bit(i) + 1, prob(i)]),
    { classNames: ['1', '2'] },
    { classes: ['1', '2'], codes: 'numbers 1, 2' },
  ],
  [
    'a label to ignore, written as a number',
    csv('label,prob', (i) => [i === 3 ? -100 : bit(i), prob(i)]),
    { ignoreLabel: '-100' },
    { codes: '0/1' },
  ],
  [
    'a label to ignore, written as a word',
    csv('label,prob', (i) => [i === 3 ? 'NA' : bit(i), prob(i)]),
    { ignoreLabel: 'NA' },
    { codes: '0/1' },
  ],
  [
    'the index that pandas writes without a name',
    csv(',label,prob', (i) => [i, bit(i), prob(i)]),
    {},
    { scores: ['prob'], labels: ['label'], id: '' },
  ],
  [
    'a column of words that the scores are named for',
    csv('customer,Churn,Churn_Prob,Churn_Pred', (i) => [
      `c${i}`,
      ['No', 'Yes'][bit(i)],
      prob(i),
      ['No', 'Yes'][Number(prob(i) > 0.5)],
    ]),
    {},
    { scores: ['Churn_Prob'], labels: ['Churn'] },
  ],
  [
    'a question that the scores answer, beside an amount',
    csv('is_fraud,fraud_probability,amount', (i) => [bit(i) === 1 ? 'True' : 'False', prob(i), 100 + i]),
    {},
    { scores: ['fraud_probability'], labels: ['is_fraud'] },
  ],
  [
    'an outcome of two values',
    csv('fold,outcome,prob', (i) => [i % 5, bit(i), prob(i)]),
    {},
    { scores: ['prob'], labels: ['outcome'] },
  ],
  [
    'labels beside coordinates that are called as labels may be',
    csv('label,prob,x,y', (i) => [bit(i), prob(i), i + 0.25, i + 0.5]),
    {},
    { scores: ['prob'], labels: ['label'] },
  ],
  [
    'a weight by its name',
    csv('label,prob,sample_weight', (i) => [bit(i), prob(i), i]),
    {},
    { scores: ['prob'], weight: 'sample_weight' },
  ],
  [
    'a weight that --score names is a score',
    csv('label,w,p', (i) => [bit(i), prob(i), prob(i)]),
    { score: 'w' },
    { scores: ['w'], weight: null },
  ],
  [
    'a name that holds a comma',
    csv('"p, raw","p, cal",label', (i) => [prob(i), prob(i), bit(i)]),
    { score: 'p, cal' },
    { scores: ['p, cal'] },
  ],
  [
    'a predicted class beside the scores of one class',
    csv('label,predicted,prob', (i) => [bit(i), prob(i) > 0.5 ? 1 : 0, prob(i)]),
    {},
    { task: 'binary', scores: ['prob'] },
  ],
  [
    'one missing score among probabilities',
    csv('label,score', (i) => [bit(i), i === 5 ? 'nan' : prob(i)]),
    {},
    { from: 'probs' },
  ],
]

const softmax: readonly Case[] = [
  [
    'logits beside the probability of the likelier class, which is named as they are',
    csv('label,pred_cat,pred_dog,pred_eel,pred_conf', (i) => [
      i % 3,
      i % 5,
      -1,
      0.5,
      1 / (1 + Math.exp(-1 - Math.max(i % 5, 0.5)) + Math.exp(-Math.abs((i % 5) - 0.5))),
    ]),
    {},
    { task: 'softmax', from: 'logits', scores: ['pred_cat', 'pred_dog', 'pred_eel'] },
  ],
  [
    'one class alone, whose name has a number and an ending',
    csv('target,Class 0_prob,Class 1_prob', (i) => ['Class 0', prob(i), 1 - prob(i)]),
    {},
    { from: 'probs', scores: ['Class 0_prob', 'Class 1_prob'], classes: ['Class 0', 'Class 1'] },
  ],
  [
    'a star over numbers in brackets, which stand in another order',
    csv('label,old_p(1),old_p(0),new_p(1),new_p(0)', (i) => [i % 2, prob(i), 1 - prob(i), 0.5, 0.5]),
    { score: 'old_*' },
    { from: 'probs', scores: ['old_p(0)', 'old_p(1)'] },
  ],
  [
    'probabilities beside the highest of them',
    csv('label,prob_cat,prob_dog,prob_max', (i) => [
      pets(i % 2),
      prob(i),
      1 - prob(i),
      Math.max(prob(i), 1 - prob(i)),
    ]),
    {},
    { from: 'probs', scores: ['prob_cat', 'prob_dog'] },
  ],
  ...['nan', 'NaN', 'inf'].flatMap((cell): Case[] => [
    [
      `a class whose logits are all ${cell}, among others by name`,
      csv('label,logit_0,logit_1,logit_2', (i) => [i % 2, cell, i - 4.5, 4.5 - i]),
      {},
      { task: 'softmax', scores: ['logit_0', 'logit_1', 'logit_2'], classes: ['0', '1', '2'] },
    ],
    [
      `a class whose logits are all ${cell}, without a header`,
      csv('0.5,-1.5,0,0.25', (i) => [i - 4.5, 4.5 - i, i % 2, cell]),
      {},
      { task: 'softmax', scores: ['0', '1', '3'] },
    ],
  ]),
  [
    'the class that was predicted among the scores by its name',
    csv('img,gt_label,pred_label,pred_score_0,pred_score_1,pred_score_2', (i) => [
      `${i}.jpg`,
      i % 3,
      (i + 1) % 3,
      ...row3(i),
    ]),
    {},
    { task: 'softmax', scores: ['pred_score_0', 'pred_score_1', 'pred_score_2'], labels: ['gt_label'] },
  ],
  [
    'p_0 to p_2',
    csv('id,label,p_0,p_1,p_2', (i) => [i, i % 3, ...row3(i)]),
    {},
    {
      task: 'softmax',
      from: 'probs',
      scores: ['p_0', 'p_1', 'p_2'],
      labels: ['label'],
      classes: ['0', '1', '2'],
      codes: 'class indices 0..2',
    },
  ],
  [
    'classes by name in the headers',
    csv('label,prob_cat,prob_dog,prob_bird', (i) => [pets(i), ...row3(i)]),
    {},
    { task: 'softmax', from: 'probs', classes: ['cat', 'dog', 'bird'], codes: 'names' },
  ],
  [
    'class indices under headers with names',
    csv('label,prob_cat,prob_dog,prob_bird', (i) => [i % 3, ...row3(i)]),
    {},
    { classes: ['cat', 'dog', 'bird'], codes: 'class indices 0..2' },
  ],
  [
    'brackets around the names',
    csv('label,score[cat],score[dog],score[bird]', (i) => [pets(i), ...row3(i)]),
    {},
    { classes: ['cat', 'dog', 'bird'] },
  ],
  [
    'bare class names, all of them labels',
    csv('label,cat,dog,bird', (i) => [pets(i), logit(i), -logit(i), i]),
    {},
    { task: 'softmax', from: 'logits', scores: ['cat', 'dog', 'bird'] },
  ],
  [
    'bare class names, one never seen, with rows that sum to 1',
    csv('label,cat,dog,bird', (i) => [pets(i % 2), ...row3(i)]),
    {},
    { task: 'softmax', from: 'probs', scores: ['cat', 'dog', 'bird'] },
  ],
  [
    'labels known only by the classes the scores are named for',
    csv('species,logit_cat,logit_dog', (i) => [pets(i % 2), logit(i), -logit(i)]),
    {},
    { task: 'softmax', labels: ['species'] },
  ],
  [
    'the index of pandas above columns named by number',
    csv(',0,1,2,label', (i) => [i, ...row3(i), i % 3]),
    {},
    { scores: ['0', '1', '2'], id: '', codes: 'class indices 0..2' },
  ],
  [
    'names that count from 1, and labels that do',
    csv('label,p_1,p_2,p_3', (i) => [(i % 3) + 1, ...row3(i)]),
    {},
    { classes: ['1', '2', '3'], codes: 'numbers 1, 2, 3' },
  ],
  [
    'names that count from 1, and labels of the first of them, as they are named',
    csv('label,p_1,p_2,p_3', (i) => [`${(i % 2) + 1}.0`, ...row3(i)]),
    {},
    { classes: ['1', '2', '3'], codes: 'numbers 1, 2, 3' },
  ],
  [
    'names that are numbers behind a word, in the order of these',
    csv(`label,${Array.from({ length: 11 }, (_, k) => `prob_class_${(k * 7) % 11}`)}`, (i) => [
      i % 11,
      ...Array.from({ length: 11 }, (_, k) => ((k * 7) % 11 === i % 11 ? 0.9 : 0.01)),
    ]),
    {},
    {
      scores: Array.from({ length: 11 }, (_, k) => `prob_class_${k}`),
      classes: Array.from({ length: 11 }, (_, k) => `${k}`),
      codes: 'class indices 0..10',
    },
  ],
  [
    'names before an ending',
    csv('Iris-a_prob,Iris-b_prob,Iris-c_prob,kind', (i) => [...row3(i), `Iris-${'abc'[i % 3]}`]),
    { label: 'kind' },
    { classes: ['Iris-a', 'Iris-b', 'Iris-c'], codes: 'names' },
  ],
  [
    'names in brackets',
    csv('P(cat),P(dog),P(bird),label', (i) => [...row3(i), pets(i)]),
    {},
    { classes: ['cat', 'dog', 'bird'], codes: 'names' },
  ],
  [
    'numbers behind a common word alone',
    csv('grade1_prob,grade2_prob,grade3_prob,label', (i) => [...row3(i), (i % 2) + 1]),
    {},
    { classes: ['1', '2', '3'], codes: 'numbers 1, 2, 3' },
  ],
  [
    'labels that could be either, said to be names',
    csv('label,p_1,p_2,p_3', (i) => [`${(i % 2) + 1}.0`, ...row3(i)]),
    { classNames: ['1', '2', '3'] },
    { codes: 'numbers 1, 2, 3' },
  ],
  [
    'labels that could be either, said to be indices',
    csv('label,p_1,p_2,p_3', (i) => [(i % 2) + 1, ...row3(i)]),
    { classNames: ['0', '1', '2'] },
    { codes: 'numbers 0, 1, 2' },
  ],
  [
    'a predicted class named like a score',
    csv('label,pred_label,prob_0,prob_1,prob_2', (i) => [i % 3, (i + 1) % 3, ...row3(i)]),
    {},
    { task: 'softmax', from: 'probs', scores: ['prob_0', 'prob_1', 'prob_2'] },
  ],
  [
    'probabilities and logits, of which --score takes one',
    csv('label,prob_0,prob_1,logit_0,logit_1', (i) => [i % 2, prob(i), 1 - prob(i), logit(i), -logit(i)]),
    { score: 'logit_*' },
    { from: 'logits', scores: ['logit_0', 'logit_1'] },
  ],
  [
    'a row of the sample with a missing score',
    csv('label,a,b,c', (i) => [i % 3, ...(i === 4 ? ['', 0.5, 0.5] : row3(i))]),
    { score: 'a,b,c' },
    { from: 'probs' },
  ],
]

/** A bad label among many is left to the pass over all rows, which says on which line it stands. */
const fewBad: readonly Case[] = [
  ['a soft label', csv('label,prob', (i) => [i === 9 ? 0.5 : bit(i), prob(i)]), {}, { codes: '0/1' }],
  [
    'a word',
    csv('label,prob', (i) => [i === 9 ? 'maybe' : bit(i) ? 'yes' : 'no', prob(i)]),
    {},
    { codes: 'no/yes' },
  ],
  [
    'an index of no class',
    csv('label,p_0,p_1,p_2', (i) => [i === 9 ? 7 : i % 3, ...row3(i)]),
    {},
    { codes: 'class indices 0..2' },
  ],
  [
    'a name of no class',
    csv('label,p_a,p_b', (i) => [i === 9 ? 'c' : 'a', prob(i), 1 - prob(i)]),
    {},
    { codes: 'names' },
  ],
  [
    'a row of a one-hot matrix',
    csv('prob_a,prob_b,label_a,label_b', (i) => [prob(i), 1 - prob(i), bit(i), i === 9 ? 0 : 1 - bit(i)]),
    {},
    { task: 'softmax', oneHot: true },
  ],
]

const matrix: readonly Case[] = [
  [
    'one-hot labels of a softmax',
    csv('prob_a,prob_b,prob_c,label_a,label_b,label_c', (i) => [...row3(i), ...oneHot(i)]),
    {},
    { task: 'softmax', from: 'probs', oneHot: true, classes: ['a', 'b', 'c'] },
  ],
  [
    'independent labels',
    csv('prob_a,prob_b,label_a,label_b', (i) => [prob(i), prob(i + 1), bit(i), bit(i * 2)]),
    {},
    { task: 'multilabel', from: 'probs', oneHot: false, classes: ['a', 'b'] },
  ],
  [
    'labels in another order than the scores',
    csv('prob_b,prob_a,label_a,label_b', (i) => [prob(i), prob(i + 1), bit(i), bit(i * 2)]),
    {},
    { scores: ['prob_b', 'prob_a'], labels: ['label_b', 'label_a'], classes: ['b', 'a'] },
  ],
  [
    'labels numbered and scores named stay as they stand',
    csv('prob_b,prob_a,label_0,label_1', (i) => [prob(i), prob(i + 1), bit(i), bit(i * 2)]),
    {},
    { labels: ['label_0', 'label_1'], classes: ['b', 'a'] },
  ],
  [
    'logits of one label per row, said to be independent',
    csv('logit_a,logit_b,label_a,label_b', (i) => [logit(i), -logit(i), bit(i), 1 - bit(i)]),
    { task: 'multilabel' },
    { task: 'multilabel', from: 'logits' },
  ],
  [
    'labels of which most are to be ignored',
    csv('prob_a,prob_b,label_a,label_b', (i) => [prob(i), prob(i + 1), i % 4 ? -1 : 1, i % 5 ? -1 : bit(i)]),
    { ignoreLabel: '-1' },
    { task: 'multilabel', labels: ['label_a', 'label_b'] },
  ],
  [
    'labels by flag',
    csv('a,b,prob_a,prob_b', (i) => [bit(i), bit(i * 2), prob(i), prob(i + 1)]),
    { label: 'a,b' },
    { task: 'multilabel', labels: ['a', 'b'] },
  ],
]

describe('binary data', () => {
  test.each(binary)('%s', async (_what, text, options, expected) => {
    expect(await read(write('binary.csv', text), options)).toMatchObject(expected)
  })
})

describe('softmax data', () => {
  test.each(softmax)('%s', async (_what, text, options, expected) => {
    expect(await read(write('softmax.csv', text), options)).toMatchObject(expected)
  })
})

describe('one bad label changes nothing', () => {
  test.each(fewBad)('%s', async (_what, text, options, expected) => {
    expect(await read(write('bad.csv', text), options)).toMatchObject(expected)
  })
})

describe('labels as a matrix', () => {
  test.each(matrix)('%s', async (_what, text, options, expected) => {
    expect(await read(write('matrix.csv', text), options)).toMatchObject(expected)
  })
})

describe('labels in a file of their own', () => {
  const scores = () =>
    write(
      'scores.csv',
      csv('', (i) => row3(i)),
    )
  test.each<[string, string, Expectation]>([
    ['one column without a name', csv('', (i) => [i % 3]), { codes: 'class indices 0..2' }],
    ['one column of words', csv('', (i) => [pets(i)]), { codes: 'names' }],
    ['a header', csv('anything', (i) => [i % 3]), { labels: ['anything'] }],
    ['an index without a name, as a pandas series has', csv(',0', (i) => [i, i % 3]), { labels: ['0'] }],
    ['an id and a column of no known name', csv('id,species', (i) => [i, i % 3]), { labels: ['species'] }],
    ['a matrix of 0 and 1', csv('', (i) => oneHot(i)), { task: 'softmax', oneHot: true }],
  ])('%s', async (_what, text, expected) => {
    const options = expected.codes === 'names' ? { classNames: ['cat', 'dog', 'bird'] } : {}
    expect(await read(scores(), options, write('labels.csv', text))).toMatchObject(expected)
  })
})

describe('the fixtures', () => {
  test.each<[string, string | undefined, Expectation]>([
    [
      'breast-cancer.csv',
      undefined,
      { task: 'binary', from: 'probs', scores: ['prob'], labels: ['label'], id: 'id' },
    ],
    ['scenes.csv', undefined, { task: 'binary', from: 'logits', scores: ['logit'], labels: ['label'] }],
    [
      'digits.csv',
      undefined,
      { task: 'softmax', from: 'probs', labels: ['label'], codes: 'class indices 0..9' },
    ],
    [
      'wine.csv',
      undefined,
      { task: 'softmax', from: 'logits', labels: ['cultivar'], classes: ['barolo', 'grignolino', 'barbera'] },
    ],
    [
      'multilabel.csv',
      undefined,
      { task: 'multilabel', from: 'probs', classes: ['even', 'prime', 'loop', 'large'] },
    ],
    ['article-cases.csv', undefined, { task: 'binary', from: 'probs', scores: ['p'], labels: ['y'] }],
    [
      'digits-probs.npy',
      'digits-labels.npy',
      { task: 'softmax', from: 'probs', codes: 'class indices 0..9' },
    ],
    [
      'breast-cancer-logits.npy',
      'breast-cancer-labels.npy',
      { task: 'binary', from: 'logits', codes: '0/1' },
    ],
    ['scenes-logits.npy', 'scenes-labels.npy', { task: 'binary', from: 'logits', codes: '0/1' }],
  ])('%s', async (scores, labels, expected) => {
    expect(await read(fixture(scores), {}, labels && fixture(labels))).toMatchObject(expected)
  })
})

const unclear: readonly (readonly [what: string, text: string, options: ReadingOptions, message: string])[] =
  [
    [
      'two columns of labels by name',
      csv('label,target,prob', (i) => [bit(i), i % 2, prob(i)]),
      {},
      'several columns may hold the labels: label, target; say --label label',
    ],
    [
      'two columns of one name',
      csv('label,label,prob', (i) => [bit(i), bit(i), prob(i)]),
      {},
      'has 2 columns named "label"; rename all but the one meant',
    ],
    [
      'a flag for one of two columns of one name',
      csv('y,a,a', (i) => [bit(i), prob(i), 1]),
      { score: 'a' },
      'has two columns named "a"',
    ],
    [
      'two columns of scores by name',
      csv('label,score,conf', (i) => [bit(i), prob(i), prob(i)]),
      {},
      'several columns may hold the scores: score, conf; say --score score',
    ],
    [
      'two groups of scores',
      csv('label,prob_0,prob_1,logit_0,logit_1', (i) => [i % 2, prob(i), 1 - prob(i), logit(i), -logit(i)]),
      {},
      "several groups of columns may hold the scores: prob_0 …, logit_0 …; say --score 'prob_*' or",
    ],
    [
      'a stranger in a group of scores',
      csv('label,prob_0,prob_1,prob_max', (i) => [i % 2, prob(i), 1 - prob(i), prob(i)]),
      {},
      'whether prob_max beside prob_0, prob_1 is a class; say --score',
    ],
    [
      'a stranger beside bare class names',
      csv('label,x,cat,dog', (i) => [pets(i % 2), i / 7, logit(i), -logit(i)]),
      {},
      'whether x beside cat, dog is a class; say --score cat,dog or, if it is, --score x,cat,dog',
    ],
    [
      'no name for labels',
      csv('a,b,prob', (i) => [i, i, prob(i)]),
      {},
      'it is unclear which column holds the labels; say --label NAME, or --labels FILE',
    ],
    [
      'no names at all',
      csv('', (i) => [i, bit(i), prob(i)]),
      {},
      'say --label 1 if that is it, or --labels FILE if they stand elsewhere; the columns are 0, 1, 2 (no header, so numbered)',
    ],
    [
      'no scores',
      csv('id,label', (i) => [i, bit(i)]),
      {},
      'has no column of scores beside the labels; say --score NAME',
    ],
    [
      'decimal commas',
      csv('label,prob', (i) => [bit(i), '"0,5"']),
      {},
      '"prob" holds "0,5", which is not a number; write a decimal point',
    ],
    [
      'percentages among other numbers',
      csv('label,prob', (i) => [bit(i), i % 2 ? '0.5' : '50%']),
      {},
      '"prob" holds "50%", which is not a number; write 0.125 for 12.5 %',
    ],
    [
      'thousands',
      csv('label,logit', (i) => [bit(i), '"1,000.5"']),
      {},
      'write numbers without thousands separators',
    ],
    [
      'blanks for separators, more in one row',
      csv('', (i) => [`${bit(i)} ${prob(i)}${i === 3 ? ' 1' : ''}`]),
      {},
      'part the cells with commas, not with spaces',
    ],
    [
      'lists of several lengths in a cell',
      csv('label,prob', (i) => [bit(i), `"[${'0.5 '.repeat(1 + (i % 3))}]"`]),
      {},
      'give each class a column of its own',
    ],
    [
      'text for scores by flag',
      csv('label,prob,split', (i) => [bit(i), prob(i), 'val']),
      { score: 'split' },
      '"split" is to hold the scores and holds "val"',
    ],
    [
      'an unknown column',
      csv('label,prob', (i) => [bit(i), prob(i)]),
      { score: 'probs' },
      'has no column "probs" for --score; did you mean prob?',
    ],
    [
      'an unknown prefix',
      csv('label,prob', (i) => [bit(i), prob(i)]),
      { score: 'x_*' },
      'has no column that begins with "x_" for --score; its columns are label, prob',
    ],
    [
      'a few scores outside 0 to 1',
      csv('label,score', (i) => [bit(i), i === 5 ? 1.0000001 : prob(i)]),
      {},
      '1 of 24 scores lies outside 0 to 1 (1.0000001 in row 5 of "score"), few for logits and too many for probabilities; say --from',
    ],
    [
      'few scores',
      'label,score\n1,0.5\n',
      {},
      '1 score in "score" is too few to tell probabilities from logits; say --from probs or --from logits',
    ],
    [
      'rows within 0 to 1 that do not sum to 1',
      csv('label,a,b', (i) => [i % 2, 0.5, 0.25]),
      { score: 'a,b' },
      'the scores in "a", "b" lie within 0 to 1 but rows of them do not sum to 1; say --from',
    ],
    [
      'a label 0 beside columns that count from 1',
      csv('label,p_1,p_2,p_3', (i) => [i % 3, ...row3(i)]),
      {},
      'the label 0 is none of the numbers that the columns are named for (1,2,3); say --class-names 0,1,2 if labels are indices from 0, or --ignore-label 0 to leave it out',
    ],
    [
      'labels that count from 0 or from 1',
      csv('label,p_a,p_b,p_c', (i) => [(i % 2) + 1, ...row3(i)]),
      {},
      'none of the 24 labels is 0, so that classes may count from 0 or from 1; say --class-names 1,2,3 if they count from 1, --class-names 0,1,2 if from 0',
    ],
    [
      'two models',
      csv('label,logit_old,logit_new', (i) => [bit(i), logit(i) + 0.25, logit(i)]),
      {},
      'logit_old, logit_new may be the scores of several models or of several classes; say --score logit_old for one model or --score logit_old --score-b logit_new for two with lossctl diff or --score logit_old,logit_new if each is of a class and that of the label 0 is first',
    ],
    [
      'rows of no class, in a word',
      csv('label,logit_car,logit_dog,logit_owl', (i) => [
        ['background', 'car', 'dog', 'owl'][i % 4],
        ...row3(i).map((x) => 4 * x - 3),
      ]),
      {},
      'the label "background" is neither a class index (0 to 2) nor one of the columns\' names (car, dog, owl); say --background background if it stands for rows of no class, or --class-names in the order of the columns, or --ignore-label background to leave it out',
    ],
    [
      'a summary among the classes',
      csv('label,logit_cat,logit_dog,logit_bird,logit_max', (i) => [pets(i), ...row3(i), 0.5]),
      {},
      'it is unclear whether logit_max beside logit_cat, logit_dog, logit_bird is a class; say --score and the columns of scores, as in --score logit_cat,logit_dog,logit_bird',
    ],
    [
      'a column twice, as pandas calls it',
      csv('label,logit_cat,logit_dog,logit_bird,logit_bird.1', (i) => [pets(i), ...row3(i), 0.5]),
      {},
      'it is unclear whether logit_bird.1 beside logit_cat, logit_dog, logit_bird is a class',
    ],
    [
      'labels of which neither the first nor the last class is one',
      csv('', (i) => [(i % 2) + 1, ...row3(i)]),
      {},
      'none of the 24 labels is 0, so that classes may count from 0 or from 1; say --class-names 1,2,3 if they count from 1, --class-names 0,1,2 if from 0',
    ],
    [
      'a label of no class',
      csv('label,p_a,p_b', (i) => [i % 5 === 0 ? 'c' : 'a', prob(i), 1 - prob(i)]),
      {},
      'the label "c" is neither a class index (0 to 1) nor one of the columns\' names (a, b)',
    ],
    [
      'two words for labels',
      csv('label,prob', (i) => [bit(i) ? 'bad' : 'good', prob(i)]),
      {},
      'name the negative class first: --class-names bad,good or --class-names good,bad',
    ],
    [
      'one word for all labels',
      csv('label,prob', (i) => ['bad', prob(i)]),
      {},
      'all labels seen are "bad", and it is unclear which class that is; name both classes',
    ],
    [
      'labels that are scores',
      csv('label,prob', (i) => [prob(i), prob(i)]),
      {},
      'the labels lie between 0 and 1 ("0.01", ',
    ],
    [
      'three names for two classes',
      csv('label,prob', (i) => [bit(i), prob(i)]),
      { classNames: ['a', 'b', 'c'] },
      'binary labels need two class names; negative first',
    ],
    [
      'two names for three classes',
      csv('label,p_0,p_1,p_2', (i) => [i % 3, ...row3(i)]),
      { classNames: ['a', 'b'] },
      '--class-names gives 2 names for 3 columns of scores',
    ],
    [
      'one-hot labels of logits',
      csv('logit_a,logit_b,label_a,label_b', (i) => [logit(i), -logit(i), bit(i), 1 - bit(i)]),
      {},
      'say --task softmax or --task multilabel',
    ],
    [
      'other classes in labels than in scores',
      csv('prob_a,prob_b,label_a,label_c', (i) => [prob(i), prob(i), bit(i), bit(i * 2)]),
      {},
      'the class "b" has scores and no labels',
    ],
    [
      'labels of other classes than half of the scores, whose names begin as no others do',
      csv('z_dog,z_owl,z_cat,label_cow,label_owl,label_cat', (i) => [
        ...[prob(i), prob(i + 1), prob(i + 2)],
        ...[bit(i), bit(i * 2), bit(i * 3)],
      ]),
      {},
      'the class "z_dog" has scores and no labels',
    ],
    [
      'more labels than scores',
      csv('prob_a,label_a,label_b', (i) => [prob(i), bit(i), bit(i * 2)]),
      {},
      'the class "b" has labels and no scores',
    ],
    [
      'a task that does not fit',
      csv('label,p_0,p_1,p_2', (i) => [i % 3, ...row3(i)]),
      { task: 'binary' },
      '--task binary takes one score per row and there are 3; name the one of the positive class with --score',
    ],
    [
      'a softmax of one column',
      csv('label,prob', (i) => [bit(i), prob(i)]),
      { task: 'softmax' },
      '--task softmax takes one score per class and there is one column',
    ],
  ]

describe('what is unclear is an error that says what to do', () => {
  test.each(unclear)('%s', async (_what, text, options, message) => {
    const path = write('unclear.csv', text)
    const error = await read(path, options).catch((caught) => caught)
    expect(error).toBeInstanceOf(InputError)
    expect(error.message.startsWith(`${path}: `)).toBe(true)
    expect(error.message).toContain(message)
  })

  test('a nameless column that counts the rows', async () => {
    const scores = write(
      'index.csv',
      csv('', (i) => [i, ...row3(i)]),
    )
    const labels = write(
      'labels.csv',
      csv('', (i) => [i % 3]),
    )
    await expect(read(scores, {}, labels)).rejects.toThrow(
      'column 0 counts the rows and looks like an index; say --score 1,2,3 to leave it out',
    )
    expect(await read(scores, { score: '1,2,3' }, labels)).toMatchObject({ task: 'softmax', from: 'probs' })
  })
})

test('the reasons tell each decision', async () => {
  const { reading } = await openDataset(fixture('breast-cancer.csv'), undefined, {})
  expect(reading.reasons).toEqual([
    'labels are "label", by its name',
    'id is "id"',
    'scores are probs, by the name "prob"',
    'the task is binary: 1 score and 1 label per row',
    'labels are read as 0/1',
  ])
})
