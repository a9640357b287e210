/** How the cases of shared/golden/family are said in our words; a file that no loss of ours can express has a sentence instead. */
import { sigmoid } from '../../src/losses/functions.ts'
import { marginOfProbability } from '../../src/margin/margins.ts'
import {
  average,
  averageOfCells,
  type Expression,
  each,
  elements,
  over,
  type Reduction,
  rowMeans,
  sum,
} from './expression.ts'
import { flatten, type Params, type PeerCase, type PeerInput } from './peer.ts'
import { binary, type Samples, softmax } from './samples.ts'

/** An expression whose results may be left out for a reason of the family's own. */
export interface FamilyExpression extends Omit<Expression, 'results'> {
  readonly results: Readonly<Record<string, Reduction>>
}

/** What a case is in our words, one part for each loss in it; or why it is nothing of ours. */
export type FamilyAdapter = (
  input: PeerInput,
  params: Params,
  one: PeerCase,
) => readonly FamilyExpression[] | string

const NEEDS_ROW =
  'a softmax row of more than two classes, all of whose probabilities it needs: test/questions/compare/rows.test.ts'
const NOT_OURS = 'another loss, which is none of the register'

/** ln 1e-4 of a one-hot matrix in 32 bits. */
const LOG_ZERO = Math.fround(Math.log(1e-4))

const number = (value: unknown) => value as number

/** Binary, multi-label, or a softmax, as the input is. */
function samplesOf(input: PeerInput): Samples {
  return input.kind.startsWith('softmax') ? softmax(input) : binary(input)
}

/** Two classes of a softmax are one binary sample a row; null with more. */
function twoClasses(input: PeerInput): Samples | null {
  const samples = softmax(input)
  return samples.classes === 2 ? { ...samples, task: 'binary' } : null
}

const plain =
  (specOf: (params: Params) => string, more: Partial<FamilyExpression> = {}): FamilyAdapter =>
  (input, params) => [{ spec: specOf(params), samples: samplesOf(input), results: elements, ...more }]

/** Alibaba's and timm's eps of 1e-8 holds the logarithm of hopeless samples, but for negatives with a clip. */
const asl: FamilyAdapter = (input, { gamma_pos, gamma_neg, clip }) => {
  const samples = binary(input)
  const held = Math.log(1e-8)
  return [
    {
      spec: `asl:gamma-plus=${gamma_pos},gamma-minus=${gamma_neg},clip=${clip}`,
      samples,
      bitten: Array.from(samples.margin, (s, i) => s < held && (samples.label[i] === 1 || clip === 0)),
      results: { ...elements, mean: averageOfCells, batchmean: over(samples.rows) },
    },
  ]
}

/** Losses of Active-Passive-Losses: gce and the reverse cross-entropies hold probabilities at 1e-7. */
const activePassive: FamilyAdapter = (input, { loss, q }) => {
  const samples = softmax(input)
  const others = samples.classes - 1
  const held = Array.from(samples.margin, (s) => sigmoid(s) < 1e-7)
  const rce = {
    spec: `sce:ce=0,rce=1,log-zero=${LOG_ZERO}`,
    samples,
    results: elements,
    bitten: heldRows(input),
  }
  const mae = { spec: 'mae', samples, results: elements }
  if (loss === 'MAE') return [mae]
  if (loss === 'NMAE') return [{ ...mae, factor: 1 / (2 * others) }]
  if (loss === 'GCE') return [{ spec: `gce:q=${q}`, samples, results: elements, bitten: held }]
  if (loss === 'RCE') return [rce]
  if (loss === 'NRCE') return [{ ...rce, factor: others / 4 }]
  return NOT_OURS
}

/** Rows in which some probability is below 1e-7. */
function heldRows(input: PeerInput): readonly boolean[] {
  return (input.x as readonly (readonly number[])[]).map((row) => {
    const largest = row.reduce((a, b) => Math.max(a, b))
    const total = row.reduce((all, z) => all + Math.exp(z - largest), 0)
    return row.some((z) => Math.exp(z - largest) / total < 1.0001e-7)
  })
}

/** Channel 0 is the background: each element of a channel is a sample where its label is 1. */
const segmentation: FamilyAdapter = ({ p, y }, { delta, gamma }) => {
  const [scores, labels] = [flatten(p), flatten(y)]
  const size = flatten((p as readonly (readonly number[])[])[0][0]).length
  const position = labels.flatMap((label, at) => (label === 1 ? [at] : []))
  const samples: Samples = {
    task: 'binary',
    classes: 2,
    margin: Float64Array.from(position, (at) => marginOfProbability(scores[at])),
    label: Int32Array.from(position, (at) => Math.floor(at / size) % 2),
    position,
    rows: labels.length,
    columns: 1,
  }
  return [
    {
      spec: `asym-focal:delta=${delta},gamma=${gamma}`,
      samples,
      results: { none: each, sum, mean: over(labels.length) },
    },
  ]
}

/** The spec of each result of a case that has several. */
const named =
  (
    specs: Readonly<Record<string, string>>,
    reduction: (samples: Samples) => Reduction = () => each,
  ): FamilyAdapter =>
  (input, _, one) => {
    const samples = binary(input)
    return Object.entries(specs)
      .filter(([key]) => key in one)
      .map(([key, spec]) => ({ spec, samples, results: { [key]: reduction(samples) } }))
  }

const SGD: Readonly<Record<string, string>> = {
  hinge: 'hinge',
  perceptron: 'hinge:margin=0',
  squared_hinge: 'squared-hinge',
  modified_huber: 'modified-huber',
}

const smoothed = ({ smoothing }: Params) => `label-smooth:smoothing=${smoothing}`

export const FAMILY: Readonly<Record<string, FamilyAdapter | string>> = {
  'ALFs.losses': (input, { loss, scale }) =>
    loss === 'MAE'
      ? [{ spec: 'mae', samples: softmax(input), results: elements, factor: number(scale) }]
      : NOT_OURS,
  'APL.SCELoss': (input, { alpha, beta }) => [
    {
      spec: `sce:ce=${alpha},rce=${beta},log-zero=${LOG_ZERO}`,
      samples: softmax(input),
      results: elements,
      bitten: heldRows(input),
    },
  ],
  'APL.losses': activePassive,
  'ASL.ASLSingleLabel_eps0': plain(({ gamma_pos }) => `focal:gamma=${gamma_pos}`),
  'ASL.AsymmetricLoss_elements': asl,
  AUCM: 'a loss of a set of samples: test/questions/compare/sets.test.ts',
  'AlanChou.TruncatedLoss': 'the truncated gce, less a constant: negative where it keeps a sample',
  'BALMS.balanced_softmax_loss': 'needs the logits of all classes, and their frequencies',
  'CFL.Cyclical_FocalLoss': 'depends on the epoch, and is none of the register',
  'DBL.ResampleLoss': 'shifts each class by its frequency, and weighs each row',
  'LDAM.LDAMLoss': 'moves the logit of the truth among those of the other classes',
  'VS.VSLoss': 'scales and shifts the logits of all classes',
  'basf2.TCCE': plain(({ n }) => (n === 0 ? 'ce' : `taylor:terms=${n}`)),
  bi_tempered: 'another loss; of softmax rows with more than two classes it needs all probabilities',
  'bug.taylor_power_slip': 'a mistake on purpose: a power of 1 − pt in place of the series',
  calibration_binary: 'measures of calibration, which are no losses',
  calibration_softmax: 'measures of calibration, which are no losses',
  'keras.categorical_generalized_cross_entropy': plain(({ q }) => `gce:q=${q}`),
  'keras.hinge': named({ hinge: 'hinge', squared_hinge: 'squared-hinge' }, ({ columns }) =>
    columns > 1 ? rowMeans : each,
  ),
  'label_smoothing.keras': plain(smoothed),
  'label_smoothing.torch_timm': (input, params) => {
    if (!input.kind.startsWith('softmax'))
      return [{ spec: smoothed(params), samples: binary(input), results: { timm_dense: each } }]
    const samples = twoClasses(input)
    if (!samples) return NEEDS_ROW
    return [{ spec: smoothed(params), samples, results: { torch: each, timm_mean: average } }]
  },
  logit_adj_pytorch: 'needs the logits of all classes, and their frequencies',
  'mmdet.EQLV2Loss': 'weighs classes by the gradients of batches before',
  'monai.AsymmetricFocalLoss': segmentation,
  'monai.AsymmetricFocalTverskyLoss': 'a loss of a set of samples: test/questions/compare/sets.test.ts',
  'optax.margin_losses': named({ hinge: 'hinge', perceptron: 'hinge:margin=0' }),
  'phuber.GeneralizedCrossEntropy': (input, { q }) => {
    const samples = softmax(input)
    // 1e-9 is added to pt, which is all there is of a hopeless one.
    const bitten = Array.from(samples.margin, (s) => sigmoid(s) < 1e-6)
    return [{ spec: `gce:q=${q}`, samples, bitten, adds: { none: 1e-9, mean: 1e-9 }, results: elements }]
  },
  'phuber.PHuberCrossEntropy': plain(({ tau }) => `phuber:tau=${tau}`),
  'phuber.PHuberGeneralizedCrossEntropy': 'gce with its steepest part replaced: none of the register',
  'robust_mlml.Hill': (input, { lamb, margin, gamma }) => {
    const samples = binary(input)
    return [
      {
        spec: `hill:lambda=${lamb},margin=${margin},gamma=${gamma}`,
        samples,
        results: { ...elements, mean: averageOfCells },
      },
    ]
  },
  'robust_mlml.SPLC': 'corrects labels where a negative looks like a positive: none of the register',
  'sklearn.ExponentialLoss': 'grows as e^-s, beyond what sums of hopeless samples hold: none of the register',
  'sklearn.brier_score_loss': (input, { sample_weight, two_columns, scale_by_half }) => {
    if (input.kind.startsWith('softmax')) return NEEDS_ROW
    const weight = sample_weight ?? undefined
    const factor = two_columns && scale_by_half === false ? 2 : 1
    const mean: Reduction = (terms) => [
      terms.reduce((a, b) => a + b, 0) / (weight ? weight.reduce((a, b) => a + b, 0) : terms.length),
    ]
    return [{ spec: 'brier', samples: binary(input), weight, factor, results: { mean } }]
  },
  'sklearn.sgd_losses': plain(({ loss }) => SGD[loss as string]),
  'timm.AsymmetricLossMultiLabel': asl,
  'timm.DistributionBalancedLoss': 'shifts each class by its frequency, and weighs each row',
  'timm.PolyLoss': (input, { epsilon, gamma, alpha }) =>
    input.kind.startsWith('softmax')
      ? [{ spec: `poly1:epsilon=${epsilon}`, samples: softmax(input), results: elements }]
      : [
          {
            spec: `poly1-focal:alpha=${alpha ?? 'none'},gamma=${gamma},epsilon=${epsilon}`,
            samples: binary(input),
            results: { ...elements, mean: averageOfCells },
          },
        ],
  'timm.ZlprLoss': 'one number a row of labels, not a sum over its cells',
  'toolbelt.QualityFocalLoss': plain(({ beta }) => `focal:gamma=${beta}`),
  'toolbelt.focal_reduced_threshold': plain(
    ({ reduced_threshold, gamma, alpha }) =>
      `reduced-focal:alpha=${alpha ?? 'none'},threshold=${reduced_threshold},gamma=${gamma},continuous=on`,
  ),
  'torrvision.BrierScore': (input) => {
    const samples = twoClasses(input)
    return samples ? [{ spec: 'brier', samples, factor: 2, results: elements }] : NEEDS_ROW
  },
  tversky_and_dice: 'losses of a set of samples: test/questions/compare/sets.test.ts',
  'ultralytics.VarifocalLoss': (input, { alpha, gamma }) => {
    const samples = binary(input)
    return [
      {
        spec: `varifocal:alpha-minus=${alpha},gamma=${gamma}`,
        samples,
        results: { ...elements, value: over(samples.columns) },
      },
    ]
  },
}
