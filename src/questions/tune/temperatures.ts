/**
 * A sweep of softmax rows over temperatures. Each changes every score of a row, of which a sketch has the margin of the truth alone: so
 * each is a pass of its own, and a sketch of its own for the other axes.
 */
import { UsageError } from '../../errors.ts'
import { TEMPERATURE } from '../../losses/adjust.ts'
import { isOpen, type PartialLoss } from '../../losses/spec/spec.ts'
import { parseQuantity, type Quantity, shownQuantities } from '../../measures/quantities.ts'
import { givenScale, readAtTemperature } from '../../reading/scores/adjusted.ts'
import { LEAST_TEMPERATURE, MOST_TEMPERATURE } from '../../reading/scores/adjustment.ts'
import { createScan } from '../../scan/samples.ts'
import type { Scan } from '../../scan/scan.ts'
import { sketchScan } from '../../sketched/sketch-dataset.ts'
import type { SourceReport } from '../../sketched/source.ts'
import {
  type CalibrationQuantity,
  expandCalibration,
  namesOf,
  parseCalibrationQuantity,
} from '../calibrate/quantities.ts'
import { softmaxFigures } from '../check/softmax-figures.ts'
import { refuseWeighed } from './calibrated.ts'
import { type Axis, axesOf, checkAxes, checkCount, gridSize, kinkedLosses, parametersAt } from './grid.ts'
import {
  type AnyQuantity,
  completeSweep,
  idealOf,
  named,
  openSweep,
  ranked,
  type SweepOptions,
  type SweepReport,
  type SweepSetting,
} from './sweep.ts'

/** Most temperatures, each of which passes over all rows. */
const MOST_TEMPERATURES = 200

/**
 * Throws what a sweep throws, and a UsageError for more temperatures than a person waits for.
 *
 * @param scan of the rows as they are, or with priors
 */
export async function sweepTemperatures(
  scan: Scan,
  losses: readonly PartialLoss[],
  axes: readonly Axis[],
  options: SweepOptions,
): Promise<SweepReport> {
  const [{ values }, ...twice] = axes.filter(({ parameter }) => parameter === TEMPERATURE)
  const others = axes.filter(({ parameter }) => parameter !== TEMPERATURE)
  if (twice.length > 0) throw new UsageError('--over temperature is there twice', 'put all values into one')
  checkAxes(losses, others)
  checkTemperatures(values)
  const held = losses.find((loss) => !isOpen(loss, TEMPERATURE))
  if (held)
    throw new UsageError(
      `--over temperature moves the scores, and ${held.definition.name} has a temperature of its own`,
      'leave that out',
    )
  checkSize(losses, axes, values.length)
  const quantities = quantitiesOf(options)
  const ofLosses = quantities.filter((quantity): quantity is Quantity => !('measure' in quantity))
  const ofRows = quantities.filter((quantity): quantity is CalibrationQuantity => 'measure' in quantity)
  const plain = {
    ...options,
    rank: null,
    target: null,
    top: null,
    quantities: ofLosses.map(({ name }) => name),
  }
  const names = ofRows.map(({ name }) => name)
  if (options.classWeights) refuseWeighed(ofRows)
  const passes = new Map<number | 'none', Pass>()
  for (const value of values) {
    const temperature = Number(value)
    const reading = readAtTemperature(scan.dataset.reading, temperature)
    const own = createScan({ ...scan.dataset, reading }, scan.options)
    const data = await sketchScan(own, [options.threshold], undefined, {
      losses: kinkedLosses(losses, others),
    })
    const figures = await softmaxFigures(own, names)
    const sweep = completeSweep(openSweep(data, losses, others, plain))
    const calibration = ofRows.map(({ measure, asked }) => measure.of(figures!(asked)!) ?? null)
    passes.set(value, { sweep, calibration })
  }
  const all = losses.flatMap((loss, index) => settingsOf(loss, losses.slice(0, index), axes, others, passes))
  const ordered = all.map(({ values: own, ...setting }) => ({
    ...setting,
    values: quantities.map((quantity) =>
      'measure' in quantity
        ? own.calibration[ofRows.indexOf(quantity)]
        : own.losses[ofLosses.indexOf(quantity)],
    ),
  }))
  return reportOf(ordered, scan, losses, axes, quantities, passes, options)
}

/** What a pass at a temperature tells. */
interface Pass {
  readonly sweep: SweepReport
  /** Of the quantities of calibration, which are the same for all losses. */
  readonly calibration: readonly (number | null)[]
}

/** Of `--temperature`, and not of a loss whose sums a sketch tells. */
function checkTemperatures(values: readonly (number | 'none')[]): void {
  const wrong = values.find(
    (value) => !(Number(value) >= LEAST_TEMPERATURE && Number(value) <= MOST_TEMPERATURE),
  )
  if (wrong !== undefined)
    throw new UsageError(
      `--over temperature: ${wrong} is no temperature`,
      `of softmax rows it is a number from ${LEAST_TEMPERATURE} to ${MOST_TEMPERATURE}`,
    )
}

function checkSize(losses: readonly PartialLoss[], axes: readonly Axis[], temperatures: number): void {
  if (temperatures > MOST_TEMPERATURES)
    throw new UsageError(
      `that makes ${temperatures} temperatures, each of which is a pass over softmax rows, and ${MOST_TEMPERATURES} is the most`,
      'widen the steps; lossctl calibrate finds the best',
    )
  checkCount(losses, axes)
}

/** Those to show, and to rank by, each once. */
function quantitiesOf({ rank, quantities }: SweepOptions): readonly AnyQuantity[] {
  const parse = (name: string): AnyQuantity =>
    parseCalibrationQuantity(name, 'softmax') ?? parseQuantity(name, 'softmax', namesOf('softmax'))
  const shown: readonly AnyQuantity[] = quantities
    ? expandCalibration(quantities, 'softmax').map(parse)
    : shownQuantities('softmax')
  const by = rank === null ? null : parse(rank)
  return by && !shown.some(({ name }) => name === by.name) ? [...shown, by] : shown
}

/** The settings of a loss in the order of all axes, each from the pass at its temperature. */
function settingsOf(
  loss: PartialLoss,
  before: readonly PartialLoss[],
  axes: readonly Axis[],
  others: readonly Axis[],
  passes: ReadonlyMap<number | 'none', Pass>,
) {
  const [all, own] = [axesOf(loss, axes), axesOf(loss, others)]
  const first = before.reduce((sum, one) => sum + gridSize(axesOf(one, others)), 0)
  return Array.from({ length: gridSize(all) }, (_, index) => {
    const parameters = parametersAt(all, index)
    const { sweep, calibration } = passes.get(parameters[TEMPERATURE])!
    const place = own.reduce(
      (at, { parameter, values }) => at * values.length + values.indexOf(parameters[parameter]),
      0,
    )
    const { spec, values } = sweep.settings[first + place]
    return { spec, parameters, values: { losses: values, calibration } }
  })
}

function reportOf(
  settings: readonly SweepSetting[],
  { dataset }: Scan,
  losses: readonly PartialLoss[],
  axes: readonly Axis[],
  quantities: readonly AnyQuantity[],
  passes: ReadonlyMap<number | 'none', Pass>,
  { rank, target, top, quantities: asked }: SweepOptions,
): SweepReport {
  const by = quantities.findIndex(({ name }) => name === rank)
  const valueOfNumber = by < 0 ? null : (number: number) => settings[number].values[by]
  const order = ranked(settings.length, valueOfNumber, by < 0 ? null : idealOf(quantities[by], target))
  // That of the scores as they are, or as near to it as there is one.
  const nearest = [...passes].reduce((a, b) => (distance(b[0]) < distance(a[0]) ? b : a))[1].sweep
  const ofMap = by >= 0 ? by : 0
  const [rows, across] = axes
  const isMap = losses.length === 1 && axesOf(losses[0], axes).length === 2 && axes.length === 2
  return {
    ...nearest,
    source: asGiven(nearest.source, readAtTemperature(dataset.reading, 1)),
    axes,
    count: settings.length,
    rank: by < 0 ? null : quantities[by].name,
    target,
    quantities: quantities.map(named),
    chosen: asked != null,
    settings: Array.from(order.subarray(0, top ?? settings.length), (number) => settings[number]),
    heatMap: isMap
      ? {
          quantity: named(quantities[ofMap]),
          axes: [rows, across],
          values: rows.values.map((_, i) =>
            across.values.map((_, j) => settings[i * across.values.length + j].values[ofMap]),
          ),
        }
      : null,
  }
}

const distance = (temperature: number | 'none') => Math.abs(Math.log(Number(temperature)))

/** Without a temperature. */
function asGiven(source: SourceReport, { adjustment, ...reading }: Scan['dataset']['reading']): SourceReport {
  const { adjustment: _, ...rest } = source
  return { ...rest, from: givenScale({ ...reading, adjustment }), ...(adjustment && { adjustment }) }
}
