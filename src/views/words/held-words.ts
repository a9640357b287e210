/** What is said of samples whose logarithm is held at −100: how many there are, and how much of the loss is theirs. */
import type { LossReport } from '../../questions/compare/loss-report.ts'
import type { Held } from '../../sketched/held.ts'
import type { SourceReport } from '../../sketched/source.ts'
import { joinWords, MAX_NAMED, restWords } from './join-words.ts'
import { formatCount, formatShare } from './numbers.ts'
import { plural } from './plural.ts'
import { unitOf } from './unit.ts'

export type HeldLoss = Pick<LossReport, 'title' | 'held' | 'library'>

/** For questions whose own losses are many. */
export function heldLosses(held: Held | null): readonly HeldLoss[] {
  return held ? [{ title: 'cross-entropy', held, library: null }] : []
}

/** A sentence or two; none where nothing is held, or where other libraries clip before it. */
export function heldNotes(
  { held, clamped, task }: Pick<SourceReport, 'held' | 'clamped' | 'task'>,
  losses: readonly HeldLoss[],
): string[] {
  const holding = losses.filter((loss) => loss.held !== null)
  if (losses.length > 0 && holding.length === 0) return []
  const count = holding.length > 0 ? holding[0].held!.samples : held
  if (!count) return count === 0 ? [] : unknownNotes(clamped)
  const what = holding[0]?.library ? 'at most 3.7e-44' : '0'
  const verb = count === 1 ? 'gives' : 'give'
  return [
    `${plural(count, unitOf(task))} ${verb} the truth a probability of ${what}; the logarithm is held at −100 there, as in PyTorch.${carried(count, holding)}`,
  ]
}

function carried(count: number, losses: readonly HeldLoss[]): string {
  const known = losses.filter(({ held }) => held!.lossShare !== null)
  if (known.length === 0) return ''
  const shares = known
    .slice(0, MAX_NAMED)
    .map(({ title, held }) => `${formatShare(held!.lossShare)} of ${title}`)
  return ` ${count === 1 ? 'It carries' : 'They carry'} ${joinWords(shares)}${restWords(known.length, '--format json')}.`
}

/** An older sketch has the number of both ends together. */
function unknownNotes(clamped: number): string[] {
  if (clamped === 0) return []
  const subject = clamped === 1 ? 'probability is' : 'probabilities are'
  return [
    `${formatCount(clamped)} ${subject} exactly 0 or 1; the logarithm is held at −100 where that of the truth is 0, which this older sketch does not count.`,
  ]
}
