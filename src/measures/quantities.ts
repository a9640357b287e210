/** Quantities by name: `easy.negative.loss`, `positive:negative.gradient`, `effective`, `mean`. */
import { UsageError } from '../errors.ts'
import type { Task } from '../losses/task.ts'
import { effectiveFraction } from '../sketch/sums/scaled.ts'
import { nearest } from '../words/nearest.ts'
import { type BandPart, type BandSums, isIn, totalOf } from './bands.ts'
import { quotient as divide } from './quotient.ts'

/** A sum over some of the samples. */
export interface Term {
  readonly field: 'loss' | 'gradient' | 'weight' | 'count'
  /** '' for all samples. */
  readonly part: BandPart | ''
}

export interface Quantity {
  readonly name: string
  readonly meaning: string
  /** A share is shown in per cent. */
  readonly kind: 'share' | 'ratio' | 'samples' | 'loss'
  /** Whether numerator and denominator are linear in the loss. */
  readonly linear: boolean
  /** Numerator and denominator; null for what is no quotient of two sums. */
  readonly terms: readonly [Term, Term] | null
  /** [numerator, denominator] */
  fraction(sums: BandSums): readonly [number, number]
}

/** Parts of the samples that have a name. */
function partsOf(task: Task): readonly BandPart[] {
  const parts = ['easy', 'hard'] as const
  if (task === 'softmax') return parts
  const signs = ['positive', 'negative'] as const
  return [...parts, ...signs, ...parts.flatMap((part) => signs.map((sign) => `${part}.${sign}` as const))]
}

function isPartOf(task: Task): (text: string) => text is BandPart {
  const known: readonly string[] = partsOf(task)
  return (text): text is BandPart => known.includes(text)
}

/** Quantities that a sweep shows: shares of loss and gradient by band, their balance, and what they count as. */
export function shownQuantities(task: Task): readonly Quantity[] {
  const bands = task === 'softmax' ? ['easy', 'hard'] : partsOf(task).filter((part) => part.includes('.'))
  const balance = task === 'softmax' ? [] : ['positive:negative.loss', 'positive:negative.gradient']
  return [
    ...bands.map((band) => `${band}.loss`),
    ...bands.map((band) => `${band}.gradient`),
    ...balance,
    'effective',
    'mean',
  ].map((name) => parseQuantity(name, task))
}

/** Names a person may write, for help and for guesses. */
export function quantityNames(task: Task): readonly string[] {
  const parts = partsOf(task)
  return [
    ...parts.flatMap((part) => [`${part}.loss`, `${part}.gradient`, `${part}.share`]),
    ...(task === 'softmax' ? [] : ['positive:negative.loss', 'positive:negative.gradient']),
    'effective',
    'mean',
    'count',
  ]
}

/** Throws a UsageError on a name that means nothing for the task. */
export function parseQuantity(name: string, task: Task): Quantity {
  if (name === 'mean') return MEAN
  if (name === 'effective') return EFFECTIVE
  const counts = parseCount(name, task)
  if (counts) return counts
  const match = /^(.+)\.(loss|gradient)$/.exec(name)
  const parts = match?.[1].split(':') ?? []
  const isPart = isPartOf(task)
  if (!match || parts.length > 2 || !parts.every(isPart)) throw unknown(name, task)
  const field = match[2] as 'loss' | 'gradient'
  const [above, below = ''] = parts
  return quotient(
    name,
    parts.length === 2
      ? `${field} of the ${words(above)} samples over that of the ${words(below)} ones`
      : `share of the ${field} that the ${words(above)} samples carry`,
    parts.length === 2 ? 'ratio' : 'share',
    [
      { field, part: above },
      { field, part: below },
    ],
  )
}

function quotient(
  name: string,
  meaning: string,
  kind: Quantity['kind'],
  terms: readonly [Term, Term],
): Quantity {
  const sumOf = ({ field, part }: Term, sums: BandSums) => {
    let sum = 0
    for (const [band, one] of sums) if (isIn(band, part)) sum += one[field]
    return sum
  }
  const linear = terms.every(({ field }) => field !== 'count')
  return {
    name,
    meaning,
    kind,
    linear,
    terms,
    fraction: (sums) => [sumOf(terms[0], sums), sumOf(terms[1], sums)],
  }
}

/** `hard.positive.share`: how many of the samples there are; `count`: how many. */
function parseCount(name: string, task: Task): Quantity | null {
  const fraction = (sums: BandSums) => [totalOf(sums).count, 1] as const
  if (name === 'count')
    return { name, meaning: 'number of samples', kind: 'samples', linear: false, terms: null, fraction }
  const share = /^(.+)\.share$/.exec(name)?.[1]
  if (share === undefined || !isPartOf(task)(share)) return null
  return quotient(name, `share of the samples that are ${words(share)}`, 'share', [
    { field: 'count', part: share },
    { field: 'count', part: '' },
  ])
}

const MEAN = quotient('mean', 'mean loss', 'loss', [
  { field: 'loss', part: '' },
  { field: 'weight', part: '' },
])

const EFFECTIVE: Quantity = {
  name: 'effective',
  meaning: 'effective samples, (Σ w m)² / Σ (w m)² with m = loss ÷ CE',
  kind: 'samples',
  linear: false,
  terms: null,
  fraction: (sums) => effectiveFraction(totalOf(sums).modulated),
}

function words(part: string): string {
  return part.replace('.', ' ')
}

function unknown(name: string, task: Task): UsageError {
  const names = quantityNames(task)
  const guess = nearest(name, names)
  return new UsageError(
    `there is no quantity "${name}" with ${task} labels`,
    guess ? `did you mean ${guess}?` : `there are ${names.join(', ')}`,
  )
}

/** Its value; null where there is nothing to divide by. */
export function quantityOf(quantity: Quantity, sums: BandSums): number | null {
  return divide(...quantity.fraction(sums))
}
