/** The line above a result: what was read and how. */

import type { SourceReport } from '../../sketched/source.ts'
import { adjustmentWords, NAMED_PRIORS } from '../../words/adjusted.ts'
import { cleanLine } from '../../words/clean.ts'
import { nameSome } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { type HeldLoss, heldNotes } from './held-words.ts'
import { implausibleNotes } from './implausible-words.ts'
import { formatCount } from './numbers.ts'
import { plural } from './plural.ts'

/** `preds.csv: 10,000 rows, binary, probabilities in "prob", labels 0/1 in "label"`. */
export function sourceLine(source: SourceReport): string {
  const { name, files, task, labelsFile, labelCodes, weight } = source
  const parts = [
    `${rowWords(source)}${files > 1 ? ` in ${formatCount(files)} files` : ''}`,
    task === 'softmax' ? `softmax over ${formatCount(source.classes.length)} classes` : task,
    scoreWords(source),
    `labels (${labelCodes}) in ${labelsFile ?? columnNames(source.labels, source.format)}`,
  ]
  if (source.joinedBy !== undefined)
    parts.push(source.joinedBy === null ? 'row by row' : `joined by "${source.joinedBy}"`)
  if (weight !== null) parts.push(`weights in "${weight}"`)
  return cleanLine(`${name}: ${parts.join(', ')}`)
}

/** What a chart that stands alone is of: the data, and how their scores were moved. */
export function dataWords({ name, task, adjustment }: SourceReport): string {
  const moved = adjustment ? `, scores ${adjustmentWords(adjustment, task, NAMED_PRIORS)}` : ''
  return cleanLine(`${name}${moved}`)
}

/** Rows that were skipped were not read. */
function rowWords({ rows, skipped }: SourceReport): string {
  return skipped === 0 ? plural(rows, 'row') : `${formatCount(rows - skipped)} of ${plural(rows, 'row')}`
}

const SCALES: Readonly<Record<string, string>> = {
  logits: 'logits',
  probs: 'probabilities',
  percent: 'percentages',
  'log-probs': 'log-probabilities',
}

function scoreWords({ task, scores, format, from, form, predicted, adjustment }: SourceReport): string {
  const ofWhich = predicted === undefined ? '' : ` of the class in "${predicted}"`
  const given = SCALES[form ?? adjustment?.given ?? from]
  const what = given === 'logits' ? '' : 'whose logits are '
  const moved = adjustment ? `, ${what}${adjustmentWords(adjustment, task, NAMED_PRIORS)}` : ''
  return `${given} in ${columnNames(scores, format)}${ofWhich}${moved}`
}

function columnNames(names: readonly string[], format: string): string {
  const numbered = names.every((name, index) => name === `${index}`)
  if (numbered && /^(?:NPY|NPZ|safetensors|torch) /.test(format))
    return names.length === 1 ? 'the array' : `its ${names.length} columns`
  const quoted = names.map((name) => `"${name}"`)
  return names.length < 3 ? quoted.join(', ') : `${quoted[0]} … ${quoted.at(-1)}`
}

/** Rows that were skipped, in a sentence; none when there are none. Every output says it, somewhere. */
function skippedWords({ skipped, rows }: Pick<SourceReport, 'skipped' | 'rows'>): string[] {
  if (skipped === 0) return []
  const verbs = skipped === 1 ? 'is bad and was' : 'are bad and were'
  return [`${formatCount(skipped)} of ${plural(rows, 'row')} ${verbs} left out.`]
}

/** The same, of a file that nothing beside it names. */
export function skippedNotes(source: Pick<SourceReport, 'name' | 'skipped' | 'rows'>): string[] {
  return skippedWords(source).map((words) => cleanLine(`${source.name}: ${words}`))
}

/** What is said beside formats that have no place for words. */
export function barestNotes(source: SourceReport): string[] {
  return [
    ...implausibleNotes(source),
    ...perhapsNotes(source),
    ...negationNotes(source),
    ...skippedNotes(source),
  ]
}

/** Most columns that a note names. */
const MAX_NAMED = 6

/** What stands beside the models of a file, and may be one as well: a sentence about the file. */
export function perhapsNotes({ perhapsModels }: Pick<SourceReport, 'perhapsModels'>): string[] {
  if (!perhapsModels) return []
  const [first] = perhapsModels
  const names = nameSome(perhapsModels.slice(0, MAX_NAMED), perhapsModels.length)
  const words = perhapsModels.length === 1 ? 'the score of one more model' : 'the scores of more models'
  return [
    cleanLine(
      `${names} may be ${words}: ${writeFlag('--score', first)} shows ${perhapsModels.length === 1 ? 'it' : 'one of them'}.`,
    ),
  ]
}

/** What is left out as the score of what is not so. */
function negationNotes({ negations = [], scores }: SourceReport): string[] {
  return negations.map((name) =>
    cleanLine(`"${name}" is left out: it is named for the negation of "${scores[0]}".`),
  )
}

/**
 * Sentences on what was left out or changed on the way; none when all is plain.
 *
 * @param losses those at hand, where there are: what held samples carry of them is told
 * @param skipped of rows, where nothing beside the sentences names the file
 */
export function sourceNotes(
  source: SourceReport,
  losses: readonly HeldLoss[] = [],
  skipped: readonly string[] = skippedWords(source),
): string[] {
  const { ignored } = source
  const verb = ignored === 1 ? 'was' : 'were'
  const ignoredNotes =
    ignored > 0 ? [`${plural(ignored, 'label')} to ignore${ofLabels(source)} ${verb} left out.`] : []
  return [
    ...implausibleNotes(source),
    ...perhapsNotes(source),
    ...negationNotes(source),
    ...skipped,
    ...ignoredNotes,
    ...roundingNotes(source),
    ...heldNotes(source, losses),
  ]
}

/** Where a row has several labels: which number that of labels is a part of. */
function ofLabels({ task, rows, skipped, classes }: SourceReport): string {
  if (task !== 'multilabel') return ''
  const read = rows - skipped
  const all = `${formatCount(read * classes.length)}: ${plural(read, 'row')} × ${classes.length}`
  return ` (of ${all})`
}

/** What is taken for rounding among the probabilities that were looked at. */
function roundingNotes({ rounding }: SourceReport): string[] {
  if (!rounding) return []
  const { probability, sum } = rounding
  const outside =
    probability === null
      ? []
      : [`probabilities such as ${shown(probability)} count as ${probability > 1 ? 1 : 0}`]
  const sums =
    sum === null
      ? []
      : [`rows of probabilities sum to ${shown(sum)} and the like, by which --renormalize divides`]
  const words = [...outside, ...sums].join('; ')
  return [`Taken for rounding: ${words}.`]
}

/** What is beside 1 is beside it in its last digits. */
function shown(value: number): string {
  return `${Number(value.toPrecision(8))}`
}

/** Of questions about all samples together, whatever they are sliced by. */
export function pooledNotes({ by }: SourceReport): string[] {
  return by === null ? [] : [cleanLine(`All slices of "${by}" count together.`)]
}
