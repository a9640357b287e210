/** The parameter that gives a quantity the value somebody wants. */

import { UsageError } from '../../errors.ts'
import { type PartialLoss, parameterOf } from '../../losses/spec/spec.ts'
import { parseQuantity, type Quantity, quantityOf } from '../../measures/quantities.ts'
import { partingMargin, type SketchedData } from '../../sketched/sketched-data.ts'
import { type CompareReport, compareSketched } from '../compare/compare.ts'
import { createFamily, type Family } from './family.ts'
import type { Want } from './want.ts'

export interface SolveReport {
  readonly loss: string
  readonly parameter: string
  readonly want: Want
  readonly quantityKind: Quantity['kind']
  /** How it was found. */
  readonly method: 'closed form' | 'bisection' | 'as it stands'
  /** Null when no value of the parameter does it. */
  readonly solution: number | null
  /** What the quantity reaches at the ends of the parameter's range, as [parameter, quantity]. */
  readonly reach: readonly (readonly [number, number | null])[]
  /** The quantity before and after. */
  readonly before: number | null
  readonly after: number | null
  /** The loss before and, where there is a solution, after. */
  readonly comparison: CompareReport
}

/** Where a search begins: at the value that leaves cross-entropy alone. */
const NEUTRAL: Readonly<Record<string, number>> = { alpha: 0.5, gamma: 0, epsilon: 0, beta: 0 }

/** Steps in which a range is searched for a change of sign. */
const STEPS = 100

/** Solves for one parameter. Throws a UsageError when the loss has no such parameter, or the quantity no such name. */
export function solve(
  data: SketchedData,
  loss: PartialLoss,
  parameter: string,
  want: Want,
  threshold: number,
): SolveReport {
  const { min, max, start } = rangeOf(loss, parameter)
  const quantity = parseQuantity(want.quantity, data.grouping.task)
  const family = createFamily(data, loss, partingMargin(data, threshold))
  const at = (x: number) => quantityOf(quantity, family.figuresAt({ [parameter]: x }))
  const before = at(start)
  const found = search(family, quantity, parameter, want, { min, max, start }, at, before)
  const settings = found.solution === null ? [start] : [start, found.solution]
  return {
    loss: loss.definition.name,
    parameter,
    want,
    quantityKind: quantity.kind,
    ...found,
    reach: [min, max].map((end) => [end, at(end)] as const),
    before,
    after: found.solution === null ? null : at(found.solution),
    comparison: compareSketched(
      data,
      [...new Set(settings)].map((x) => family.lossAt({ [parameter]: x })),
      { threshold, reduction: 'mean', classWeights: null, by: null, hardest: 0 },
    ),
  }
}

interface Range {
  readonly min: number
  readonly max: number
  readonly start: number
}

function rangeOf({ definition, given }: PartialLoss, parameter: string): Range {
  const found = parameterOf(definition, parameter)
  if (!found || (found.kind !== 'number' && found.kind !== 'alpha')) {
    const names = Object.entries(definition.parameters).filter(
      ([, { kind }]) => kind === 'number' || kind === 'alpha',
    )
    throw new UsageError(
      `${definition.name} has no number "${parameter}" to solve for`,
      names.length > 0 ? `it has ${names.map(([name]) => name).join(', ')}` : 'it has none',
    )
  }
  const { min = 0, max = 1 } = found.kind === 'alpha' ? { min: 0, max: 1 } : found
  const own = given[parameter]
  return { min, max, start: typeof own === 'number' ? own : Math.max(min, NEUTRAL[parameter] ?? min) }
}

function search(
  family: Family,
  quantity: Quantity,
  parameter: string,
  { relation, value }: Want,
  range: Range,
  at: (x: number) => number | null,
  before: number | null,
): Pick<SolveReport, 'method' | 'solution'> {
  const holds =
    before !== null && (relation === '<=' ? before <= value : relation === '>=' && before >= value)
  if (holds || before === value) return { method: 'as it stands', solution: range.start }
  if (quantity.linear && (parameter === 'alpha' || parameter === 'epsilon'))
    return { method: 'closed form', solution: solveLinear(family, quantity, parameter, value, range) }
  return { method: 'bisection', solution: nearestRoot((x) => (at(x) ?? Number.NaN) - value, range) }
}

/** Numerator and denominator are linear in the parameter, so their quotient is a Möbius map, and solved at once. */
function solveLinear(
  family: Family,
  quantity: Quantity,
  parameter: string,
  value: number,
  { min, max }: Range,
): number | null {
  const [n0, d0] = quantity.fraction(family.figuresAt({ [parameter]: 0 }))
  const [n1, d1] = quantity.fraction(family.figuresAt({ [parameter]: 1 }))
  const x = (value * d0 - n0) / (n1 - n0 - value * (d1 - d0))
  if (!(x >= min && x <= max)) return null
  // Where the whole loss is 0 or negative, shares of it mean nothing.
  const figures = family.figuresAt({ [parameter]: x })
  return figures.reduce((sum, { loss }) => sum + loss, 0) > 0 ? x : null
}

/** The root nearest to the start, by bisection down to neighbouring doubles; null when the sign never changes. */
function nearestRoot(f: (x: number) => number, { min, max, start }: Range): number | null {
  const points = Array.from({ length: STEPS + 1 }, (_, i) => min + ((max - min) * i) / STEPS)
  const values = points.map(f)
  const brackets = points.slice(1).flatMap((right, i) => {
    const [a, b] = [values[i], values[i + 1]]
    return a === 0 || b === 0 || a * b < 0 ? [[points[i], right] as const] : []
  })
  if (brackets.length === 0) return null
  const distance = ([left, right]: readonly [number, number]) => Math.max(0, left - start, start - right)
  return bisect(f, ...brackets.reduce((a, b) => (distance(b) < distance(a) ? b : a)))
}

function bisect(f: (x: number) => number, left: number, right: number): number {
  let [low, high] = [left, right]
  const sign = Math.sign(f(low))
  if (sign === 0) return low
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return Math.abs(f(low)) <= Math.abs(f(high)) ? low : high
    if (Math.sign(f(middle)) === sign) low = middle
    else high = middle
  }
}
