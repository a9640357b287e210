/** How the coefficient of a second column follows from that of the first: Poly-1's ε, the rate of label smoothing. */
import { greatest } from '../../extremes.ts'
import { type Setting, type Term, USUAL } from './choice.ts'
import { meanOf } from './numbers.ts'
import type { Parameters } from './types.ts'

/** A factor that is as small beside another is none. */
const NOTHING = 1e-6

/** What a smaller ε does nobody asks for. */
const LEAST = 1e-3

const epsilonOf = ({ epsilon }: Parameters) => epsilon as number
/** The negative of each too: a right ε of −0.5 is else 0.5 with a sign slip. */
const EPSILONS = [1, 2, -1, 0.5, 3, -2, -0.5, -3].map((epsilon) => ({ epsilon }))

/** Under the factors, as the paper has it. */
export const inside: Term = {
  ...USUAL,
  factor: (a) => a,
  solve(rows, factors) {
    // What is next to nothing beside the others is 0 but for rounding, and a quotient by it noise.
    const least = NOTHING * greatest(factors.map((f) => Math.abs(f) || 0))
    const epsilon = meanOf(
      rows.map(([, b], g) => (Math.abs(factors[g]) <= least ? Number.NaN : b / factors[g])),
    )
    return epsilon === null || Math.abs(epsilon) < LEAST ? null : { epsilon }
  },
  usual: () => EPSILONS,
  combine: (factor, parameters) => [factor, factor * epsilonOf(parameters)],
  spec: (parameters) => `epsilon=${epsilonOf(parameters)}`,
}

export const outside: Term = {
  ...USUAL,
  words: 'its ε term outside the factors',
  cost: 1,
  standing: 'convention',
  factor: (a) => a,
  solve(rows, factors) {
    if (factors.every((f) => f === 1)) return null
    const epsilon = meanOf(rows.map(([, b]) => b))
    return epsilon === null || Math.abs(epsilon) < LEAST ? null : { epsilon }
  },
  usual: () => EPSILONS,
  combine: (factor, parameters) => [factor, epsilonOf(parameters)],
  spec: (parameters) => `epsilon=${epsilonOf(parameters)},poly-alpha=off`,
}

/** As F.cross_entropy with weights and a mean over the batch beside it come to. */
const plainMean: Term = {
  ...outside,
  words: 'its cross-entropy a weighted mean and its ε term a plain one',
  solve: () => null,
  apart: true,
}

export const EPSILON_TERMS: readonly Term[] = [inside, outside, plainMean]

const classesOf = ({ sided, samples }: Setting) => (sided ? 2 : samples.classes)

/** Both coefficients must share out a whole, times the factor. */
const smoothing = (
  share: (classes: number) => number,
): Pick<Term, 'factor' | 'solve' | 'usual' | 'combine' | 'rate'> => ({
  rate: 'smoothing',
  factor: (a, b, setting) => a + classesOf(setting) * b,
  solve(rows, factors, setting) {
    const rate = meanOf(rows.map(([, b], g) => (b / factors[g]) * share(classesOf(setting))))
    return rate !== null && rate > 1e-6 && rate < 1 ? { smoothing: rate } : null
  },
  usual: () => [0.1, 0.2, 0.05].map((rate) => ({ smoothing: rate })),
  combine(factor, { smoothing: rate }, setting) {
    const each = (rate as number) / share(classesOf(setting))
    return [factor * (1 - classesOf(setting) * each), factor * each]
  },
})

export const SMOOTHING_TERMS: readonly Term[] = [
  { ...USUAL, words: 'shared by all classes', ...smoothing((classes) => classes) },
  {
    ...USUAL,
    words: 'shared by the other classes',
    cost: 1,
    standing: 'convention',
    ...smoothing((classes) => classes - 1),
  },
]

/** As torch has it: the truth's part under the weight of its class, the others' under theirs. */
export const WEIGHTED_SMOOTHING_TERMS: readonly Term[] = [
  {
    ...USUAL,
    words: 'shared by all classes',
    rate: 'smoothing',
    factor: (a, b, setting) => a + classesOf(setting) * b,
    // Where the weights are not known yet, the rate is a guess to start from.
    solve: () => ({ smoothing: 0.1 }),
    combine: (factor, { smoothing: rate }, setting) => [
      factor * (1 - (rate as number)),
      (rate as number) / classesOf(setting),
    ],
  },
]
