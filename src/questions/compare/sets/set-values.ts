/** Losses of sets, batch by batch: what they are of the whole file, of each slice and of each class. */
import { bind } from '../../../losses/bound.ts'
import type { SetBatch, SetLoss, Within } from '../../../losses/set/set-loss.ts'
import { CROSS_ENTROPY } from '../../../losses/spec/plain.ts'
import { type GroupIdentity, type Grouping, identifyGroup } from '../../../margin/grouping.ts'
import { joinGroups } from '../../../sketch/merge.ts'
import type { SketchedData } from '../../../sketched/sketched-data.ts'
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

/** Samples that must be looked at one by one. Slice and class are null where they are of all. */
export interface Wanted {
  readonly slice: number | null
  readonly classIndex: number | null
  readonly stretch: Stretch
}

/** What was seen of the samples that were wanted. */
export type Seen = (wanted: Wanted) => Looked | null

/** Where nobody has looked. */
export const UNSEEN: Seen = () => null

/** One batch, and of what it is. */
interface Batch extends Omit<Wanted, 'stretch'> {
  readonly groups: readonly OrderedGroup[]
}

/** Whether each class of the data is a batch of its own. */
export function isOfClasses({ grouping }: Pick<SketchedData, 'grouping'>, { definition }: SetLoss): boolean {
  return grouping.task === 'multilabel' && definition.batch === 'class'
}

/** Of all of the data: one batch, or one a class. Slices are added up first: there may be thousands. */
export function wholeBatches({ sketch, grouping }: SketchedData, apart: boolean): readonly Batch[] {
  const joined = joinGroups(sketch, (number) => {
    const identity = identifyGroup(grouping, number)
    return 2 * (apart ? identity.classIndex! : 0) + placeOf(identity)
  })
  return Array.from({ length: apart ? grouping.classes.length : 1 }, (_, index) => ({
    slice: null,
    classIndex: apart ? index : null,
    groups: [0, 1].flatMap((place) => {
      const group = joined[2 * index + place]
      return group ? [{ group, place }] : []
    }),
  }))
}

/** Of one slice: one batch, or one for each of its classes. */
export function sliceBatches(
  { sketch, grouping }: SketchedData,
  apart: boolean,
  slice: number,
): readonly Batch[] {
  const own = new Map<number | null, OrderedGroup[]>()
  for (const { group, identity } of groupsOfSlice(sketch.groups, grouping, slice)) {
    const key = apart ? identity.classIndex : null
    own.set(key, [...(own.get(key) ?? []), { group, place: placeOf(identity) }])
  }
  return Array.from(own, ([classIndex, groups]) => ({ slice, classIndex, groups }))
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

/** The loss of each of the batches; null where it has none. */
export function valuesOf(
  data: SketchedData,
  set: SetLoss,
  batches: readonly Batch[],
  seen: Seen,
): readonly (Within | null)[] {
  return readyBatches(data, batches, seen).map(lossOf(set))
}

/** Batches that can be asked for any number of losses. */
export function readyBatches(
  { sketch, grouping }: SketchedData,
  batches: readonly Batch[],
  seen: Seen,
): readonly SetBatch[] {
  // Softmax samples are of no place of their own.
  const crossEntropy = bind(CROSS_ENTROPY, grouping.task, grouping.classes.length)
  const isWeighted = sketch.squares !== null
  return batches.map(({ groups, ...whose }) => {
    const look = (stretch: Stretch) => seen({ ...whose, stretch })
    return batchOf(sketch.grid, groups, { crossEntropy, isWeighted, look })
  })
}

/** A loss as a function of batches; null where it has none. */
export function lossOf({ definition, parameters }: SetLoss): (batch: SetBatch) => Within | null {
  return (batch) => {
    const found = definition.of(batch, parameters)
    return found !== null && Number.isFinite(found.value) ? found : null
  }
}

export function meanOfBatches(batches: readonly (Within | null)[]): SetValue {
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
