/** Lays out losses against pt: the curves, and a small table that is their legend too. */
import { greatest, least } from '../../extremes.ts'
import type { CurveQuantity, CurveReport } from '../../questions/curves/curve.ts'
import { type Block, type ChartBlock, type Document, left, right, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { drawnNote, MAX_SERIES } from '../series.ts'

const TITLES: Readonly<Record<CurveQuantity, string>> = {
  value: 'Loss against pt',
  weight: 'Modulated weight, loss ÷ CE, against pt',
  gradient: 'Gradient, d loss / d margin, against pt',
}

const LABELS: Readonly<Record<CurveQuantity, string>> = {
  value: 'loss (nats)',
  weight: 'loss ÷ CE',
  gradient: 'd loss / d margin',
}

/** As Fig. 1 of the focal paper has it: it says where a model needs no more loss, and is no threshold of easy samples. */
const WELL_CLASSIFIED = [0.6, 1] as const

export function layoutCurves(report: CurveReport): Document {
  const { losses, of } = report
  const derived = of === 'gradient' ? 'd/ds = ' : ''
  const formulas = new Map(losses.map(({ name, formula }) => [name, `${name}: ${derived}${formula}`]))
  const notes = [...drawnNote(losses.length), ...alphaNote(report)]
  return [
    { kind: 'text', text: [...formulas.values()].join('\n'), tone: 'dim', isFormula: true },
    chartOf(report),
    valueTable(report),
    ...(of === 'gradient' ? [text('s is the margin, ln(pt / (1 − pt)).', 'dim')] : []),
    ...(notes.length > 0 ? [text(notes.join('\n'), 'dim')] : []),
  ]
}

function chartOf({ of, pt, losses }: CurveReport): ChartBlock {
  const drawn = losses.slice(0, MAX_SERIES)
  const all = drawn.flatMap(({ values }) => values)
  const [low, high] = [least(all, 0), greatest(all, 0)]
  return {
    kind: 'chart',
    title: TITLES[of],
    subtitle: losses.every(({ name }) => name === losses[0].name) ? losses[0].formula : '',
    x: { label: 'pt, the probability given to the truth', domain: [0, 1], unit: 'number' },
    zone: WELL_CLASSIFIED,
    zoneName: `well classified:\npt > ${WELL_CLASSIFIED[0]}`,
    // A loss that is 0 throughout, as with alpha 0, has a domain all the same.
    y: { label: LABELS[of], domain: low === high ? [0, 1] : [low, high], unit: 'number' },
    panels: [
      {
        title: '',
        series: drawn.map(({ title, values }) => ({
          name: title,
          points: values.map((value, i) => [pt[i], value] as const),
        })),
      },
    ],
  }
}

function valueTable({ of, losses, tablePt }: CurveReport): Block {
  // A minus takes the place of a digit: six columns fit into 80 characters.
  const digits = of === 'gradient' ? 3 : 4
  return {
    kind: 'table',
    columns: [left(`${LABELS[of]} at pt`), ...tablePt.map((pt) => right(`${pt}`))],
    rows: losses.map(({ title, table }, index) => ({
      cells: [
        { text: title, series: index },
        ...table.map((value) => ({ text: formatValue(value, digits) })),
      ],
    })),
  }
}

/** Significant digits, in powers of ten from a thousandth down. */
function formatValue(value: number, digits: number): string {
  const small = value !== 0 && Math.abs(value) < 1e-3
  return small ? value.toExponential(digits - 1) : value.toPrecision(digits)
}

function alphaNote({ ofPositives }: CurveReport): string[] {
  return ofPositives
    ? ['With α a curve is that of a positive sample, αt = α; for a negative it is 1 − α times as high.']
    : []
}

/** One record a loss and pt. */
export function flattenCurves({ of, pt, losses }: CurveReport): Record<string, Value>[] {
  return losses.flatMap(({ spec, values }) =>
    values.map((value, i) => ({ loss: spec, of, pt: pt[i], value })),
  )
}
