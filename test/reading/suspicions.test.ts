import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { advisedFlag } from '../made/paste.ts'
import { printedCe } from '../made/printed-ce.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const N = 40

/** Binary samples whose probabilities are known, whatever form they are written in. */
const P = Array.from({ length: N }, (_, i) => 0.02 + ((i * 17) % N) / (N + 1))
const Y = P.map((p, i) => (p + ((i * 7) % 10) / 20 > 0.7 ? 1 : 0))
const MEAN = P.reduce((sum, p, i) => sum - Math.log(Y[i] === 1 ? p : 1 - p), 0) / N

const csv = (header: string, row: (i: number) => readonly (string | number)[]) =>
  write('preds.csv', `${header}\n${P.map((_, i) => row(i).join(',')).join('\n')}\n`)

const word = (label: number) => (label === 1 ? 'malignant' : 'benign')
const predicted = (i: number) => (P[i] >= 0.5 ? 1 : 0)
const confidence = (i: number) => Math.max(P[i], 1 - P[i])

describe('one probability a row in another form', () => {
  it.each([
    ['logarithms, by their name', 'label,log_prob', (i: number) => [Y[i], Math.log(P[i])], []],
    ['logarithms, by a flag', 'label,score', (i: number) => [Y[i], Math.log(P[i])], ['--from', 'log-probs']],
    ['percentages', 'label,prob', (i: number) => [Y[i], 100 * P[i]], ['--from', 'percent']],
    [
      'the confidence of the predicted class',
      'label,prediction,conf',
      (i: number) => [Y[i], predicted(i), confidence(i)],
      ['--predicted', 'prediction'],
    ],
    [
      'the confidence of a class in words',
      'label,pred_label,pred_score',
      (i: number) => [word(Y[i]), word(predicted(i)), confidence(i)],
      ['--predicted', 'pred_label', '--class-names', 'benign,malignant'],
    ],
    [
      'that of the class it is named for',
      'diagnosis,prob_malignant',
      (i: number) => [word(Y[i]), P[i]],
      ['--label', 'diagnosis'],
    ],
    [
      'that of the class it is named for, the other one',
      'diagnosis,prob_benign',
      (i: number) => [word(Y[i]), 1 - P[i]],
      ['--label', 'diagnosis'],
    ],
    [
      'that of the negative class, as is advised',
      'label,prob_neg',
      (i: number) => [Y[i], 1 - P[i]],
      ['--class-names', '1,0'],
    ],
    [
      'beside a column of predicted classes',
      'y_true,y_pred,y_prob',
      (i: number) => [Y[i], predicted(i), P[i]],
      [],
    ],
    [
      'of the negative and the positive class',
      'label,prob_pos,prob_neg',
      (i: number) => [Y[i], P[i], 1 - P[i]],
      [],
    ],
  ])('is read: %s', async (_, header, row, flags) => {
    expect(await printedCe(csv(header, row), ...flags)).toBeCloseTo(MEAN, 10)
  })

  it.each([
    ['log_prob', 'some are above 0', (i: number) => [Y[i], i - 20.5]],
    ['prob', 'say --from percent', (i: number) => [Y[i], 100 * P[i]]],
    ['prob', 'say --from log-probs', (i: number) => [Y[i], Math.log(P[i]) - 1]],
    ['x', 'say --from log-probs if they are', (i: number) => [Y[i], Math.log(P[i])]],
    ['prob_neg', 'say --class-names 1,0', (i: number) => [Y[i], 1 - P[i]]],
    ['confidence', 'no "confidence" is below a half', (i: number) => [Y[i], confidence(i)]],
    ['max_prob', 'by its name it holds none', (i: number) => [Y[i], P[i]]],
    ['entropy', 'by its name it holds none', (i: number) => [Y[i], P[i]]],
  ])('is asked about: %s, %s', async (name, words, row) => {
    const { code, stdout, stderr } = await lossctl(['compare', csv(`label,${name}`, row)])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain(words)
  })

  it('is told by its row where it cannot be changed', async () => {
    const path = csv('label,log_prob,id', (i) => [Y[i], i === 5 ? 0.5 : Math.log(P[i]), `x${i}`])
    const { stderr } = await lossctl(['compare', path, '--from', 'log-probs'])
    expect(stderr).toContain(`${path}:7:2: "0.5" is above 0, and so no logarithm of a probability`)
    const strange = csv('label,pred,conf', (i) => [Y[i], i === 5 ? 'what' : predicted(i), confidence(i)])
    const { stderr: other } = await lossctl(['compare', strange, '--predicted', 'pred', '--score', 'conf'])
    expect(other).toContain(`${strange}:7:2: "what" is none of the two classes`)
  })
})

describe('what was only half seen', () => {
  it('is the confidence of a prediction made at another threshold, or with one odd value', async () => {
    const path = csv('y_true,y_pred,confidence', (i) => [
      Y[i],
      P[i] >= 0.4 ? 1 : 0,
      P[i] >= 0.4 ? P[i] : 1 - P[i],
    ])
    const { code, stderr } = await lossctl(['compare', path])
    expect([code, stderr]).toEqual([3, expect.stringContaining('say --predicted y_pred')])
    expect(await printedCe(path, '--predicted', 'y_pred')).toBeCloseTo(MEAN, 10)
    const bad = csv('label,conf', (i) => [Y[i], i === 3 ? 'nan' : confidence(i)])
    expect((await lossctl(['compare', bad, '--on-bad-row', 'skip'])).stderr).toContain('is below a half')
  })

  it('is a probability of 1e-60, as a logarithm', async () => {
    const row = (of: (p: number) => number) => (i: number) => [1, of(i === 0 ? 1e-60 : P[i])]
    const asked = (path: string) => printedCe(path, '--class-names', '0,1')
    const [plain, log] = [
      await asked(
        csv(
          'label,prob',
          row((p) => p),
        ),
      ),
      await asked(csv('label,log_prob', row(Math.log))),
    ]
    expect(log).toBeCloseTo(plain, 10)
    expect(plain).toBeGreaterThan(3)
  })

  it('is a softmax in per cent, beside labels of 0 and 1', async () => {
    const header = 'score_a,score_b,label_a,label_b'
    const path = csv(header, (i) => [100 * (1 - P[i]), 100 * P[i], 1 - Y[i], Y[i]])
    expect(await printedCe(path, '--from', 'percent')).toBeCloseTo(MEAN, 10)
  })

  it('is a cell that a change of form has no number for, where bad rows are left out', async () => {
    const path = csv('label,log_prob', (i) => [Y[i], i === 5 ? 0.5 : Math.log(P[i])])
    const left =
      P.reduce((sum, p, i) => (i === 5 ? sum : sum - Math.log(Y[i] === 1 ? p : 1 - p)), 0) / (N - 1)
    expect(await printedCe(path, '--from', 'log-probs', '--on-bad-row', 'skip')).toBeCloseTo(left, 10)
  })

  it.each([
    'prob_class_0',
    'P(y=0)',
    'prob_neg_class',
    'class_0_prob',
  ])('is the negative class in %s', async (name) => {
    const { code, stderr } = await lossctl(['compare', csv(`label,${name}`, (i) => [Y[i], 1 - P[i]])])
    expect([code, stderr]).toEqual([3, expect.stringContaining('say --class-names 1,0')])
  })

  it.each([
    'max_prob',
    'entropy_score',
    'true_prob',
  ])('is %s beside another column of numbers', async (name) => {
    const { code } = await lossctl(['compare', csv(`label,${name},ms`, (i) => [Y[i], P[i], 7.5 + i])])
    expect(code).toBe(3)
  })

  it('is the weight of B alone', async () => {
    const weighted = csv('weight,label,prob', (i) => [60 + i, Y[i], P[i]])
    const { code, stdout } = await lossctl(['diff', weighted, weighted, '--weight', 'none'])
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'A and B are the same: no sample differs.'])
  })
})

describe('classes in the order of their numbers', () => {
  const order = [1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9]
  const score = (i: number, k: number) => (i % 11 === k - 1 ? 0.4 + P[i] / 4 : (0.6 - P[i] / 4) / 10)
  const truth = P.reduce((sum, p) => sum - Math.log(0.4 + p / 4), 0) / N

  it.each([
    ['as numbers', 'prob_class_', (k: number) => k],
    ['as words with numbers', 'class', (k: number) => `class${k}`],
    ['as whole names', 'p_c', (k: number) => `p_c${k}`],
  ])('are found by labels %s', async (_, stem, label) => {
    const header = `label,${order.map((k) => `${stem}${k}`).join(',')}`
    const path = csv(header, (i) => [label((i % 11) + 1), ...order.map((k) => score(i, k))])
    expect(await printedCe(path)).toBeCloseTo(truth, 10)
  })

  it('are not renamed without a word on which order is meant', async () => {
    const names = order.map((k) => `n${k}`).join(',')
    const columns = order.map((k) => `prob_${k}`)
    const path = csv(`label,${columns.join(',')}`, (i) => [
      `n${(i % 11) + 1}`,
      ...order.map((k) => score(i, k)),
    ])
    const { code, stderr } = await lossctl(['compare', path, '--class-names', names])
    expect([code, stderr]).toEqual([3, expect.stringContaining('name the columns with --score')])
    expect(await printedCe(path, '--class-names', names, '--score', columns.join(','))).toBeCloseTo(truth, 10)
  })
})

describe('several scores per row', () => {
  const three = (i: number) => [0.1 + P[i] / 2, 0.2, 0.7 - P[i] / 2]

  it.each([
    ['label,logit_0,logit_1,logit_2', 'each row of them sums to 1', (i: number) => [i % 3, ...three(i)]],
    [
      'label,prob_0,prob_1,prob_2',
      'fall from column to column',
      (i: number) => [i % 3, ...three(i).toSorted((a, b) => b - a)],
    ],
    [
      'label,a,b,c',
      'which logits would be',
      (i: number) => ['abc'[i % 3], ...three(i).map((p) => Math.round(255 * p))],
    ],
    [
      'label,pred_0,pred_1,pred_2',
      'hold the numbers 0 to 2 once in each row, as classes in an order do, and no scores',
      (i: number) => [i % 3, ...[i, i + 1, i + 2].map((c) => c % 3)],
    ],
    [
      'label,pred_1,pred_2,pred_3',
      'hold the numbers 1 to 3 once in each row',
      (i: number) => ['abc'[i % 3], ...[i, i + 1 + (i % 2), i + 2 - (i % 2)].map((c) => 1 + (c % 3))],
    ],
    ['weight,label,prob', 'say --weight weight', (i: number) => [60 + i, Y[i], P[i]]],
  ])('that are no such scores are asked about: %s', async (header, words, row) => {
    const { code, stderr } = await lossctl(['compare', csv(header, row)])
    expect([code, stderr.includes(words), stderr]).toEqual([3, true, stderr])
  })

  it('are not whole numbers beside fractions where they have no names', async () => {
    const rows = P.map((p, i) => [(i * 7) % 101, p, Y[i]].join(','))
    const { code, stderr } = await lossctl([
      'compare',
      write('bare.csv', `${rows.join('\n')}\n`),
      '--label',
      '2',
    ])
    expect([code, stderr.includes('column 0 holds whole numbers')]).toEqual([3, true])
  })

  it('stand below a first row that counts the columns', async () => {
    const rows = P.map((p) => `${1 - p},${p}`)
    const scores = write('pandas.csv', `0,1\n${rows.join('\n')}\n`)
    expect(await printedCe(scores, '--labels', write('y.csv', `label\n${Y.join('\n')}\n`))).toBeCloseTo(
      MEAN,
      10,
    )
  })

  it('have one scale in all shards', async () => {
    const logits = write(
      'shard-1.csv',
      `label,score\n${P.map((p, i) => `${Y[i]},${8 * p - 4}`).join('\n')}\n`,
    )
    const probs = write('shard-2.csv', `label,score\n${P.map((p, i) => `${Y[i]},${p}`).join('\n')}\n`)
    const { code, stderr } = await lossctl(['compare', logits.replace('-1.csv', '-*.csv')])
    expect([code, stderr]).toEqual([3, expect.stringContaining(`${probs}: its scores lie within 0 to 1`)])
  })

  it('are UTF-8', async () => {
    const text = `site,label,prob\n${P.map((p, i) => `caf\xe9,${Y[i]},${p}`).join('\n')}\n`
    const path = write('latin.csv', Buffer.from(text, 'latin1'))
    const { code, stderr } = await lossctl(['compare', path, '--by', 'site'])
    expect([code, stderr]).toEqual([
      3,
      `error: ${path}: is not UTF-8; save it as UTF-8; it may be Latin-1 (Windows-1252)\n`,
    ])
  })
})

it('refuses the list of samples of a softmax that lossctl itself wrote, which lacks all other scores', async () => {
  const path = csv('label,logit_0,logit_1,logit_2', (i) => [Y[i], 0, Math.log(P[i] / (1 - P[i])), -1])
  const samples = path.replace('preds.csv', 'samples.csv')
  expect((await lossctl(['samples', path, '--output', samples])).code).toBe(0)
  const { code, stderr } = await lossctl(['compare', samples])
  expect([code, stderr]).toEqual([3, expect.stringContaining('give the predictions it was made from')])
})

describe('columns beside the scores', () => {
  const SIDES: readonly (readonly [string, (i: number) => string | number])[] = [
    ['confidence', confidence],
    ['y_pred', predicted],
    ['fold', (i) => i % 5],
    ['entropy', (i) => -P[i] * Math.log(P[i])],
    ['raw_logit', (i) => Math.log(P[i] / (1 - P[i]))],
    ['label_name', (i) => word(Y[i])],
  ]

  it.each(SIDES)('are none that say the same or something else: %s', async (name, cell) => {
    const path = csv(`label,prob,${name}`, (i) => [Y[i], P[i], cell(i)])
    expect(await printedCe(path)).toBeCloseTo(MEAN, 10)
  })

  it('are asked about where a confidence is all that the probabilities leave', async () => {
    const low = P.map((p) => p / 3)
    const path = csv('label,conf,confidence', (i) => [Y[i], low[i], 1 - low[i]])
    expect((await lossctl(['compare', path])).stderr).toContain('several columns may hold the scores')
  })

  it('are no class by their index, which is whole', async () => {
    const path = csv('label,pred_no,pred_yes,pred_idx', (i) => [
      Y[i] === 1 ? 'yes' : 'no',
      ...[1 - P[i], P[i], predicted(i)],
    ])
    expect(await printedCe(path)).toBeCloseTo(MEAN, 10)
  })
})

describe('classes that were predicted', () => {
  it.each([
    ['y_true,y_pred', (i: number) => [i % 3, (i * 7) % 3]],
    ['label,score', (i: number) => [i % 4, (i * 3) % 4]],
    ['true_idx,true_label,predicted_idx', (i: number) => [i % 3, 'abc'[i % 3], (i * 7) % 3]],
    ['label,predictions', (i: number) => [i % 4, (i * 3) % 6]],
    ['label,predictions,predicted_classes', (i: number) => [i % 2, (i * 3) % 7, 'abcdefg'[(i * 3) % 7]]],
  ])('are told as what they are: %s', async (header, row) => {
    const { code, stderr } = await lossctl(['compare', csv(header, row)])
    expect([code, stderr]).toEqual([3, expect.stringContaining('holds classes that were predicted')])
  })
})

describe('percentages beside words for decisions', () => {
  it('are told as percentages, with what reads them so', async () => {
    const percent = (i: number) => [20, 40, 60][(i * 7) % 3]
    const file = csv('label,pred,decision', (i) => [i % 2, percent(i), ['lo', 'mid', 'hi'][(i * 7) % 3]])
    const { code, stderr } = await lossctl(['compare', file])
    expect([code, stderr]).toEqual([3, expect.stringContaining('--from percent')])
    const mean = P.reduce((sum, _, i) => {
      const p = percent(i) / 100
      return sum - Math.log(i % 2 === 1 ? p : 1 - p) / P.length
    }, 0)
    expect(await printedCe(file, ...advisedFlag(stderr, '--from'))).toBeCloseTo(mean, 10)
  })
})

describe('files whose rows are not all in both', () => {
  it('are told as that', async () => {
    const scores = write('named.csv', `uuid,prob\n${P.map((p, i) => `row-${i},${p}`).join('\n')}\n`)
    const labels = write('truth.csv', `key,label\n${Y.map((y, i) => `row-${i + 3},${y}`).join('\n')}\n`)
    const { stderr } = await lossctl(['compare', scores, '--labels', labels])
    expect(stderr).toContain(`not all of them are in both: 3 of ${N} there have none here (as "row-40")`)
  })
})

describe('the confidence of the predicted one of three classes', () => {
  it('is no score, also where the first rows are of two of them', async () => {
    const truth = (i: number) => (i < N / 2 ? 'healthy' : 'nevus')
    const file = csv('file,true_label,pred_label,pred_prob', (i) => [
      `${i}.jpg`,
      truth(i),
      i % 3 === 0 ? 'melanoma' : truth(i),
      0.4 + P[i] / 2,
    ])
    const { code, stderr } = await lossctl(['compare', file])
    expect([code, stderr]).toEqual([
      3,
      `error: ${file}: 3 classes occur in the labels and in "pred_label", and there is one score per row, "pred_prob"; a loss needs the score of the true class, which is this one only where the prediction is right: write one column per class\n`,
    ])
  })
})

describe('labels under the names of the scores, in a file of their own', () => {
  it('are those of all classes, where rows to leave out are -1 in all of them', async () => {
    const names = ['toxic', 'obscene']
    const cells = (i: number) => [P[i], P[N - 1 - i]]
    const truth = (i: number) => [Y[i], Y[N - 1 - i]]
    const isLeftOut = (i: number) => i % 5 !== 0
    const table = (name: string, row: (i: number) => readonly number[]) =>
      write(
        name,
        `${[['id', ...names], ...P.map((_, i) => [`row${i}`, ...row(i)])].map((line) => line.join(',')).join('\n')}\n`,
      )
    const scores = table('sub.csv', cells)
    const labels = table('lab.csv', (i) => (isLeftOut(i) ? [-1, -1] : truth(i)))
    const asked = await lossctl(['compare', scores, '--labels', labels])
    expect([asked.code, asked.stderr]).toEqual([
      3,
      expect.stringContaining(
        'lab.csv:3:2: "-1" is no label (labels are 0/1 per class); leave it out with --ignore-label=-1',
      ),
    ])
    const losses = P.flatMap((_, i) =>
      isLeftOut(i) ? [] : cells(i).map((p, k) => -Math.log(truth(i)[k] === 1 ? p : 1 - p)),
    )
    const wanted = losses.reduce((sum, loss) => sum + loss, 0) / losses.length
    expect(await printedCe(scores, '--labels', labels, '--ignore-label=-1')).toBeCloseTo(wanted, 12)
  })
})

it('a confidence above a half where no row is predicted to be positive is that of the other class', async () => {
  const path = csv('y_true,prediction,pred_prob,age', (i) => [0, 0, 0.5 + confidence(i) / 2.1, 30 + i])
  const { code, stderr } = await lossctl(['compare', path])
  expect(code).toBe(3)
  expect(stderr).toContain('no "pred_prob" is below a half though "prediction" is 0 in all of the first rows')
  const right = P.reduce((sum, _, i) => sum - Math.log(0.5 + confidence(i) / 2.1), 0) / N
  expect(await printedCe(path, '--score', 'pred_prob', '--predicted', 'prediction')).toBeCloseTo(right, 12)
})
