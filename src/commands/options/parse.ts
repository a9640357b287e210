/** Option values from text. Each throws a UsageError that says what it held and what to write instead. */
import { UsageError } from '../../errors.ts'
import type { ClassWeights } from '../../measures/class-weights.ts'
import { MOST_BINS } from '../../questions/calibrate/bin-count.ts'
import { splitNames } from '../../words/names.ts'
import { nearest } from '../../words/nearest.ts'

type Parse<T> = (text: string, flag: string) => T

/** One of a few words, which completions offer. */
export interface ChoiceParse<T extends string> extends Parse<T> {
  readonly choices: readonly T[]
}

/** @param meantBy what is meant by a word that is none of them, where that is sure */
export function parseChoice<const T extends string>(
  choices: readonly T[],
  meantBy: (text: string) => string | undefined = () => undefined,
): ChoiceParse<T> {
  const parse: Parse<T> = (text, flag) => {
    const meant = meantBy(text)
    const choice = choices.find((one) => one === text) ?? choices.find((one) => one === meant)
    if (choice !== undefined) return choice
    const guess = nearest(text, choices)
    throw new UsageError(
      `${flag} ${text}: it is one of ${choices.join(', ')}`,
      guess && `did you mean ${guess}?`,
    )
  }
  return Object.assign(parse, { choices })
}

export function parseNumberIn(min: number, max: number): Parse<number> {
  return (text, flag) => {
    const value = Number(text)
    if (text.trim() === '' || !(value >= min && value <= max)) {
      throw new UsageError(`${flag} ${text}: it is a number from ${min} to ${max}`)
    }
    return value
  }
}

export function parseCount(max: number): Parse<number> {
  return (text, flag) => {
    const value = Number(text)
    if (!Number.isInteger(value) || text.trim() === '' || value < 0 || value > max) {
      throw new UsageError(`${flag} ${text}: it is a whole number from 0 to ${max}`)
    }
    return value
  }
}

/** Of a reliability diagram: one tells nothing. */
export function parseBins(text: string, flag: string): number {
  const bins = Number(text)
  if (Number.isInteger(bins) && bins >= 2 && bins <= MOST_BINS) return bins
  throw new UsageError(`${flag} ${text}: it is a whole number from 2 to ${MOST_BINS}`)
}

/** From 0 on, or from -1 down, as NumPy numbers axes. */
export function parseAxisNumber(text: string, flag: string): number {
  if (!/^[+-]?\d{1,2}$/.test(text)) throw new UsageError(`${flag} ${text}: it is an axis, such as 1 or -1`)
  return Number(text)
}

export function parseThreads(text: string, flag: string): number {
  const threads = parseCount(256)(text, flag)
  if (threads === 0) throw new UsageError(`${flag} 0: it takes at least one`)
  return threads
}

export function parseNames(text: string): readonly string[] {
  return splitNames(text).map(({ name }) => name)
}

/** `balanced`, `effective:0.999`, or one factor per class. */
export function parseClassWeight(text: string, flag: string): NonNullable<ClassWeights> {
  if (text === 'balanced') return text
  const [rule, beta] = text.split(':')
  if (rule === 'effective') return { effective: parseBeta(beta ?? '', `${flag} effective:`) }
  return parseFactors(text, flag)
}

/** The text that `parseClassWeight` makes these of. */
export function writeClassWeight(weights: unknown): string {
  if (Array.isArray(weights)) return weights.join(',')
  return typeof weights === 'string' ? weights : `effective:${(weights as { effective: number }).effective}`
}

export function parseFactors(text: string, flag: string): readonly number[] {
  return text.split(',').map((factor) => parseNumberIn(0, Number.MAX_VALUE)(factor, flag))
}

/** Shares of classes, in per cent too: none is 0, and none is all. */
export function parseShares(text: string, flag: string): readonly number[] {
  return text.split(',').map((one) => {
    const share = shareOf(one)
    if (share >= 1e-9 && share <= 1 - 1e-9) return share
    throw new UsageError(`${flag} ${one}: it is a share from 1e-9 to 1 - 1e-9, such as 0.01 or 1%`)
  })
}

/** How often classes are, in per cent too, or how many there are: numbers above 0. */
export function parsePriors(text: string, flag: string): readonly number[] {
  return text.split(',').map((one) => {
    const prior = shareOf(one)
    if (prior > 0 && prior < Number.POSITIVE_INFINITY) return prior
    throw new UsageError(
      `${flag} ${one}: it is a number above 0: a share, as in 0.01 or 1%, or a count, as in 2500`,
    )
  })
}

/** A number, or so many per cent; NaN for any other text. */
function shareOf(text: string): number {
  const [, digits, percent] = /^\s*(\S{1,40}?)\s?(%?)\s*$/.exec(text) ?? [null, 'none', '']
  return Number(digits) / (percent === '%' ? 100 : 1)
}

/** What it is of no more than 2^53 samples is a number above 0. */
function parseBeta(text: string, flag: string): number {
  const beta = Number(text)
  if (text.trim() !== '' && beta >= 0 && beta <= 1 - 1e-12) return beta
  throw new UsageError(`${flag}${text}: it is a number from 0 to 1 - 1e-12, as in effective:0.999`)
}

/** Within these bounds a threshold lies inside the sketch's grid with room to spare. */
export const parseThreshold = parseNumberIn(1e-9, 1 - 1e-9)

/** Several thresholds, for a sketch. */
export function parseThresholds(text: string, flag: string): readonly number[] {
  return [...new Set(text.split(',').map((one) => parseThreshold(one, flag)))].sort((a, b) => a - b)
}
