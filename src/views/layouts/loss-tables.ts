/** Tables of losses on one file: what each comes to, and how easy and hard samples share it. */
import { PART_FIGURES, TOTAL_FIGURES } from '../../measures/figures.ts'
import type { QuantityKind } from '../../measures/measure.ts'
import type { BandCount, CompareReport, LossReport } from '../../questions/compare/compare.ts'
import {
  type Block,
  type Column,
  left,
  type Row,
  right,
  type TableBlock,
  type TextCell,
} from '../document.ts'
import { bandTitle, shortBandTitle, VALUE_TITLES } from '../words/band-words.ts'
import { constantsOf } from '../words/loss-notes.ts'
import { alignPoints, formatColumn, formatCount } from '../words/numbers.ts'
import { formatQuantity } from '../words/quantities.ts'
import { unitsOf } from '../words/unit.ts'

export function lossTable({ losses, reduction }: CompareReport, detail: boolean): TableBlock {
  const column = (of: (loss: LossReport) => number | null, digits: number) =>
    formatColumn(losses.map(of), digits)
  const values = column(({ value }) => value, 6)
  const ratios = column(({ ratioToCe }) => ratioToCe, 4)
  const constants = constantsOf(losses).map((name) => ({
    name,
    values: column(({ references }) => references[name], 4),
  }))
  const figures = (detail ? TOTAL_FIGURES : []).map((figure) => ({
    ...figure,
    values: alignPoints(losses.map((loss) => formatQuantity(figure.kind, loss[figure.field]))),
  }))
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
        ...figures.map(({ kind, values }): TextCell => toned(kind, values[index])),
      ],
    })),
  }
}

/** What the percentages in such a table are. */
export const SHARES = 'Percentages: how easy and hard samples share the file, and each loss.'

/** One row a loss: its mean, and how easy and hard samples share it. */
export function paperTable(report: CompareReport, detail: boolean): Block {
  const { bands, losses, threshold, source } = report
  const table = lossTable(report, detail)
  const shares = losses.map((loss) => shareCells(loss.bands.map(({ lossShare }) => lossShare)))
  const empty = table.columns.slice(1).map(() => NOTHING)
  // A page of paper may have no room for them.
  const constants: readonly string[] = detail ? [] : constantsOf(losses)
  return {
    ...table,
    columns: [
      left(`easy is pt ≥ ${threshold}`),
      ...table.columns
        .slice(1)
        .map((column) => (constants.includes(column.title) ? { ...column, wide: true as const } : column)),
      ...bandColumns(bands),
    ],
    rows: [
      {
        cells: [
          { text: unitsOf(source.task) },
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

export function bandTable(report: CompareReport, detail: boolean): Block {
  const { bands, losses, threshold, source } = report
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
      { cells: [{ text: unitsOf(source.task), tone: 'strong' }, NOTHING, ...counts] },
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
      together: true as const,
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
  return toned(kind, formatQuantity(kind, value))
}

function toned(kind: QuantityKind, text: string): TextCell {
  return kind === 'samples' ? { text, tone: 'dim' } : { text }
}
