/** Dumps that were asked about without need, or read wrongly, as kinds: each gives the mean of the numbers that it was made from. */
import { expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(37)

interface Drawn {
  readonly truth: readonly number[]
  readonly logits: readonly (readonly number[])[]
}

function draw(rows: number, classes: number, truthAt = (i: number) => i % classes): Drawn {
  const truth = Array.from({ length: rows }, (_, i) => truthAt(i))
  const logits = truth.map((t) =>
    Array.from({ length: classes }, (_, k) => Number((random.normal() + (k === t ? 1.5 : -0.5)).toFixed(5))),
  )
  return { truth, logits }
}

const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const softmaxMean = ({ truth, logits }: Drawn) =>
  mean(logits.map((z, i) => Math.log(z.reduce((sum, x) => sum + Math.exp(x), 0)) - z[truth[i]]))
const sigmoidMean = (scores: readonly (readonly number[])[], bits: readonly (readonly number[])[]) =>
  mean(scores.flatMap((z, i) => z.map((x, k) => softplus(bits[i][k] ? -x : x))))

const lines = (rows: readonly (readonly unknown[])[], separator = ',') =>
  rows.map((cells) => `${cells.join(separator)}\n`).join('')
const column = (name: string, cells: readonly unknown[]) =>
  write(`${name}.csv`, `${name}\n${cells.join('\n')}\n`)
const CLASSES = ['cat', 'dog', 'owl', 'ant']

const TWO = draw(60, 2)
const FOUR = draw(40, 4)
const BITS = FOUR.logits.map((z) => z.map((x) => Number(x + random.normal() > 0)))
const FEW = draw(15, 4)
const BINARY = Array.from({ length: 20 }, (_, i) => ({ y: i % 2, p: (1 + ((i * 37) % 97)) / 100 }))
const ofBinary = mean(BINARY.map(({ y, p }) => -Math.log(y ? p : 1 - p)))

const KINDS: Readonly<Record<string, readonly [words: () => readonly string[], right: number]>> = {
  'two logits a row below one name, parted by blanks': [
    () => [
      column(
        'outputs',
        TWO.logits.map((z) => z.join(' ')),
      ),
      '--labels',
      column('gt', TWO.truth),
    ],
    softmaxMean(TWO),
  ],
  'two logits a row below a title, parted by commas': [
    () => [write('commas.csv', `outputs\n${lines(TWO.logits)}`), '--labels', column('gt', TWO.truth)],
    softmaxMean(TWO),
  ],
  'four logits a row below one name': [
    () => [
      column(
        'logits',
        FOUR.logits.map((z) => z.join(' ')),
      ),
      '--labels',
      column('gt', FOUR.truth),
    ],
    softmaxMean(FOUR),
  ],
  'lists of 0 and 1 below one name': [
    () => [
      ...[
        column(
          'logits',
          FOUR.logits.map((z) => z.join(' ')),
        ),
      ],
      ...[
        '--labels',
        column(
          'gt',
          BITS.map((row) => row.join(' ')),
        ),
      ],
    ],
    sigmoidMean(FOUR.logits, BITS),
  ],
  'one score below one name, with names of rows as R writes them': [
    () => [
      write(
        'r.csv',
        `prob\n${lines(
          BINARY.map(({ p }, i) => [i + 1, p]),
          ' ',
        )}`,
      ),
      ...[
        '--labels',
        column(
          'label',
          BINARY.map(({ y }) => y),
        ),
      ],
    ],
    ofBinary,
  ],
  'numbers for names of classes beside words': [
    () => [
      write(
        'numbers.csv',
        lines([
          ['0', '1', '3', '2', 'comment'],
          ...FOUR.logits.map((z, i) => [z[0], z[1], z[3], z[2], i % 3 ? '' : 'blurry']),
        ]),
      ),
      ...['--labels', column('y_true', FOUR.truth)],
    ],
    softmaxMean(FOUR),
  ],
  'few rows of a name and labels per class, parted by blanks': [
    () => [
      write(
        'few.csv',
        lines([
          ['id', ...FEW.logits[0].map((_, k) => `logit_${k}`)],
          ...FEW.logits.map((z, i) => [`img/${i}.png`, ...z]),
        ]),
      ),
      '--labels',
      write(
        'truth.csv',
        lines(
          [
            ['id', ...FEW.logits[0].map((_, k) => `label_${k}`)],
            ...FEW.truth
              .map((t, i) => [`img/${i}.png`, ...FEW.logits[0].map((_, k) => Number(k === t))])
              .toReversed(),
          ],
          ' ',
        ),
      ),
      ...['--task', 'softmax'],
    ],
    softmaxMean(FEW),
  ],
  'numbers for names of classes above decimal commas, and no label 0': [
    () => {
      const rows = FOUR.logits.map((z) => z.map((x) => `${x}`.replace('.', ',')))
      const words = [write('classes.csv', lines([['0', '1', '2', '3'], ...rows], ';'))]
      return [
        ...words,
        '--labels',
        column(
          'actual',
          FOUR.truth.map((t) => Math.max(1, t)),
        ),
      ]
    },
    softmaxMean({ ...FOUR, truth: FOUR.truth.map((t) => Math.max(1, t)) }),
  ],
  'names in a comment above a few rows of a name and labels': [
    () => [
      write(
        'ids.csv',
        lines([
          ['id', ...CLASSES.map((name) => `logit_${name}`)],
          ...FOUR.logits.slice(0, 9).map((z, i) => [`u-${i}`, ...z]),
        ]),
      ),
      '--labels',
      write(
        'bits.csv',
        `# ${lines([['id', ...CLASSES.map((name) => `y_${name}`)], ...BITS.slice(0, 9).map((row, i) => [`u-${i}`, ...row])], ' ')}`,
      ),
    ],
    sigmoidMean(FOUR.logits.slice(0, 9), BITS.slice(0, 9)),
  ],
  'quoted decimal commas in a column alone': [
    () => [
      write(
        'comma.csv',
        `prob\n${BINARY.map(({ p }) => `"${`${p.toFixed(3)}`.replace('.', ',')}"\n`).join('')}`,
      ),
      ...[
        '--labels',
        column(
          'label',
          BINARY.map(({ y }) => y),
        ),
      ],
    ],
    ofBinary,
  ],
}

const ofModels = (
  score: (model: string, k: number) => string,
  label: (k: number) => string,
  cells: (i: number) => readonly number[],
) => {
  const other = draw(40, 4).logits
  const names = ['old', 'new'].flatMap((model) => CLASSES.map((_, k) => score(model, k)))
  const rows = FOUR.logits.map((z, i) => [...z, ...other[i], ...cells(i)])
  return write('models.csv', lines([[...names, ...CLASSES.map((_, k) => label(k))], ...rows]))
}

const SAID: typeof KINDS = {
  'labels in words per class beside those of one model': [
    () => [
      ofModels(
        (model, k) => `${model}_logit_${CLASSES[k]}`,
        (k) => CLASSES[k],
        (i) => BITS[i],
      ),
      '--score',
      'old_*',
    ],
    sigmoidMean(FOUR.logits, BITS),
  ],
  'labels in numbers per class beside those of one model': [
    () => [
      ofModels(
        (model, k) => `${model}_logit(${k})`,
        (k) => `${k}`,
        (i) => BITS[i],
      ),
      '--score',
      'old_*',
    ],
    sigmoidMean(FOUR.logits, BITS),
  ],
  'labels that are all of one class of a model': [
    () => {
      const rows = TWO.logits.map((z) => ['Class 1', ...z])
      return [
        write('ones.csv', lines([['truth', 'old_logits.Class 0', 'old_logits.Class 1'], ...rows])),
        ...['--score', 'old_*'],
      ]
    },
    softmaxMean({ ...TWO, truth: TWO.truth.map(() => 1) }),
  ],
  'a model whose columns end in yes and no': [
    () => {
      const rows = TWO.logits.map((z, i) => [TWO.truth[i], z[1], z[0], z[0] + 1, z[1]])
      const names = [
        'cls',
        ...['raw', 'calibrated'].flatMap((model) => [`${model}_logit_yes`, `${model}_logit_no`]),
      ]
      return [write('sides.csv', lines([names, ...rows])), '--score', 'raw_*']
    },
    softmaxMean(TWO),
  ],
  'high scores of one class beside labels to leave out': [
    () => {
      const rows = BINARY.map(({ p }, i) => [i % 4 === 0 ? -1 : '1.0', 0.5 + p / 2])
      return [write('high.csv', lines([['label', 'pred_score'], ...rows])), '--ignore-label=-1']
    },
    mean(BINARY.filter((_, i) => i % 4 !== 0).map(({ p }) => -Math.log(0.5 + p / 2))),
  ],
  'two sigmoids beside a background': [
    () => {
      const rows = TWO.logits.map((z, i) => [i % 3, ...z])
      return [
        write('background.csv', lines([['y', 'logit_delhi', 'logit_paris'], ...rows])),
        '--background',
        '2',
      ]
    },
    sigmoidMean(
      TWO.logits,
      TWO.logits.map((_, i) => [0, 1].map((k) => Number(i % 3 === k))),
    ),
  ],
}

it.each(Object.entries({ ...KINDS, ...SAID }))('%s', async (_, [words, right]) => {
  const { code, stdout, stderr } = await lossctl(['compare', ...words(), '--loss', 'ce', '--format', 'json'])
  expect([code, stderr]).toEqual([0, ''])
  expect(JSON.parse(stdout).results[0].losses[0].value / right).toBeCloseTo(1, 12)
})

it('pt is Portuguese among sigmoids of languages, and its column is one of those that are advised', async () => {
  const languages = ['es', 'de', 'pt', 'nl', 'fr', 'el']
  const { truth, logits } = draw(60, 6, (i) => (i % 3 === 0 ? i % 2 : -1))
  const probs = logits.map((z) => z.map((x) => 1 / (1 + Math.exp(-x))))
  const rows = probs.map((p, i) => [...p, languages[truth[i]] ?? 'background'])
  const words = [write('languages.csv', lines([[...languages, 'gt'], ...rows])), '--background', 'background']
  const { code, stderr } = await lossctl(['compare', ...words])
  expect([code, stderr]).toEqual([3, expect.stringContaining(`--score ${languages.join()}\n`)])
  const advised = ['compare', ...words, '--score', languages.join(), '--loss', 'ce', '--format', 'json']
  const { stdout } = await lossctl(advised)
  const right = sigmoidMean(
    logits,
    truth.map((t) => languages.map((_, k) => Number(k === t))),
  )
  expect(JSON.parse(stdout).results[0].losses[0].value / right).toBeCloseTo(1, 12)
})

it('takes no model that misses most positives for classes that count from 1', async () => {
  const lone = (file: string, p: (row: number) => number) =>
    write(
      file,
      lines([['y', 'p_neg', 'p_pos'], ...Array.from({ length: 60 }, (_, i) => [1, 1 - p(i), p(i)])]),
    )
  const missed = lone('missed.csv', (row) => (row % 4 === 0 ? 0.75 : 0.25))
  const asked = await lossctl(['compare', missed])
  expect(asked.code).toBe(3)
  expect(asked.stderr).toContain('none of the 60 labels is 0, so that classes may count from 0 or from 1')
  const found = lone('found.csv', (row) => (row % 4 === 0 ? 0.25 : 0.75))
  const { code, stdout } = await lossctl(['compare', found, '--loss', 'ce', '--format', 'json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout).results[0].losses[0].value).toBeCloseTo(
    -(3 * Math.log(0.75) + Math.log(0.25)) / 4,
    12,
  )
})

/** The head of a file that is sorted by its classes, with the confidence of what was predicted. */
const confident = (file: string, rows: readonly (readonly [truth: string, predicted: string, p: number])[]) =>
  write(
    file,
    lines([['image', 'actual', 'predicted', 'confidence'], ...rows.map((row, i) => [`${i}.jpg`, ...row])]),
  )

it.each<readonly [string, Parameters<typeof confident>[1], number]>([
  [
    'two of three',
    Array.from({ length: 12 }, (_, i) => [i < 6 ? 'cat' : 'dog', ['cat', 'owl', 'dog'][i % 3], 0.4 + i / 50]),
    3,
  ],
  ['one of five', Array.from({ length: 9 }, (_, i) => ['cat', CLASSES[i % 4], 0.9 - i / 20]), 4],
])('takes no confidence of several classes for that of one: %s', async (_, rows, classes) => {
  const file = confident('head.csv', rows)
  for (const said of [[], ['--class-names', 'dog,cat']]) {
    const { code, stderr } = await lossctl(['compare', file, ...said])
    expect(code).toBe(3)
    expect(stderr).toContain(`${classes} classes occur in the labels and in "predicted"`)
  }
})

it('takes no confidence of two classes for that of one where all first labels are of it', async () => {
  const rows = Array.from(
    { length: 40 },
    (_, i) => ['cry', i % 20 === 7 ? 'quiet' : 'cry', 0.7 + (i % 29) / 100] as const,
  )
  const file = confident('cries.csv', rows)
  const asked = await lossctl(['compare', file, '--class-names', 'quiet,cry'])
  expect([asked.code, asked.stderr]).toEqual([3, expect.stringContaining('say --predicted predicted')])
  const said = ['--predicted', 'predicted', '--class-names', 'quiet,cry', '--loss', 'ce', '--format', 'json']
  const { stdout } = await lossctl(['compare', file, ...said])
  const right = mean(rows.map(([truth, predicted, p]) => -Math.log(truth === predicted ? p : 1 - p)))
  expect(JSON.parse(stdout).results[0].losses[0].value).toBeCloseTo(right, 12)
})

it('takes what is so for the labels where a prediction is called the same', async () => {
  const rows = BINARY.map(({ y, p }, i) => [i * 7 + 3, y, Number(p > 0.5), p])
  const file = write('left.csv', lines([['source_row', 'actual_left', 'predicted_left', 'score'], ...rows]))
  const { code, stdout } = await lossctl(['compare', file, '--loss', 'ce', '--format', 'json'])
  expect(code).toBe(0)
  const right = mean(BINARY.map(({ y, p }) => -Math.log(y ? p : 1 - p)))
  expect(JSON.parse(stdout).results[0].losses[0].value).toBeCloseTo(right, 12)
})

it('takes what is so for the labels where all of it is 0 and predictions are not', async () => {
  const rows = BINARY.filter(({ y }) => y === 0).map(({ p }, i) => [i * 7 + 3, 0, Number(p > 0.5), p])
  const file = write('stayed.csv', lines([['source_row', 'actual_left', 'predicted_left', 'score'], ...rows]))
  const { code, stdout } = await lossctl([
    'compare',
    file,
    '--from',
    'probs',
    '--loss',
    'ce',
    '--format',
    'json',
  ])
  expect(code).toBe(0)
  const right = mean(rows.map(([, , , p]) => -Math.log(1 - p)))
  expect(JSON.parse(stdout).results[0].losses[0].value).toBeCloseTo(right, 12)
})

it.each([
  ['Actual_Churn', 'OOF_p_churn', 0],
  ['y_churn', 'oof_p_churn', 0],
  ['Actual_Churn', 'OOF_p_stay', 3],
])('takes the one score that is named for the labels: %s, %s', async (label, score, expected) => {
  const rows = BINARY.map(({ y, p }, i) => [i * 7 + 3, i % 5, y, p])
  const file = write('churn.csv', lines([['ID', 'fold', label, score], ...rows]))
  const { code, stdout } = await lossctl(['compare', file, '--loss', 'ce', '--format', 'json'])
  expect(code).toBe(expected)
  if (expected !== 0) return
  const right = mean(BINARY.map(({ y, p }) => -Math.log(y ? p : 1 - p)))
  expect(JSON.parse(stdout).results[0].losses[0].value).toBeCloseTo(right, 12)
})

it('takes probabilities that are written with a point, and are 0 in all first rows, for the scores', async () => {
  const rows = Array.from({ length: 12 }, (_, i) => [`${i}.png`, 0, '0.0', 0])
  const file = write('zeros.csv', lines([['filename', 'true', 'prob', 'pred'], ...rows]))
  const { code, stdout } = await lossctl(['compare', file, '--loss', 'ce', '--format', 'json'])
  expect([code, JSON.parse(stdout).results[0].source.scores]).toEqual([0, ['prob']])
})

it.each<
  readonly [
    string,
    readonly string[],
    (row: (typeof BINARY)[number], i: number) => readonly unknown[],
    string,
  ]
>([
  [
    'predictions alone',
    ['FileName', 'Prediction'],
    ({ y }, i) => [`${i}.nii`, y ? 'AD' : 'NC'],
    '"Prediction" holds classes that were predicted, and there are neither scores nor labels',
  ],
  [
    'predictions beside facts',
    ['split', 'row_idx', 'mode', 'pred'],
    ({ y }, i) => ['test', 99 - i, 'strict', y],
    '"pred" holds classes that were predicted, and there are neither scores nor labels',
  ],
  [
    'a regression of amounts',
    ['sequence', 'true_dg', 'pred_dg'],
    ({ p }, i) => [`A${i}`, -33 * p, 1 - 34 * p],
    '"true_dg" holds amounts (',
  ],
  [
    'a regression of whole numbers',
    ['Actual', 'Predicted', 'Residuals'],
    ({ p }, i) => [i * 37 + 5, 900 * p, 60.5 - 900 * p],
    'the labels are 20 different numbers in 20 rows (5, 42, 79, …), as the truth of a regression is',
  ],
  [
    'two people who labelled the same rows, beside a softmax,',
    ['prob_0', 'prob_1', 'label_0', 'label_1'],
    ({ y, p }, i) => [1 - p, p, y, i % 3 === 0 ? 1 - y : y],
    'say --label label_0 if that alone is the truth, or --task multilabel if each stands for itself',
  ],
  [
    'a regression of few whole numbers, by percent and by amount,',
    ['y_true', 'y_pred'],
    ({ p }, i) => [i % 10, 100 * p],
    'the labels are 10 different numbers in 20 rows (0, 1, 2, …), and there is one score per row, as in a regression',
  ],
  [
    'two facts, of which a score goes with the second',
    ['age', 'general', 'delirium', 'oof_pred'],
    ({ y, p }, i) => [60.5 + i, i % 3 === 0 ? 1 : 0, y, (p + y) / 2],
    'say --label delirium if that is it',
  ],
])('says of %s what is missing', async (_, header, row, reason) => {
  const file = write('other.csv', lines([header, ...BINARY.map(row)]))
  const { code, stderr } = await lossctl(['compare', file])
  expect([code, stderr]).toEqual([3, expect.stringContaining(reason)])
})

it('takes the labels of one of two people beside a softmax, where that is said', async () => {
  const rows = BINARY.map(({ y, p }, i) => [1 - p, p, y, i % 3 === 0 ? 1 - y : y])
  const file = write('two-people.csv', lines([['prob_0', 'prob_1', 'label_0', 'label_1'], ...rows]))
  for (const [label, at] of Object.entries({ label_0: 2, label_1: 3 })) {
    const answer = await lossctlJson<{ results: { losses: { value: number }[] }[] }>(
      'compare',
      file,
      '--label',
      label,
    )
    const mean = rows.reduce((sum, row) => sum - Math.log(row[row[at]]), 0) / rows.length
    expect(answer.results[0].losses[0].value).toBeCloseTo(mean, 12)
  }
})

it('takes the class of a box for what was found, and the column that is advised for what is true', async () => {
  const found = BINARY.map(({ y, p }, i) => ({
    image_id: Math.floor(i / 3),
    category_id: [18, 11, 4][i % 3],
    bbox: [0.5 + i, 12.66, 30.25, 9],
    score: p,
    label: y,
  }))
  const named = (name: string, records: readonly object[]) => write(name, JSON.stringify(records))
  const without = named(
    'results.json',
    found.map(({ label, ...record }) => record),
  )
  const { code, stderr } = await lossctl(['compare', without])
  expect([code, stderr]).toEqual([3, expect.stringContaining('"category_id" may be the class it says')])
  expect(stderr).toContain('write 1 or 0 beside each score, in a column called matched')
  const { stdout } = await lossctl(['inspect', without])
  expect(stdout).not.toMatch(/category_id +\? label/)
  for (const name of ['matched', 'label']) {
    const matched = found.map(({ label, ...record }) => ({ ...record, [name]: label }))
    const { results } = JSON.parse(
      (await lossctl(['compare', named('matched.json', matched), '--loss', 'ce', '--format', 'json'])).stdout,
    )
    expect(results[0].losses[0].value).toBeCloseTo(ofBinary, 12)
  }
})

it('tells models from classes by sums of 1 where classes come first', async () => {
  const p = TWO.logits.map(([a]) => 1 / (1 + Math.exp(-a)))
  const header = [
    'target',
    ...['lo', 'mid', 'hi'].flatMap((c) => ['xgb', 'ord'].map((m) => `prob_${c}_${m}`)),
  ]
  const rows = p.map((x, i) => [i % 3, x / 2, 0.1, x / 2, 0.2, 1 - x, 0.3])
  const { stderr } = await lossctl(['compare', write('grid.csv', lines([header, ...rows]))])
  expect(stderr).toContain('say --score prob_lo_xgb,prob_mid_xgb,prob_hi_xgb for one model')
})

it('parts numbers with decimal commas by the semicolon between them, where no name stands above', async () => {
  const rows = TWO.logits.map((z) => z.map((x) => `${x + 0.000001}`.replace('.', ',')))
  const preds = write('commas.csv', lines(rows, ';'))
  const truth = write('commas_y.csv', lines(TWO.truth.map((t) => [t])))
  const { code, stdout } = await lossctl([
    'compare',
    preds,
    '--labels',
    truth,
    '--loss',
    'ce',
    '--format',
    'json',
  ])
  expect(code).toBe(0)
  expect(JSON.parse(stdout).results[0].losses[0].value / softmaxMean(TWO)).toBeCloseTo(1, 9)
})

it('tells the positive class by the name of its score beside that of a model', async () => {
  const rows = BINARY.map(({ y, p }) => [y ? 'fraud' : 'legit', 0.5, p])
  const file = write('fraud.csv', lines([['truth', 'old_prob.fraud', 'new_prob.fraud'], ...rows]))
  const words = ['compare', file, '--score', 'new_prob.fraud', '--loss', 'ce', '--format', 'json']
  const { code, stdout } = await lossctl(words)
  expect(code).toBe(0)
  const right = mean(BINARY.map(({ y, p }) => -Math.log(y ? p : 1 - p)))
  expect(JSON.parse(stdout).results[0].losses[0].value).toBeCloseTo(right, 12)
})

it('takes no model that says one class too often for labels that count from 1', async () => {
  const truth = Array.from({ length: 400 }, (_, i) => (i % 8 === 0 ? 2 : 1))
  const said = truth.map((t, i) => ((i * 7) % 20 < 11 ? 0 : (i * 7) % 20 < 16 ? t : 3 - t))
  const rows = said.map((c) => [0, 1, 2].map((k) => (k === c ? 0.5 : 0.25)))
  const scores = write('often.csv', lines([['p_a', 'p_b', 'p_c'], ...rows]))
  const asked = await lossctl(['compare', scores, '--labels', column('observed', truth)])
  expect([asked.code, asked.stderr]).toEqual([3, expect.stringContaining('may count from 0 or from 1')])
  // One that knows them tells from where they count.
  const known = truth.map((t) => [0, 1, 2].map((k) => (k === t - 1 ? 0.5 : 0.25)))
  const file = write('known.csv', lines([['p_a', 'p_b', 'p_c'], ...known]))
  const words = [file, '--labels', column('seen', truth), '--loss', 'ce', '--format', 'json']
  const { code, stdout } = await lossctl(['compare', ...words])
  expect(code).toBe(0)
  expect(JSON.parse(stdout).results[0].losses[0].value).toBeCloseTo(Math.log(2), 12)
})

it('leaves no class out of a list whose number follows from those of the others', async () => {
  const rows = [14.35, 16.53, 14.37, 15.02].map((x, i) => {
    return [-x, Math.log1p(-Math.exp(-x) - Math.exp(-17 - i)), -17 - i]
  })
  const file = write('sure.json', JSON.stringify({ outputs: rows, labels: [2, 2, 2, 2] }))
  const { stdout } = await lossctl(['inspect', file])
  expect(stdout).not.toMatch(/outputs\[1\] +not read/)
})

it('takes no two models for twice the classes of anchors where scores are called so behind them', async () => {
  const header = ['y', ...['raw', 'calibrated'].flatMap((model) => [0, 1].map((c) => `${model}_c${c}_prob`))]
  const rows = BINARY.map(({ p }, i) => [(i % 3) - 1, p, 1 - p / 2, p / 3, p / 4])
  const words = ['compare', write('anchors.csv', lines([header, ...rows])), '--background', '-1']
  const { code, stderr } = await lossctl(words)
  expect([code, stderr]).toEqual([3, expect.stringContaining('may be the scores of 2 models on 2 classes')])
})
