/**
 * The register of quantities. A record here is all there is to add: what compare, sweep, solve and check make of it, the
 * page, help and the JSON Schema follow.
 */
import { effectiveFraction } from '../sketch/sums/scaled.ts'
import { type BandPart, type BandSums, isIn, totalOf } from './bands.ts'

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

function ofTerms(terms: NonNullable<Measure['terms']>): Pick<Measure, 'terms' | 'fraction'> {
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

export const MEASURES = [
  {
    name: 'loss',
    of: 'part',
    title: 'share of the loss',
    definition: 'Σ w f over the part ÷ Σ w f over all samples',
    meaning: (part) => `share of the loss that the ${part} samples carry`,
    example: 'easy.loss',
    kind: 'share',
    isOfLoss: true,
    field: 'lossShare',
    isSwept: true,
    ...ofTerms((part) => [
      { field: 'loss', part },
      { field: 'loss', part: '' },
    ]),
  },
  {
    name: 'gradient',
    of: 'part',
    title: 'share of the gradient',
    definition: 'Σ w df/ds over the part ÷ Σ w df/ds over all samples',
    meaning: (part) => `share of the gradient that the ${part} samples carry`,
    example: 'hard.positive.gradient',
    kind: 'share',
    isOfLoss: true,
    field: 'gradientShare',
    isSwept: true,
    ...ofTerms((part) => [
      { field: 'gradient', part },
      { field: 'gradient', part: '' },
    ]),
  },
  {
    name: 'share',
    of: 'part',
    title: 'share of the samples',
    definition: 'samples of the part ÷ all samples',
    meaning: (part) => `share of the samples that are ${part}`,
    example: 'hard.positive.share',
    kind: 'share',
    isOfLoss: false,
    field: null,
    isSwept: false,
    ...ofTerms((part) => [
      { field: 'count', part },
      { field: 'count', part: '' },
    ]),
  },
  {
    name: 'weight',
    of: 'part',
    title: 'mean weight, loss ÷ CE',
    definition: 'Σ w m / Σ w with m = f / CE, over the part',
    meaning: (part) => `mean weight, loss ÷ CE, of the ${part} samples`,
    example: 'hard.positive.weight',
    kind: 'loss',
    isOfLoss: true,
    field: 'meanWeight',
    isSwept: false,
    // Below the grid m is no line.
    terms: null,
    fraction: (sums, part) => {
      const { modulation, weight } = totalOf(sums, part)
      return [modulation, weight]
    },
  },
  {
    name: 'effective',
    of: 'part',
    title: 'effective samples',
    definition: '(Σ w m)² / Σ (w m)² with m = f / CE, over the part',
    meaning: (part) => `effective samples among the ${part} ones`,
    example: 'easy.negative.effective',
    kind: 'samples',
    isOfLoss: true,
    field: 'effectiveSamples',
    isSwept: false,
    terms: null,
    fraction: (sums, part) => effectiveFraction(totalOf(sums, part).modulated),
  },
  {
    name: 'loss',
    of: 'pair',
    title: 'loss',
    definition: 'Σ w f over one part ÷ Σ w f over the other',
    meaning: (above, below) => `loss of the ${above} samples over that of the ${below} ones`,
    example: 'positive:negative.loss',
    kind: 'ratio',
    isOfLoss: true,
    field: null,
    isSwept: true,
    ...ofTerms((above, below) => [
      { field: 'loss', part: above },
      { field: 'loss', part: below },
    ]),
  },
  {
    name: 'gradient',
    of: 'pair',
    title: 'gradient',
    definition: 'Σ w df/ds over one part ÷ Σ w df/ds over the other',
    meaning: (above, below) => `gradient of the ${above} samples over that of the ${below} ones`,
    example: 'positive:negative.gradient',
    kind: 'ratio',
    isOfLoss: true,
    field: null,
    isSwept: true,
    ...ofTerms((above, below) => [
      { field: 'gradient', part: above },
      { field: 'gradient', part: below },
    ]),
  },
  {
    name: 'effective',
    of: 'all',
    title: 'effective samples',
    definition: '(Σ w m)² / Σ (w m)² with m = f / CE: so many samples of equal weight would count as much',
    meaning: () => 'effective samples, (Σ w m)² / Σ (w m)² with m = loss ÷ CE',
    example: 'effective',
    kind: 'samples',
    isOfLoss: true,
    field: 'effectiveSamples',
    isSwept: true,
    terms: null,
    fraction: (sums) => effectiveFraction(totalOf(sums).modulated),
  },
  {
    name: 'mean',
    of: 'all',
    title: 'mean loss',
    definition: 'Σ w f / Σ w; weights are 1 unless the file has some',
    meaning: () => 'mean loss',
    example: 'mean',
    kind: 'loss',
    isOfLoss: true,
    field: null,
    isSwept: true,
    ...ofTerms(() => [
      { field: 'loss', part: '' },
      { field: 'weight', part: '' },
    ]),
  },
  {
    name: 'count',
    of: 'all',
    title: 'samples',
    definition: 'how many there are',
    meaning: () => 'number of samples',
    example: 'count',
    kind: 'samples',
    isOfLoss: false,
    field: null,
    isSwept: false,
    terms: null,
    fraction: (sums) => [totalOf(sums).count, 1],
  },
] as const satisfies readonly Measure[]

/** How it is asked for: `PART.loss`, `PART:PART.loss`, `mean`. */
export function formOf({ name, of }: Pick<Measure, 'name' | 'of'>): string {
  return { part: `PART.${name}`, pair: `PART:PART.${name}`, all: name }[of]
}

/** In their order. */
export function measuresOf(of: Measure['of']): readonly Measure[] {
  return MEASURES.filter((measure) => measure.of === of)
}
