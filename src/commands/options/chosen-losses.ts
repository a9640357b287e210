/** The losses that --loss, --losses-file, --alpha, --gamma and --epsilon ask for. */
import { InputError } from '../../errors.ts'
import type { Loss } from '../../losses/loss.ts'
import type { LossOptions } from './losses.ts'

/** @param fallback the losses when none is named; the usual set when absent */
export async function chosenLosses(
  options: LossOptions,
  fallback: readonly string[] = [],
): Promise<readonly Loss[]> {
  const { chooseLosses } = await import('../../losses/spec/choose.ts')
  const { alpha, gamma, epsilon } = options
  const named = await namedLosses(options)
  return chooseLosses(named.length > 0 ? named : fallback, { alpha, gamma, epsilon })
}

/** The specs of --loss and --losses-file. */
export async function namedLosses({ loss = [], lossesFile }: LossOptions): Promise<readonly string[]> {
  return lossesFile === undefined ? loss : [...loss, ...(await readLosses(lossesFile))]
}

/** One loss a line; empty lines and comments count for nothing. */
async function readLosses(path: string): Promise<string[]> {
  const { readText } = await import('../../sources/text.ts')
  const specs = (await readText(path))
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
  if (specs.length === 0)
    throw new InputError(path, 'names no loss', 'write one per line, as in focal:gamma=2')
  return specs
}
