/** The sentence that stands out: where the selected loss differs most from cross-entropy. */

import { CROSS_ENTROPY } from '../../losses/spec/plain.ts'
import { type Band, type BandPart, bandsOf, isIn } from '../../measures/bands.ts'
import type { LossReport } from '../../questions/compare/compare.ts'
import { bandNoun } from '../../views/words/band-words.ts'
import { formatShare } from '../../views/words/numbers.ts'
import { type State, selectedLoss } from '../state/state.ts'
import type { Model } from './model.ts'

/** Parts in the order in which a sentence on them is preferred, should they tell equally much. */
const PARTS: readonly BandPart[] = [
  'hard',
  'positive',
  'easy.negative',
  'hard.negative',
  'hard.positive',
  'easy.positive',
]

/** Differences of shares that are no news. */
const NO_DIFFERENCE = 0.0005

export function answerOf(model: Model, state: State): string {
  const { file } = state
  const { loss } = selectedLoss(state)
  const [own, plain] = [loss, CROSS_ENTROPY].map((one) => model.compare(file, one, state))
  const parts = partsOf(bandsOf(model.files[file].pooled.grouping))
  const difference = (part: BandPart) => Math.abs(shareOf(own, part) - shareOf(plain, part))
  const part = parts.reduce((a, b) => (difference(b) > difference(a) + NO_DIFFERENCE ? b : a))
  if (difference(part) > NO_DIFFERENCE) {
    const [ownShare, plainShare] = [own, plain].map((report) => formatShare(shareOf(report, part)))
    return `${loss.title} puts ${ownShare} of its loss on ${bandNoun(part)}; cross-entropy ${plainShare}.`
  }
  return plainAnswer(model, state, own)
}

/** For what shares its loss as cross-entropy does: the few that carry much. */
function plainAnswer(model: Model, state: State, report: LossReport): string {
  const bands = model.bands(state.file, state)
  const samples = (part: BandPart) =>
    bands.reduce((sum, one) => sum + (isIn(one.band, part) ? one.share : 0), 0)
  const part = partsOf(bands.map(({ band }) => band))[0]
  if (samples(part) === 0) return `No sample is ${part} at this threshold.`
  const noun = bandNoun(part)
  const [share, carried] = [samples(part), shareOf(report, part)].map(formatShare)
  return `${noun[0].toUpperCase()}${noun.slice(1)} are ${share} of all; they carry ${carried} of ${report.title}.`
}

/** `positive` means nothing where no band has it. */
function partsOf(bands: readonly Band[]): readonly BandPart[] {
  return PARTS.filter((part) => bands.some((band) => isIn(band, part)))
}

function shareOf({ bands }: LossReport, part: BandPart): number {
  return bands.reduce((sum, { band, lossShare }) => sum + (isIn(band, part) ? (lossShare ?? 0) : 0), 0)
}
