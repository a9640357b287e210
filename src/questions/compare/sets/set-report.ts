/** Losses of sets in a comparison: the whole file as one batch, and each part of it. */
import { InputError } from '../../../errors.ts'
import { bind } from '../../../losses/bound.ts'
import type { SetLoss, Within } from '../../../losses/set/set-loss.ts'
import { CROSS_ENTROPY } from '../../../losses/spec/plain.ts'
import { checkSetTask } from '../../../losses/spec/set-spec.ts'
import type { Task } from '../../../losses/task.ts'
import { type GroupIdentity, type Grouping, identifyGroup } from '../../../margin/grouping.ts'
import { joinGroups } from '../../../sketch/merge.ts'
import type { SketchedData } from '../../../sketched/sketched-data.ts'
import { edgesOfBins, isPartedFor } from '../../calibrate/bins.ts'
import type { OrderedGroup, Stretch } from '../../curves/ordered.ts'
import { batchOf } from './batch.ts'
import type { Looked } from './hardest.ts'

/** The mean over batches that have a value; its bounds are the value itself where it is known. */
export interface SetValue {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly batches: number
  /** Batches that have no value, and are left out. */
  readonly without: number
}

export interface NamedSetValue extends SetValue {
  readonly name: string
}

export interface SetReport extends SetValue {
  readonly name: string
  readonly title: string
  readonly spec: string
  readonly parameters: SetLoss['parameters']
  readonly formula: string
  /** The classes of multi-label data, where each is a batch of its own; null otherwise. */
  readonly classes: readonly NamedSetValue[] | null
  /** With --by a column: each of its values as a batch of its own; null otherwise. */
  readonly parts: SetValue | null
}

/** Samples that must be looked at one by one. The slice is null where it is the whole file. */
export interface Wanted {
  readonly slice: number | null
  readonly stretch: Stretch
}

/** What was seen of the samples that were wanted. */
export type Seen = (wanted: Wanted) => Looked | null

/** Whether classes of multi-label data must be kept apart. */
export function needsClassesOfSets(sets: readonly SetLoss[], task: Task): boolean {
  return task === 'multilabel' && sets.some(({ definition }) => definition.batch === 'class')
}

/** Margins at which a sketch must be parted for losses of sets. */
export function edgesOfSets(sets: readonly SetLoss[]): readonly number[] {
  return [...new Set(sets.flatMap((set) => edgesOfBins(binsOf(set))))]
}

function binsOf({ definition, parameters }: SetLoss): number {
  return definition.bins?.(parameters) ?? 1
}

/** Throws a UsageError for a task that a loss is not for, and an InputError for a sketch that does not tell it. */
function checkSets({ source, grouping, sketch }: SketchedData, sets: readonly SetLoss[]): void {
  checkSetTask(sets, grouping.task)
  const unparted = sets.find((set) => !isPartedFor(sketch.grid, binsOf(set)))
  if (!unparted) return
  const bins = binsOf(unparted)
  throw new InputError(
    source.name,
    `this sketch is not parted at the limits of the bins of ${unparted.spec}, |p − y| = 1/${bins} and its multiples`,
    `give the predictions, or sketch them again with --bins ${bins}`,
  )
}

/** @param seen what was looked at; it is told what is wanted besides */
export function reportSets(
  data: SketchedData,
  sets: readonly SetLoss[],
  bySlice: boolean,
  seen: Seen = () => null,
): readonly SetReport[] {
  checkSets(data, sets)
  return sets.map((set) => {
    const { definition, parameters, title, spec } = set
    const apart = data.grouping.task === 'multilabel' && definition.batch === 'class'
    const classes = valuesOf(data, set, wholeBatches(data, apart), seen)
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
      parts: bySlice ? meanOfBatches(valuesOf(data, set, batchesOfSlices(data, apart), seen)) : null,
    }
  })
}

interface Batch {
  readonly slice: number | null
  readonly groups: readonly OrderedGroup[]
}

function valuesOf(
  { sketch, grouping }: SketchedData,
  { definition, parameters }: SetLoss,
  batches: Iterable<Batch>,
  seen: Seen,
): readonly (Within | null)[] {
  // Softmax samples are of no place of their own.
  const crossEntropy = bind(CROSS_ENTROPY, grouping.task, grouping.classes.length)
  return Array.from(batches, ({ slice, groups }) => {
    const options = {
      crossEntropy,
      isWeighted: sketch.squares !== null,
      look: (stretch: Stretch) => seen({ slice, stretch }),
    }
    const found = definition.of(batchOf(sketch.grid, groups, options), parameters)
    return found !== null && Number.isFinite(found.value) ? found : null
  })
}

/** Slices are added up first: there may be thousands. */
function wholeBatches({ sketch, grouping }: SketchedData, apart: boolean): readonly Batch[] {
  const joined = joinGroups(sketch, (number) => {
    const identity = identifyGroup(grouping, number)
    return 2 * (apart ? identity.classIndex! : 0) + placeOf(identity)
  })
  return Array.from({ length: apart ? grouping.classes.length : 1 }, (_, index) => ({
    slice: null,
    groups: [0, 1].flatMap((place) => {
      const group = joined[2 * index + place]
      return group ? [{ group, place }] : []
    }),
  }))
}

/** Slice by slice, and class by class in it. */
function* batchesOfSlices({ sketch, grouping, slices }: SketchedData, apart: boolean): Iterable<Batch> {
  for (const slice of slices.keys()) {
    const own = new Map<number, OrderedGroup[]>()
    for (const { group, identity } of groupsOfSlice(sketch.groups, grouping, slice)) {
      const key = apart ? identity.classIndex! : 0
      own.set(key, [...(own.get(key) ?? []), { group, place: placeOf(identity) }])
    }
    for (const groups of own.values()) yield { slice, groups }
  }
}

function groupsOfSlice(groups: SketchedData['sketch']['groups'], grouping: Grouping, slice: number) {
  const first = slice * grouping.size
  return groups.slice(first, first + grouping.size).flatMap((group, within) => {
    return group ? [{ group, identity: identifyGroup(grouping, first + within) }] : []
  })
}

function placeOf({ positive }: GroupIdentity): 0 | 1 {
  return positive ? 1 : 0
}

function meanOfBatches(batches: readonly (Within | null)[]): SetValue {
  const known = batches.filter((one) => one !== null)
  const mean = (of: (one: Within) => number) =>
    known.length > 0 ? known.reduce((sum, one) => sum + of(one), 0) / known.length : null
  return {
    value: mean(({ value }) => value),
    low: mean(({ low }) => low),
    high: mean(({ high }) => high),
    batches: batches.length,
    without: batches.length - known.length,
  }
}
