/** Lays out a calibration of one class against all others: what it comes to in a sentence, the scores before and after, and the reliability diagram. */

import type { Task } from '../../losses/task.ts'
import type { LimitSide, Reliability } from '../../questions/calibrate/bins.ts'
import type { CalibrateReport, Calibration, JudgedCalibration } from '../../questions/calibrate/calibrate.ts'
import type { PriorShift } from '../../questions/calibrate/prior.ts'
import { clean } from '../../words/clean.ts'
import { nameSome } from '../../words/names.ts'
import { type ChartBlock, type Document, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { noFigureSentence, noFigureWords } from '../words/no-figure-words.ts'
import { formatCount, formatLoss, formatShare, formatShort, sayP, withMinus } from '../words/numbers.ts'
import { plural } from '../words/plural.ts'
import { dataWords, sourceLine, sourceNotes } from '../words/source-line.ts'
import { unitOf } from '../words/unit.ts'
import {
  binTable,
  classTable,
  figureTable,
  MAX_CLASSES,
  reachWords,
  worthTable,
} from './calibration-tables.ts'
import { reliabilityChart } from './reliability.ts'

/** Classes that are named in a sentence. */
const MAX_NAMED = 5

/** A temperature nearer to 1 than this says that the probabilities are right as they are. */
const NEAR = 0.05

/** Mean probabilities that are as many times too high or too low are what is wrong, whatever the temperature. */
const BIASED = 1.25

export function layoutCalibration(report: CalibrateReport): Document {
  const notes = [
    ...binNotes(report),
    ...fitNotes(report),
    ...classNotes(report),
    ...chanceNotes(report),
    ...sourceNotes(report.source),
  ]
  return [
    text(`${sourceLine(report.source)}${priorWords(report)}`, 'dim'),
    text(verdict(report), 'strong'),
    worthTable(report),
    figureTable(report),
    ...(report.reliability
      ? [chartOf(report, report.reliability), binTable(report.reliability, report.source.task)]
      : []),
    ...(report.classes ? [classTable(report.classes)] : []),
    ...(notes.length > 0 ? [text(notes.join('\n'), 'dim')] : []),
  ]
}

/** That all figures are of other data than were read is no note. */
function priorWords(report: CalibrateReport): string {
  const { prior } = report
  if (!prior) return ''
  const shift = Array.isArray(prior)
    ? prior.length > 1
      ? null
      : prior[0].shift
    : (prior as PriorShift).shift
  const moved = shift === null ? 'moved' : `${shift < 0 ? '−' : '+'}${formatShort(Math.abs(shift), 4)}`
  return `${asWithWords(report)}: samples weighed by class, log-odds ${moved}`
}

function asWithWords({ prior, classes }: CalibrateReport): string {
  if (!prior) return ''
  const [first, ...others] = Array.isArray(prior) ? (prior as readonly PriorShift[]) : [prior as PriorShift]
  const named = (index: number) => (classes && others.length > 0 ? `${clean(classes[index].name)} ` : '')
  const of = ({ from, to }: PriorShift, index: number) =>
    `${named(index)}${formatShare(to)} positive instead of ${formatShare(from)}`
  const shown = [first, ...others].slice(0, MAX_NAMED).map(of)
  const more =
    others.length >= MAX_NAMED ? [`and ${formatCount(others.length + 1 - MAX_NAMED)} more classes`] : []
  return `; as with ${[...shown, ...more].join(', ')}`
}

/** What is no more than chance is no verdict. */
function verdict({ chance, source, ...calibration }: CalibrateReport): string {
  if (chance?.p == null) return findings(calibration)
  if (chance.p < SIGNIFICANT) return `${findings(calibration)} Beyond chance: ${sayP(chance.p)}.`
  const { count, temperature, why, expected, observed } = calibration
  const best = temperature
    ? `The best temperature is ${withMinus(formatShort(temperature.temperature, 4))}${reachWords(chance.temperature, ', ', ' with 95 % confidence')}.`
    : noFigureSentence({ kind: 'no-temperature', why: why.temperature! })
  return `${indistinguishable(count, source.task, chance.p)} ${best} ${rateWords(expected, observed)}`
}

/** A test has it at 5 %. */
export const SIGNIFICANT = 0.05

export function indistinguishable(count: number, task: Task, p: number): string {
  return `Not distinguishable from perfect calibration with ${plural(count, unitOf(task))} (${sayP(p)}).`
}

function rateWords(expected: number, observed: number): string {
  return `It says ${formatShare(expected)} on average where ${formatShare(observed)} are positive.`
}

function findings(calibration: Calibration): string {
  const { temperature, platt, asItIs, why, expected, observed, expectedToObserved: ratio } = calibration
  const rate = rateWords(expected, observed)
  if (ratio !== null && platt && Math.max(ratio, 1 / ratio) > BIASED) {
    const without =
      temperature === null ? ` ${noFigureSentence({ kind: 'no-temperature', why: why.temperature! })}` : ''
    const line = `${withMinus(formatShort(platt.slope, 4))} z ${platt.intercept < 0 ? '−' : '+'} ${formatShort(Math.abs(platt.intercept), 4)}`
    return `Too ${ratio > 1 ? 'high' : 'low'} on average. ${rate} The log-odds ${line} bring the log loss from ${formatLoss(asItIs.logLoss)} to ${formatLoss(platt.logLoss)}.${without}`
  }
  if (temperature === null)
    return `${noFigureSentence({ kind: 'no-temperature', why: why.temperature! })} ${rate}`
  const { temperature: t } = temperature
  const size = withMinus(formatShort(t, 4))
  if (t < 0)
    return `The scores point the wrong way: they fit best with a temperature of ${size}, as if negatives were positives. ${rate}`
  if (Math.abs(t - 1) <= NEAR)
    return `The log-odds are as steep as they should be: temperature ${size}. ${rate}`
  const gain = `brings the log loss from ${formatLoss(asItIs.logLoss)} to ${formatLoss(temperature.logLoss)}`
  return `${t > 1 ? 'Too sure' : 'Not sure enough'}: a temperature of ${size} ${gain}. ${rate}`
}

function chartOf(report: CalibrateReport, reliability: Reliability): ChartBlock {
  const axes = {
    title: 'How often the positive class is the truth, by what the model says',
    x: 'mean probability of a bin',
    y: 'share of positives',
  }
  return reliabilityChart(`${dataWords(report.source)}${asWithWords(report)}`, axes, [
    ['this model', reliability],
  ])
}

export function binWords(bins: number, side: LimitSide): string {
  return `${bins} bins of equal width, ${side === 'left' ? '[a, b)' : '(a, b]'}`
}

/** What the labels of a row have in common no sum over cells tells. */
function chanceNotes({ chance, classes, prior }: CalibrateReport): string[] {
  if (chance)
    return ['p and 95 % take samples for drawn each by itself: slope 1 and intercept 0, by the score test.']
  if (prior) return []
  return [
    `The labels of a row hang together, so that chance is told class by class${classes ? ', in --format json' : ''}.`,
  ]
}

function binNotes({ reliability, binCount, side, classes }: CalibrateReport): string[] {
  const more = (classes?.length ?? 0) - MAX_CLASSES
  return [
    reliability
      ? `${binWords(binCount, side)}; probabilities are those of the positive class.`
      : `This sketch is not parted for ${binCount} bins: lossctl sketch FILE --bins ${binCount} makes one that is.`,
    ...(more > 0 ? [`${formatCount(more)} more classes are in --format csv and json.`] : []),
  ]
}

/** What has no value is said to have none, and why. */
function fitNotes({ temperature, platt, why, spiegelhalter, prior }: CalibrateReport): string[] {
  const fitted = [...(temperature ? ['Temperature'] : []), ...(platt ? ['Platt'] : [])]
  return [
    ...(why.platt && why.platt !== why.temperature
      ? [`There is no Platt line: ${noFigureWords({ kind: 'no-line', why: why.platt })}.`]
      : []),
    ...(spiegelhalter === null && !prior
      ? [`There is no Spiegelhalter’s z: ${noFigureWords({ kind: 'no-chance' })}.`]
      : []),
    ...(fitted.length === 0
      ? []
      : [
          `${fitted.join(' and ')} ${fitted.length > 1 ? 'are' : 'is'} fitted to these samples; on others ${fitted.length > 1 ? 'they are' : 'it is'} worth a little less.`,
        ]),
  ]
}

/** Classes without a temperature, by why they have none. */
function classNotes({ classes }: CalibrateReport): string[] {
  const shown = (classes ?? []).slice(0, MAX_CLASSES)
  const reasons = new Set(shown.flatMap(({ why }) => why.temperature ?? []))
  return [...reasons].map((why) => {
    const names = shown.filter((one) => one.why.temperature === why).map(({ name }) => clean(name))
    const some = nameSome(names.slice(0, MAX_NAMED), names.length)
    return `There is no temperature of ${some}: ${noFigureWords({ kind: 'no-temperature', why })}.`
  })
}

export function flattenCalibration(report: CalibrateReport): Record<string, Value>[] {
  const row = (name: string, one: JudgedCalibration): Record<string, Value> => ({
    file: report.source.name,
    class: name,
    samples: one.count,
    expected: one.expected,
    observed: one.observed,
    logLoss: one.asItIs.logLoss,
    brier: one.asItIs.brier,
    ece: one.reliability?.ece ?? null,
    mce: one.reliability?.mce ?? null,
    rmsce: one.reliability?.rmsce ?? null,
    ace: one.reliability?.ace ?? null,
    temperature: one.temperature?.temperature ?? null,
    slope: one.platt?.slope ?? null,
    intercept: one.platt?.intercept ?? null,
    spiegelhalter: one.spiegelhalter,
    area: one.area?.value ?? null,
    areaLow: one.area?.low ?? null,
    areaHigh: one.area?.high ?? null,
    p: one.chance?.p ?? null,
    eceOfRight: one.chance?.ece ?? null,
    temperatureLow: one.chance?.temperature?.[0] ?? null,
    temperatureHigh: one.chance?.temperature?.[1] ?? null,
    slopeLow: one.chance?.slope?.[0] ?? null,
    slopeHigh: one.chance?.slope?.[1] ?? null,
    interceptLow: one.chance?.intercept?.[0] ?? null,
    interceptHigh: one.chance?.intercept?.[1] ?? null,
  })
  return [row('', report), ...(report.classes ?? []).map((one) => row(one.name, one))]
}
