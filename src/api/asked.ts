/** What a question holds, name by name: a misspelt one would be passed over in silence. */
import { UsageError } from '../errors.ts'
import { MOST_BINS } from '../questions/calibrate/bin-count.ts'
import { LEAST_TEMPERATURE, MOST_STRENGTH, MOST_TEMPERATURE } from '../reading/scores/adjustment.ts'
import { FLAG, type Kind, kind, listOf, orNull, TEXT, TEXTS, WHOLE } from '../sketch/code/fields.ts'
import { nearest } from '../words/nearest.ts'

/** The kind of each field that a question may have. */
export type Kinds<Question> = Readonly<Record<keyof Question, Kind>>

/** Throws a UsageError for a field that there is not, or that is of another kind, and for one that is `needed` and missing. */
export function checkAsked<Question extends object>(
  question: Question,
  kinds: Kinds<Required<Question>>,
  ...needed: readonly (keyof Question & string)[]
): void {
  const known: ReadonlyMap<string, Kind> = new Map(Object.entries(kinds))
  for (const [name, value] of Object.entries(question ?? {})) {
    if (value === undefined) continue
    const found = known.get(name)
    if (!found) throw unknown(name, [...known.keys()])
    if (!found.holds(value)) throw new UsageError(`${name} is not ${found.words}`)
  }
  const missing = needed.find((name) => question?.[name] === undefined)
  if (missing !== undefined) throw new UsageError(`${missing} is missing: it is ${kinds[missing].words}`)
}

function unknown(name: string, known: readonly string[]): UsageError {
  const guess = nearest(name, known)
  return new UsageError(
    `nothing here is called ${name}`,
    guess ? `did you mean ${guess}?` : `there are ${known.join(', ')}`,
  )
}

const isIn = (min: number, max: number) => (value: unknown) =>
  typeof value === 'number' && value >= min && value <= max

const oneOf = (...words: readonly (string | null)[]) =>
  kind(`one of ${words.join(', ')}`, (value) => words.includes(value as string | null))

const FACTORS = listOf('numbers from 0 on', isIn(0, Number.MAX_VALUE))

export const THRESHOLD_KIND = kind('a number from 1e-9 to 1 - 1e-9', isIn(1e-9, 1 - 1e-9))
export const THRESHOLDS = listOf('numbers from 1e-9 to 1 - 1e-9', THRESHOLD_KIND.holds)
export const BINS = kind(
  `a whole number from 2 to ${MOST_BINS}`,
  (value) => Number.isInteger(value) && isIn(2, MOST_BINS)(value),
)
export const LIMITS = oneOf('left', 'right')
const isShare = isIn(1e-9, 1 - 1e-9)
export const PRIOR = kind(
  'a number between 0 and 1, or a list of them',
  (value) => isShare(value) || (Array.isArray(value) && value.length > 0 && value.every(isShare)),
)
export const TEMPERATURE = kind(
  `a number from ${LEAST_TEMPERATURE} to ${MOST_TEMPERATURE}`,
  isIn(LEAST_TEMPERATURE, MOST_TEMPERATURE),
)
export const PRIORS = listOf('numbers above 0', isIn(Number.MIN_VALUE, Number.MAX_VALUE))
export const STRENGTH = kind(
  `a number from -${MOST_STRENGTH} to ${MOST_STRENGTH}`,
  isIn(-MOST_STRENGTH, MOST_STRENGTH),
)
export const COUNT = WHOLE
export const CONFIDENCE = kind('a number from 0.5 to less than 1', isIn(0.5, 1 - 1e-9))
export const TOLERANCE = kind('a number from 0 to 1', isIn(0, 1))
export const REDUCTION_KIND = oneOf('mean', 'sum', 'positives')
export const BY = oneOf('class', 'slice', null)
export const TASK = oneOf('binary', 'softmax', 'multilabel')
export const SCALE = oneOf('logits', 'probs', 'log-probs', 'percent')
export const BAD_ROW = oneOf('fail', 'skip')
export const CURVE = oneOf('value', 'weight', 'gradient')
export const SUM = oneOf('mean', 'sum')
export const WEIGHTS = orNull(
  kind(
    'one factor per class, balanced, or { effective: beta } with beta from 0 to less than 1',
    (value) => value === 'balanced' || FACTORS.holds(value) || isIn(0, 1 - 1e-12)(Object(value).effective),
  ),
)
export const BOOTSTRAP = kind('an object of replicates and seed, whole numbers', (value) => {
  const { replicates, seed } = Object(value)
  return WHOLE.holds(replicates) && WHOLE.holds(seed) && seed < 2 ** 32
})
export const CASES = listOf('cases of p, from 0 to 1, and y, 0 or 1', (value) => {
  const { p, y } = Object(value)
  return TOLERANCE.holds(p) && (y === 0 || y === 1)
})
export const COLUMNS = kind(
  'a text: the name of a column, or several names with commas between them, as in "a,b"',
  TEXT.holds,
)
export const TEXT_OR_TEXTS = kind(
  'a text, or a list of texts',
  (value) => TEXT.holds(value) || TEXTS.holds(value),
)
const isValue = (value: unknown) => TEXT.holds(value) || Number.isFinite(value)
const isSome = (values: unknown, holds: (value: unknown) => boolean) =>
  TEXT.holds(values) || (Array.isArray(values) && values.length > 0 && values.every(holds))
export const OVER = kind(
  'values by parameter, as in { "gamma": [0, 1, 2], "alpha": "0.1..0.9/0.1" }, or a text such as "gamma=0..5/0.5", or a list of such texts',
  (over) =>
    isSome(over, TEXT.holds) ||
    (!Array.isArray(over) &&
      Object.values(Object(over)).length > 0 &&
      Object.values(Object(over)).every((values) => isSome(values, isValue))),
)
export const AXIS = kind('a whole number', Number.isSafeInteger)
/** Looked at where it is opened. */
export const ANYTHING = kind('anything', () => true)
export { FACTORS, FLAG, TEXT, TEXTS }
