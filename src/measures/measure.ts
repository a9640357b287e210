/** What a quantity is: its words, its kind, and what it is of the sums. */
import { type BandPart, type BandSums, isIn } from './bands.ts'

/** Some of the samples, or '' for all of them. */
export type SomeSamples = BandPart | ''

/** A sum over some of the samples. */
export interface Term {
  /** Below the grid each is a line in the margin, sample by sample: how it scatters is known there too. */
  readonly field: 'loss' | 'gradient' | 'weight' | 'count'
  readonly part: SomeSamples
}

/** How a value is shown. One of kind `loss` is twice as large for twice the loss, and the others are not. */
export type QuantityKind = 'share' | 'ratio' | 'samples' | 'loss'

/** What can be asked of the samples. */
export interface Measure {
  /** `loss` in `easy.loss`, where it is of a part; the whole name where it is of all. */
  readonly name: string
  /** What it is asked of: a part, a part held against another, or all samples. */
  readonly of: 'part' | 'pair' | 'all'
  /** Above its column or its rows. */
  readonly title: string
  /** f is the loss, w a sample's weight. */
  readonly definition: string
  /** What it is, of these parts, in words. */
  meaning(above: string, below: string): string
  /** A name that asks for it, for help. */
  readonly example: string
  readonly kind: QuantityKind
  /** Whether it is another under another loss; counts are not. */
  readonly isOfLoss: boolean
  /** Its name in compare's reports; null where these tell it otherwise, or not. */
  readonly field: string | null
  /** Whether a sweep shows it unasked. */
  readonly isSwept: boolean
  /** Two sums whose quotient it is, so that its standard error is known; null for any other. */
  readonly terms: ((above: SomeSamples, below: SomeSamples) => readonly [Term, Term]) | null
  /** [numerator, denominator] */
  fraction(sums: BandSums, above: SomeSamples, below: SomeSamples): readonly [number, number]
}

/** Of what is a quotient of two sums. */
export function ofTerms(terms: NonNullable<Measure['terms']>): Pick<Measure, 'terms' | 'fraction'> {
  return {
    terms,
    fraction: (sums, above, below) => {
      const [upper, lower] = terms(above, below)
      return [sumOf(upper, sums), sumOf(lower, sums)]
    },
  }
}

function sumOf({ field, part }: Term, sums: BandSums): number {
  let sum = 0
  for (const [band, one] of sums) if (isIn(band, part)) sum += one[field]
  return sum
}

/** How it is asked for: `PART.loss`, `PART:PART.loss`, `mean`. */
export function nameForm({ name, of }: Pick<Measure, 'name' | 'of'>): string {
  return { part: `PART.${name}`, pair: `PART:PART.${name}`, all: name }[of]
}
