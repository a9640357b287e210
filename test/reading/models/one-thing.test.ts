/**
 * Columns that are called for models and say something else as well are asked about, and what stands beside models and may be
 * one is named. Right numbers are cross-entropies by their formula.
 */
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../../src/questions/compare/compare.ts'
import { compareCe, lossctl } from '../../made/host.ts'
import { createRandom } from '../../made/layouts/random.ts'
import { advisedFlags } from '../../made/remedies.ts'
import { scratchFolder } from '../../made/scratch.ts'

const write = scratchFolder()
const N = 60
const random = createRandom(71)
const Y = Array.from({ length: N }, (_, i) => i % 2)

/** Probabilities that are higher for the label 1. */
const drawn = (slope = 1.4) =>
  Y.map((y) => Number((1 / (1 + Math.exp(-slope * (2 * y - 1) - random.normal()))).toFixed(6)))
const [A, B, C, D] = [drawn(), drawn(1), drawn(2), drawn()]

/** −ln p of a positive, −ln(1 − p) of a negative. */
const meanOf = (scores: readonly number[]) =>
  scores.reduce((sum, p, i) => sum - Math.log(Y[i] === 1 ? p : 1 - p), 0) / N

function fileOf(columns: Readonly<Record<string, readonly (number | string)[]>>, rows = N): string {
  const lines = Y.slice(0, rows).map((_, i) => Object.values(columns).map((cells) => cells[i]))
  return write('dump.csv', [Object.keys(columns), ...lines].map((cells) => `${cells.join(',')}\n`).join(''))
}

function named(names: readonly string[], label = 'label') {
  const scores = Object.fromEntries(names.map((name, at) => [name, [A, B, C, D][at]]))
  return { scores, path: fileOf({ [label]: Y, ...scores }) }
}

describe('columns named for models', () => {
  it.each([
    ['months', ['prob_m6', 'prob_m12', 'prob_m24']],
    ['months from 3 on', ['m3_prob', 'm4_prob']],
    ['days before and after', ['prob_before30', 'prob_after90']],
    ['annotators', ['ann1_score', 'ann2_score', 'model_score']],
    ['the score at the beginning', ['baseline_score', 'model_prob']],
    ['a density', ['knn_density_score', 'model_prob']],
    ['how unlike a row is', ['lr_prob', 'xgb_prob', 'rf_ood_score']],
    ['a median', ['lr_prob', 'xgb_prob', 'rf_median_prob']],
    ['a quantile', ['lr_prob', 'xgb_prob', 'rf_q05_prob']],
    ['quantiles', ['lr_q05_prob', 'xgb_q05_prob']],
    ['overlaps of masks', ['unet_dice_score', 'swin_dice_score']],
    ['two measures of texts', ['bert_similarity_score', 'gpt_fluency_score']],
    ['one measure of texts', ['bert_similarity_score', 'gpt_similarity_score']],
    ['two targets', ['lr_prob_death', 'rf_prob_icu']],
    ['two samples', ['lr_train_prob', 'rf_test_prob']],
  ])('are asked about where one is of another thing: %s', async (_, names) => {
    const { code, stderr } = await compareCe(named(names).path)
    expect([code, stderr]).toEqual([3, expect.stringMatching(/may (be|hold) the scores/)])
  })

  it('are asked about where one is of the negative class, though rows are too few to tell', async () => {
    const rows = 8
    const path = fileOf({ label: Y, lr_prob_neg: A.map((p) => 1 - p), rf_prob: B, xgb_prob: C }, rows)
    const { code, stderr } = await compareCe(path)
    expect(code).toBe(3)
    expect(stderr).not.toContain('lr_prob_neg ')
  })

  it('are of one that the label is called with: y_m1 beside prob_m1, prob_m2', async () => {
    const { path } = named(['prob_m1', 'prob_m2', 'prob_m3'], 'y_m2')
    const { code, stderr } = await compareCe(path)
    expect([code, advisedFlags(stderr)]).toEqual([3, [['--score', 'prob_m2']]])
    const { results } = await compareCe(path, '--score', 'prob_m2')
    expect(results[0].losses[0].value! / meanOf(B)).toBeCloseTo(1, 12)
  })

  it.each([
    ['a target that all say', ['lr_churn_prob', 'rf_churn_prob', 'xgb_churn_prob']],
    ['out of fold', ['oof_lr', 'oof_rf']],
    ['words for scores', ['lr_proba', 'rf_prob', 'xgb_y_prob']],
    ['names of two words', ['logistic_regression_prob', 'RandomForest_prob', 'GradientBoosting_prob']],
    ['sizes of networks', ['resnet18_prob', 'ViT-B/16_prob', 'EfficientNet-B0_prob', 'roberta_base_prob']],
    ['numbers from 1 on', ['m1_prob', 'm2_prob', 'm3_prob']],
    ['what each of them is', ['prob_M1_Semi', 'prob_M2_Pure', 'prob_M3_RF']],
    ['how they were joined', ['oof_lr', 'oof_majority_vote', 'oof_weighted_ensemble']],
    ['one that is tuned', ['lr_prob', 'rf_tuned_prob']],
    ['the class of them', ['lr_prob_1', 'rf_prob_1']],
    ['a bare score of all', ['baseline_score', 'lr_score']],
  ])('are compared where they say the same beside the model: %s', async (_, names) => {
    const { scores, path } = named(names)
    const { results } = await compareCe(path)
    expect(results.map(({ source }: CompareReport) => source.scores[0])).toEqual(names)
    for (const [at, { losses }] of results.entries())
      expect(losses[0].value! / meanOf(scores[names[at]])).toBeCloseTo(1, 12)
  })
})

describe('what stands beside models and may be one more', () => {
  const PERCENT = C.map((p) => Math.round(100 * p))

  it.each([
    ['a word that says nothing', 'fusion', C],
    ['a word for a probability', 'risk', C],
    ['another one', 'churn_likelihood', C],
    ['a mean of ranks', 'rank_ensemble', C],
    ['whole percentages', 'xgb_pct', PERCENT],
  ])('is named with the flag that shows it: %s', async (_, name, cells) => {
    const path = fileOf({ label: Y, lr_prob: A, rf_prob: B, [name]: cells })
    const { stdout } = await lossctl(['compare', path, '--loss', 'ce'])
    const [, flag] = new RegExp(
      `^"${name}" may be the score of one more model: --score (\\S+) shows it\\.$`,
      'm',
    ).exec(stdout)!
    const { results } = await compareCe(path)
    expect(results.map(({ source }: CompareReport) => [source.scores[0], source.perhapsModels])).toEqual([
      ['lr_prob', [name]],
      ['rf_prob', [name]],
    ])
    const shown = await compareCe(path, '--score', flag)
    const right = meanOf(name === 'xgb_pct' ? PERCENT.map((p) => p / 100) : C)
    if (Number.isFinite(right)) expect(shown.results[0].losses[0].value! / right).toBeCloseTo(1, 12)
    const csv = await lossctl(['compare', path, '--loss', 'ce', '--format', 'csv'])
    expect(csv.stderr.split(`"${name}" may be`).length).toBe(2)
    const inspected = (await lossctl(['inspect', path])).stdout.replaceAll('\n', ' ')
    expect(inspected).toContain(`side by side; "${name}" may be the score of one more`)
  })

  it('is no feature that says nothing of the label, no copy, and no decision', async () => {
    const columns = { noise: Y.map(() => random.next()), again: A, sure: B.map((p) => Math.max(p, 1 - p)) }
    const path = fileOf({
      label: Y,
      lr_prob: A,
      rf_prob: B,
      ...columns,
      rf_pred: B.map((p) => Number(p > 0.5)),
    })
    const { results } = await compareCe(path)
    expect(results.map(({ source }: CompareReport) => source.perhapsModels)).toEqual([undefined, undefined])
  })
})
