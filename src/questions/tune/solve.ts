/** The parameter that gives a quantity the value somebody wants. */
import { UsageError } from '../../errors.ts'
import { greatest } from '../../extremes.ts'
import { leastTemperature } from '../../losses/adjust.ts'
import { boundAnywhere, kinksAnywhere } from '../../losses/bound.ts'
import { isMovable, isWhole } from '../../losses/parameter.ts'
import { checkMoved } from '../../losses/spec/choose.ts'
import { completeLoss, type PartialLoss, parameterOf } from '../../losses/spec/spec.ts'
import { type ClassWeights, resolveClassWeights } from '../../measures/class-weights.ts'
import { parseQuantity, type Quantity } from '../../measures/quantities.ts'
import { partingMargin, type SketchedData } from '../../sketched/sketched-data.ts'
import { type CompareReport, compareSketched } from '../compare/compare.ts'
import { createMeasure, type Measured, quotientOf } from './measure.ts'
import { inOrder, type Piece, piecesOf, withTurns } from './pieces.ts'
import { quotientThrough, turnsOf } from './quadratic.ts'
import { findRoots, nearestFirst, type Root } from './roots.ts'
import { BRIEF, holds, settle } from './settle.ts'
import type { Want } from './want.ts'

/** A value of the parameter, and of the quantity there. */
export type Point = readonly [parameter: number, quantity: number | null]

export interface SolveReport {
  readonly loss: string
  readonly parameter: string
  readonly want: Want
  readonly quantityKind: Quantity['kind']
  /** Whether the parameter goes farther than a sketch tells the sums: nothing is known of what lies beyond `reach`. */
  readonly isCut: boolean
  /** How it was found. */
  readonly method: 'closed form' | 'bisection' | 'as it stands'
  /** Null when no value of the parameter does it. An inequality holds at this very number. */
  readonly solution: number | null
  /** The same in no more digits than are needed to come within 1e-5 of what is wanted; an inequality holds here too. */
  readonly brief: number | null
  /** Where else the quantity is just as it is wanted; ascending. */
  readonly others: readonly number[]
  /** What the quantity reaches at the ends of the parameter's range. */
  readonly reach: readonly Point[]
  /** Where it is least and where it is greatest, in the order of the parameter; empty where it means nothing. */
  readonly extremes: readonly Point[]
  /** The quantity before and after. */
  readonly before: number | null
  readonly after: number | null
  /** The loss before and, where there is a solution, after. */
  readonly comparison: CompareReport
}

/** As JSON has it: what is beyond all bounds is no number. */
export function withoutPoles(report: SolveReport): SolveReport {
  const finite = (value: number | null) => (Number.isFinite(value) ? value : null)
  return { ...report, extremes: report.extremes.map(([x, value]) => [x, finite(value)]) }
}

/** Steps in which a range is looked at: the quantities of a gamma or a beta turn over far longer ways. */
const STEPS = 100

/**
 * Times that the first and the last step are halved towards the range's ends: a turn is seen by the place that exceeds
 * both its neighbours, and an end has one only. What turns closer to an end differs from it by less than sums are right
 * to: by the square of 1e-6 of a step.
 */
const HALVINGS = 20

/** Solves for one parameter. Throws a UsageError when the loss has no such parameter, or the quantity no such name. */
export function solveSketched(
  data: SketchedData,
  loss: PartialLoss,
  parameter: string,
  want: Want,
  threshold: number,
  weights: ClassWeights = null,
): SolveReport {
  checkMoved(parameter, data.grouping.task, [loss.given], [parameter])
  const range = rangeOf(loss, parameter)
  checkKinks(loss, parameter, range)
  checkBetween(loss, parameter, range)
  const quantity = parseQuantity(want.quantity, data.grouping.task)
  const classWeights = resolveClassWeights(weights, data.sketch, data.grouping)
  const margin = partingMargin(data, threshold)
  const { lossAt, at } = createMeasure(data, loss, parameter, quantity, margin, classWeights)
  const valueAt = (x: number) => quotientOf(at(x))
  const before = valueAt(range.start)
  const pieces = piecesOf(at, placesOf(at, quantity, range), isSigned(quantity))
  const extremes = extremesOf(pieces)
  const stands = holds(before, want)
  if (stands || extremes.every(isShare)) checkShare(quantity, want)
  const found = stands ? standing(range) : search(pieces, quantity, want, range, at)
  const settings = found.solution === null ? [range.start] : [range.start, found.solution]
  return {
    loss: loss.definition.name,
    parameter,
    want,
    quantityKind: quantity.kind,
    isCut: range.isCut,
    ...found,
    reach: [range.min, range.max].map((end) => [end, valueAt(end)]),
    extremes,
    before,
    after: found.solution === null ? null : valueAt(found.solution),
    comparison: compareSketched(data, [...new Set(settings)].map(lossAt), {
      threshold,
      reduction: 'mean',
      classWeights,
      by: null,
      hardest: 0,
    }),
  }
}

interface Range {
  readonly min: number
  readonly max: number
  readonly start: number
  /** Whether the loss is linear in the parameter. */
  readonly linear: boolean
  /** Whether a sketch does not tell the sums at all that the loss takes. */
  readonly isCut: boolean
}

function rangeOf({ definition, given }: PartialLoss, parameter: string): Range {
  const found = parameterOf(definition, parameter)
  if (isMovable(found) && isWhole(found))
    throw new UsageError(
      `${parameter} of ${definition.name} is a whole number, and cannot be solved for`,
      `lossctl sweep takes it, with --over ${parameter}=${found.usual.min}..${found.usual.max}/1`,
    )
  if (!isMovable(found)) {
    const names = Object.entries(definition.parameters).filter(([, one]) => isMovable(one) && !isWhole(one))
    throw new UsageError(
      `${definition.name} has no number "${parameter}" to solve for`,
      names.length > 0 ? `it has ${names.map(([name]) => name).join(', ')}` : 'it has none',
    )
  }
  const { max, neutral, linear } = found
  const own = given[parameter]
  const min = parameter === 'temperature' ? leastTemperature(steepestOf({ definition, given })) : found.min
  const start = typeof own === 'number' ? own : neutral
  const most = mostTold({ definition, given }, parameter, start, max)
  return { min, max: most, start, linear, isCut: most < max || min > found.min }
}

/** Halvings after which a limit is known to more digits than anybody asks for. */
const CLOSE = 40

/** As far as a sketch tells the sums: at a low temperature a loss of a high gamma falls too fast within a bin. */
function mostTold({ definition, given }: PartialLoss, parameter: string, start: number, max: number): number {
  const { temperature = 1 } = given
  if (parameter === 'temperature' || !(Number(temperature) < 1)) return max
  const isTold = (x: number) =>
    boundAnywhere(completeLoss({ definition, given: { ...given, [parameter]: x } })).every(
      ({ unsketched }) => unsketched === null,
    )
  if (isTold(max) || !isTold(start)) return max
  let [told, untold] = [start, max]
  for (let halvings = 0; halvings < CLOSE; halvings++) {
    const middle = (told + untold) / 2
    if (isTold(middle)) told = middle
    else untold = middle
  }
  return told
}

/** Of all classes, without a temperature. */
function steepestOf({ definition, given }: PartialLoss): number {
  const loss = completeLoss({ definition, given: { ...given, temperature: 1 } })
  return greatest(boundAnywhere(loss).map(({ steepness }) => steepness))
}

/** Throws a UsageError where a sketch does not tell the sums between values of the parameter. */
function checkBetween({ definition, given }: PartialLoss, parameter: string, { min, max }: Range): void {
  const between = completeLoss({ definition, given: { ...given, [parameter]: min + (max - min) / Math.E } })
  const because = boundAnywhere(between)
    .map(({ unsketched }) => unsketched)
    .find((one) => one !== null)
  if (because === undefined) return
  throw new UsageError(
    `${parameter} of ${definition.name} cannot be solved for: ${because}`,
    `lossctl sweep takes it, with --over ${parameter}=${min}..${max}/1`,
  )
}

/** Throws a UsageError where the loss has a kink that moves with the parameter: sums are parted at a few margins only. */
function checkKinks({ definition, given }: PartialLoss, parameter: string, { min, max, start }: Range): void {
  const [first, ...others] = [min, max, start].map((x) => {
    const loss = completeLoss({ definition, given: { ...given, [parameter]: x } })
    return kinksAnywhere(loss).join()
  })
  if (others.every((kinks) => kinks === first)) return
  throw new UsageError(
    `${definition.name} is not smooth at a margin that moves with ${parameter}, so ${parameter} cannot be solved for`,
    `lossctl sweep takes it, with --over ${parameter}=${[...new Set([min, start, max])].join()}`,
  )
}

/** Where the range is cut, so that between two places the quantity turns no more than once. */
function placesOf(
  at: (x: number) => Measured,
  quantity: Quantity,
  { min, max, start, linear }: Range,
): readonly number[] {
  if (linear) {
    const turns = quantity.linear
      ? []
      : sidesOf(min, max).flatMap((step) => turnsOf(quotientThrough(at, 0, step)))
    const inside = [0, start, ...turns].filter((x) => x > min && x < max)
    return inOrder([min, ...inside, max])
  }
  const parts = Array.from({ length: HALVINGS }, (_, i) => 2 ** -(i + 1))
  const steps = [
    ...parts,
    ...Array.from({ length: STEPS + 1 }, (_, i) => i),
    ...parts.map((part) => STEPS - part),
  ]
  return withTurns(at, inOrder([...steps.map((step) => min + ((max - min) * step) / STEPS), start]))
}

/** Steps from 0 in which the quotient of a linear parameter is measured. Below 0 other sums make it, free of cancellation. */
function sidesOf(min: number, max: number): readonly number[] {
  return [Math.min(1, max / 2), ...(min < 0 ? [Math.max(-1, min / 2)] : [])]
}

/** Whether a quantity means something where the whole loss is 0 or negative, as shares and ratios of it do not. */
function isSigned({ terms }: Quantity): boolean {
  return terms === null || !['loss', 'gradient'].includes(terms[1].field)
}

function extremesOf(pieces: readonly Piece[]): readonly Point[] {
  const ends = pieces.flatMap(({ left, right, from, to }): Point[] => [
    [left, from],
    [right, to],
  ])
  if (ends.length === 0) return []
  const least = ends.reduce((a, b) => (b[1]! < a[1]! ? b : a))
  const greatest = ends.reduce((a, b) => (b[1]! > a[1]! ? b : a))
  return least === greatest ? [least] : [least, greatest].sort((a, b) => a[0] - b[0])
}

/** Rounding of shares that are 0 or 1. */
const ROUNDING = 1e-12

function isShare([, value]: Point): boolean {
  return value !== null && value >= -ROUNDING && value <= 1 + ROUNDING
}

/** A share of a loss that is nowhere negative lies between 0 and 1; whoever wants another has forgotten a % or a sign. */
function checkShare({ kind, name }: Quantity, { value }: Want): void {
  if (kind !== 'share' || isShare([0, value])) return
  throw new UsageError(
    `--want: ${name} is a share, between 0% and 100%, and cannot be ${100 * value}%`,
    'as in "easy.negative.loss <= 10%"',
  )
}

type Found = Pick<SolveReport, 'method' | 'solution' | 'brief' | 'others'>

function standing({ start }: Range): Found {
  return { method: 'as it stands', solution: start, brief: start, others: [] }
}

/** The root nearest to the start, of those first that no leap parts from it. */
function search(
  pieces: readonly Piece[],
  quantity: Quantity,
  want: Want,
  { start, linear }: Range,
  at: (x: number) => Measured,
): Found {
  const valueAt = (x: number) => quotientOf(at(x))
  const roots = findRoots(pieces, want, at, linear && quantity.linear)
  for (const root of nearestFirst(roots, pieces, start)) {
    const within = { ...root.within, outward: root.outward, valueAt }
    const solution = settle(root.x, want, within)
    if (solution === null) continue
    const brief = settle(root.x, want, within, BRIEF)
    return { method: root.method, solution, brief, others: othersThan(root, roots) }
  }
  const end = nearestEnd(pieces, start, (x) => want.relation !== '=' && holds(valueAt(x), want))
  return { method: 'bisection', solution: end, brief: end, others: [] }
}

function othersThan(chosen: Root, roots: readonly Root[]): readonly number[] {
  return inOrder(roots.filter((root) => root !== chosen).map(({ x }) => x)).filter((x) => x !== chosen.x)
}

/** An inequality may hold throughout a piece, or just at its end; null where it does at none. */
function nearestEnd(pieces: readonly Piece[], start: number, fits: (x: number) => boolean): number | null {
  const ends = pieces.flatMap(({ left, right }) => [left, right])
  return ends.toSorted((a, b) => Math.abs(a - start) - Math.abs(b - start)).find(fits) ?? null
}
