/** Forms whose labels are smoothed: cross-entropy of them, and the one-hot labels of kornia, whose other classes have a little. */
import { type Factor, type Form, USUAL } from './choice.ts'
import { type Elements, hasBoth, probabilitiesOf } from './elements.ts'
import { backgroundAlpha, classWeights, lossWeight, none, posWeight } from './factors.ts'
import { raise } from './gamma.ts'
import { SMOOTHING_TERMS, WEIGHTED_SMOOTHING_TERMS } from './terms.ts'
import { ce, focal } from './textbook.ts'
import type { Parameters } from './types.ts'

export const smoothed: Form = {
  ...USUAL,
  name: 'cross-entropy with label smoothing',
  cost: 2,
  shapes: [],
  terms: ['CE', 'Σ −ln p'],
  code: ['ce', 'total'],
  columns: (elements) => [elements.ce, elements.total],
  ends: SMOOTHING_TERMS,
  shared: true,
}

/** What focal loss of smoothed labels comes to, in code. */
export const FOCAL_SMOOTHED: Form = {
  ...focal,
  code: ['error ** {gamma} * ce', 'error ** {gamma} * total'],
}

/** −ln p of each class, or of both labels, weighed: what smoothing adds where torch's classes have weights, or positives one. */
function weighed(elements: Elements, { classWeights, posWeight }: Parameters): Float64Array {
  const { samples, total, ce, group } = elements
  if (typeof posWeight === 'number')
    return total.map((both, e) => both + (posWeight - 1) * (group[e] === 1 ? ce[e] : both - ce[e]))
  if (!Array.isArray(classWeights)) return total
  const { classes } = samples
  const p = probabilitiesOf(samples)
  return total.map((_, i) => {
    let sum = 0
    for (let c = 0; c < classes; c++) sum -= classWeights[c] * Math.log(p[i * classes + c])
    return sum
  })
}

/** A weight to start from: what smoothing gives to the other label has it too. */
const smoothedPosWeight: Factor = {
  ...posWeight,
  solve: ([negative, positive], { sided }) => {
    const ratio = positive / negative
    return sided && ratio > 0 && Number.isFinite(ratio) ? { posWeight: ratio } : null
  },
  usual: undefined,
}

const smoothedWeights: Form = {
  ...smoothed,
  code: undefined,
  cost: 3,
  columns: (elements, parameters) => [elements.ce, weighed(elements, parameters)],
  ends: WEIGHTED_SMOOTHING_TERMS,
  factors: [classWeights, smoothedPosWeight],
  shared: false,
  loose: true,
  suits: (elements) => !elements.target && (elements.samples.task === 'softmax' || hasBoth(elements)),
}

/** What kornia adds to each class of its one-hot labels. */
const LEAK = 1e-6

/** Of kornia: every other class has a millionth of a term of its own, under its own weight. */
const leaking = (base: Form): Form => ({
  ...base,
  name: `${base.name} of one-hot labels with 1e-6 added`,
  standing: 'convention',
  cost: base.cost + 3,
  terms: [`${base.terms[0]} + 1e-6 of that of the other classes`],
  code: undefined,
  loose: true,
  printed: false,
  columns(elements, parameters) {
    const [own] = base.columns(elements, parameters)
    return [leaks(elements, parameters).map((leak, i) => own[i] + LEAK * leak)]
  },
  factors: [none, lossWeight(1, 0, Number.POSITIVE_INFINITY), backgroundAlpha, classWeights],
  suits: ({ samples, target }) => samples.task === 'softmax' && !target,
})

/** Terms of the other classes, in units of the weight of the truth. */
function leaks({ samples, pt }: Elements, parameters: Parameters): Float64Array {
  const { classes, label } = samples
  const { gamma = 0, alpha = null, factor = 1, classWeights: weights } = parameters
  const p = probabilitiesOf(samples)
  const weightOf = (c: number) => {
    if (Array.isArray(weights)) return weights[c] as number
    if (alpha === null) return factor as number
    return c === 0 ? 1 - (alpha as number) : (alpha as number)
  }
  return pt.map((_, i) => {
    let sum = 0
    for (let c = 0; c < classes; c++) {
      const one = p[i * classes + c]
      if (c !== label[i]) sum -= weightOf(c) * raise(1 - one, gamma as number) * Math.log(one)
    }
    return sum / weightOf(label[i])
  })
}

export const SMOOTHED: readonly Form[] = [smoothed, smoothedWeights, leaking(ce), leaking(focal)]
