/** The forms of the textbook and of libraries. Shapes stand in their columns, everything else before them. */
import { LOSSES } from '../../losses/index.ts'
import type { LossDefinition } from '../../losses/loss.ts'
import type { NumberDefinition } from '../../losses/parameter.ts'
import { reducedFocal } from '../../losses/reduced-focal.ts'
import { type Choice, type Form, type Shape, USUAL } from './choice.ts'
import { eachOf } from './columns.ts'
import { type Elements, probabilitiesOf } from './elements.ts'
import { ELSEWHERE } from './elsewhere.ts'
import { backgroundAlpha, classWeights, DELTAS, lossWeight, none } from './factors.ts'
import { EPSILON_TERMS, SMOOTHING_TERMS, WEIGHTED_SMOOTHING_TERMS } from './terms.ts'
import type { Parameters } from './types.ts'

export const GAMMA: Shape = {
  key: 'gamma',
  symbol: 'γ',
  grid: [0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 12],
  usual: [2, 1, 1.5, 0.5, 3, 4, 5],
}

/** x^gamma, without the library's slow way for the gammas that everybody uses. */
export function raise(x: number, gamma: number): number {
  if (gamma === 2) return x * x
  if (gamma === 1) return x
  if (gamma === 0) return 1
  return gamma === 1.5 ? x * Math.sqrt(x) : x ** gamma
}

export const gammaOf = ({ gamma }: Parameters) => gamma as number

/** Every form asks for the usual gammas first; a search would fill the memory. */
const KEPT = 8

/** A column of every gamma, by elements: several forms have it in common. */
function ofGamma(make: (elements: Elements, gamma: number) => Float64Array) {
  const known = new WeakMap<Elements, Map<number, Float64Array>>()
  return (elements: Elements, gamma: number): Float64Array => {
    const own = known.get(elements) ?? new Map<number, Float64Array>()
    known.set(elements, own)
    const column = own.get(gamma) ?? make(elements, gamma)
    if (own.size < KEPT && GAMMA.usual.includes(gamma)) own.set(gamma, column)
    return column
  }
}

/** (1 − pt)^γ. */
export const powerOf = ofGamma(({ q }, gamma) => {
  const out = new Float64Array(q.length)
  for (let e = 0; e < out.length; e++) out[e] = raise(q[e], gamma)
  return out
})

function times(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length)
  for (let e = 0; e < out.length; e++) out[e] = a[e] * b[e]
  return out
}

const modulated = ofGamma((elements, gamma) => times(powerOf(elements, gamma), elements.ce))

export const focalColumn = (elements: Elements, shape: Parameters) => modulated(elements, gammaOf(shape))

export const ce: Form = {
  ...USUAL,
  name: 'cross-entropy',
  shapes: [],
  terms: ['CE'],
  code: ['ce'],
  columns: (elements) => [elements.ce],
  loss: 'ce',
}

export const focal: Form = {
  ...USUAL,
  name: 'focal loss',
  cost: 1,
  shapes: [GAMMA],
  terms: ['(1 − pt)^γ CE'],
  code: ['error ** {gamma} * ce'],
  columns: (elements, shape) => [focalColumn(elements, shape)],
  loss: 'focal',
}

export const poly1: Form = {
  ...USUAL,
  name: 'Poly-1',
  cost: 2,
  shapes: [],
  terms: ['CE', '(1 − pt)'],
  code: ['ce', 'error'],
  columns: (elements) => [elements.ce, elements.q],
  ends: EPSILON_TERMS,
  loss: 'poly1',
}

export const poly1Focal: Form = {
  ...USUAL,
  name: 'Poly-1 focal loss',
  cost: 3,
  shapes: [GAMMA],
  terms: ['(1 − pt)^γ CE', '(1 − pt)^(γ+1)'],
  code: ['error ** {gamma} * ce', 'error ** {gamma} * error'],
  columns: (elements, shape) => [
    focalColumn(elements, shape),
    times(powerOf(elements, gammaOf(shape)), elements.q),
  ],
  ends: EPSILON_TERMS,
  loss: 'poly1-focal',
}

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

/** Whether groups are negatives and positives. */
export const isSided = ({ samples, groups, target }: Elements) =>
  groups === 2 && (samples.task !== 'softmax' || target !== null)

/** Whether there are samples of both, so that each says what is done to it. */
export const hasBoth = (elements: Elements) =>
  isSided(elements) && elements.group.includes(0) && elements.group.includes(1)

const ASYMMETRIC: readonly Shape[] = [
  { key: 'clip', symbol: 'clip', grid: [0.01, 0.05, 0.1, 0.2], usual: [0.05, 0.1] },
  { key: 'gammaPositive', symbol: 'γ+', grid: [0, 1, 2, 4], usual: [1, 0] },
  { key: 'gammaNegative', symbol: 'γ−', grid: [0, 1, 2, 4, 7], usual: [4, 2] },
]

/** pm^γ CE(pm) of a negative whose probability counts from the clip on. */
const clipped = eachOf((e, { ce, q, group }, { clip: m = 0, gammaPositive: plus, gammaNegative: minus }) => {
  if (group[e] === 1) return raise(q[e], plus) * ce[e]
  if (m === 0) return raise(q[e], minus) * ce[e]
  const kept = Math.max(q[e] - m, 0)
  return raise(kept, minus) * -Math.log1p(-kept)
})

const asymmetric = (shapes: readonly Shape[], cost: number): Form => ({
  ...USUAL,
  name: 'asymmetric loss',
  standing: 'convention',
  cost,
  shapes,
  terms: [
    shapes.length === 3
      ? '(1 − pt)^γ CE, γ+ and γ−, of max(p − clip, 0) for negatives'
      : '(1 − pt)^γ CE, γ+ and γ−',
  ],
  code: [
    shapes.length === 3
      ? '{where}(t == 1, error ** {gammaPositive} * ce, -({kept} ** {gammaNegative}) * {log1p}(-{kept}))'
      : '{where}(t == 1, error ** {gammaPositive}, error ** {gammaNegative}) * ce',
  ],
  columns: clipped,
  suits: hasBoth,
})

const varifocal: Form = {
  ...USUAL,
  name: 'varifocal loss',
  standing: 'convention',
  cost: 3,
  shapes: [GAMMA],
  terms: ['CE for positives, p^γ CE for negatives'],
  code: ['{where}(t == 1, ce, error ** {gamma} * ce)'],
  columns: eachOf((e, { ce, q, group }, { gamma }) => (group[e] === 1 ? 1 : raise(q[e], gamma)) * ce[e]),
  suits: hasBoth,
  balance: 'negatives',
}

/** The same terms under δ and 1 − δ. */
const asymFocal: Form = {
  ...varifocal,
  name: 'asym-focal',
  factors: DELTAS,
  loss: 'asym-focal',
}

/** Those whose terms stand above, or that are no function of a sample. */
const COVERED = [
  'ce',
  'focal',
  'poly1',
  'poly1-focal',
  'poly-n',
  'article-ce',
  'article-focal',
  'asl',
  'asym-focal',
  'varifocal',
  'sce',
  'label-smooth',
]

/** A loss of the register, with its numbers as shapes. */
function registered(definition: LossDefinition, switched: Readonly<Record<string, string>> = {}): Form {
  const numbers = Object.entries(definition.parameters).filter(([, { kind }]) => kind === 'number')
  const shapes = numbers.map(([key, parameter]): Shape => {
    const { symbol, mapped, initial, min, max, whole } = parameter as NumberDefinition
    const known = mapped.filter((x): x is number => x !== 'none')
    const grid = whole ? Array.from({ length: known.at(-1)! }, (_, i) => i + 1) : known
    return { key, symbol, grid, usual: [initial], min, max, isWhole: whole }
  })
  const places: Choice = { ...USUAL, standing: 'convention', cost: 3 }
  return {
    ...places,
    name: definition.name,
    shapes,
    terms: [definition.formula],
    columns(elements, shape) {
      const sided = isSided(elements)
      const of = (positive: boolean | null) =>
        definition.at({ ...shape, ...switched } as never, { alpha: 1, positive }).value
      const [negative, positive] = sided ? [of(false), of(true)] : [of(null), of(null)]
      const margin = (e: number) => Math.log(elements.pt[e]) - Math.log(elements.q[e])
      return [elements.ce.map((_, e) => (elements.group[e] === 1 ? positive : negative)(margin(e)))]
    },
    suits: (elements) =>
      definition.tasks === undefined ||
      definition.tasks.includes(isSided(elements) ? 'binary' : elements.samples.task),
    loss: definition.name,
    switched,
    unbalanced: !('alpha' in definition.parameters),
  }
}

/** The textbook's forms, the simplest first. */
export const TEXTBOOK: readonly Form[] = [ce, focal, poly1, poly1Focal]

/** The one of them that has these numbers. */
export function formOf({ gamma, epsilon }: Parameters): Form {
  if (epsilon !== undefined) return gamma === undefined ? poly1 : poly1Focal
  return gamma === undefined ? ce : focal
}

/** What is tried where everything would take too long. */
export const FEW: readonly Form[] = [ce, focal]

export const OTHERS: readonly Form[] = [
  smoothed,
  smoothedWeights,
  leaking(ce),
  leaking(focal),
  asymmetric(ASYMMETRIC.slice(1), 4),
  asymmetric(ASYMMETRIC, 5),
  varifocal,
  asymFocal,
  ...LOSSES.filter(({ name }) => !COVERED.includes(name)).map((one) => registered(one)),
  registered(reducedFocal, { continuous: 'on' }),
  ...ELSEWHERE,
]
