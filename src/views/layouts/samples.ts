/** Lays out samples, one per line. */
import { keptNames } from '../../questions/samples/fields.ts'
import type { SampleReport } from '../../questions/samples/samples.ts'
import type { SourceReport } from '../../sketched/source.ts'
import { clean } from '../../words/clean.ts'
import { type Block, type Column, type Document, left, right, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { formatColumn, formatCount, formatLoss, formatRatio, formatShort } from '../words/numbers.ts'
import { sourceLine, sourceNotes } from '../words/source-line.ts'

export interface SamplesReport {
  readonly source: SourceReport
  readonly threshold: number
  /** Spec of the loss that ranks them, or `margin`. */
  readonly sort: string
  readonly samples: readonly SampleReport[]
}

export function layoutSamples(report: SamplesReport): Document {
  const { source, samples, sort } = report
  const shown = `${formatCount(samples.length)} of ${formatCount(source.samples)} samples, ${sort === 'margin' ? 'hardest' : `largest ${sort}`} first`
  const notes = sourceNotes(source)
  return [
    text(sourceLine(source), 'dim'),
    ...(samples.length > 0
      ? [sampleBlock(samples), text(`${shown}; --output FILE writes all.`, 'dim')]
      : [text('No sample fits.')]),
    ...(notes.length > 0 ? [text(notes.join('\n'), 'dim')] : []),
  ]
}

/** A table of samples; also the tail of a comparison. */
export function sampleBlock(samples: readonly SampleReport[]): Block {
  const withIds = samples.some(({ id }) => id !== null)
  const losses = samples[0].losses
  // Of two classes the difficulty and the truth tell it.
  const isSoftmax = samples[0].positive === null
  const kept = Object.keys(samples[0].kept ?? {})
  const confidence = formatColumn(
    samples.map((sample) => sample.confidence),
    4,
  )
  return {
    kind: 'table',
    columns: [
      left(withIds ? 'id' : 'row'),
      { ...left('label'), elastic: true },
      ...(isSoftmax ? [{ ...left('predicted'), elastic: true } as const, right('its p')] : []),
      ...kept.map((name) => keptColumn(name, samples)),
      { ...right('score'), ...(isSoftmax && { wide: true }) },
      right('pt'),
      { ...right('margin'), wide: true },
      ...losses.flatMap(({ title }) => [right(title), { ...right('weight'), wide: true } as const]),
      left(''),
    ],
    rows: samples.map((sample, index) => ({
      cells: [
        { text: clean(sample.id ?? `${sample.row}`) },
        { text: clean(sample.label) },
        ...(isSoftmax ? [{ text: clean(sample.predicted) }, { text: confidence[index] }] : []),
        ...kept.map((name) => ({ text: clean(sample.kept![name]) })),
        { text: formatShort(sample.score, 5) },
        { text: formatShort(sample.pt, 4) },
        { text: sample.margin.toFixed(2), tone: 'dim' },
        ...sample.losses.flatMap(({ value, weight }) => [
          { text: formatLoss(value) },
          { text: formatRatio(weight), tone: 'dim' } as const,
        ]),
        { text: kindOf(sample), tone: sample.difficulty },
      ],
    })),
  }
}

/** Texts may be cut to what room there is, and numbers not. */
function keptColumn(name: string, samples: readonly SampleReport[]): Column {
  const areNumbers = samples.every(({ kept }) => Number.isFinite(Number(kept![name])))
  return areNumbers ? right(clean(name)) : { ...left(clean(name)), elastic: true }
}

/** `hard positive`, or `hard` alone with softmax. */
export function kindOf({ difficulty, positive }: Pick<SampleReport, 'difficulty' | 'positive'>): string {
  if (positive === null) return difficulty
  return `${difficulty} ${positive ? 'positive' : 'negative'}`
}

/** A sample as a flat record: one column a loss and one a modulated weight. */
export function flattenSample(sample: SampleReport): Record<string, Value> {
  const { losses, kept = {}, ...rest } = sample
  const figures = losses.flatMap(({ spec, value, weight }): [string, Value][] => [
    [spec, value],
    [`weight(${spec})`, weight],
  ])
  const fields = { ...rest, ...Object.fromEntries(figures) }
  const names = keptNames(Object.keys(kept), Object.keys(fields))
  return { ...fields, ...Object.fromEntries(Object.values(kept).map((text, k) => [names[k], text])) }
}
