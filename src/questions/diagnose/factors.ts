/** What a loss is multiplied by that is no mistake: balances, class weights, the weight of the loss. */
import { type Factor, type Setting, USUAL } from './choice.ts'
import { list, meanOf, near, say } from './numbers.ts'
import type { Parameters, ScoredSamples } from './types.ts'

const alphaOf = ({ alpha }: Parameters) => alpha as number
export const ALPHAS = [0.25, 0.75, 0.5, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9, 0.05, 0.95]

export const everywhere = (f: number, { groups }: Setting): number[] => new Array<number>(groups).fill(f)

export const none: Factor = {
  ...USUAL,
  solve: (found) => (meanOf([...found, 1]) === null ? null : {}),
  usual: () => [{}],
  values: (_, setting) => everywhere(1, setting),
  alpha: () => '',
}

/** A constant on everything sets the step size, and may be meant to; above 1 it is rare. */
export const lossWeight = (cost: number, from: number, to: number): Factor => ({
  ...USUAL,
  words: ({ factor }) => `times ${say(factor as number)} as a loss weight`,
  isAside: true,
  cost,
  standing: 'convention',
  solve(found) {
    const factor = meanOf(found)
    return factor === null || factor <= from || factor > to || near(factor, 1, 1e-4) ? null : { factor }
  },
  usual({ sided }) {
    // Whatever is tried as an alpha of both classes may be meant as a weight.
    const tried = new Set([0.5, 0.1, 2, 0.25, 10, 5, ...(sided ? ALPHAS : [])])
    return [...tried].filter((f) => f > from && f <= to).map((factor) => ({ factor }))
  },
  values: ({ factor }, setting) => everywhere(factor as number, setting),
})

/** What is given to positives, its rest to negatives; null where they do not make a whole. */
function mid(negative: number, positive: number): number | null {
  if (Number.isNaN(negative)) return Number.isNaN(positive) ? 0.5 : positive
  if (Number.isNaN(positive)) return 1 - negative
  return near(negative + positive, 1) ? (positive + 1 - negative) / 2 : null
}

/** An α of what negatives and positives came out as, at an end where rounding puts it beyond; null for none. */
export function shareOf(negative: number, positive: number): number | null {
  const value = mid(negative, positive)
  if (value === null) return null
  const share = Math.min(1, Math.max(0, value))
  return near(share, value) ? share : null
}

/** α for positives and 1 − α for negatives. */
export const alpha: Factor = {
  ...USUAL,
  words: (parameters) => `α = ${say(alphaOf(parameters))}`,
  cost: 1,
  solve([negative, positive], { sided, form }) {
    if (!sided || form.balance) return null
    const value = shareOf(negative, positive)
    return value === null ? null : { alpha: value }
  },
  share: 'alpha',
  usual: ({ sided, form }) => (sided && !form.balance ? ALPHAS.map((value) => ({ alpha: value })) : []),
  values: (parameters) => [1 - alphaOf(parameters), alphaOf(parameters)],
  alpha: (parameters) => `alpha=${alphaOf(parameters)}`,
}

/** α beside a weight of the loss. */
const scaledAlpha: Factor = {
  ...USUAL,
  words: (parameters) => `α = ${say(alphaOf(parameters))}, times ${say(parameters.factor as number)}`,
  cost: 4,
  standing: 'convention',
  solve([negative, positive], { sided, form }) {
    const sum = negative + positive
    if (!sided || form.balance || !form.loss || !(sum > 0) || near(negative, positive)) return null
    const share = shareOf(negative / sum, positive / sum)
    // What is given to one side alone is this too, however near to 1 it is: whoever leaves out the other gives as much.
    const isOneSided = share === 0 || share === 1
    return share === null || near(sum, 1, isOneSided ? 1e-9 : undefined)
      ? null
      : { alpha: share, factor: sum }
  },
  share: 'alpha',
  values: ({ alpha, factor }) => [
    (factor as number) * (1 - (alpha as number)),
    (factor as number) * (alpha as number),
  ],
}

/** Negatives per positive, as torch's documentation has pos_weight. */
function balanceOf({ label, task }: ScoredSamples): readonly number[] {
  const positives = task === 'softmax' ? 0 : label.reduce((sum, y) => sum + y, 0)
  const balance = label.length / positives - 1
  return positives > 0 && balance > 0 && balance !== 1 ? [balance] : []
}

export const posWeight: Factor = {
  ...USUAL,
  words: ({ posWeight }) => `positives weighing ${say(posWeight as number)}`,
  cost: 2,
  solve([negative, positive], { sided }) {
    if (!sided || !near(negative, 1) || near(positive, 1) || !(positive > 0)) return null
    return { posWeight: positive }
  },
  usual: ({ sided, samples }) =>
    sided ? [2, 3, 4, 5, 10, ...balanceOf(samples)].map((weight) => ({ posWeight: weight })) : [],
  values: ({ posWeight }) => [1, posWeight as number],
}

/** α of negatives only, as varifocal loss has it. */
const negativeWeight: Factor = {
  ...USUAL,
  words: (parameters) => `α = ${say(alphaOf(parameters))} on negatives`,
  cost: 1,
  standing: 'convention',
  solve([negative, positive], { form }) {
    if (form.balance !== 'negatives' || !near(positive, 1) || !(negative > 0)) return null
    return { alpha: negative }
  },
  usual: ({ form }) => (form.balance === 'negatives' ? [0.75, 0.25].map((value) => ({ alpha: value })) : []),
  values: (parameters) => [alphaOf(parameters), 1],
}

const deltaOf = ({ delta }: Parameters) => delta as number

/** δ for positives and 1 − δ for negatives, as asym-focal has it. */
const delta: Factor = {
  ...USUAL,
  words: (parameters) => `δ = ${say(deltaOf(parameters))}`,
  solve([negative, positive]) {
    if (!near(negative + positive, 1)) return null
    const value = (positive + 1 - negative) / 2
    return value > 1e-9 && value < 1 - 1e-9 ? { delta: value } : null
  },
  usual: () =>
    [0.7, 0.6, ...ALPHAS.filter((value) => value !== 0.7 && value !== 0.6)].map((value) => ({
      delta: value,
    })),
  values: (parameters) => [1 - deltaOf(parameters), deltaOf(parameters)],
  alpha: (parameters) => `delta=${deltaOf(parameters)}`,
}

/** δ beside a weight of the loss, such as the half of a mean over two channels. */
const scaledDelta: Factor = {
  ...USUAL,
  words: (parameters) => `δ = ${say(deltaOf(parameters))}, times ${say(parameters.factor as number)}`,
  cost: 3,
  solve([negative, positive]) {
    const sum = negative + positive
    if (!(negative > 0) || !(positive > 0) || near(sum, 1) || near(negative, 1)) return null
    return { delta: positive / sum, factor: sum }
  },
  values: (parameters) =>
    [1 - deltaOf(parameters), deltaOf(parameters)].map((f) => f * (parameters.factor as number)),
}

export const DELTAS: readonly Factor[] = [delta, scaledDelta]

/** The weights that the script is known to hold. */
export const knownWeights: Factor = {
  ...USUAL,
  words: 'the class weights',
  cost: 1,
  solve(found, { observed: { classWeights }, groups }) {
    if (classWeights?.length !== groups) return null
    return found.every((f, g) => Number.isNaN(f) || near(f, classWeights[g])) ? {} : null
  },
  usual: ({ observed: { classWeights }, groups }) => (classWeights?.length === groups ? [{}] : []),
  values: (_, { observed: { classWeights } }) => classWeights!,
  given: ({ observed: { classWeights } }) => ({ classWeights: classWeights! }),
}

/** Any weights, class by class; others than those that are known are hardly meant. */
const weights = (cost: number, areKnown: boolean): Factor => ({
  ...USUAL,
  isByClass: true,
  words: ({ classWeights }) => `class weights ${list(classWeights as readonly number[])}`,
  cost,
  solve(found, { sided, observed }) {
    if (sided || (observed.classWeights !== null) !== areKnown) return null
    if (!found.every((f) => Number.isNaN(f) || f >= 0) || meanOf(found, 1e-7) !== null) return null
    return { classWeights: found.map((f) => (Number.isNaN(f) ? 1 : f)) }
  },
  values: ({ classWeights }) => classWeights as readonly number[],
  alpha: ({ classWeights }) => `alpha=${(classWeights as readonly number[]).join(',')}`,
})

export const classWeights = weights(2, false)

/** Binary weights that no α or pos_weight says. */
export const sideWeights: Factor = {
  ...USUAL,
  words: ({ negative, positive }) =>
    `factors ${say(negative as number)} for negatives and ${say(positive as number)} for positives`,
  cost: 4,
  standing: 'convention',
  solve([negative, positive], { sided }) {
    if (!sided || !(negative > 0) || !(positive > 0) || near(negative, positive, 1e-7)) return null
    return { negative, positive }
  },
  values: ({ negative, positive }) => [negative as number, positive as number],
}

/** 1 − α for the first class, α for the others, as some have it of detections. */
export const backgroundAlpha: Factor = {
  ...USUAL,
  words: (parameters) => `α = ${say(alphaOf(parameters))}, and 1 − α for the first class`,
  cost: 1,
  standing: 'convention',
  solve([first, ...rest], { sided, groups }) {
    const value = meanOf(rest)
    if (sided || groups < 3 || value === null || !near(first + value, 1) || near(value, 0.5)) return null
    return { alpha: value }
  },
  usual: ({ sided, groups }) => (sided || groups < 3 ? [] : [0.25, 0.75].map((value) => ({ alpha: value }))),
  values: (parameters, { groups }) =>
    Array.from({ length: groups }, (_, g) => (g === 0 ? 1 - alphaOf(parameters) : alphaOf(parameters))),
}

/** Whatever comes nearest, for values that nothing explains. */
export const nearest: Factor = {
  ...USUAL,
  words: 'factors of its own for each class',
  cost: 9,
  standing: 'convention',
  solve: (found) => ({ factors: found.map((f) => (Number.isNaN(f) ? 0 : f)) }),
  values: ({ factors }) => factors as readonly number[],
}

const wholeWeight = lossWeight(1, 0, 1)

/** The usual factor that has these numbers. */
export function factorOf(parameters: Parameters): Factor {
  const known = { alpha, posWeight, classWeights, factor: wholeWeight }
  const key = Object.keys(known).find((one) => one in parameters)
  return key === undefined ? none : known[key as keyof typeof known]
}

export const FACTORS: readonly Factor[] = [
  none,
  wholeWeight,
  lossWeight(2, 1, Number.POSITIVE_INFINITY),
  alpha,
  scaledAlpha,
  posWeight,
  negativeWeight,
  knownWeights,
  classWeights,
  weights(6, true),
  sideWeights,
  backgroundAlpha,
]
