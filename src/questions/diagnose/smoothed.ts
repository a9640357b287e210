/** Forms whose labels are smoothed: cross-entropy of them, and the one-hot labels of kornia, whose other classes have a little. */
import { type Form, USUAL } from './choice.ts'
import { type Elements, probabilitiesOf } from './elements.ts'
import { backgroundAlpha, classWeights, lossWeight, none } from './factors.ts'
import { raise } from './gamma.ts'
import { SMOOTHING_TERMS, WEIGHTED_SMOOTHING_TERMS } from './terms.ts'
import { ce, focal } from './textbook.ts'
import type { Parameters } from './types.ts'

const smoothed: Form = {
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

/** −ln p of each class, weighed: what smoothing adds where torch's classes have weights. */
function weighed({ samples, total }: Elements, { classWeights }: Parameters): Float64Array {
  if (!Array.isArray(classWeights)) return total
  const { classes } = samples
  const p = probabilitiesOf(samples)
  return total.map((_, i) => {
    let sum = 0
    for (let c = 0; c < classes; c++) sum -= classWeights[c] * Math.log(p[i * classes + c])
    return sum
  })
}

const smoothedWeights: Form = {
  ...smoothed,
  code: undefined,
  cost: 3,
  columns: (elements, parameters) => [elements.ce, weighed(elements, parameters)],
  ends: WEIGHTED_SMOOTHING_TERMS,
  factors: [classWeights],
  shared: false,
  loose: true,
  suits: ({ samples, target }) => samples.task === 'softmax' && !target,
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
