/** Lays out what is known of the losses: the list, or one of them whole. */
import type { LossDefinition } from '../../losses/loss.ts'
import type { ParameterDefinition } from '../../losses/parameter.ts'
import { type Document, left, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'

export function layoutLosses(losses: readonly LossDefinition[]): Document {
  return [
    {
      kind: 'table',
      columns: [left('loss'), left('formula'), { ...left('parameters'), wide: true }],
      rows: losses.map(({ name, formula, parameters }) => ({
        cells: [
          { text: name, tone: 'strong' },
          { text: formula },
          { text: Object.keys(parameters).join(', '), tone: 'dim' },
        ],
      })),
    },
    text(
      'pt is the probability given to the truth, CE = −ln pt. lossctl losses NAME tells all of one.',
      'dim',
    ),
  ]
}

export function layoutLoss(loss: LossDefinition): Document {
  const parameters = Object.entries(loss.parameters)
  return [
    text(loss.name, 'strong'),
    text(loss.summary),
    text(`${loss.formula}\nd/ds = ${loss.gradientFormula}    (s = logit(pt))`),
    ...(parameters.length > 0 ? [parameterTable(parameters)] : []),
    text(loss.conventions.map((line) => `· ${line}`).join('\n')),
    text(loss.reference, 'dim'),
  ]
}

function parameterTable(parameters: readonly (readonly [string, ParameterDefinition])[]) {
  return {
    kind: 'table' as const,
    columns: [left('parameter'), left('default'), left('range'), left('')],
    rows: parameters.map(([name, parameter]) => ({
      cells: [
        { text: `${name} (${parameter.symbol})` },
        { text: String(parameter.initial) },
        { text: rangeOf(parameter) },
        { text: parameter.meaning },
      ],
    })),
  }
}

function rangeOf(parameter: ParameterDefinition): string {
  if (parameter.kind === 'switch') return 'on, off'
  const range = `${parameter.min} to ${parameter.max}`
  if (parameter.kind === 'alpha') return `none, ${range}, list`
  return `${range}${parameter.kind === 'numbers' ? ', list' : ''}`
}

export function flattenLosses(losses: readonly LossDefinition[]): Record<string, Value>[] {
  return losses.map(({ name, summary, formula, gradientFormula, reference, parameters }) => ({
    loss: name,
    summary,
    formula,
    gradient: gradientFormula,
    reference,
    parameters: Object.keys(parameters).join(' '),
  }))
}
