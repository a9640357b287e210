/** The mean cross-entropy that `compare` prints. */
import { lossctlJson } from './host.ts'

interface Compared {
  readonly results: readonly { readonly losses: readonly { readonly value: number }[] }[]
}

/** @param words the arguments of `compare`: a file and flags */
export async function printedCe(...words: readonly string[]): Promise<number> {
  const { results } = await lossctlJson<Compared>('compare', ...words, '--loss', 'ce')
  return results[0].losses[0].value
}
