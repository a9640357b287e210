/** Lays out the article's table of modulated weights. */
import { parseLoss } from '../../losses/spec/spec.ts'
import type { WeightedCase, WeightsReport } from '../../questions/weights/weights.ts'
import { type Document, left, named, right, type TextCell, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { alignPoints, formatShort, NO_NUMBER } from '../words/numbers.ts'
import { kindOf } from './samples.ts'

export function layoutWeights({ cases, losses, threshold }: WeightsReport): Document {
  const single = losses.length === 1
  return [
    text(losses.map(({ title, formula }) => `${title}: ${formula}`).join('\n'), 'dim'),
    {
      kind: 'table',
      columns: [
        named(right('p')),
        named(right('y')),
        right('CE'),
        ...losses.flatMap(({ spec, title }) => [
          right(single && isFocal(spec) ? 'FL' : title),
          right('weight'),
          right('rate'),
        ]),
        left('sample'),
      ],
      rows: withPoints(cases.map(caseCells)).map((cells) => ({ cells })),
    },
    text(`weight is loss ÷ CE, rate is CE ÷ loss; easy is pt ≥ ${threshold}.`, 'dim'),
  ]
}

/** The article calls its column FL. */
function isFocal(spec: string): boolean {
  return parseLoss(spec).definition.name === 'focal'
}

function caseCells(one: WeightedCase): TextCell[] {
  return [
    { text: `${one.p}` },
    { text: `${one.y}` },
    { text: one.ce.toFixed(6) },
    ...one.losses.flatMap(({ value, weight, rate }) => [
      { text: formatTiny(value), tone: 'strong' } as const,
      { text: formatShort(weight, 6) },
      { text: rate === null ? NO_NUMBER : String(Number(rate.toFixed(4))) },
    ]),
    { text: kindOf({ difficulty: one.difficulty, positive: one.y === 1 }), tone: one.difficulty },
  ]
}

/** Each column of numbers by its points. */
function withPoints(rows: readonly (readonly TextCell[])[]): TextCell[][] {
  const columns = rows[0].map((_, index) => alignPoints(rows.map((cells) => cells[index].text)))
  return rows.map((cells, row) => cells.map((cell, index) => ({ ...cell, text: columns[index][row] })))
}

/** Nine decimals line up a column of losses from 1.4 down to 8.3e-6. */
function formatTiny(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-8 ? value.toExponential(5) : value.toFixed(9)
}

export function flattenWeights({ cases }: WeightsReport): Record<string, Value>[] {
  return cases.flatMap(({ losses, difficulty, ...rest }) =>
    losses.map(({ spec, value, weight, rate }) => ({
      ...rest,
      loss: spec,
      value,
      weight,
      rate,
      sample: kindOf({ difficulty, positive: rest.y === 1 }),
    })),
  )
}
