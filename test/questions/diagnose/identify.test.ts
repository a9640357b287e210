import { describe, expect, it } from 'vitest'
import { type Diagnosis, diagnoseSamples } from '../../../src/questions/diagnose/diagnose.ts'
import type { Explanation } from '../../../src/questions/diagnose/types.ts'
import { places } from '../../made/draws.ts'
import { CASES, type LabelledCase, observedOf, samplesOf } from './cases.ts'

/** The catalogue's entry of each mistake among the cases. */
const MISTAKE_OF: Readonly<Record<string, string>> = {
  bug_mean_before_modulation: 'mean-first',
  bug_mean_before_modulation_const_alpha: 'mean-first',
  bug_pt_from_weighted_ce: 'weight-in-pt',
  bug_pt_from_weighted_ce_mean: 'mean-first',
  bug_pos_weight_in_pt: 'pos-weight-in-pt',
  bug_gamma_times: 'gamma-times',
  bug_gamma_times_plain: 'gamma-times',
  bug_alpha_both: 'alpha-both',
  bug_alpha_swapped: 'alpha-swapped',
  bug_alpha_neg_only: 'alpha-negatives',
  bug_class_dilution: 'class-dilution',
  bug_double_softmax_ce: 'double-softmax',
  bug_double_softmax_focal: 'double-softmax',
  bug_double_softmax_poly: 'double-softmax',
  bug_double_sigmoid: 'double-sigmoid',
  bug_double_sigmoid_bce: 'double-sigmoid',
  bug_missing_activation: 'missing-activation',
  bug_sign: 'sign',
  bug_missing_negative_term: 'missing-negatives',
  bug_log10: 'log-base',
  bug_log2: 'log-base',
  bug_pt_instead_of_1mpt: 'pt-for-error',
  bug_neg_wrong_modulation: 'negatives-modulation',
  bug_logpt_as_pt: 'log-for-pt',
  bug_softmax_weight_sigmoid_ce: 'mixed-activations',
  bug_logp_through_sigmoid: 'logp-through-sigmoid',
  bug_widedeep_alpha_noop: 'alpha-cancels',
  bug_hf_arg_slip: 'arguments-slipped',
  bug_alpha_gamma_positional_swap: 'arguments-swapped',
  bug_kerascv_smoothing_alpha: 'smoothing-before-alpha',
  bug_monai_sum_is_mean: 'class-dilution',
  bug_double_division: 'double-division',
  bug_weight_twice: 'weight-twice',
  bug_mean_of_batch_means: 'mean-of-means',
  bug_last_batch_only: 'last-batch',
  bug_label_shift: 'label-offset',
  bug_poly_gamma_not_plus1: 'poly-exponent',
  bug_poly_sign: 'poly-sign',
  bug_poly_pt_not_1mpt: 'poly-pt',
  bug_poly_sigmoid_pt: 'poly-sigmoid',
  bug_focal_on_smoothed_ce: 'smoothing-in-pt',
  bug_fp16_logits: 'low-precision',
  bug_bf16_logits: 'low-precision',
}

/** What the explanation of a case without a mistake says: words of its name, and its parameters. */
const NAME_OF: Readonly<Record<string, RegExp>> = {
  ok_ce: /^cross-entropy$/,
  ok_ce_weighted_mean: /class weights, divided by the sum of weights/,
  ok_ce_ls: /with s = 0.1, shared by all classes$/,
  ok_bce: /^cross-entropy$/,
  ok_bce_posw: /positives weighing 3/,
  ok_sfl: /^focal loss with γ = 2, α = 0.25$/,
  ok_sfl_noalpha: /^focal loss with γ = 2$/,
  ok_sfl_npos: /γ = 2, α = 0.25, divided by the number of positives/,
  ok_softmax_focal: /^focal loss with γ = 2$/,
  ok_softmax_focal_alpha: /γ = 2, (the )?class weights/,
  ok_poly1_ce: /^Poly-1 with ε = 1$/,
  ok_poly1_focal_noalpha: /^Poly-1 focal loss with γ = 2, ε = 1$/,
  conv_poly1_focal_alpha_fl_only: /γ = 2, ε = 1, α = 0.25, its ε term outside/,
  conv_poly1_focal_alpha_both: /γ = 2, ε = 1, α = 0.25$/,
  conv_poly1_ce_weight_ce_only: /ε = 1, the class weights, its ε term outside/,
  conv_poly1_ce_weight_both: /ε = 1, the class weights$/,
  conv_poly1_ce_wmean:
    /ε = 1, the class weights, its cross-entropy a weighted mean and its ε term a plain one/,
  conv_weighted_mean_over_N: /^cross-entropy with the class weights$/,
  conv_alpha_off_zero: /^focal loss with γ = 2$/,
  conv_keras_default_no_alpha: /^focal loss with γ = 2$/,
  conv_scalar_alpha_all_classes: /γ = 2, times 0.25 as a loss weight$/,
  conv_one_vs_rest_mean: /γ = 2, times 0.25 .*, each class against the rest/,
  conv_one_vs_rest_sum: /γ = 2, each class against the rest$/,
  conv_tfa_sum_classes: /α = 0.25, summed over the labels of a row/,
  conv_detr: /α = 0.25, averaged over labels, summed, divided/,
  conv_asl_sum: /asymmetric loss with clip = 0.05, γ\+ = 1, γ− = 4, summed/,
  conv_varifocal: /varifocal loss with γ = 2, α = 0.75 on negatives/,
  conv_ls_c_minus_1: /s = 0.1, shared by the other classes/,
  conv_bce_ls_keras: /s = 0.2, shared by all classes$/,
  conv_bce_ls_smp: /s = 0.2, shared by the other classes/,
  conv_ignore_in_denominator: /divided by all rows/,
  ok_ignore: /^cross-entropy$/,
  clamp_torch_bce_100: /−100/,
  'clamp_keras_1e-7': /\[1e-7, 1/,
  'clamp_1e-4': /\[0.0001, 1/,
  'clamp_1e-15': /\[1e-15, 1/,
  'clamp_2.2e-16': /\[2.2\d*e-16, 1/,
  'clamp_1e-8': /\[1e-8, 1/,
  'clamp_1e-6': /\[0.000001, 1/,
  clamp_keras2_double: /Keras 2/,
  'clamp_old_torch_1e-12': /1e-12 added/,
  clamp_flt_min: /FLT_MIN/,
  bug_detached_pt: /^focal loss with γ = 2$/,
}

const isTruth =
  ({ id }: LabelledCase) =>
  ({ mistake, name, kind }: Explanation) =>
    id in MISTAKE_OF ? mistake === MISTAKE_OF[id] : kind !== 'mistake' && NAME_OF[id].test(name)

interface Outcome {
  readonly id: string
  readonly found: 'first' | 'tied' | 'missed'
  /** A mistake called right, or the other way round. */
  readonly wrong: boolean
  readonly line: string
}

function outcomeOf(
  one: LabelledCase,
  { explanations, verdict, tied, distinguish, telling, unseen }: Diagnosis,
): Outcome {
  const rank = explanations.slice(0, tied).findIndex(isTruth(one))
  const said = rank > 0 && (distinguish !== null || telling !== null)
  // A detached pt changes no value: that it cannot be seen is said beside the answer.
  const bug = one.id in MISTAKE_OF
  const wrong = bug ? rank !== 0 && !said && verdict !== 'none' : verdict === 'mistake'
  if (one.id === 'bug_detached_pt') expect(unseen.join()).toContain('detached')
  const found = rank === 0 ? 'first' : said ? 'tied' : 'missed'
  return { id: one.id, found, wrong, line: `${one.id}: ${found}, ${verdict}: ${explanations[0]?.name}` }
}

/** Where four decimals agree with other explanations as well, and none of the first is the right one. */
const NEAR: readonly string[] = ['conv_poly1_focal_alpha_fl_only', 'conv_detr']

const title = 'the labelled cases'

describe.skipIf(CASES.length === 0)(
  CASES.length > 0 ? title : `${title} (skipped: there is no shared/golden)`,
  () => {
    it.each([
      ['values per sample, or printed with 6 decimals', 'f6', false, []],
      ['all of them printed with 6 decimals', 'f6', true, []],
      ['all of them printed with 4 decimals', 'f4', true, NEAR],
    ] as const)('are told from %s', (_, printed, always, missed: readonly string[]) => {
      const outcomes = places(CASES.length).map((at) => {
        const one = CASES[at]
        const samples = samplesOf(one.dataset)
        return outcomeOf(one, diagnoseSamples(samples, observedOf(one, printed, always)))
      })
      const untold = outcomes.filter(({ id, found }) => found === 'missed' && !missed.includes(id))
      expect(untold.map(({ line }) => line)).toEqual([])
      expect(outcomes.filter(({ wrong }) => wrong).map(({ line }) => line)).toEqual([])
    })
  },
)
