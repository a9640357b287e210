/** A setting that was tried: the words for it, and what it comes to. */
import { SIGN_SLIP } from './candidates.ts'
import type { Form } from './form.ts'
import type { TriedReduction } from './reductions.ts'
import type { FoundExplanation, ScoreReading, Standing } from './types.ts'
import type { Factor } from './usual.ts'

export interface Guess extends Omit<FoundExplanation, 'fit'> {
  readonly predicted: Float64Array
}

/** One of the ways in which printed values can have been made. */
export interface Setting {
  readonly reading: ScoreReading
  readonly form: Form
  readonly gamma: number
  readonly weights: readonly number[] | null
  readonly term: SecondTerm
  readonly factor: Factor
  readonly reduction: TriedReduction
}

/** Coefficients of a form's terms, before factors. */
export interface SecondTerm {
  readonly name: string
  readonly first: number
  readonly second: number
  readonly cost: number
  readonly parameters: Readonly<Record<string, number>>
}

/** How many choices the setting takes to say. */
export function costOf({ reading, form, gamma, weights, term, factor, reduction }: Setting): number {
  // Added up one by one: it is asked of every setting.
  const parts = reading.cost + form.cost + factor.cost + reduction.cost + term.cost
  return parts + (form.focused && gamma !== 2 ? 1 : 0) + (weights ? 1 : 0)
}

export function makeGuess(setting: Setting, predicted: Float64Array): Guess {
  const { reading, form, gamma, weights, term, factor } = setting
  const mistake = mistakeOf(setting)
  const sound = !mistake && reading.cost <= 2 && !weights
  return {
    name: nameOf(setting),
    kind: kindOf(setting),
    mistake,
    formula: form.terms.join(' + ε '),
    parameters: {
      ...(form.focused ? { gamma } : {}),
      ...term.parameters,
      ...factor.parameters,
      ...(weights ? { classWeights: weights } : {}),
    },
    spec:
      sound && form.loss !== null && factor.alpha !== null
        ? specOf(form, gamma, factor.alpha, term.parameters.epsilon)
        : null,
    cost: costOf(setting),
    clamp: reading.clamp,
    predicted,
  }
}

/** Of classes against the rest, each has a loss, so that a mean over them dilutes nothing. */
function meanOf({ reading, reduction }: Setting): Pick<TriedReduction, 'kind' | 'mistake'> {
  const each = reading.target !== null && reduction.mistake === 'class-dilution'
  return each ? { kind: 'convention', mistake: null } : reduction
}

function mistakeOf(setting: Setting): string | null {
  const { reading, form, factor } = setting
  return reading.mistake ?? form.mistake ?? factor.mistake ?? meanOf(setting).mistake
}

function kindOf(setting: Setting): Standing {
  const { reading, form, factor } = setting
  const kinds = [reading.kind, form.kind, factor.kind, meanOf(setting).kind]
  if (mistakeOf(setting)) return 'mistake'
  return kinds.includes('convention') ? 'convention' : 'standard'
}

function nameOf({ reading, form, gamma, weights, term, factor, reduction }: Setting): string {
  const words = [
    form.focused ? `γ = ${gamma}` : '',
    term.name,
    factor.words,
    weights ? 'the class weights' : '',
  ]
  const all = words.filter(Boolean).join(', ')
  return [`${form.name}${all && ` with ${all}`}`, reading.name, reduction.name].filter(Boolean).join(', ')
}

function specOf({ loss }: Form, gamma: number, alpha: string, epsilon: number | undefined): string {
  const parts = [
    alpha,
    loss!.includes('focal') ? `gamma=${gamma}` : '',
    epsilon === undefined ? '' : `epsilon=${epsilon}`,
  ].filter(Boolean)
  return parts.length > 0 ? `${loss}:${parts.join(',')}` : loss!
}

/** The same values by a slip: CE + ε (pt − 1) is CE − ε (1 − pt). */
export function signSlip(setting: Setting, predicted: Float64Array): Guess {
  const epsilon = -setting.term.second
  const term = { ...setting.term, name: nameOfEpsilon(epsilon), parameters: { epsilon } }
  const guess = makeGuess({ ...setting, term }, predicted)
  return {
    ...guess,
    name: `${guess.name}, ${SIGN_SLIP}`,
    kind: 'mistake',
    mistake: 'poly-sign',
    spec: null,
    cost: guess.cost + 2,
  }
}

export function nameOfEpsilon(epsilon: number): string {
  return `ε = ${epsilon}`
}

/** alpha on the first term alone, as abhuse's PolyLoss has it. */
export function epsilonOutside(guess: Guess): Guess {
  return {
    ...guess,
    name: `${guess.name}, its ε term outside the factors`,
    kind: guess.mistake ? 'mistake' : 'convention',
    spec: guess.spec && `${guess.spec},poly-alpha=off`,
    cost: guess.cost + 1,
  }
}
