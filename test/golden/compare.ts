/** Holds our numbers against a peer's, result by result. */
import { express } from './adapters.ts'
import { compute, type Expression, type Reduction } from './expression.ts'
import {
  flatten,
  type ManifestEntry,
  type Nested,
  nameOf,
  type PeerCase,
  readPeer,
  resultsOf,
} from './peer.ts'
import type { Reason } from './reasons.ts'

/** What became of one result, one case, or a whole file. */
export interface Outcome {
  /** Numbers compared. */
  readonly numbers: number
  /** Why the others were not. */
  readonly reasons: readonly Reason[]
  /** One line a number that differs. */
  readonly misses: readonly string[]
}

export interface Tolerance {
  readonly relative: number
  readonly absolute: number
}

/** How well the manifest says that a peer keeps its own formula, by the precision it computes in. */
export const PRECISION = {
  float64: { relative: 1e-12, absolute: 2e-15 },
  float32: { relative: 2e-6, absolute: 2e-7 },
}

/**
 * On inputs made to be extreme, peers lose digits of their own: they are held to what the manifest measured
 * of each. That ours are right there is for test/losses/exact.test.ts to say.
 */
export function toleranceOf(
  { precision = 'float64', measured }: ManifestEntry,
  one: PeerCase,
  less?: 'float32',
): Tolerance {
  const { relative, absolute } = PRECISION[less ?? precision]
  const extreme = one.input.endsWith('_extreme') ? (measured?.extreme_abs ?? 0) : 0
  return { relative, absolute: absolute + extreme }
}

const because = (...reasons: readonly Reason[]): Outcome => ({ numbers: 0, reasons, misses: [] })

export function join(outcomes: readonly Outcome[]): Outcome {
  return {
    numbers: outcomes.reduce((count, { numbers }) => count + numbers, 0),
    reasons: outcomes.flatMap(({ reasons }) => reasons),
    misses: outcomes.flatMap(({ misses }) => misses),
  }
}

/** The numbers of one result that no clamp hides. */
function compareNumbers(
  key: string,
  expected: readonly number[],
  expression: Expression,
  reduction: Reduction,
  { relative, absolute }: Tolerance,
): Outcome {
  const { values, slack, bitten } = compute(expression, key, reduction)
  if (values.length !== expected.length) {
    return { numbers: 0, reasons: [], misses: [`${values.length} numbers for ${expected.length}`] }
  }
  const shown = values.map((_, i) => i).filter((i) => !bitten[i])
  const close = (i: number) =>
    Math.abs(values[i] - expected[i]) <= relative * Math.abs(expected[i]) + absolute + slack[i]
  const misses = shown.filter((i) => !close(i)).map((i) => `[${i}] ${values[i]} for ${expected[i]}`)
  return { numbers: shown.length, reasons: shown.length < values.length ? ['clamp'] : [], misses }
}

function compareResult(
  entry: ManifestEntry,
  one: PeerCase,
  expression: Expression,
  key: string,
  given: Nested,
): Outcome {
  if (raises(given)) return because('raises')
  const reduction = expression.results[key]
  if (reduction === undefined)
    return { numbers: 0, reasons: [], misses: [`${key} is said neither to be ours nor not`] }
  if (typeof reduction === 'string') return because(reduction)
  const tolerance = toleranceOf(entry, one, expression.precision)
  const { misses, ...rest } = compareNumbers(key, flatten(given), expression, reduction, tolerance)
  return { ...rest, misses: misses.map((miss) => `case ${one.id} ${expression.spec}: ${key}${miss}`) }
}

/** "ERROR Type: message" is what the peer did with the case. */
const raises = (given: Nested) => typeof given === 'string' && given.startsWith('ERROR')

/** Every case of a file. */
export function comparePeer(entry: ManifestEntry): readonly Outcome[] {
  const file = readPeer(entry)
  return file.cases.map((one) => {
    if (resultsOf(one).every(([, given]) => raises(given))) return because('raises')
    const expression = express(nameOf(entry), file, one)
    if (typeof expression === 'string') return because(expression)
    return join(resultsOf(one).map(([key, given]) => compareResult(entry, one, expression, key, given)))
  })
}
