/** Lays out samples, one per line. */
import { keptNames } from '../../questions/samples/fields.ts'
import type { SampleReport } from '../../questions/samples/samples.ts'
import type { SourceReport } from '../../sketched/source.ts'
import { clean } from '../../words/clean.ts'
import { type Column, type Document, left, right, type TableBlock, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { givenCell } from '../words/given.ts'
import { formatColumn, formatCount, withMinus } from '../words/numbers.ts'
import { sourceLine, sourceNotes } from '../words/source-line.ts'
import { unitsOf } from '../words/unit.ts'

export interface SamplesReport {
  readonly source: SourceReport
  readonly threshold: number
  /** Title of the loss that ranks them, `margin`, or `suspicion`. */
  readonly sort: string
  readonly samples: readonly SampleReport[]
}

export function layoutSamples(report: SamplesReport): Document {
  const { source, samples, sort } = report
  const shown = `${formatCount(samples.length)} of ${formatCount(source.samples)} ${unitsOf(source.task)}, ${orderWords(sort)} first`
  const notes = [...(sort === 'suspicion' ? suspicionNotes(source) : []), ...sourceNotes(source)]
  return [
    text(sourceLine(source), 'dim'),
    ...(samples.length > 0
      ? [sampleBlock(samples), text(`${shown}; --output FILE writes all.`, 'dim')]
      : [text('No sample fits.')]),
    ...(notes.length > 0 ? [text(notes.join('\n'), 'dim')] : []),
  ]
}

function orderWords(sort: string): string {
  if (sort === 'suspicion') return 'likely label errors'
  return sort === 'margin' ? 'hardest' : `largest ${sort}`
}

function suspicionNotes({ task }: SourceReport): string[] {
  const isSoftmax = task === 'softmax'
  return [
    isSoftmax
      ? 'By normalised margin, (pt − the most of another class + 1) / 2, as cleanlab has it; its self-confidence is pt.'
      : `By pt, which is both cleanlab's self-confidence and its normalised margin of ${task === 'binary' ? 'two classes' : 'a cell'}.`,
    'A model that was trained on these labels has learnt their errors: take predictions out of fold.',
  ]
}

/** A table of samples; also the tail of a comparison. */
export function sampleBlock(samples: readonly SampleReport[]): TableBlock {
  const withIds = samples.some(({ id }) => id !== null)
  const losses = samples[0].losses
  // Of two classes the difficulty and the truth tell it.
  const isSoftmax = samples[0].positive === null
  const kept = Object.keys(samples[0].kept ?? {})
  // Of two classes it is pt.
  const ranked = isSoftmax && samples[0].normalizedMargin !== undefined
  const confidence = formatColumn(
    samples.map((sample) => sample.confidence),
    4,
  )
  const normalized = formatColumn(
    samples.map(({ normalizedMargin }) => normalizedMargin ?? null),
    4,
  )
  const column = (of: (sample: SampleReport) => number | null, digits: number) =>
    formatColumn(samples.map(of), digits).map(withMinus)
  const scores = column(({ score }) => score, 5)
  const pts = column(({ pt }) => pt, 4)
  const figures = losses.map((_, l) => ({
    values: column((sample) => sample.losses[l].value, 6),
    weights: column((sample) => sample.losses[l].weight, 4),
  }))
  const before: Column[] = [
    left(withIds ? 'id' : 'row'),
    { ...left('label'), elastic: true },
    ...(isSoftmax ? [{ ...left('predicted'), elastic: true } as const, right('its p')] : []),
  ]
  const after: Column[] = [
    { ...right('score'), ...(isSoftmax && { wide: true }) },
    right('pt'),
    ...(ranked ? [right('norm. margin', 'norm. m.')] : []),
    { ...right('margin'), wide: true },
    ...losses.flatMap(({ title }) => [right(title), { ...right('weight'), wide: true } as const]),
    { ...left(''), ...(ranked && { wide: true as const }) },
  ]
  const ours = [...before, ...after].map(({ title }) => title)
  const headings = keptNames(kept.map(clean), ours)
  return {
    kind: 'table',
    columns: [...before, ...kept.map((name, k) => keptColumn(name, headings[k], samples)), ...after],
    rows: samples.map((sample, index) => ({
      cells: [
        givenCell(sample.id ?? `${sample.row}`),
        givenCell(sample.label),
        ...(isSoftmax ? [givenCell(sample.predicted), { text: confidence[index] }] : []),
        ...kept.map((name) => givenCell(sample.kept![name])),
        { text: scores[index] },
        { text: pts[index] },
        ...(ranked ? [{ text: normalized[index] }] : []),
        { text: withMinus(sample.margin.toFixed(2)), tone: 'dim' },
        ...figures.flatMap(({ values, weights }) => [
          { text: values[index] },
          { text: weights[index], tone: 'dim' } as const,
        ]),
        { text: kindOf(sample), tone: sample.difficulty },
      ],
    })),
  }
}

/** Texts may be cut to what room there is, and numbers not. */
function keptColumn(name: string, heading: string, samples: readonly SampleReport[]): Column {
  const areNumbers = samples.every(({ kept }) => Number.isFinite(Number(kept![name])))
  return areNumbers ? right(heading) : { ...left(heading), elastic: true }
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
