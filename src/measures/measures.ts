/**
 * The register of quantities. A record here is all there is to add: what compare, sweep, solve and check make of it, the
 * page, help and the JSON Schema follow.
 */
import { effectiveFraction } from '../sketch/sums/scaled.ts'
import { totalOf } from './bands.ts'
import { type Measure, ofTerms } from './measure.ts'

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

/** In their order. */
export function measuresOf(of: Measure['of']): readonly Measure[] {
  return MEASURES.filter((measure) => measure.of === of)
}
