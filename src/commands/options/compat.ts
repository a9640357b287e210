/** `--compat NAME`: losses as another library computes them. */
import type { Library, Scores } from '../../losses/libraries/library.ts'
import type { Loss } from '../../losses/loss.ts'
import type { Dataset } from '../../reading/dataset.ts'
import { sharesRow } from '../../reading/reading.ts'
import type { SourceReport } from '../../sketched/source.ts'
import { namedLosses } from './chosen-losses.ts'
import type { LossOptions } from './losses.ts'
import type { OptionRecord } from './option.ts'

export const COMPAT = {
  key: 'compat',
  value: '<library>',
  help: 'compute as that library does, with its defaults: torchvision, keras, optax, …',
  group: 'Losses:',
} as const satisfies OptionRecord

/** The library that is asked for. Throws a UsageError on one that is not known. */
export async function libraryOf({ compat }: { readonly compat?: string }): Promise<Library | null> {
  if (compat === undefined) return null
  return (await import('../../losses/libraries/adapt.ts')).findLibrary(compat)
}

/** Its losses for these scores, by --loss, --alpha, --gamma and --epsilon. */
export async function libraryLosses(
  library: Library,
  scores: Scores,
  options: LossOptions,
): Promise<readonly Loss[]> {
  const { chooseLibraryLosses } = await import('../../losses/libraries/adapt.ts')
  const { alpha, gamma, epsilon } = options
  return chooseLibraryLosses(library, scores, await namedLosses(options), { alpha, gamma, epsilon })
}

/** What a saved sketch says of the scores it was made from. */
export function scoresOf(source: SourceReport): Scores {
  const { task, from, classes, precision } = source
  return {
    task: sharesRow(source) ? 'softmax' : task,
    from: from as Scores['from'],
    classes: classes.length,
    precision,
  }
}

/** The same of predictions that have yet to be read. */
export function scoresRead({ reading, precision }: Dataset): Scores {
  const { task, from, scores } = reading
  return {
    task: sharesRow(reading) ? 'softmax' : task,
    from,
    classes: task === 'binary' ? 2 : scores.length,
    precision,
  }
}
