/**
 * Dumps as people and other programs write them. The right mean of cross-entropy is computed here, from the numbers as they
 * are written; a dump that is refused leads to it by what the refusal advises.
 */
import { describe, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { writeNpy } from '../made/layouts/npy.ts'
import { createRandom } from '../made/layouts/random.ts'
import { followAdvice } from '../made/remedies.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(7)
const N = 240
const rows = <Cell>(of: (i: number) => Cell) => Array.from({ length: N }, (_, i) => of(i))
const round = (x: number) => Number(x.toFixed(6))

/** Binary samples: logits of three runs of one model, and the probabilities of the first. */
const Y = rows((i) => (i < 2 ? i : Number(random.chance(0.4))))
const Z = rows((i) => round(1.2 * (2 * Y[i] - 1) + 1.5 * random.normal()))
const RUNS = [Z, ...[1, 2].map(() => Z.map((z) => round(z + 0.6 * random.normal())))]
const P = Z.map((z) => round(1 / (1 + Math.exp(-z))))

/** Numbers that a double writes with twenty digits behind the point, with an exponent, and without a point. */
const WIDE = Z.map((z, i) => (i % 7 === 0 ? Math.round(z) : i % 5 === 0 ? z * 1e-8 : z / 12345.678))

/** Samples of four classes. */
const T = rows((i) => (i < 4 ? i : random.int(0, 3)))
const LOGITS = T.map((t) =>
  Array.from({ length: 4 }, (_, c) => round(1.3 * random.normal() + (c === t ? 1.8 : 0))),
)
const sumExp = (z: readonly number[]) => z.reduce((sum, x) => sum + Math.exp(x), 0)
const PROBS = LOGITS.map((z) => z.map((x) => round(Math.exp(x) / sumExp(z))))

const PROBS_OF_LOGITS = LOGITS.map((z) => z.map((x) => Math.exp(x) / sumExp(z)))
const HUNDREDFOLD = PROBS.map((row) => row.map((p) => round(100 * p)))

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length
const ofLogits = (z: readonly number[], y: readonly number[]) =>
  mean(z.map((x, i) => Math.log1p(Math.exp(y[i] === 1 ? -x : x))))
const ofProbs = (p: readonly number[], y: readonly number[]) =>
  mean(p.map((x, i) => -Math.log(y[i] === 1 ? x : 1 - x)))
const ofRows = (probs: readonly (readonly number[])[], t: readonly number[]) =>
  mean(probs.map((row, i) => -Math.log(row[t[i]])))

type Cell = string | number

function table(columns: Readonly<Record<string, readonly Cell[]>>, separator = ','): string {
  const all = Object.values(columns)
  const lines = all[0].map((_, i) => all.map((cells) => cells[i]).join(separator))
  return `${[Object.keys(columns).join(separator), ...lines].join('\n')}\n`
}

const column = (probs: readonly (readonly number[])[], c: number) => probs.map((row) => row[c])
const columnsOf = (probs: readonly (readonly number[])[], names: readonly string[]) =>
  Object.fromEntries(names.map((name, c) => [name, column(probs, c)]))

interface Dump {
  readonly files: Readonly<Record<string, string | Uint8Array>>
  /** Null where no loss can be told. */
  readonly right: number | null
  /** What it is refused with; answered at once without. */
  readonly refusal?: RegExp
}

const one = (content: string) => ({ 'preds.csv': content })

/** Rows of which the label is not that class. */
const without = (c: number) => rows((i) => i).filter((i) => T[i] !== c)
const pick = <Item>(list: readonly Item[], at: readonly number[]) => at.map((i) => list[i])

const KINDS = ['cat', 'dog', 'cow', 'ant']

/** Three classes, whose probabilities sum to 1. */
const THREE = pick(LOGITS, without(3)).map((z) =>
  z.slice(0, 3).map((x) => round(Math.exp(x) / sumExp(z.slice(0, 3)))),
)

const RUNS_REFUSED = /are all higher where the label is 1, as the scores of several models are/

/** Rows of JSON with the keys in another order in some of them. */
function jsonRows(isMoved: (row: number) => boolean): string {
  const names = ['cat', 'dog', 'bird', 'fish']
  const written = T.map((t, i) => {
    const members = [...names.map((name, c) => [`logit_${name}`, LOGITS[i][c]]), ['label', t]]
    return Object.fromEntries(isMoved(i) ? random.shuffle(members) : members)
  })
  return JSON.stringify(written)
}

const DUMPS: Readonly<Record<string, Dump>> = {
  'a logit that is called a score beside its class and how sure it is': {
    files: one(
      table({
        y: Y,
        pred_idx: Z.map((z) => Number(z > 0)),
        pred_prob: Z.map((z) => 1 / (1 + Math.exp(-Math.abs(z)))),
        pred_score: Z,
      }),
    ),
    right: ofLogits(Z, Y),
  },
  'a score named for a model and one of the two labels': {
    files: one(table({ truth: Y.map((y) => (y ? 'malignant' : 'benign')), resnet50_malignant_prob: P })),
    right: ofProbs(P, Y),
  },
  'a score named for what one of the two labels is not': {
    files: one(table({ truth: Y.map((y) => (y ? 'ship' : 'plane')), resnet50_not_plane_prob: P })),
    right: ofProbs(P, Y),
    refusal: /which is the positive class/,
  },
  'lists without quotes between blanks': {
    files: one(`index probs y_true\n${PROBS.map((p, i) => `${i} [${p.join(',')}] ${T[i]}\n`).join('')}`),
    right: ofRows(PROBS, T),
  },
  'logarithms of probabilities in three digits, most labels that of the last class': {
    files: one(
      table({
        cls: rows((i) => (i % 8 === 0 ? 1 + (i % 3) : 3)),
        ...columnsOf(
          LOGITS.map((z) => {
            const three = z.slice(0, 3)
            return three.map((x) => Number((x - Math.log(sumExp(three))).toPrecision(3)))
          }),
          ['y_pred_1', 'y_pred_2', 'y_pred_3'],
        ),
      }),
    ),
    right: mean(
      LOGITS.map((z, i) => {
        const three = z.slice(0, 3).map((x) => Number((x - Math.log(sumExp(z.slice(0, 3)))).toPrecision(3)))
        return Math.log(sumExp(three)) - three[i % 8 === 0 ? i % 3 : 2]
      }),
    ),
  },
  'labels -1 and 1 beside predictions 0 and 1': {
    files: {
      'preds.csv': table({ sigmoid: P, pred_idx: P.map((p) => Number(p > 0.5)) }),
      'truth.csv': table({ True: Y.map((y) => 2 * y - 1) }),
    },
    right: ofProbs(P, Y),
  },
  'one label alone in words, that of a column behind the words of all': {
    files: one(
      table({
        true_label: rows(() => 'Edema'),
        m2_log_p_Edema: P.map((p) => Math.log(p)),
        m2_log_p_Atelectasis: P.map((p) => Math.log1p(-p)),
      }),
    ),
    right: mean(P.map((p) => -Math.log(p))),
    refusal: /several columns may hold the scores/,
  },
  'logarithms of probabilities near 1, which in half precision are as near to 0 as rounding': {
    files: {
      'outputs.npy': writeNpy(
        'f2',
        [40],
        Array.from({ length: 40 }, (_, i) => -(2 ** -(9 + (i % 8)))),
      ),
      'y_true.npy': writeNpy('b1', [40], new Array(40).fill(1)),
    },
    right: mean(Array.from({ length: 40 }, (_, i) => 2 ** -(9 + (i % 8)))),
    refusal: /no score(?: in ".*?")? is above 0, as with logarithms of probabilities/,
  },
  'a score of quality beside the probability that the predictions follow, the label in words with signs and in numbers':
    {
      files: one(
        table({
          'Image Name': rows((i) => `${i}.jpg`),
          Label: Y.map((y) => (y ? 'GON+' : 'GON-')),
          'Quality Score': rows((i) => 4 + (i % 31) / 10),
          label_numeric: Y,
          prediction: P.map((p) => Number(p > 0.5)),
          probability: P,
        }),
      ),
      right: ofProbs(P, Y),
    },
  'labels of one word that a sign ends': {
    files: one(table({ label: Y.map((y) => (y ? 'HER2+' : 'HER2-')), prob: P })),
    right: ofProbs(P, Y),
  },
  'a label that is named for itself, beside predictions in numbers and in words': {
    files: one(
      table({
        SMILES: rows((i) => `C${'O'.repeat(1 + (i % 9))}N${i}`),
        y_pred: P.map((p) => Number(p > 0.5)),
        y_prob: P,
        status: P.map((p) => (p > 0.5 ? 'BBB+' : 'BBB-')),
        BBB_labels: Y,
      }),
    ),
    right: ofProbs(P, Y),
  },
  'two scores of which predictions follow one': {
    files: one(
      table({
        label: Y,
        risk_score: rows((i) => round(((i * 37) % 101) / 101)),
        predicted_proba: P,
        pred: P.map((p) => Number(p > 0.5)),
      }),
    ),
    right: ofProbs(P, Y),
  },
  'two scores with predictions of their own': {
    files: one(
      table({
        label: Y,
        score: P,
        pred: P.map((p) => Number(p > 0.5)),
        final_score: P.map((p) => round(p * p)),
        final_pred: P.map((p) => Number(p * p > 0.5)),
      }),
    ),
    right: ofProbs(P, Y),
    refusal: /several columns may hold the scores|one model|several models/,
  },
  'logits of several seeds beside one label of 0 and 1': {
    files: one(table({ label: Y, logit_seed0: RUNS[0], logit_seed1: RUNS[1], logit_seed2: RUNS[2] })),
    right: ofLogits(Z, Y),
    refusal: RUNS_REFUSED,
  },
  'probabilities of several folds': {
    files: one(
      table({ target: Y, pred_fold0: P, pred_fold1: RUNS[1].map((z) => round(1 / (1 + Math.exp(-z)))) }),
    ),
    right: ofProbs(P, Y),
    refusal: RUNS_REFUSED,
  },
  'an array of the members of an ensemble': {
    files: {
      'logits.npy': writeNpy('f8', [N, 3], rows((i) => RUNS.map((z) => z[i])).flat()),
      'labels.npy': writeNpy('i8', [N], Y),
    },
    right: ofLogits(Z, Y),
    refusal: RUNS_REFUSED,
  },
  'logits of three classes of which one never occurs': {
    files: one(
      table({
        label: Y,
        logit_0: Z.map((z) => -z),
        logit_1: Z,
        logit_2: RUNS[1].map((z) => round(z / 9 - 2)),
      }),
    ),
    right: mean(
      rows((i) => {
        const z = [-Z[i], Z[i], round(RUNS[1][i] / 9 - 2)]
        return Math.log(sumExp(z)) - z[Y[i]]
      }),
    ),
  },
  'words of which the first is none, beside indices of the others': {
    files: one(
      table({
        label: pick(T, without(0)).map((t) => t - 1),
        ...columnsOf(pick(PROBS, without(0)), ['prob_none', 'prob_cat', 'prob_dog', 'prob_cow']),
      }),
    ),
    right: ofRows(pick(PROBS, without(0)), pick(T, without(0))),
    refusal: /"prob_none" may be of no label/,
  },
  'words whose last one is none': {
    files: one(
      table({
        label: pick(T, without(3)),
        ...columnsOf(pick(PROBS, without(3)), ['prob_cat', 'prob_dog', 'prob_cow', 'prob_none']),
      }),
    ),
    right: ofRows(pick(PROBS, without(3)), pick(T, without(3))),
  },
  'words in the order of the alphabet, beside labels from 1': {
    files: one(
      table({
        label: T.map((t) => t + 1),
        prob_one: column(PROBS, 0),
        prob_three: column(PROBS, 2),
        prob_two: column(PROBS, 1),
        prob_four: column(PROBS, 3),
      }),
    ),
    right: ofRows(PROBS, T),
    refusal: /it is unclear which column is of which label/,
  },
  'logarithms of odds to base 10': {
    files: one(table({ label: Y, lod: Z.map((z) => round(z / Math.LN10)) })),
    right: null,
    refusal: /called "lod", as logarithms to base 10 are/,
  },
  'logarithms of odds to base 2': {
    files: one(table({ label: Y, log2_odds: Z.map((z) => round(z / Math.LN2)) })),
    right: null,
    refusal: /as logarithms to base 2 are/,
  },
  'natural logarithms of odds': {
    files: one(table({ label: Y, log_odds: Z })),
    right: ofLogits(Z, Y),
  },
  odds: {
    files: one(table({ label: Y, odds: Z.map((z) => round(Math.exp(z))) })),
    right: null,
    refusal: /called "odds"/,
  },
  'rows named by files here and by numbers there, in another order': {
    files: {
      'preds.csv': table({ image: rows((i) => `${i}.jpg`), prob: P }),
      'labels.csv': table({ image_id: rows((i) => N - 1 - i), label: Y.toReversed() }),
    },
    right: null,
    refusal:
      /names its rows in "image_id" \(239\) and .* in "image" \(0\.jpg\), and these are not the same names/,
  },
  'rows named by files here and by the same numbers there': {
    files: {
      'preds.csv': table({ image: rows((i) => `${(i * 7) % N}.jpg`), prob: P }),
      'labels.csv': table({ image_id: rows((i) => (i * 7) % N), label: Y }),
    },
    right: ofProbs(P, Y),
  },
  'a row for each class, one of which is the true one': {
    files: one(
      table({
        qid: T.flatMap((_, i) => [i, i, i, i]),
        choice: T.flatMap(() => [0, 1, 2, 3]),
        logit: LOGITS.flat(),
        label: T.flatMap((t) => [0, 1, 2, 3].map((c) => Number(c === t))),
      }),
    ),
    right: null,
    refusal: /each sample has a row for each "choice": "0", "1", "2" and 1 more; write one row per sample/,
  },
  'a row for each of two classes, in words, that sum to 1': {
    files: one(
      table({
        image: Y.flatMap((_, i) => [`${i}.jpg`, `${i}.jpg`]),
        category: Y.flatMap(() => ['ham', 'spam']),
        score: P.flatMap((p) => [round(1 - p), p]),
        target: Y.flatMap((y) => [y, y]),
      }),
    ),
    right: null,
    refusal: /each sample has a row for each "category"/,
  },
  'a row for each of two classes, without an id, in any order of rows': {
    files: one(
      table({
        class: Y.flatMap((_, i) => [i % 2, 1 - (i % 2)]),
        prob: P.flatMap((p, i) => (i % 2 === 1 ? [p, round(1 - p)] : [round(1 - p), p])),
        is_true: Y.flatMap((y, i) => (i % 2 === 1 ? [y, 1 - y] : [1 - y, y])),
      }),
    ),
    right: null,
    refusal: /each sample has a row for each "class": "[01]", "[01]";/,
  },
  'two views of each sample, each of which counts': {
    files: one(
      table({
        image: Y.flatMap((_, i) => [`${i}.jpg`, `${i}.jpg`]),
        view: Y.flatMap(() => ['left', 'right']),
        prob: rows((i) => [P[i], P[(i + 1) % N]]).flat(),
        label: Y.flatMap((y) => [y, y]),
      }),
    ),
    right: ofProbs(
      rows((i) => [P[i], P[(i + 1) % N]]).flat(),
      Y.flatMap((y) => [y, y]),
    ),
  },
  'rows that two columns name together, in another order': {
    files: {
      'preds.csv': table({ patient: rows((i) => i >> 2), slice: rows((i) => i % 4), prob: P }),
      'labels.csv': table({
        patient: rows((i) => (N - 1 - i) >> 2),
        slice: rows((i) => (N - 1 - i) % 4),
        label: Y.toReversed(),
      }),
    },
    right: null,
    refusal:
      /"patient" is "59" in row 0 and "0" in that of .*preds\.csv, so that the rows are not in the same order/,
  },
  'rows that two columns name together, in one order': {
    files: {
      'preds.csv': table({ patient: rows((i) => i >> 2), slice: rows((i) => i % 4), prob: P }),
      'labels.csv': table({ patient: rows((i) => i >> 2), slice: rows((i) => i % 4), label: Y }),
    },
    right: ofProbs(P, Y),
  },
  'days that are written in two ways, in another order': {
    files: {
      'preds.csv': table({ date: rows((i) => `2024-${1 + (i >> 5)}-${1 + (i % 28)}`), prob: P }),
      'labels.csv': table({
        date: rows((i) => `${1 + (i % 28)}/${1 + (i >> 5)}/2024`).toReversed(),
        label: Y,
      }),
    },
    right: null,
    refusal: /"date" is .* so that the rows are not in the same order/,
  },
  'logits of which some are missing': {
    files: one(table({ label: Y, logit: Z.map((z, i) => (i % 90 === 7 ? -999 : z)) })),
    right: null,
    refusal: /3 of the first 240 rows have -999 for a score, as missing ones are written/,
  },
  cosines: {
    files: one(table({ label: Y, score: Z.map((z) => round(Math.tanh(z / 2))) })),
    right: null,
    refusal: /all scores in "score" lie within -1 to 1 and reach 0\.\d+, as cosines do/,
  },
  thousandths: {
    files: one(table({ label: Y, prob: P.map((p) => Math.round(1000 * p)) })),
    right: null,
    refusal: /is not a probability \(0 to 1\); divide the scores by the number that stands for 1/,
  },
  'labels Y and N': {
    files: one(table({ label: Y.map((y) => ['N', 'Y'][y]), prob: P })),
    right: ofProbs(P, Y),
  },
  'labels t and f': {
    files: one(table({ label: Y.map((y) => ['f', 't'][y]), prob: P })),
    right: ofProbs(P, Y),
  },
  'labels 1 and 2, of which the smaller is named first': {
    files: one(table({ class: Y.map((y) => y + 1), fitted: P })),
    right: ofProbs(P, Y),
    refusal: /name the negative class first: --class-names 1,2 or --class-names 2,1/,
  },
  'the predictions of caret: truth and prediction in words that columns bear': {
    files: one(
      table({
        pred: P.map((p) => (p > 0.5 ? 'Yes' : 'No')),
        obs: Y.map((y) => ['No', 'Yes'][y]),
        No: P.map((p) => round(1 - p)),
        Yes: P,
        rowIndex: rows((i) => ((i * 7) % N) + 1),
        C: rows(() => 0.25),
        Resample: rows((i) => `Fold${i % 5}`),
      }),
    ),
    right: ofProbs(P, Y),
  },
  'the predictions of tidymodels': {
    files: one(
      table({
        '.pred_class': P.map((p) => (p > 0.5 ? 'Yes' : 'No')),
        '.pred_No': P.map((p) => round(1 - p)),
        '.pred_Yes': P,
        '.row': rows((i) => ((i * 7) % N) + 1),
        Churn: Y.map((y) => ['No', 'Yes'][y]),
      }),
    ),
    right: ofProbs(P, Y),
  },
  'the predictions of H2O: predict, and a column for each class': {
    files: one(
      table({
        predict: PROBS.map((row) => KINDS[row.indexOf(Math.max(...row))]),
        ...columnsOf(PROBS, KINDS),
        Animal: T.map((t) => KINDS[t]),
      }),
    ),
    right: ofRows(PROBS, T),
  },
  'the predictions of KNIME: P (class=cat)': {
    files: one(
      table({
        class: T.map((t) => KINDS[t]),
        ...columnsOf(
          PROBS,
          KINDS.map((kind) => `P (class=${kind})`),
        ),
      }),
    ),
    right: ofRows(PROBS, T),
  },
  'classes of several words, which columns part with underscores and begin with capitals': {
    files: one(
      table({
        label: T.map((t) => ['red fox', 'fox', 'grey wolf', 'ant'][t]),
        ...columnsOf(PROBS, ['Prob_Red_Fox', 'Prob_Fox', 'Prob_Grey_Wolf', 'Prob_Ant']),
      }),
    ),
    right: ofRows(PROBS, T),
  },
  'an out-of-fold prediction': {
    files: one(table({ id: rows((i) => 900 + i), fold: rows((i) => i % 5), target: Y, oof_pred: P })),
    right: ofProbs(P, Y),
  },
  'cells that are lists of one number': {
    files: one(table({ label: Y, y_pred: P.map((p) => `[${p}]`) })),
    right: ofProbs(P, Y),
  },
  'a truth of any name, which is named as the likely one': {
    files: one(table({ PassengerId: rows((i) => 900 + i), Survived: Y, Pclass: T, prob: P })),
    right: ofProbs(P, Y),
    refusal: /say --label Survived if that is it/,
  },
  'labels -1, 0, 1 beside words': {
    files: one(
      table({
        label: pick(T, without(3)).map((t) => t - 1),
        ...columnsOf(THREE, ['prob_negative', 'prob_neutral', 'prob_positive']),
      }),
    ),
    right: ofRows(THREE, pick(T, without(3))),
    refusal: /say --class-names=-1,0,1 if -1 is the label of negative/,
  },
  'labels -1, 0, 1 beside words from positive to negative': {
    files: one(
      table({
        label: pick(T, without(3)).map((t) => 1 - t),
        ...columnsOf(THREE, ['prob_positive', 'prob_neutral', 'prob_negative']),
      }),
    ),
    right: ofRows(THREE, pick(T, without(3))),
    refusal: /say --class-names 1,0,-1 if 1 is the label of positive/,
  },
  'labels -1, 0, 1 beside columns of these': {
    files: one(
      table({ label: pick(T, without(3)).map((t) => t - 1), ...columnsOf(THREE, ['p_-1', 'p_0', 'p_1']) }),
    ),
    right: ofRows(THREE, pick(T, without(3))),
  },
  'lines of comments above the names': {
    files: one(`# model: resnet50, run 7\n# 2024-05-01\n${table({ label: Y, prob: P })}`),
    right: ofProbs(P, Y),
  },
  'the sep= of spreadsheets': {
    files: one(`\ufeffsep=;\r\n${table({ label: Y, prob: P }, ';').replaceAll('\n', '\r\n')}`),
    right: ofProbs(P, Y),
  },
  'a title above the names': {
    files: one(`Predictions of model A\n\n${table({ label: Y, prob: P })}`),
    right: ofProbs(P, Y),
  },
  'the names of rows without a name above them, as R writes': {
    files: one(
      `"label","p1","p2","p3","p4"\n${PROBS.map((row, i) => `"${i + 1}",${T[i] + 1},${row.join(',')}\n`).join('')}`,
    ),
    right: ofRows(PROBS, T),
  },
  'percentages that are called probabilities, and sum to 100': {
    files: one(table({ label: T, ...columnsOf(HUNDREDFOLD, ['prob_a', 'prob_b', 'prob_c', 'prob_d']) })),
    right: ofRows(HUNDREDFOLD, T) + Math.log(100),
  },
  'percentages of classes under their bare names': {
    files: one(table({ kind: T.map((t) => KINDS[t]), ...columnsOf(HUNDREDFOLD, KINDS) })),
    right: ofRows(HUNDREDFOLD, T) + Math.log(100),
  },
  'logits under the names neg and pos': {
    files: one(table({ label: Y, pos: Z, neg: Z.map((z) => -z) })),
    right: ofLogits(
      Z.map((z) => 2 * z),
      Y,
    ),
  },
  'two columns of logits under bare names, each of a class': {
    files: one(table({ y: Y, alpha: Z.map((z) => -z), beta: Z })),
    right: ofLogits(
      Z.map((z) => 2 * z),
      Y,
    ),
    refusal: /say --score beta or whichever it is, or --score alpha,beta if each is of a class/,
  },
  'labels per class in a file of their own, named as the scores are without their ending': {
    files: {
      'preds.csv': table({ id: rows((i) => i), ...columnsOf(PROBS, ['Class 0_prob', 'Class 2_prob']) }),
      'truth.csv': table({
        id: rows((i) => i).toReversed(),
        'Class 2': T.map((t) => Number(t === 1)).toReversed(),
        'Class 0': T.map((t) => Number(t === 0)).toReversed(),
      }),
    },
    right: mean(
      [0, 1].map((c) =>
        ofProbs(
          column(PROBS, c),
          T.map((t) => Number(t === c)),
        ),
      ),
    ),
  },
  'absent and present': {
    files: one(table({ label: Y.map((y) => ['absent', 'present'][y]), prob: P })),
    right: ofProbs(P, Y),
  },
  'files one behind the other, each with its names': {
    files: one(table({ label: Y, prob: P }).repeat(2)),
    right: ofProbs(P, Y),
    refusal: /:242:1: the row repeats the names of the columns/,
  },
  'classes before their scores, as Vowpal Wabbit writes them': {
    files: {
      'preds.txt': PROBS.map((row) => `${row.map((p, c) => `${c + 1}:${p}`).join(' ')}\n`).join(''),
      'truth.csv': table({ label: T.map((t) => t + 1) }),
    },
    right: ofRows(PROBS, T),
  },
  'words behind numbers, parted by blanks, without names': {
    files: one(PROBS.map((row, i) => `${row.join(' ')} ${['ant', 'bee', 'cow', 'dog'][T[i]]}\n`).join('')),
    right: ofRows(PROBS, T),
    refusal:
      /say the classes in the order of the columns, as in --class-names ant,bee,cow,dog if that is the order/,
  },
  'a label of a subject beside predictions of it, among features': {
    files: one(
      table({
        return_ratio: Z.map((z) => round(z / 20 + 0.4)),
        risk: Y.map((y) => ['low', 'high'][y]),
        fraud_label: Y,
        predicted_label: P.map((p) => Number(p > 0.5)),
        predicted_proba: P,
      }),
    ),
    right: ofProbs(P, Y),
  },
  'numbered classes of two models, each behind its model': {
    files: one(
      table({
        label: T,
        ...columnsOf(
          LOGITS,
          [0, 1, 2, 3].map((c) => `old_${c}_logit`),
        ),
        ...columnsOf(
          PROBS,
          [0, 1, 2, 3].map((c) => `new_${c}_logit`),
        ),
      }),
    ),
    right: ofRows(
      LOGITS.map((z) => z.map((x) => Math.exp(x) / sumExp(z))),
      T,
    ),
    refusal: /may be the scores of 2 models on 4 classes, or of 8 classes; say --score 'old_\*'/,
  },
  'scores in a file of their own, with decimal commas and without a name': {
    files: {
      'nameless.csv': `${Z.map((z) => z.toFixed(6).replace('.', ',')).join('\n')}\n`,
      'bare.csv': `${Y.join('\n')}\n`,
    },
    right: ofLogits(Z, Y),
  },
  'scores in a file of their own, with decimal commas and no quotes': {
    files: {
      'commas.csv': `logit\n${Z.map((z) => z.toFixed(6).replace('.', ',')).join('\n')}\n`,
      'truths.csv': `label\n${Y.join('\n')}\n`,
    },
    right: ofLogits(Z, Y),
  },
  'scores in a file of their own, with decimal commas, all digits of a double, exponents and whole numbers': {
    files: {
      'digits.csv': `logit\n${WIDE.map((z) => `${z}`.replace('.', ',')).join('\n')}\n`,
      'truths.csv': `label\n${Y.join('\n')}\n`,
    },
    right: ofLogits(WIDE, Y),
  },
  'labels in a file of their own, a list without quotes in each row': {
    files: {
      'logits.csv': `logits|split\n${LOGITS.map((z) => `[${z.join(', ')}]|test`).join('\n')}\n`,
      'lists.csv': `truth\n${T.map((t) => `[${[0, 1, 2, 3].map((c) => Number(c === t))}]`.replaceAll(',', ', ')).join('\n')}\n`,
    },
    right: ofRows(PROBS_OF_LOGITS, T),
    refusal: /each row has one label of 1, and logits/,
  },
  'one label alone, which may be the second class of 0 and 1 or the first of 1 and 2': {
    files: {
      'probs.npy': writeNpy(
        'f8',
        [N, 2],
        P.flatMap((p) => [0.5 + p / 2, 0.5 - p / 2]),
      ),
      'labels.npy': writeNpy(
        'i8',
        [N],
        P.map(() => 1),
      ),
    },
    right: mean(P.map((p) => -Math.log(0.5 - p / 2))),
    refusal: /none of the 240 labels is 0, so that classes may count from 0 or from 1/,
  },
  'a first label that may be a name': {
    files: {
      'preds.csv': table({ prob: P }),
      'truth.csv': table({ True: Y.map((y) => ['False', 'True'][y]) }),
    },
    right: null,
    refusal: /the first line of .*truth\.csv, "True", was read as a row: if it is a name, write another one/,
  },
  'scores and labels of pandas, both with its numbers for names': {
    files: {
      'preds.csv': `0,1,2,3\n${LOGITS.map((z) => `${z}\n`).join('')}`,
      'truth.csv': `0\n${T.map((t) => `${t}\n`).join('')}`,
    },
    right: null,
    refusal:
      /; the first line of \S+truth\.csv, "0", was read as a row: if it is a name, write another one, such as label\n$/,
  },
  'a score and labels of pandas, or the first of each is 0': {
    files: {
      'preds.csv': `0\n${P.map((p) => `${p}\n`).join('')}`,
      'truth.csv': `0\n${Y.map((y) => `${y}\n`).join('')}`,
    },
    right: null,
    refusal:
      /; the first line of \S+truth\.csv, "0", was read as a row: if it is a name, write another one, such as label; if not, write a name above that of \S+preds\.csv, which was read as a header\n$/,
  },
  'labels from 1 to 4 in a file of their own, in another order': {
    files: {
      'preds.csv': table({ id: rows((i) => i), ...columnsOf(PROBS, ['p1', 'p2', 'p3', 'p4']) }),
      'truth.csv': table({ id: rows((i) => i).toReversed(), label: T.map((t) => t + 1).toReversed() }),
    },
    right: ofRows(PROBS, T),
  },
  'the p-value of a test': {
    files: one(table({ label: Y, p_value: P })),
    right: null,
    refusal: /"p_value" seems to hold the scores, and by its name it holds none/,
  },
  'the probability of what the label is not': {
    files: one(table({ label: Y, prob_not_spam: P.map((p) => round(1 - p)) })),
    right: ofProbs(P, Y),
    refusal: /those of the class "not_spam" by their name, which is the negative one/,
  },
  'rows of JSON of which a few have their keys in another order, the first one too': {
    files: { 'few.json': jsonRows((i) => i % 40 === 0) },
    right: ofRows(PROBS_OF_LOGITS, T),
  },
  'rows of JSON that have their keys in any order': {
    files: { 'any.json': jsonRows(() => true) },
    right: null,
    refusal: /in different orders, so that it is unclear which is the score of the label 0/,
  },
  'two sigmoids that are sure of one class each, whose sums miss 1 by chance': {
    files: one(
      'label.cat,label.dog,cat_pct,dog_pct\n1,0,99.933081,0.0020419585\n1,0,99.968771,0.00030650684\n0,1,0.010794339,99.938512\n',
    ),
    right:
      [
        [0.99933081, 0.000020419585],
        [0.99968771, 0.0000030650684],
        [0.99938512, 0.00010794339],
      ].reduce((sum, [p, q]) => sum - Math.log(p) - Math.log1p(-q), 0) / 6,
    refusal: /sums miss 1 by more than rounding/,
  },
  'the probability of the best class, called top': {
    files: one(
      table({
        label: Y.slice(0, 12),
        top1_prob: P.slice(0, 12).map((p) => round(Math.max(p, 1 - p))),
        pred: P.slice(0, 12).map((p) => Number(p > 0.5)),
      }),
    ),
    right: ofProbs(P.slice(0, 12), Y.slice(0, 12)),
    refusal: /as if it were the probability of the class that was predicted/,
  },
}

async function ask(
  words: readonly string[],
  flags: readonly string[],
): Promise<{ readonly answer: number } | { readonly refusal: string }> {
  const { code, stdout, stderr } = await lossctl([
    'compare',
    ...words,
    ...flags,
    '--loss',
    'ce',
    '--format',
    'json',
  ])
  return code === 0
    ? { answer: JSON.parse(stdout).results[0].losses[0].value as number }
    : { refusal: stderr }
}

describe('a dump', () => {
  it.each(Object.entries(DUMPS))('of %s', async (_, { files, right, refusal }) => {
    const [scores, ...labels] = Object.entries(files).map(([name, content]) => write(name, content))
    const words = [scores, ...labels.flatMap((path) => ['--labels', path])]
    const isRight = (value: number) => Math.abs(value / right! - 1) < 1e-9
    const found = await ask(words, [])
    if (refusal === undefined) expect('answer' in found && found.answer / right!).toBeCloseTo(1, 9)
    else expect('refusal' in found && found.refusal).toMatch(refusal)
    if ('refusal' in found && right !== null)
      expect(await followAdvice(found.refusal, (flags) => ask(words, flags), isRight)).toBeDefined()
    // What is unclear is shown as such, and never refused.
    const { columns } = await lossctlJson<{ columns: readonly unknown[] }>('inspect', ...words)
    expect(columns.length).toBeGreaterThan(0)
  })
})
