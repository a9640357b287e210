/** By how much losses change from one file of a comparison to another of the same samples, beyond chance or not. */
import { InputError, UsageError } from '../../errors.ts'
import type { Loss } from '../../losses/loss.ts'
import { checkTask } from '../../losses/spec/choose.ts'
import type { Pairs } from '../../scan/pairs/pairs.ts'
import { diffPairs } from '../diff/diff.ts'
import type { CompareReport } from './compare.ts'
import type { FileChange } from './paired-changes.ts'

/** Of the intervals, as in `diff` unless it is told another. */
const CONFIDENCE = 0.95

/**
 * Null where the files do not hold the same samples, as far as is known.
 *
 * @param open pairs them, and throws an InputError where they cannot be
 * @param reports of both, whose means the pairs must have
 */
export async function changeBetween(
  open: () => Promise<Pairs>,
  losses: readonly Loss[],
  [a, b]: readonly [CompareReport, CompareReport],
): Promise<FileChange | null> {
  const own = losses.filter((loss) => isOfSamples(loss, a))
  if (own.length === 0) return null
  const options = { threshold: a.threshold, confidence: CONFIDENCE, top: 0, bootstrap: null }
  const found = await orNull(async () => diffPairs(await open(), own, options))
  if (found === null) return null
  const changes = losses.map((loss, index) => {
    const at = own.indexOf(loss)
    if (at < 0) return null
    const change = found.losses[at]
    const isSame =
      isClose(change.meanA, a.losses[index].value) && isClose(change.meanB, b.losses[index].value)
    return isSame ? change : null
  })
  if (changes.every((change) => change === null)) return null
  return { by: found.pairing.by, confidence: CONFIDENCE, losses: changes }
}

/** Whether single samples have such a loss. */
export function isOfSamples(loss: Loss, { source }: CompareReport): boolean {
  if (loss.definition.ofMeanCrossEntropy) return false
  try {
    checkTask([loss], source.task, source.classes)
    return true
  } catch (error) {
    if (error instanceof UsageError) return false
    throw error
  }
}

/** What cannot be paired is no error of a comparison; a file that is not what its numbers are of is one. */
async function orNull<T>(found: () => Promise<T>): Promise<T | null> {
  try {
    return await found()
  } catch (error) {
    const isChanged = error instanceof InputError && error.code === 'changed'
    if (!isChanged && (error instanceof InputError || error instanceof UsageError)) return null
    throw error
  }
}

/** Sums of a sketch agree with those of samples to 1e-12 or so; other samples, or other weights, do not come near. */
const CLOSE = 1e-9

function isClose(mean: number, value: number | null): boolean {
  return value !== null && Math.abs(mean - value) <= CLOSE * Math.max(Math.abs(mean), Math.abs(value))
}
