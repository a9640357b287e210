/** The line above a result: what was read and how. */
import type { SourceReport } from '../analysis/source.ts'
import { cleanLine } from './clean.ts'
import { formatCount } from './numbers.ts'

/** `preds.csv: 10,000 rows, binary, probabilities in "prob", labels 0/1 in "label"`. */
export function sourceLine(source: SourceReport): string {
  const { name, files, rows, task, from, labelsFile, labelCodes, weight } = source
  const parts = [
    `${formatCount(rows)} rows${files > 1 ? ` in ${formatCount(files)} files` : ''}`,
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

/** Sentences on what was left out or changed on the way; none when all is plain. */
export function sourceNotes({ skipped, ignored, clamped, rows }: SourceReport): string[] {
  const notes: string[] = []
  if (skipped > 0)
    notes.push(`${formatCount(skipped)} of ${formatCount(rows)} rows are bad and were left out.`)
  if (ignored > 0) notes.push(`${formatCount(ignored)} labels to ignore were left out.`)
  if (clamped > 0) {
    const verb = clamped === 1 ? 'probability is' : 'probabilities are'
    notes.push(
      `${formatCount(clamped)} ${verb} exactly 0 or 1; the logarithm is held at -100 there, as in PyTorch.`,
    )
  }
  return notes
}
