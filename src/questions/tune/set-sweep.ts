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
import { type Axis, axesOf, checkAxes, gridSize, parametersAt, type SweepReport } from './sweep.ts'

/** Most settings, each of which sums over the whole sketch. */
const MAX_SETTINGS = 10_000

/** What is shown of each setting. */
const VALUE = { name: 'value', meaning: 'the loss of the whole file as one batch', kind: 'loss' } as const

/** A pass over predictions, and another where a share of the hardest samples ends. */
export async function sweepSetsScan(
  scan: Scan,
  sets: readonly OpenSet[],
  axes: readonly Axis[],
  top: number | null,
): Promise<SweepReport> {
  const settings = settingsOf(sets, axes).flat()
  checkSetTask(
    settings.map(({ set }) => set),
    scan.grouping.task,
  )
  const edges = edgesOfSets(settings.map(({ set }) => set))
  const cells = cellsFor(
    settings.map(({ set }) => set),
    scan,
  )
  const data = await sketchScan(scan, [], cells?.add, { edges })
  const ofRows = cells?.data(data) ?? null
  const pass = () => createScan(scan.dataset, scan.options)
  const { answer } = await lookFor(data, pass, (seen) => evaluate(data, sets, axes, seen, ofRows))
  return report(data, sets, axes, answer, top, 'ask for a share that ends elsewhere')
}

/** Throws an InputError for a sketch that does not tell the loss of a setting. */
export function sweepSets(
  data: SketchedData,
  sets: readonly OpenSet[],
  axes: readonly Axis[],
  top: number | null,
): SweepReport {
  return report(data, sets, axes, evaluate(data, sets, axes, UNSEEN, null), top, 'give the predictions')
}

/** Of each loss, every setting. */
function settingsOf(sets: readonly OpenSet[], axes: readonly Axis[]) {
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

type Setting = ReturnType<typeof settingsOf>[number][number] & { readonly found: SetValue }

function evaluate(
  data: SketchedData,
  sets: readonly OpenSet[],
  axes: readonly Axis[],
  seen: Seen,
  cells: SketchedData | null,
): readonly (readonly Setting[])[] {
  const settings = settingsOf(sets, axes)
  checkSets(
    data,
    settings.flat().map(({ set }) => set),
    cells,
  )
  const ready = new Map<SketchedData, Map<boolean, readonly SetBatch[]>>()
  const batchesOf = (own: SketchedData, apart: boolean) => {
    const known = ready.get(own) ?? new Map<boolean, readonly SetBatch[]>()
    ready.set(own, known)
    const found = known.get(apart) ?? readyBatches(own, wholeBatches(own, apart), seen)
    known.set(apart, found)
    return found
  }
  return settings.map((grid) =>
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
  exactly: string,
): SweepReport {
  const all = grids.flat()
  for (const setting of all) checkKnown(data, setting, exactly)
  const valueAt = ({ found: { value } }: Setting) => value
  const [own] = sets.map((set) => axesOf(set, axes))
  return {
    of: 'sets',
    source: data.source,
    held: null,
    threshold: 0.5,
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
function checkKnown({ source }: SketchedData, { set, found }: Setting, exactly: string): void {
  const { low, high, batches, without } = found
  if (low !== high)
    throw new InputError(
      source.name,
      `${set.spec} is known within bounds alone: a share of the samples ends within a bin that was not looked into`,
      `${exactly}; lossctl compare --set ${set.definition.name} has the bounds`,
    )
  if (without > 0 && without < batches)
    throw new InputError(
      source.name,
      `${without} of ${batches} classes have no ${set.definition.name}, and the mean over the others is another figure`,
      `lossctl compare --set ${set.definition.name} has each class`,
    )
}
