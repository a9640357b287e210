/** Lays out what is known of the losses: the list, or one of them whole. */
import type { LossDefinition } from '../../losses/loss.ts'
import { isWhole, type ParameterDefinition } from '../../losses/parameter.ts'
import { PURPOSES } from '../../losses/purposes.ts'
import type { SetLossDefinition, SetParameter } from '../../losses/set/set-loss.ts'
import { type Document, left, named, type Row, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'

const ADJUSTED =
  'Every loss of samples with binary and multi-label scores also takes temperature=T, which divides log-odds, and prior=π, the share of positives in training, which adds ln(π / (1 − π)) to them, τ times with logit-adjust=τ (Menon et al. 2021). Of softmax rows --temperature and --priors do that to the scores, before any loss.'

/** What the losses of sets are for, in the list. */
const SETS = 'a set'

/** By what they are for, each purpose in front of its first loss; then the losses of sets. */
export function layoutLosses(
  losses: readonly LossDefinition[],
  sets: readonly SetLossDefinition[],
): Document {
  const groups = [
    ...PURPOSES.map(({ name }) => ({ name, own: losses.filter(({ purpose }) => purpose === name) })),
    { name: SETS, own: sets },
  ]
  return [
    {
      kind: 'table',
      columns: [left('for'), named(left('loss')), left('formula'), { ...left('parameters'), wide: true }],
      rows: groups.flatMap((group) =>
        group.own.map(({ name, formula, parameters }, index) => ({
          cells: [
            { text: index === 0 ? group.name : '', tone: 'dim' as const },
            { text: name, tone: 'strong' as const },
            { text: formula },
            { text: Object.keys(parameters).join(', '), tone: 'dim' as const },
          ],
        })),
      ),
    },
    text(ADJUSTED, 'dim'),
    text(
      `pt is the probability given to the truth, CE = −ln pt, s = logit(pt). Those of ${SETS} are asked for with lossctl compare --set. lossctl losses NAME tells all of one.`,
      'dim',
    ),
  ]
}

export function layoutLoss(loss: LossDefinition): Document {
  const parameters = Object.entries(loss.parameters)
  return [
    text(loss.name, 'strong'),
    text(`${loss.summary} It is ${wordsOf(loss)}.`),
    text(`${loss.formula}\nd/ds = ${loss.gradientFormula}    (s = logit(pt))`),
    ...(parameters.length > 0 ? [parameterTable(parameters)] : []),
    text(loss.conventions.map((line) => `· ${line}`).join('\n')),
    ...(loss.whyNot
      ? [
          text(
            `${loss.isOfRows ? 'Of softmax scores compare and check alone have it' : 'Refused to softmax scores'}: ${loss.whyNot}.`,
          ),
        ]
      : []),
    ...(loss.presets.length > 0 ? [presetTable(loss.presets)] : []),
    text(loss.reference, 'dim'),
  ]
}

/** One that has no value for a sample, and so no gradient by its margin. */
export function layoutSetLoss(set: SetLossDefinition): Document {
  return [
    text(set.name, 'strong'),
    text(`${set.summary} It is a loss of a whole set of samples: lossctl compare FILE --set ${set.name}.`),
    text(set.formula),
    parameterTable(Object.entries(set.parameters)),
    text(set.conventions.map((line) => `· ${line}`).join('\n')),
    ...(set.whyNot ? [text(`Refused to softmax scores: ${set.whyNot}.`)] : []),
    text(set.reference, 'dim'),
  ]
}

function wordsOf({ purpose }: LossDefinition): string {
  return PURPOSES.find(({ name }) => name === purpose)!.words
}

function presetTable(presets: LossDefinition['presets']) {
  return {
    kind: 'table' as const,
    columns: [left('reported settings'), left('')],
    rows: presets.map(({ spec, text }) => ({ cells: [{ text: spec }, { text, tone: 'dim' as const }] })),
  }
}

function parameterTable(parameters: readonly (readonly [string, ParameterDefinition | SetParameter])[]) {
  return {
    kind: 'table' as const,
    columns: [left('parameter'), left('default'), left('range')],
    rows: parameters.flatMap(([name, parameter]): Row[] => [
      {
        cells: [
          { text: `${name} (${parameter.symbol})` },
          { text: String(parameter.initial) },
          { text: rangeOf(parameter) },
        ],
      },
      { heading: `  ${parameter.meaning}`, isLong: true },
    ]),
  }
}

function rangeOf(parameter: ParameterDefinition | SetParameter): string {
  if (parameter.kind === 'switch') return 'on, off'
  const range = `${parameter.min} to ${parameter.max}`
  if (parameter.kind === 'alpha') return `none, ${range}, list`
  const word = typeof parameter.initial === 'string' ? `${parameter.initial}, ` : ''
  return `${word}${range}${parameter.kind === 'numbers' ? ', list' : isWhole(parameter) ? ', whole' : 'byClass' in parameter ? ', list' : ''}`
}

export function flattenLosses(
  losses: readonly LossDefinition[],
  sets: readonly SetLossDefinition[],
): Record<string, Value>[] {
  const ofSamples = losses.map(
    ({ name, purpose, summary, formula, gradientFormula, reference, parameters }) => ({
      loss: name,
      purpose,
      summary,
      formula,
      gradient: gradientFormula,
      reference,
      parameters: Object.keys(parameters).join(' '),
    }),
  )
  const ofSets = sets.map(({ name, summary, formula, reference, parameters }) => ({
    loss: name,
    purpose: SETS,
    summary,
    formula,
    gradient: null,
    reference,
    parameters: Object.keys(parameters).join(' '),
  }))
  return [...ofSamples, ...ofSets]
}
