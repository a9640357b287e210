/** A grid of settings of losses of sets: what each is of the whole file as one batch. */
import { InputError, UsageError } from '../../errors.ts'
import type { SetBatch } from '../../losses/set/set-loss.ts'
import { checkSetTask, type OpenSet } from '../../losses/spec/set-spec.ts'
import { complete } from '../../losses/spec/spec.ts'
import { createScan } from '../../scan/samples.ts'
import type { Scan } from '../../scan/scan.ts'
import { sketchScan } from '../../sketched/sketch-dataset.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { asksForCells, cellsFor } from '../compare/sets/row-cells.ts'
import { checkSets, edgesOfSets } from '../compare/sets/set-report.ts'
import { lookFor } from '../compare/sets/set-scan.ts'
import {
  isOfClasses,
  lossOf,
  meanOfBatches,
  readyBatches,
  type Seen,
  type SetValue,
  UNSEEN,
  wholeBatches,
} from '../compare/sets/set-values.ts'
import { type Axis, axesOf, checkAxes, gridSize, parametersAt } from './grid.ts'
import type { SweepReport } from './sweep.ts'

/** Most settings, each of which sums over the whole sketch. */
const MAX_SETTINGS = 10_000

/** What is shown of each setting. */
const VALUE = { name: 'value', meaning: 'the loss of the whole file as one batch', kind: 'loss' } as const

/** The question that tells of a loss what a sweep does not, as whoever asked would ask it. */
export type CompareSet = (spec: string, more?: readonly string[]) => string

/** A pass over predictions, and another where a share of the hardest samples ends. */
export async function sweepSetsScan(
  scan: Scan,
  sets: readonly OpenSet[],
  axes: readonly Axis[],
  top: number | null,
  compareSet: CompareSet,
): Promise<SweepReport> {
  const grids = gridsOf(sets, axes)
  const named = grids.flat().map(({ set }) => set)
  checkSetTask(named, scan.grouping.task)
  const cells = cellsFor(named, scan)
  const data = await sketchScan(scan, [], cells?.add, { edges: edgesOfSets(named) })
  const ofRows = cells?.data(data) ?? null
  checkSets(data, named, ofRows)
  const pass = () => createScan(scan.dataset, scan.options)
  const { answer } = await lookFor(data, pass, (seen) => evaluate(data, grids, seen, ofRows))
  for (const setting of answer.flat())
    checkKnown(data, setting, 'ask for a share that ends elsewhere', compareSet)
  return report(data, sets, axes, answer, top)
}

/** Margins at which a sketch must be parted for all settings. */
export function edgesOfSettings(sets: readonly OpenSet[], axes: readonly Axis[]): readonly number[] {
  return edgesOfSets(
    gridsOf(sets, axes)
      .flat()
      .map(({ set }) => set),
  )
}

/** Throws an InputError for a sketch that does not tell the loss of a setting. */
export function sweepSets(
  data: SketchedData,
  sets: readonly OpenSet[],
  axes: readonly Axis[],
  top: number | null,
  compareSet: CompareSet,
): SweepReport {
  const grids = gridsOf(sets, axes)
  const named = grids.flat().map(({ set }) => set)
  checkSets(data, named, null)
  const found = evaluate(data, grids, UNSEEN, null)
  for (const setting of found.flat()) checkKnown(data, setting, 'give the predictions', compareSet)
  return report(data, sets, axes, found, top)
}

/** Of each loss, every setting. */
function gridsOf(sets: readonly OpenSet[], axes: readonly Axis[]) {
  checkAxes(sets, axes)
  const sizes = sets.map((set) => gridSize(axesOf(set, axes)))
  const count = sizes.reduce((sum, size) => sum + size, 0)
  if (count > MAX_SETTINGS)
    throw new UsageError(
      `that makes ${count} settings, and ${MAX_SETTINGS} is the most of losses of sets`,
      'widen the steps',
    )
  return sets.map((open, index) =>
    Array.from({ length: sizes[index] }, (_, number) => {
      const parameters = parametersAt(axesOf(open, axes), number)
      return { parameters, set: complete({ ...open, given: { ...open.given, ...parameters } }) }
    }),
  )
}

type Grids = ReturnType<typeof gridsOf>
type Setting = Grids[number][number] & { readonly found: SetValue }

function evaluate(
  data: SketchedData,
  grids: Grids,
  seen: Seen,
  cells: SketchedData | null,
): readonly (readonly Setting[])[] {
  const ready = new Map<SketchedData, Map<boolean, readonly SetBatch[]>>()
  const batchesOf = (own: SketchedData, apart: boolean) => {
    const known = ready.get(own) ?? new Map<boolean, readonly SetBatch[]>()
    ready.set(own, known)
    const found = known.get(apart) ?? readyBatches(own, wholeBatches(own, apart), seen)
    known.set(apart, found)
    return found
  }
  return grids.map((grid) =>
    grid.map(({ parameters, set }) => {
      const own = asksForCells(set, data.grouping.task) ? cells! : data
      const batches = batchesOf(own, isOfClasses(own, set))
      return { parameters, set, found: meanOfBatches(batches.map(lossOf(set))) }
    }),
  )
}

function report(
  data: SketchedData,
  sets: readonly OpenSet[],
  axes: readonly Axis[],
  grids: readonly (readonly Setting[])[],
  top: number | null,
): SweepReport {
  const all = grids.flat()
  const valueAt = ({ found: { value } }: Setting) => value
  const [own] = sets.map((set) => axesOf(set, axes))
  return {
    of: 'sets',
    source: data.source,
    held: null,
    threshold: 0.5,
    classWeights: null,
    axes,
    losses: sets.map(({ definition }) => definition.name),
    count: all.length,
    rank: null,
    target: null,
    quantities: [VALUE],
    chosen: true,
    settings: all.slice(0, top ?? all.length).map((setting) => ({
      spec: setting.set.spec,
      parameters: setting.parameters,
      values: [valueAt(setting)],
    })),
    heatMap:
      sets.length === 1 && own.length === 2
        ? {
            quantity: VALUE,
            axes: [own[0], own[1]],
            values: own[0].values.map((_, row) => {
              const { length } = own[1].values
              return grids[0].slice(row * length, (row + 1) * length).map(valueAt)
            }),
          }
        : null,
  }
}

/**
 * Throws an InputError where a setting has bounds alone, or is the mean of some of its classes.
 *
 * @param exactly what would tell it
 */
function checkKnown(
  { source }: SketchedData,
  { set, found }: Setting,
  exactly: string,
  compareSet: CompareSet,
): void {
  const { low, high, batches, without } = found
  if (low !== high)
    throw new InputError(
      source.name,
      `${set.spec} is known within bounds alone: a share of the samples ends within a bin that was not looked into`,
      `${exactly}; ${compareSet(set.spec)} has the bounds`,
    )
  if (without > 0 && without < batches)
    throw new InputError(
      source.name,
      `${without} of ${batches} classes have no ${set.definition.name}, and the mean over the others is another figure`,
      `${compareSet(set.spec, ['--format', 'csv'])} has each class`,
    )
}
