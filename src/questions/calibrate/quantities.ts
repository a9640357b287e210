/** Figures of calibration as a question names them: those of bins of 15, [a, b), or as `ece:bins=10,limits=right` says. */
import type { Loss } from '../../losses/loss.ts'
import { completeLoss, parseLoss } from '../../losses/spec/spec.ts'
import type { Task } from '../../losses/task.ts'
import { MOST_BINS, USUAL_BINS } from './bin-count.ts'
import { edgesOfBins, type LimitSide } from './bins.ts'
import { CALIBRATION_MEASURES, type CalibrationKind, type CalibrationMeasure } from './measures.ts'

/** Those of one class. */
export const CALIBRATION_NAMES: readonly string[] = namesOf('class')

export function namesOf(kind: CalibrationKind): readonly string[] {
  return CALIBRATION_MEASURES.filter(isOf(kind)).map(({ name }) => name)
}

function isOf(kind: CalibrationKind): (measure: CalibrationMeasure) => boolean {
  return ({ only = kind }) => only === kind
}

/** The loss whose mean a measure is; null where it is none, or one of all probabilities of a row. */
export function lossOf({ meanOf }: CalibrationMeasure, task: Task): Loss | null {
  const name = meanOf?.[task === 'softmax' ? 'softmax' : 'class']
  return name === undefined ? null : completeLoss(parseLoss(name))
}

/** Bins of a reliability diagram, as a quantity asks for them. */
export interface AskedBins {
  readonly bins: number
  readonly side: LimitSide
}

/** One of these, asked of certain bins. In its other fields it is a quantity of no loss and no sums. */
export interface CalibrationQuantity {
  readonly name: string
  readonly kind: 'ratio'
  readonly isOfLoss: false
  readonly parts: readonly never[]
  readonly terms: null
  readonly measure: CalibrationMeasure
  /** Null where it is of no bins. */
  readonly asked: AskedBins | null
}

/** `ece`, `ece:bins=10`, `ece:bins=10,limits=right`; undefined for any other text. */
export function parseCalibrationQuantity(
  text: string,
  kind: CalibrationKind = 'class',
): CalibrationQuantity | undefined {
  const [name, settings] = splitAt(text, ':')
  const measure = CALIBRATION_MEASURES.find((one) => one.name === name && isOf(kind)(one))
  const asked = measure?.isOfBins ? parseBins(settings) : settings === null ? null : undefined
  if (!measure || asked === undefined) return undefined
  return { name: text, kind: 'ratio', isOfLoss: false, parts: [], terms: null, measure, asked }
}

function parseBins(settings: string | null): AskedBins | undefined {
  const said = (settings?.split(',') ?? []).map((one) => splitAt(one, '='))
  const given = new Map(said)
  if (given.size < said.length) return undefined
  const [bins, side] = [Number(given.get('bins') ?? USUAL_BINS), given.get('limits') ?? 'left']
  const isKnown = [...given.keys()].every((key) => key === 'bins' || key === 'limits')
  if (!isKnown || !Number.isInteger(bins) || bins < 2 || bins > MOST_BINS) return undefined
  return side === 'left' || side === 'right' ? { bins, side } : undefined
}

function splitAt(text: string, sign: string): readonly [string, string | null] {
  const at = text.indexOf(sign)
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)]
}

/** Margins at which a sketch must be parted for these quantities, in their order. */
export function edgesOfQuantities(names: readonly string[]): readonly number[] {
  const bins = new Set(names.flatMap((name) => parseCalibrationQuantity(name)?.asked?.bins ?? []))
  return [...bins].flatMap((one) => edgesOfBins(one))
}

/** The name that stands for all of them. */
const ALL = 'calibration'

/** Names as they are asked for, `calibration` being all of them. */
export function expandCalibration(
  names: readonly string[],
  kind: CalibrationKind = 'class',
): readonly string[] {
  const all = names.flatMap((name) => (name === ALL ? namesOf(kind) : [name]))
  return [...new Set(all)]
}
