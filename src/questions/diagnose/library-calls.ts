/** The libraries whose own functions give the values of an explanation. */
import { UsageError } from '../../errors.ts'
import { bind } from '../../losses/bound.ts'
import { adaptLoss } from '../../losses/libraries/adapt.ts'
import { LIBRARIES } from '../../losses/libraries/index.ts'
import type { LibraryFunction, Scores } from '../../losses/libraries/library.ts'
import type { Loss } from '../../losses/loss.ts'
import { completeLoss, type PartialLoss, parseLoss } from '../../losses/spec/spec.ts'
import type { FoundExplanation, ScoredSamples } from './types.ts'

/** Margins where a difference of convention shows; clamps are told by what the explanation says of them. */
const MARGINS = [-5, -1, 0.5, 4]

/** Calls that give the same values, parameters and all. */
export function libraryCalls(
  { spec, kind, clamp }: FoundExplanation,
  { task, probabilities, classes }: ScoredSamples,
): readonly string[] {
  if (spec === null || kind === 'mistake') return []
  const partial = parseLoss(spec)
  const from = probabilities ? 'probs' : 'logits'
  // Undefined for a clamp that no library's clip is.
  const least = clamp === null ? null : (clamp.clip ?? undefined)
  return LIBRARIES.flatMap(({ functions }) => functions)
    .filter(
      (one) =>
        one.loss === partial.definition.name && one.tasks.includes(task) && (one.from ?? from) === from,
    )
    .filter((one) => matches(one, partial, { task, from, classes: task === 'binary' ? 2 : classes }, least))
    .map((one) => one.call(completeLoss(partial).parameters, { from }))
}

function matches(
  one: LibraryFunction,
  partial: PartialLoss,
  scores: Scores,
  least: number | null | undefined,
): boolean {
  const theirs = adaptOrRefuse(one, partial, scores)
  if (theirs === null || least === undefined) return false
  // Where no clamp shows in the data, a library's own is not ruled out.
  if (least !== null && theirs.library?.least !== least) return false
  return sameValues(completeLoss(partial), theirs, scores)
}

/** Null where the library has no such parameters. */
function adaptOrRefuse(one: LibraryFunction, partial: PartialLoss, scores: Scores): Loss | null {
  try {
    return adaptLoss(partial, one, scores)
  } catch (error) {
    if (error instanceof UsageError) return null
    throw error
  }
}

function sameValues(ours: Loss, theirs: Loss, { task, classes }: Scores): boolean {
  const [a, b] = [ours, theirs].map((loss) => bind(loss, task, classes))
  return MARGINS.every((margin) =>
    a.every((own, index) => {
      const [value, other] = [own.value(margin), b[index].value(margin)]
      return Math.abs(value - other) <= 1e-4 * Math.abs(value)
    }),
  )
}
