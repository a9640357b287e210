/** Losses of sets in a comparison: the whole file as one batch, and each part of it. */
import { InputError } from '../../../errors.ts'
import type { SetLoss } from '../../../losses/set/set-loss.ts'
import { checkSetTask } from '../../../losses/spec/set-spec.ts'
import type { Task } from '../../../losses/task.ts'
import { thresholdMargin } from '../../../margin/margins.ts'
import { hasEdge } from '../../../sketch/grid.ts'
import type { Sketch } from '../../../sketch/sketch.ts'
import type { SketchedData } from '../../../sketched/sketched-data.ts'
import { edgesOfBins, isPartedFor } from '../../calibrate/bins.ts'
import { asksForCells } from './row-cells.ts'
import {
  isOfClasses,
  meanOfBatches,
  type Seen,
  type SetValue,
  sliceBatches,
  UNSEEN,
  valuesOf,
  wholeBatches,
} from './set-values.ts'

export interface NamedSetValue extends SetValue {
  readonly name: string
}

export interface SetReport extends SetValue {
  readonly name: string
  readonly title: string
  readonly spec: string
  readonly parameters: SetLoss['parameters']
  readonly formula: string
  /** The classes of multi-label data and softmax rows, where each is a batch of its own; null otherwise. */
  readonly classes: readonly NamedSetValue[] | null
  /** With --by a column: each of its values as a batch of its own; null otherwise. */
  readonly parts: SetParts | null
}

/** The mean over the values of a column, and the loss of each, the largest first. */
export interface SetParts extends SetValue {
  readonly slices: readonly NamedSetValue[]
}

/** Whether classes of multi-label data must be kept apart. */
export function needsClassesOfSets(sets: readonly SetLoss[], task: Task): boolean {
  return task === 'multilabel' && sets.some(({ definition }) => definition.batch === 'class')
}

/** Margins at which a sketch must be parted for losses of sets. */
export function edgesOfSets(sets: readonly SetLoss[]): readonly number[] {
  const partings = sets.flatMap((set) => partingOf(set) ?? [])
  return [...new Set([...sets.flatMap((set) => edgesOfBins(binsOf(set))), ...partings.map(thresholdMargin)])]
}

/** Bins of |p − y| at whose limits a sketch must be parted. */
export function binsOf({ definition, parameters }: SetLoss): number {
  return definition.bins?.(parameters) ?? 1
}

/** A pt at which a sketch must be parted. */
export function partingOf({ definition, parameters }: SetLoss): number | null {
  return definition.parting?.(parameters) ?? null
}

/** Whether it is. */
export function isPartedAt({ grid }: Pick<Sketch, 'grid'>, set: SetLoss): boolean {
  const pt = partingOf(set)
  return pt === null || hasEdge(grid, thresholdMargin(pt))
}

/** Throws a UsageError for a task that a loss is not for, and an InputError for a sketch that does not tell it. */
export function checkSets(
  { source, grouping, sketch }: SketchedData,
  sets: readonly SetLoss[],
  cells: SketchedData | null,
): void {
  checkSetTask(sets, grouping.task)
  const ofRows = sets.find((set) => asksForCells(set, grouping.task))
  if (ofRows && !cells)
    throw new InputError(
      source.name,
      `this sketch knows the truth of each row alone, and ${ofRows.definition.name} needs the probabilities of all classes`,
      'give the predictions',
    )
  const elsewhere = sets.find((set) => !isPartedAt(sketch, set))
  if (elsewhere)
    throw new InputError(
      source.name,
      `this sketch is not parted at pt = ${partingOf(elsewhere)}, as ${elsewhere.spec} needs it`,
      `give the predictions, or sketch them again with --threshold ${partingOf(elsewhere)}`,
    )
  const unparted = sets.find((set) => !isPartedFor(sketch.grid, binsOf(set)))
  if (!unparted) return
  const bins = binsOf(unparted)
  throw new InputError(
    source.name,
    `this sketch is not parted at the limits of the bins of ${unparted.spec}, |p − y| = 1/${bins} and its multiples`,
    `give the predictions, or sketch them again with --bins ${bins}`,
  )
}

/**
 * @param seen what was looked at; it is told what is wanted besides
 * @param cells of softmax rows, where they were asked for
 */
export function reportSets(
  data: SketchedData,
  sets: readonly SetLoss[],
  bySlice: boolean,
  seen: Seen = UNSEEN,
  cells: SketchedData | null = null,
): readonly SetReport[] {
  checkSets(data, sets, cells)
  return sets.map((set) => {
    const { definition, parameters, title, spec } = set
    const own = asksForCells(set, data.grouping.task) ? cells! : data
    const apart = isOfClasses(own, set)
    const classes = valuesOf(own, set, wholeBatches(own, apart), seen)
    return {
      name: definition.name,
      title,
      spec,
      parameters,
      formula: definition.formula,
      ...meanOfBatches(classes),
      classes: apart
        ? classes.map((one, index) => ({ name: data.grouping.classes[index], ...meanOfBatches([one]) }))
        : null,
      parts: bySlice ? reportSlices(own, set, seen) : null,
    }
  })
}

function reportSlices(data: SketchedData, set: SetLoss, seen: Seen): SetParts {
  const slices = data.slices.map((name, slice) => ({
    name,
    found: valuesOf(data, set, sliceBatches(data, isOfClasses(data, set), slice), seen),
  }))
  return {
    ...meanOfBatches(slices.flatMap(({ found }) => found)),
    slices: slices.map(({ name, found }) => ({ name, ...meanOfBatches(found) })).sort(hardestFirst),
  }
}

/** Those without a value come last. */
function hardestFirst({ value: a }: SetValue, { value: b }: SetValue): number {
  return (b ?? Number.NEGATIVE_INFINITY) - (a ?? Number.NEGATIVE_INFINITY) || 0
}
