/** Draws a sweep over one axis: what was asked for against the parameter, a panel a loss. */
import { greatest, least } from '../../extremes.ts'
import type { NamedQuantity, SweepReport, SweepSetting } from '../../questions/tune/sweep.ts'
import type { ChartBlock } from '../document.ts'
import { MAX_SERIES } from '../series.ts'
import { quantityTitle } from '../words/quantities.ts'
import { dataWords } from '../words/source-line.ts'
import { capitalized, symbolOf } from '../words/symbols.ts'

/** Quantities of one kind, which have an axis in common. */
export interface Drawn {
  /** Places in the report's quantities. */
  readonly places: readonly number[]
  readonly title: string
  /** The measure that parts are of: their titles leave it out. */
  readonly measure: string
}

/** Null where there is nothing to draw against: more than one axis, a ranking, or one number. */
export function sweepChart(report: SweepReport, { places, title, measure }: Drawn): ChartBlock | null {
  const { axes, quantities, settings, source, threshold } = report
  const [axis] = axes
  const values = axis.values.filter((value) => typeof value === 'number')
  if (axes.length !== 1 || report.rank !== null || values.length < 2 || places.length === 0) return null
  const shown = places.slice(0, MAX_SERIES)
  const losses = lossesOf(settings, axis.parameter)
  const all = losses.flatMap(([, own]) => own.flatMap((one) => shown.flatMap((at) => one.values[at] ?? [])))
  const [low, high] = [least(all, 0), greatest(all, 0)]
  const symbol = symbolOf(axis.parameter)
  const isOfBands = shown.some((at) => /\b(easy|hard)\b/.test(quantities[at].name))
  return {
    kind: 'chart',
    title: `${capitalized(title)}, by ${symbol}`,
    subtitle: `${dataWords(source)}${isOfBands ? `; easy is pt ≥ ${threshold}` : ''}`,
    isGiven: true,
    isInTable: true,
    x: { label: symbol, domain: [least(values), greatest(values)], unit: 'number' },
    y: {
      label: title,
      domain: low === high ? [0, 1] : [low, high],
      unit: quantities[shown[0]].kind === 'share' ? 'share' : 'number',
    },
    panels: losses.map(([name, own]) => ({
      title: losses.length > 1 ? name : '',
      series: shown.map((at) => ({
        name: quantityTitle(quantities[at].name, measure),
        points: pointsOf(own, axis.parameter, at),
      })),
    })),
  }
}

/** The settings of each loss that has the parameter, by what else is said of it. */
function lossesOf(
  settings: readonly SweepSetting[],
  parameter: string,
): readonly (readonly [name: string, own: readonly SweepSetting[]])[] {
  const losses = new Map<string, SweepSetting[]>()
  for (const setting of settings) {
    if (typeof setting.parameters[parameter] !== 'number') continue
    const name = withoutParameter(setting.spec, parameter)
    losses.set(name, [...(losses.get(name) ?? []), setting])
  }
  const names = [...losses.keys()].map(nameOf)
  // A name says enough where no other loss has it.
  return [...losses].map(([full, own], at) => [
    names.filter((name) => name === names[at]).length === 1 ? names[at] : full,
    own,
  ])
}

const nameOf = (full: string): string => full.split(' ')[0]

function withoutParameter(spec: string, parameter: string): string {
  const [name, rest = ''] = spec.split(':')
  const isSaid = (part: string) => part !== '' && !part.endsWith('=none') && !part.startsWith(`${parameter}=`)
  return [name, rest.split(',').filter(isSaid).join(', ')].filter((part) => part !== '').join(' ')
}

function pointsOf(settings: readonly SweepSetting[], parameter: string, at: number) {
  return settings
    .flatMap(({ parameters, values }) => {
      const value = values[at]
      return value === null ? [] : [[Number(parameters[parameter]), value] as const]
    })
    .sort(([a], [b]) => a - b)
}

/** Those of the kind of the first, and whether that is all of them. */
export function ofOneKind(quantities: readonly NamedQuantity[], places: readonly number[]): boolean {
  return places.every((at) => quantities[at].kind === quantities[places[0]].kind)
}
