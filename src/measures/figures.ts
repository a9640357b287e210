/** What compare tells of a loss: every measure that has a field there. */
import type { BandPart, BandSums } from './bands.ts'
import type { Measure, SomeSamples } from './measure.ts'
import { type MEASURES, measuresOf } from './measures.ts'
import { quotient } from './quotient.ts'

type FieldOf<Of> = NonNullable<Extract<(typeof MEASURES)[number], { of: Of }>['field']>

/** Of a part of the samples, and of all. Null where there is nothing to divide by. */
export type PartFigures = Readonly<Record<FieldOf<'part'>, number | null>>
export type TotalFigures = Readonly<Record<FieldOf<'all'>, number | null>>

/** A measure that compare tells of every band, or of all samples. */
export type Figure<Figures> = Measure & { readonly field: keyof Figures }

export const PART_FIGURES = measuresOf('part').filter(isFigure<PartFigures>)
export const TOTAL_FIGURES = measuresOf('all').filter(isFigure<TotalFigures>)

function isFigure<Figures>(measure: Measure): measure is Figure<Figures> {
  return measure.field !== null
}

/** @param factor how many times as large the loss is as the one that the sums are of */
export function figuresOfPart(sums: BandSums, part: BandPart, factor: number): PartFigures {
  return evaluate(PART_FIGURES, sums, part, factor)
}

export function figuresOfAll(sums: BandSums, factor: number): TotalFigures {
  return evaluate(TOTAL_FIGURES, sums, '', factor)
}

function evaluate<Figures>(
  figures: readonly Figure<Figures>[],
  sums: BandSums,
  part: SomeSamples,
  factor: number,
): Figures {
  const values = figures.map((figure) => {
    const [above, below] = figure.fraction(sums, part, '')
    return [figure.field, quotient(figure.kind === 'loss' ? above * factor : above, below)]
  })
  return Object.fromEntries(values)
}
