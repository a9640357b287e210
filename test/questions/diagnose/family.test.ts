/** The losses of shared/golden/family that give a value a sample: function and parameters are told from the values. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnoseSamples } from '../../../src/questions/diagnose/diagnose.ts'
import type { Nested, Params, PeerFile } from '../../golden/peer.ts'
import { flatten } from '../../golden/peer.ts'
import { sharedPath } from '../../made/shared.ts'
import { toSamples } from './cases.ts'

const folder = sharedPath('golden/family')

const smoothing = ({ smoothing: s }: Params) => `cross-entropy with label smoothing with s = ${s}`
const gce = ({ q }: Params) => (q === 1 ? '(gce with q = 1|mae)' : `gce with q = ${q}`)
const times = (x: number) => `(gce with q = 1|mae), times ${x}`
const six = (x: number) => Number(x.toPrecision(6))

/** ln 1e-4, with which the reverse cross-entropy stands for an infinity. */
const LOG_ZERO = Math.log(1e-4)

function alibaba({ gamma_pos: plus, gamma_neg: minus, clip }: Params): string {
  if (clip !== 0) return `asymmetric loss with clip = ${clip}, γ\\+ = ${plus}, γ− = ${minus}`
  return minus === 0 ? 'cross-entropy' : `varifocal loss with γ = ${minus}`
}

/** Of the paper's map of weights. */
const balanced = (gamma: number, scale: number, bias: number) =>
  `distribution-balanced loss with γ = ${gamma}, λ = ${scale}, κ = ${bias}, map α = 0.1, map β = 10, map μ = 0.2`

/** Shares of the classes, as the script was told. */
function sharesOf({ sample_per_class, cls_num_list, counts, class_freq, class_counts, num_samples }: Params) {
  const given = [sample_per_class, cls_num_list, counts, class_freq, class_counts].find((one) => one) as
    | readonly number[]
    | undefined
  const all = (num_samples as number) ?? given?.reduce((a, b) => a + b, 0)
  return given?.map((n) => n / all)
}

/** What a report has to say, by file and result; none where no such loss is known. */
const SAID: Readonly<Record<string, (params: Params, key: string) => string | null>> = {
  'ALFs.losses': ({ loss, a, q, scale }) =>
    loss === 'MAE' ? times(scale as number) : `${loss} with a = ${a}${q === undefined ? '' : `, q = ${q}`}`,
  'APL.SCELoss': ({ alpha, beta }) =>
    `Poly-1 with ε = ${six((-LOG_ZERO * (beta as number)) / (alpha as number))}, times ${alpha}`,
  'APL.losses': ({ loss, q }) =>
    ({ MAE: '(gce with q = 1|mae)', GCE: `gce with q = ${q}`, NCE: 'normalised cross-entropy' })[
      loss as string
    ] ?? '(gce with q = 1|mae), times',
  'ASL.ASLSingleLabel_eps0': ({ gamma_pos: gamma }) =>
    gamma === 0 ? 'cross-entropy' : `focal loss with γ = ${gamma}`,
  'ASL.AsymmetricLoss_elements': alibaba,
  'AlanChou.TruncatedLoss': ({ q, k }) =>
    `GCE less a constant with q = ${q}, less ${six((1 - (k as number) ** (q as number)) / (q as number))}`,
  'CFL.Cyclical_FocalLoss': ({ gamma_pos: gamma, gamma_hc: hard, eta }) =>
    eta === 1
      ? `cyclical focal loss at its start with γhc = ${hard}`
      : `cyclical focal loss with γ = ${gamma}, γhc = ${hard}, the second for ${six(eta as number)} of it`,
  'BALMS.balanced_softmax_loss': () => 'logit-adjusted cross-entropy with τ = 1',
  'DBL.ResampleLoss': ({ neg_scale, init_bias, gamma }, key) =>
    balanced(gamma as number, neg_scale as number, (init_bias as number) * (key === 'none' ? 1 : 2)),
  'LDAM.LDAMLoss': ({ max_m: margin, s }) => `LDAM loss with m = ${margin}, s = ${s}`,
  'VS.VSLoss': ({ gamma, tau }) =>
    gamma === 0
      ? `logit-adjusted cross-entropy with τ = ${tau}`
      : `vector-scaling loss with γ = ${gamma}, τ = ${tau}`,
  bi_tempered: ({ t1, t2 }, key) =>
    `bi-tempered loss with t1 = ${t1}, ${t2 === 1 ? '' : `t2 = ${t2}${key.endsWith('50') ? '$' : ''}`}`,
  logit_adj_pytorch: ({ tau }) => `logit-adjusted cross-entropy with τ = ${tau}`,
  'robust_mlml.SPLC': ({ margin, gamma, tau, epoch }) =>
    `SPLC with m = ${margin}, γ = ${gamma}, ${epoch === 0 ? 'of its first' : `τ = ${tau}`}`,
  'timm.DistributionBalancedLoss': ({ neg_scale, init_bias, focal_gamma }) =>
    balanced(focal_gamma as number, neg_scale as number, init_bias as number),
  'basf2.TCCE': ({ n }) => (n === 1 ? '(gce with q = 1|mae)' : `taylor with t = ${n}`),
  'bug.taylor_power_slip': ({ t }) =>
    t === 1 ? '(gce with q = 1|mae)' : `the last power of .* with t = ${t}`,
  'keras.categorical_generalized_cross_entropy': gce,
  'keras.hinge': (_, key) => `${key.replace('_', '-')} with m = 1`,
  'label_smoothing.keras': smoothing,
  'label_smoothing.torch_timm': smoothing,
  'optax.margin_losses': (_, key) => `hinge with m = ${key === 'hinge' ? 1 : 0}`,
  'phuber.GeneralizedCrossEntropy': gce,
  'phuber.PHuberCrossEntropy': ({ tau }) => `phuber with τ = ${tau}`,
  'phuber.PHuberGeneralizedCrossEntropy': ({ q, tau }) =>
    `partially Huberised GCE with q = ${q}, tau = ${tau}`,
  'robust_mlml.Hill': ({ lamb, margin, gamma }) => `hill with λ = ${lamb}, m = ${margin}, γ = ${gamma}`,
  'sklearn.ExponentialLoss': () => 'exponential loss',
  'sklearn.sgd_losses': ({ loss }) =>
    `${(loss as string).replace('_', '-').replace('perceptron', 'hinge with m = 0')}`,
  'timm.AsymmetricLossMultiLabel': alibaba,
  'timm.PolyLoss': ({ epsilon, gamma = 0, alpha }) =>
    [
      `Poly-1( focal loss)? with (γ = ${gamma}, )?ε = ${epsilon}`,
      ...(alpha == null ? [] : [`α = ${alpha}`]),
    ].join(', '),
  'toolbelt.QualityFocalLoss': ({ beta }) => `focal loss with γ = ${beta}`,
  'toolbelt.focal_reduced_threshold': ({ reduced_threshold: threshold, gamma }) =>
    `reduced-focal with θ = ${threshold}, γ = ${gamma}`,
  'torrvision.BrierScore': () => 'Brier score|brier',
  'ultralytics.VarifocalLoss': ({ alpha, gamma }) =>
    `varifocal loss with γ = ${gamma}, α = ${alpha} on negatives`,
}

/** Results that are no loss of a sample. */
const OTHER_RESULTS = ['id', 'input', 'params', 'margins', 'adjustments', 'sample_weight']

interface Given {
  readonly title: string
  readonly said: string | null
  readonly samples: ReturnType<typeof toSamples>
  readonly values: Float64Array
}

function casesOf(name: string, file: PeerFile): Given[] {
  return file.cases.flatMap(({ input, params, ...one }) => {
    const data = file.inputs[input]
    if (input.endsWith('_extreme') || !/^(binary|multilabel|softmax)_(logits|probs)$/.test(data.kind))
      return []
    const samples = { ...toSamples(data as never), shares: sharesOf(params) }
    return Object.entries(one)
      .filter(([key]) => !OTHER_RESULTS.includes(key))
      .flatMap(([key, result]): Given[] => {
        const values = flatten(result as Nested)
        if (values.length !== samples.label.length || !values.every(Number.isFinite)) return []
        const said = SAID[name]?.(params, key) ?? null
        const of = `${name} ${params.loss ?? key}`
        return [{ title: of, said, samples, values: Float64Array.from(values) }]
      })
  })
}

const title = 'the losses of the wider family'

describe.skipIf(!folder)(folder ? title : `${title} (skipped: there is no shared/golden)`, () => {
  it('are told, function and parameters, and none is accused that is right', () => {
    const files: readonly { file: string; kind: string }[] = JSON.parse(
      readFileSync(`${folder}/manifest.json`, 'utf8'),
    ).files
    const named = new Map<string, boolean>()
    const misses: string[] = []
    for (const { file } of files.filter(({ kind }) => kind === 'peer')) {
      const name = file.replace('.json', '')
      for (const { title: of, said, samples, values } of casesOf(
        name,
        JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')),
      )) {
        const { explanations, tied, verdict } = diagnoseSamples(samples, {
          per: 'sample',
          values,
          half: 0,
          batchSize: 0,
          classWeights: null,
        })
        const fitting = explanations.slice(0, tied)
        const isNamed = said !== null && fitting.some((one) => new RegExp(`^(${said})`).test(one.name))
        named.set(of, isNamed && (named.get(of) ?? true))
        if (!isNamed) misses.push(`${of}: ${verdict}, ${explanations[0]?.name}`)
        if (!name.startsWith('bug.')) expect(verdict, of).not.toBe('mistake')
      }
    }
    const right = [...named.values()].filter(Boolean).length
    console.log(`${right} of ${named.size}`)
    expect(right / named.size, misses.join('\n')).toBeGreaterThanOrEqual(0.95)
  })
})
