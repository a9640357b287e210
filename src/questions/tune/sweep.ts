/** A grid of settings on one sketch: what each does to the balance of the samples. */
import type { ParameterValues } from '../../losses/parameter.ts'
import { checkMoved } from '../../losses/spec/choose.ts'
import { completeLoss, type PartialLoss } from '../../losses/spec/spec.ts'
import { type ClassWeights, resolveClassWeights } from '../../measures/class-weights.ts'
import { parseQuantity, type Quantity, quantityOf, shownQuantities } from '../../measures/quantities.ts'
import { type Held, heldInCrossEntropy } from '../../sketched/held.ts'
import { partingMargin, type SketchedData } from '../../sketched/sketched-data.ts'
import type { SourceReport } from '../../sketched/source.ts'
import type { FilledBins } from '../calibrate/adjusted.ts'
import type { CalibrationMeasure } from '../calibrate/measures.ts'
import {
  CALIBRATION_NAMES,
  type CalibrationQuantity,
  expandCalibration,
  parseCalibrationQuantity,
} from '../calibrate/quantities.ts'
import { type CalibratedValue, createCalibrated, refuseWeighed } from './calibrated.ts'
import { createFamily, type Family } from './family.ts'
import { type Axis, axesOf, checkAxes, checkCount, gridSize, parametersAt } from './grid.ts'

export interface SweepOptions {
  readonly threshold: number
  /** The quantity to rank by; the order of the grid when null. */
  readonly rank: string | null
  /** The value it should have; the largest are first when null. */
  readonly target: number | null
  /** How many settings to keep; all when null. */
  readonly top: number | null
  /** The quantities to show, of calibration too; the usual ones when null. */
  readonly quantities?: readonly string[] | null
  /** Factors of the classes in every sum; none when null. */
  readonly classWeights?: ClassWeights
}

export interface SweepSetting {
  readonly spec: string
  readonly parameters: ParameterValues
  /** By quantity, in the order of `quantities`; null where there is nothing to divide by. */
  readonly values: readonly (number | null)[]
}

/** A quantity as a report names it. */
export interface NamedQuantity extends Pick<Quantity, 'name' | 'meaning' | 'kind'> {
  /** What is best of it, where it is of calibration. */
  readonly ideal?: CalibrationMeasure['ideal']
}

export interface HeatMap {
  readonly quantity: NamedQuantity
  /** Rows, then columns. */
  readonly axes: readonly [Axis, Axis]
  readonly values: readonly (readonly (number | null)[])[]
}

export interface SweepReport {
  /** Losses of samples, of which quantities are shown, or of sets, whose value is. */
  readonly of: 'samples' | 'sets'
  readonly source: SourceReport
  /** What samples whose logarithm is held carry of cross-entropy; null where there are none. */
  readonly held: Held | null
  readonly threshold: number
  /** Factors of the classes in every sum; null without. */
  readonly classWeights: readonly number[] | null
  readonly axes: readonly Axis[]
  /** The losses that were swept, as given. */
  readonly losses: readonly string[]
  /** Settings in the whole grid. */
  readonly count: number
  readonly rank: string | null
  readonly target: number | null
  readonly quantities: readonly NamedQuantity[]
  /** Whether these were asked for by name. */
  readonly chosen: boolean
  readonly settings: readonly SweepSetting[]
  /** For one loss over two axes. */
  readonly heatMap: HeatMap | null
}

/** A sweep whose settings are evaluated one by one as they are asked for: a million of them need not be held at once. */
export interface Sweep {
  readonly head: Omit<SweepReport, 'settings' | 'heatMap'>
  settings(): Iterable<SweepSetting>
  heatMap(): HeatMap | null
}

/** Evaluates every setting of every loss. Throws a UsageError when an axis changes nothing. */
export function sweepSketched(
  data: SketchedData,
  losses: readonly PartialLoss[],
  axes: readonly Axis[],
  options: SweepOptions,
  filled: FilledBins | null = null,
): SweepReport {
  return completeSweep(openSweep(data, losses, axes, options, filled))
}

export function completeSweep({ head, settings, heatMap }: Sweep): SweepReport {
  return { ...head, settings: [...settings()], heatMap: heatMap() }
}

/**
 * Throws what `sweep` throws, before anything is evaluated.
 *
 * @param filled bins of calibration at each setting, of a pass over the samples
 */
export function openSweep(
  data: SketchedData,
  losses: readonly PartialLoss[],
  axes: readonly Axis[],
  options: SweepOptions,
  filled: FilledBins | null = null,
): Sweep {
  checkAxes(losses, axes)
  const count = checkCount(losses, axes)
  const { task } = data.grouping
  const moved = axes.map(({ parameter }) => parameter)
  for (const parameter of moved)
    checkMoved(
      parameter,
      task,
      losses.map(({ given }) => given),
      moved,
    )
  const parse = (name: string) =>
    parseCalibrationQuantity(name) ?? parseQuantity(name, task, CALIBRATION_NAMES)
  const rank = options.rank === null ? null : parse(options.rank)
  const asked = options.quantities ? expandCalibration(options.quantities).map(parse) : null
  const shown: readonly AnyQuantity[] = asked ?? shownQuantities(task)
  const quantities = rank && !shown.some(({ name }) => name === rank.name) ? [...shown, rank] : shown
  const classWeights = resolveClassWeights(options.classWeights ?? null, data.sketch, data.grouping)
  const ofCalibration = quantities.filter(isOfCalibration)
  if (classWeights) refuseWeighed(ofCalibration)
  const calibrated = createCalibrated(data, ofCalibration, moved, filled)
  const margin = partingMargin(data, options.threshold)
  const grids = losses.map((loss): Grid => {
    const own = axesOf(loss, axes)
    return {
      axes: own,
      size: gridSize(own),
      family: createFamily(data, loss, margin, classWeights),
      calibrated,
    }
  })
  return {
    head: {
      of: 'samples',
      source: data.source,
      held: heldInCrossEntropy(data),
      threshold: options.threshold,
      classWeights,
      axes,
      losses: losses.map((loss) => completeLoss(loss).definition.name),
      count,
      rank: rank?.name ?? null,
      target: options.target,
      quantities: quantities.map(named),
      chosen: asked !== null,
    },
    *settings() {
      for (const place of choose(grids, count, rank, options))
        yield settingAt(placeOf(grids, place), quantities)
    },
    heatMap: () => drawMap(grids, rank ?? asked?.[0] ?? parseQuantity('easy.loss', task)),
  }
}

/** Of a loss, or of calibration. */
export type AnyQuantity = Quantity | CalibrationQuantity

function isOfCalibration(quantity: AnyQuantity): quantity is CalibrationQuantity {
  return 'measure' in quantity
}

export function named(quantity: AnyQuantity): NamedQuantity {
  const { name, kind } = quantity
  return isOfCalibration(quantity)
    ? { name, kind, meaning: quantity.measure.title, ideal: quantity.measure.ideal }
    : { name, kind, meaning: quantity.meaning }
}

/** The settings of one loss. Their figures are made when they are asked for: most are only ranked. */
interface Grid {
  readonly axes: readonly Axis[]
  readonly size: number
  readonly family: Family
  readonly calibrated: CalibratedValue | null
}

/** A setting of one of the grids. */
interface Place {
  readonly grid: Grid
  readonly index: number
}

/** The setting of that number, counted through all grids. */
function placeOf(grids: readonly Grid[], number: number): Place {
  let index = number
  for (const grid of grids) {
    if (index < grid.size) return { grid, index }
    index -= grid.size
  }
  throw new RangeError(`there is no setting ${number}`)
}

/** The numbers of the settings to report, ranked when that is asked for. */
function choose(
  grids: readonly Grid[],
  count: number,
  rank: AnyQuantity | null,
  { target, top }: SweepOptions,
): Uint32Array {
  const valueOfNumber = rank && ((number: number) => valueAt(placeOf(grids, number), rank))
  return ranked(count, valueOfNumber, rank && idealOf(rank, target)).subarray(0, top ?? count)
}

type Ideal = number | 'least' | 'most'

/** What is best of a quantity: the value that is wanted, or what its kind has. */
export function idealOf(quantity: AnyQuantity, target: number | null): Ideal {
  return target ?? (isOfCalibration(quantity) ? quantity.measure.ideal : 'most')
}

/**
 * The numbers from 0 to count − 1, the best value first, and those without one last.
 *
 * @param valueOfNumber null where there is none, and where they stay in their order
 */
export function ranked(
  count: number,
  valueOfNumber: ((number: number) => number | null) | null,
  ideal: Ideal | null,
): Uint32Array {
  const all = Uint32Array.from({ length: count }, (_, number) => number)
  if (!valueOfNumber || ideal === null) return all
  const distanceOf = (value: number) =>
    ideal === 'most' ? -value : ideal === 'least' ? value : Math.abs(value - ideal)
  const distances = Float64Array.from(all, (number) => {
    const value = valueOfNumber(number)
    return value === null ? Number.POSITIVE_INFINITY : distanceOf(value)
  })
  // Infinity - Infinity is no order.
  return all.sort((a, b) => (distances[a] < distances[b] ? -1 : distances[a] > distances[b] ? 1 : a - b))
}

function valueAt({ grid: { axes, family, calibrated }, index }: Place, quantity: AnyQuantity): number | null {
  const setting = parametersAt(axes, index)
  return isOfCalibration(quantity)
    ? calibrated!(family.lossAt(setting).parameters, quantity)
    : quantityOf(quantity, family.sumsAt(setting))
}

function settingAt(place: Place, quantities: readonly AnyQuantity[]): SweepSetting {
  const { grid, index } = place
  const parameters = parametersAt(grid.axes, index)
  return {
    spec: grid.family.lossAt(parameters).spec,
    parameters,
    values: quantities.map((quantity) => valueAt(place, quantity)),
  }
}

/** Two axes and one loss make a map: of the ranked quantity, or of the share of the loss that easy samples carry. */
function drawMap(grids: readonly Grid[], quantity: AnyQuantity): HeatMap | null {
  const [grid] = grids
  if (grids.length > 1 || grid.axes.length !== 2) return null
  const [rows, across] = grid.axes as readonly [Axis, Axis]
  return {
    quantity: named(quantity),
    axes: [rows, across],
    values: rows.values.map((_, i) =>
      across.values.map((_, j) => valueAt({ grid, index: i * across.values.length + j }, quantity)),
    ),
  }
}
