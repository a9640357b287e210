/** The line above a result: what was read and how. */
import type { SourceReport } from '../../sketched/source.ts'
import { cleanLine } from '../../words/clean.ts'
import { type HeldLoss, heldNotes } from './held-words.ts'
import { formatCount } from './numbers.ts'
import { plural } from './plural.ts'

/** `preds.csv: 10,000 rows, binary, probabilities in "prob", labels 0/1 in "label"`. */
export function sourceLine(source: SourceReport): string {
  const { name, files, rows, task, from, labelsFile, labelCodes, weight } = source
  const parts = [
    `${plural(rows, 'row')}${files > 1 ? ` in ${formatCount(files)} files` : ''}`,
    task === 'softmax' ? `softmax over ${formatCount(source.classes.length)} classes` : task,
    `${from === 'probs' ? 'probabilities' : 'logits'} in ${columnNames(source.scores, source.format)}`,
    `labels (${labelCodes}) in ${labelsFile ?? columnNames(source.labels, source.format)}`,
  ]
  if (weight !== null) parts.push(`weights in "${weight}"`)
  return cleanLine(`${name}: ${parts.join(', ')}`)
}

function columnNames(names: readonly string[], format: string): string {
  const numbered = names.every((name, index) => name === `${index}`)
  if (numbered && format.startsWith('NPY'))
    return names.length === 1 ? 'the array' : `its ${names.length} columns`
  return names.length === 1 ? `"${names[0]}"` : `"${names[0]}" … "${names.at(-1)}"`
}

/** Rows that were skipped, in a sentence; none when there are none. Every output says it, somewhere. */
export function skippedNotes({
  name,
  skipped,
  rows,
}: Pick<SourceReport, 'name' | 'skipped' | 'rows'>): string[] {
  if (skipped === 0) return []
  const verbs = skipped === 1 ? 'is bad and was' : 'are bad and were'
  return [cleanLine(`${name}: ${formatCount(skipped)} of ${plural(rows, 'row')} ${verbs} left out.`)]
}

/**
 * Sentences on what was left out or changed on the way; none when all is plain.
 *
 * @param losses those at hand, where there are: what held samples carry of them is told
 */
export function sourceNotes(source: SourceReport, losses: readonly HeldLoss[] = []): string[] {
  const { ignored } = source
  const verb = ignored === 1 ? 'was' : 'were'
  const ignoredNotes = ignored > 0 ? [`${plural(ignored, 'label')} to ignore ${verb} left out.`] : []
  return [...skippedNotes(source), ...ignoredNotes, ...roundingNotes(source), ...heldNotes(source, losses)]
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
