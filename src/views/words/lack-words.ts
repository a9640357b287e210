/** When a loss of a set has no value, in words. */
import type { Lack } from '../../losses/set/set-loss.ts'
import { parseSet } from '../../losses/spec/set-spec.ts'

const WORDS: Readonly<Record<Lack, string>> = {
  'nothing-positive': 'nothing is positive and nothing is said to be',
  'nothing-counts': 'nothing that its parameters count is there',
  'class-missing': 'there are no positives, or no negatives',
  'none-below': 'no pt is below thresh',
}

/** A clause, of a loss that has no value. */
export function lackWords(lack: Lack | null): string {
  return lack === null ? 'it is no finite number' : WORDS[lack]
}

/** The same, of a canonical spec. */
export function lackWordsOf(spec: string): string {
  const { definition, parameters } = parseSet(spec)
  return lackWords(definition.lacks(parameters))
}
