/** The answer to "which model is better?" in sentences. */
import type { DiffReport } from '../../../questions/diff/diff.ts'
import type { LossDifference } from '../../../questions/diff/loss-difference.ts'
import {
  decimalsOf,
  formatChange,
  formatShare,
  formatShort,
  formatSigned,
  formatUnsigned,
  NO_NUMBER,
  sayP,
} from '../../words/numbers.ts'
import { unitsOf } from '../../words/unit.ts'

/** Losses that a sentence names. */
const MAX_NAMED = 3

/** What B is to A, by the losses whose difference is beyond chance. */
export function answer({ verdict, losses, confidence }: DiffReport): string {
  if (verdict === 'same') return 'A and B are the same: no sample differs.'
  const proven = losses.filter(({ significant }) => significant)
  if (verdict === 'unclear') {
    if (losses[0].interval === null) return 'Too few samples to tell A and B apart from chance.'
    return `No difference beyond chance: ${tellChange(losses[0], confidence, true)}.`
  }
  if (verdict === 'mixed') {
    const first = (falls: boolean) => proven.find(({ difference }) => difference < 0 === falls)!
    const told = [first(true), first(false)].map((loss) => tellChange(loss, confidence, false))
    return `It depends on the loss: ${told.join(', and ')}.`
  }
  const rest =
    proven.length < losses.length
      ? ` Beyond chance in ${namesOf(proven)}; not in ${namesOf(losses.filter(({ significant }) => !significant))}.`
      : ''
  return `B is ${verdict}: ${tellChange(proven[0], confidence, false)}.${rest}`
}

/** `focal falls by 0.0041 (−12.3 %, 95 % interval −0.0052 to −0.0030)`. */
function tellChange(loss: LossDifference, confidence: number, withP: boolean): string {
  const { title, difference, relative, p } = loss
  const decimals = decimalsFor(loss)
  const verb = difference < 0 ? 'falls' : 'rises'
  const parts = [
    formatChange(relative),
    `${percentOf(confidence)} interval ${formatInterval(loss, decimals)}`,
    ...(withP ? [sayP(p)] : []),
  ]
  return `${title} ${difference === 0 ? 'stays the same' : `${verb} by ${formatUnsigned(difference, decimals)}`} (${parts.join(', ')})`
}

function namesOf(losses: readonly LossDifference[]): string {
  const names = losses.slice(0, MAX_NAMED).map(({ title }) => title)
  return `${names.join(', ')}${losses.length > names.length ? `, … (${losses.length})` : ''}`
}

/** As many as the width of its interval warrants. */
export function decimalsFor({
  interval,
  difference,
}: Pick<LossDifference, 'interval' | 'difference'>): number {
  const width = interval ? (interval[1] - interval[0]) / 2 : 0
  return decimalsOf(width > 0 ? width : Math.abs(difference) / 100 || 1)
}

export function formatInterval(loss: Pick<LossDifference, 'interval'>, decimals: number): string {
  if (loss.interval === null) return NO_NUMBER
  return loss.interval.map((end) => formatSigned(end, decimals)).join(' to ')
}

export function percentOf(confidence: number): string {
  return `${formatShort(confidence * 100, 12)} %`
}

/** Once for all losses that fall with the margin, and once for each of the others. */
export function* shareSentences({ losses, pairing: { samples }, a }: DiffReport): Generator<string> {
  const share = (count: number) => formatShare(count / samples)
  const plain = losses.find(({ samples: { by } }) => by === 'margin')
  if (plain) {
    const { better, worse, equal } = plain.samples
    yield `B gives the truth more in ${share(better)} of the ${unitsOf(a.task)}, less in ${share(worse)}${equal > 0 ? `, the same in ${share(equal)}` : ''}.`
  }
  for (const { title, samples: own } of losses.filter(({ samples: { by } }) => by === 'loss'))
    yield `${title} does not fall with pt everywhere: lower in ${share(own.better)}, higher in ${share(own.worse)}.`
}
