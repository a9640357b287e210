/** Lays out a comparison: the losses, where their weight falls, and a sentence on what stands out. */
import { isIn } from '../../measures/bands.ts'
import { PART_FIGURES, TOTAL_FIGURES } from '../../measures/figures.ts'
import type { QuantityKind } from '../../measures/measure.ts'
import type { BandCount, CompareReport, LossReport } from '../../questions/compare/compare.ts'
import { clean } from '../../words/clean.ts'
import {
  type Block,
  type Column,
  commandBlock,
  type Document,
  left,
  type Row,
  right,
  type TableBlock,
  type TextCell,
  text,
} from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import {
  bandNoun,
  bandTitle,
  countPositive,
  positiveWords,
  shortBandTitle,
  VALUE_TITLES,
} from '../words/band-words.ts'
import { givenCell } from '../words/given.ts'
import { joinWords, MAX_NAMED } from '../words/join-words.ts'
import { libraryNotes } from '../words/library-words.ts'
import { formatColumn, formatCount, formatShare, formatShort } from '../words/numbers.ts'
import { formatQuantity } from '../words/quantities.ts'
import { sourceLine, sourceNotes } from '../words/source-line.ts'
import { sampleBlock } from './samples.ts'
import { flattenSets, setBlocks, setNotes } from './sets.ts'

/** Groups shown in a terminal; CSV and JSON have all. */
const MAX_GROUPS = 20

/**
 * @param sweep the command that shows other settings; null where there is none
 * @param detail whether to tell all figures, not only where the loss falls
 * @param isPaper whether losses have a row each, with all that is told of them
 */
export function layoutCompare(
  report: CompareReport,
  sweep: string | null,
  detail: boolean,
  isPaper = false,
): Document {
  const notes = [
    ...(isPaper ? [SHARES] : []),
    ...constantNotes(report.losses),
    ...weightNotes(report),
    ...sourceNotes(report.source, report.losses),
    ...lossNotes(report.losses),
    ...libraryNotes(report),
    ...setNotes(report),
  ]
  return [
    text(`${headLine(report)}${detail ? accuracyWords(report) : ''}`, 'dim'),
    text(whatStandsOut(report), 'strong'),
    ...(isPaper ? [paperTable(report, detail)] : [lossTable(report, detail)]),
    ...setBlocks(report),
    ...(isPaper && !detail ? [] : [bandTable(report, detail)]),
    ...(report.groups ? groupBlocks(report) : []),
    ...(report.hardest.length > 0 ? [text('Hardest samples'), sampleBlock(report.hardest)] : []),
    ...(notes.length > 0 ? [text(notes.join('\n'), 'dim')] : []),
    ...(sweep === null ? [] : [commandBlock('Other settings:', sweep)]),
  ]
}

/** What was read, and how many positives there are: the figure that tells detection from classification. */
export function headLine({ source, bands }: CompareReport): string {
  const words = positiveWords(bands)
  return `${sourceLine(source)}${words && `; ${words}`}`
}

/** What a sketch leaves open stays so. */
function accuracyWords({ accuracy }: CompareReport): string {
  if (accuracy === null) return ''
  const [low, high] = [accuracy.low, accuracy.high].map((share) => formatShare(share))
  return `; accuracy ${low === high ? low : `${low} to ${high}`}`
}

export function lossTable({ losses, reduction }: CompareReport, detail: boolean): TableBlock {
  const column = (of: (loss: LossReport) => number | null, digits: number) =>
    formatColumn(losses.map(of), digits)
  const values = column(({ value }) => value, 6)
  const ratios = column(({ ratioToCe }) => ratioToCe, 4)
  const constants = constantsOf(losses).map((name) => ({
    name,
    values: column(({ references }) => references[name], 4),
  }))
  const figures = detail ? TOTAL_FIGURES : []
  return {
    kind: 'table',
    columns: [
      left('loss'),
      right(VALUE_TITLES[reduction]),
      ...constants.map(({ name }) => right(name)),
      right('÷ CE'),
      ...figures.map(({ title }) => right(title)),
    ],
    rows: losses.map((loss, index) => ({
      cells: [
        { text: loss.title },
        { text: values[index], tone: 'strong' },
        ...constants.map((constant): TextCell => ({ text: constant.values[index], tone: 'dim' })),
        { text: ratios[index] },
        ...figures.map(({ kind, field }) => figureCell(kind, loss[field])),
      ],
    })),
  }
}

/** What the percentages in such a table are. */
export const SHARES = 'Percentages: how easy and hard samples share the file, and each loss.'

/** One row a loss: its mean, and how easy and hard samples share it. */
function paperTable(report: CompareReport, detail: boolean): Block {
  const { bands, losses, threshold } = report
  const table = lossTable(report, detail)
  const shares = losses.map((loss) => shareCells(loss.bands.map(({ lossShare }) => lossShare)))
  const empty = table.columns.slice(1).map(() => NOTHING)
  return {
    ...table,
    columns: [left(`easy is pt ≥ ${threshold}`), ...table.columns.slice(1), ...bandColumns(bands)],
    rows: [
      {
        cells: [
          { text: 'samples' },
          ...empty,
          NOTHING,
          ...bands.map(({ count }) => ({ text: formatCount(count) })),
        ],
      },
      { cells: [NOTHING, ...empty, ...shareCells(bands.map(({ share }) => share))] },
      ...table.rows.map((row, index) => ('cells' in row ? { cells: [...row.cells, ...shares[index]] } : row)),
    ],
  }
}

/** Those that are known. */
function constantsOf(losses: readonly LossReport[]): readonly ('prior' | 'even')[] {
  return (['prior', 'even'] as const).filter((name) =>
    losses.some(({ references }) => references[name] !== null),
  )
}

/** What a mean is to be held against. */
export function constantNotes(losses: readonly LossReport[]): string[] {
  const words = { prior: 'the class rates', even: 'even chances' } as const
  const known = constantsOf(losses)
  if (known.length === 0) return []
  const said = known.map((name) => words[name]).join(' or ')
  return [`${known.join(', ')}: what a model loses that says ${said} of every sample.`, ...abovePrior(losses)]
}

/** That a model does worse than no model is easily overlooked in two columns of numbers. */
function abovePrior(losses: readonly LossReport[]): string[] {
  const above = losses.filter(
    ({ value, references: { prior } }) => value !== null && prior !== null && value > prior * (1 + 1e-9),
  )
  if (above.length === 0) return []
  return [`The class rates alone would lose less: ${above.map(({ title }) => title).join(', ')}.`]
}

export function bandTable(report: CompareReport, detail: boolean): Block {
  const { bands, losses, threshold } = report
  const counts = bands.map(({ count }) => ({ text: formatCount(count) }))
  const section = ({ title, kind, field }: (typeof PART_FIGURES)[number]): Row[] => [
    { heading: title },
    ...losses.map((loss) => {
      const values = loss.bands.map((band) => band[field])
      return {
        cells: [
          { text: `  ${loss.title}` },
          ...(kind === 'share'
            ? shareCells(values)
            : [NOTHING, ...values.map((value) => figureCell(kind, value))]),
        ],
      }
    }),
  ]
  return {
    kind: 'table',
    columns: [left(`easy is pt ≥ ${threshold}`), ...bandColumns(bands)],
    rows: [
      { cells: [{ text: 'samples', tone: 'strong' }, NOTHING, ...counts] },
      { cells: [NOTHING, ...shareCells(bands.map(({ share }) => share))] },
      ...(detail ? PART_FIGURES : PART_FIGURES.slice(0, 1)).flatMap(section),
    ],
  }
}

/** Shades of bands where there are two. */
const EASIEST = 0
const HARDEST = 3

export const NOTHING: TextCell = { text: '' }

/** The bar of shares, and one for each band. */
export function bandColumns(bands: readonly BandCount[]): Column[] {
  const shades = bands.length > 2 ? bands.map((_, index) => index) : [EASIEST, HARDEST]
  return [
    { title: '', align: 'left', isStack: true },
    ...bands.map(({ band }, index) => ({
      ...right(bandTitle(band), shortBandTitle(band)),
      shade: shades[index],
    })),
  ]
}

/** No bar where a share is below nothing, as of a loss with a negative part. */
export function shareCells(shares: readonly (number | null)[]): TextCell[] {
  const known = shares.filter((share) => share !== null && share >= 0)
  const stack = known.length === shares.length ? (known as number[]) : null
  return [{ text: '', stack }, ...shares.map((share) => figureCell('share', share))]
}

function figureCell(kind: QuantityKind, value: number | null): TextCell {
  const text = formatQuantity(kind, value)
  return kind === 'samples' ? { text, tone: 'dim' } : { text }
}

function groupBlocks({ groups, source, losses }: CompareReport): Block[] {
  const all = groups!
  const shown = all.slice(0, MAX_GROUPS)
  // Of two classes each is of one sign.
  const isOneSign = source.task === 'binary' && source.by === null
  const hasSigns = !isOneSign && all.every(({ bands }) => countPositive(bands) !== null)
  const columns: Column[] = [
    left(clean(source.by ?? 'class')),
    // On a narrow screen: all classes have much the same samples, and slices differ in these first.
    { ...right('samples'), ...(hasSigns && source.by === null && { wide: true }) },
    ...(hasSigns ? [{ ...right('positive'), ...(source.by !== null && { wide: true as const }) }] : []),
    right('hard'),
    ...losses.flatMap(({ title }) => [right(title)]),
  ]
  const values = losses.map((_, i) =>
    formatColumn(
      shown.map((group) => group.losses[i].value),
      6,
    ),
  )
  const rows = shown.map(({ name, count, bands }, index) => ({
    cells: [
      givenCell(name),
      { text: formatCount(count) },
      ...(hasSigns ? [{ text: formatCount(countPositive(bands)!) }] : []),
      hardCell(bands),
      ...values.map((column) => ({ text: column[index] })),
    ],
  }))
  const more = all.length - shown.length
  const rest = more > 0 ? [text(`${formatCount(more)} more; --format csv has all.`, 'dim')] : []
  return [{ kind: 'table', columns, rows }, ...rest]
}

/** In its column, a bar shows at a glance which groups are hard. */
function hardCell(bands: readonly BandCount[]): TextCell {
  const share = bands.filter(({ band }) => isIn(band, 'hard')).reduce((sum, one) => sum + one.share, 0)
  return { text: formatShare(share), bar: share }
}

/** The largest band, and how much of each loss it carries. */
function whatStandsOut({ bands, losses, count }: CompareReport): string {
  const largest = bands.reduce((a, b) => (b.count > a.count ? b : a))
  const carried = losses.slice(0, MAX_NAMED).map((loss) => {
    const share = loss.bands.find(({ band }) => band === largest.band)!.lossShare
    return `${formatShare(share)} of ${loss.title}`
  })
  const subject = `${capitalise(bandNoun(largest.band))} are ${formatShare(largest.count / count)} of all samples`
  const known = losses.some(({ bands: own }) => own.some(({ lossShare }) => lossShare !== null))
  return known ? `${subject}; they carry ${joinWords(carried)}.` : `${subject}; there is no loss to share.`
}

function capitalise(words: string): string {
  return words[0].toUpperCase() + words.slice(1)
}

export function weightNotes({ classWeights }: Pick<CompareReport, 'classWeights'>): string[] {
  if (classWeights === null) return []
  const shown = classWeights.slice(0, 8).map((weight) => formatShort(weight, 5))
  return [
    `Class weights ${shown.join(', ')}${classWeights.length > shown.length ? ', …' : ''}; means are sum(w loss) / sum(w).`,
  ]
}

function lossNotes(losses: readonly LossReport[]): string[] {
  const reduced = losses.filter(({ ofBatchMean }) => ofBatchMean)
  return reduced.map(
    ({ name }) => `${name} modulates the mean cross-entropy of the whole file as one batch, not each sample.`,
  )
}

/** One record a group, loss and band; band `all` carries what is of the loss as a whole. */
export function flattenCompare(report: CompareReport): Record<string, Value>[] {
  const parts = [{ name: '', ...report }, ...(report.groups ?? [])]
  const ofSets = flattenSets(report).map((record) => ({
    ...emptyRecord(report),
    ...record,
    band: 'all',
    count: report.count,
  }))
  const ofLosses = parts.flatMap((part) =>
    part.losses.flatMap((loss) => [
      flatRecord(report, part.name, loss, 'all', {
        count: part.count,
        value: loss.value,
        prior: loss.references.prior,
        even: loss.references.even,
        ratio_to_ce: loss.ratioToCe,
        ...columnsOf(TOTAL_FIGURES, loss),
      }),
      ...loss.bands.map((band, index) =>
        flatRecord(report, part.name, loss, band.band, {
          count: part.bands[index].count,
          loss_sum: band.loss,
          ...columnsOf(PART_FIGURES, band),
        }),
      ),
    ]),
  )
  return [...ofLosses, ...ofSets]
}

function columnsOf<Field extends string>(
  figures: readonly { readonly field: Field }[],
  values: Readonly<Record<Field, number | null>>,
): Record<string, number | null> {
  return Object.fromEntries(figures.map(({ field }) => [columnOf(field), values[field]]))
}

/** `loss_share` for lossShare. */
function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function flatRecord(
  report: CompareReport,
  group: string,
  { spec }: LossReport,
  band: string,
  figures: Record<string, number | null>,
): Record<string, Value> {
  return { ...emptyRecord(report), group, loss: spec, band, ...figures }
}

/** All columns in their order. */
function emptyRecord({ source, reduction, threshold }: CompareReport): Record<string, Value> {
  const own = ['count', 'value', 'prior', 'even', 'ratio_to_ce', 'loss_sum']
  const fields = [...PART_FIGURES, ...TOTAL_FIGURES].map(({ field }) => columnOf(field))
  const empty = Object.fromEntries([...own, ...fields].map((column) => [column, null]))
  return { file: source.name, group: '', loss: '', band: '', reduction, threshold, ...empty }
}
