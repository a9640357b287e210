/** What was read, in a line. */
import type { SourceReport } from '../../sketched/source.ts'
import { positiveWords } from '../../views/words/band-words.ts'
import { formatCount } from '../../views/words/numbers.ts'
import { plural } from '../../views/words/plural.ts'
import { sourceNotes } from '../../views/words/source-line.ts'
import { adjustmentWords, NAMED_PRIORS } from '../../words/adjusted.ts'
import { clean, cleanLine } from '../../words/clean.ts'
import type { State } from '../state/state.ts'
import type { Model } from './model.ts'

/** `10,000 samples, 100 positive (1.0 %), binary, from logits`. */
export function factsOf(model: Model, state: State): string {
  const { source } = model.files[state.file].pooled
  const positives = positiveWords(model.bands(state.file, state), source.task)
  const parts = [
    source.task === 'multilabel'
      ? `${plural(source.rows, 'row')} of ${source.classes.length} labels`
      : plural(source.samples, 'sample'),
    ...(positives === '' ? [] : [positives]),
    taskWords(source),
    `from ${(source.adjustment?.given ?? source.from) === 'probs' ? 'probabilities' : 'logits'}`,
    ...movedWords(source),
    ...(source.weight === null ? [] : [`weighted by "${clean(source.weight)}"`]),
  ]
  return cleanLine(parts.join(', '))
}

/** What else is to be known of it. */
export function notesOf(model: Model, state: State): string {
  const reports = state.losses.map(({ loss }) => model.compare(state.file, loss, state))
  return sourceNotes(model.files[state.file].pooled.source, reports).join(' ')
}

/** How scores were moved before all else. */
export function movedWords({ task, adjustment }: SourceReport): readonly string[] {
  return adjustment ? [adjustmentWords(adjustment, task, NAMED_PRIORS)] : []
}

function taskWords({ task, classes }: SourceReport): string {
  if (task === 'softmax') return `softmax of ${formatCount(classes.length)} classes`
  return task === 'multilabel' ? 'multi-label' : task
}
