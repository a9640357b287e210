/** Lays out a comparison: the losses, where their weight falls, and a sentence on what stands out. */
import { isIn } from '../../measures/bands.ts'
import { PART_FIGURES, TOTAL_FIGURES } from '../../measures/figures.ts'
import type { BandCount, CompareReport, LossReport } from '../../questions/compare/compare.ts'
import { capitalise } from '../../words/capitalise.ts'
import { clean } from '../../words/clean.ts'
import {
  type Block,
  type Column,
  commandBlock,
  type Document,
  left,
  right,
  type TextCell,
  text,
} from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { bandNoun, countPositive, positiveWords } from '../words/band-words.ts'
import { givenCell } from '../words/given.ts'
import { joinWords, MAX_NAMED, restWords } from '../words/join-words.ts'
import { libraryNotes } from '../words/library-words.ts'
import { constantNotes, weightlessNotes, weightNotes } from '../words/loss-notes.ts'
import { formatColumn, formatCount, formatShare } from '../words/numbers.ts'
import { sourceLine, sourceNotes } from '../words/source-line.ts'
import { unitsOf } from '../words/unit.ts'
import { bandTable, lossTable, paperTable, SHARES } from './loss-tables.ts'
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
    ...(detail ? weightlessNotes(withoutWeight(report.losses)) : []),
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
    ...(report.hardest.length > 0
      ? [text('Hardest samples'), { ...sampleBlock(report.hardest), allIn: 'json' } as const]
      : []),
    ...(notes.length > 0 ? [text(notes.join('\n'), 'dim')] : []),
    ...(sweep === null ? [] : [commandBlock('Other settings:', sweep)]),
  ]
}

/** What was read, and how many positives there are: the figure that tells detection from classification. */
export function headLine({ source, bands }: CompareReport): string {
  const words = positiveWords(bands, source.task)
  return `${sourceLine(source)}${words && `; ${words}`}`
}

/** What a sketch leaves open stays so. */
function accuracyWords({ accuracy }: CompareReport): string {
  if (accuracy === null) return ''
  const [low, high] = [accuracy.low, accuracy.high].map((share) => formatShare(share))
  return `; accuracy ${low === high ? low : `${low} to ${high}`}`
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
    { ...right(unitsOf(source.task)), ...(hasSigns && source.by === null && { wide: true }) },
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
function whatStandsOut({ bands, losses, count, source }: CompareReport): string {
  const largest = bands.reduce((a, b) => (b.count > a.count ? b : a))
  const carried = losses.slice(0, MAX_NAMED).map((loss) => {
    const share = loss.bands.find(({ band }) => band === largest.band)!.lossShare
    return `${formatShare(share)} of ${loss.title}`
  })
  const subject = `${capitalise(bandNoun(largest.band))} are ${formatShare(largest.count / count)} of all ${unitsOf(source.task)}`
  const known = losses.some(({ bands: own }) => own.some(({ lossShare }) => lossShare !== null))
  return known
    ? `${subject}; they carry ${joinWords(carried)}${restWords(losses.length)}.`
    : `${subject}; there is no loss to share.`
}

/** Losses of samples that have a mean, and no effective samples. */
function withoutWeight(losses: readonly LossReport[]): readonly string[] {
  return losses.flatMap(({ title, value, effectiveSamples }) =>
    value !== null && value > 0 && effectiveSamples === null ? [title] : [],
  )
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
