/** The known mistakes, in the order of docs/diagnose.md; each file has what it does, where it was found, and the choices it makes. */
import type { Choice, Factor, Form, Mistake, Part, Reading, Reduction, Term } from '../choice.ts'
import { alphaBoth } from './alpha-both.ts'
import { alphaCancels } from './alpha-cancels.ts'
import { alphaNegatives } from './alpha-negatives.ts'
import { alphaSwapped } from './alpha-swapped.ts'
import { argumentsSlipped } from './arguments-slipped.ts'
import { argumentsSwapped } from './arguments-swapped.ts'
import { classDilution } from './class-dilution.ts'
import { doubleDivision } from './double-division.ts'
import { doubleSigmoid } from './double-sigmoid.ts'
import { doubleSoftmax } from './double-softmax.ts'
import { gammaTimes } from './gamma-times.ts'
import { labelOffset } from './label-offset.ts'
import { labelsInverted } from './labels-inverted.ts'
import { lastBatch } from './last-batch.ts'
import { logBase } from './log-base.ts'
import { logForPt } from './log-for-pt.ts'
import { logpThroughSigmoid } from './logp-through-sigmoid.ts'
import { lowPrecision } from './low-precision.ts'
import { meanFirst } from './mean-first.ts'
import { meanOfMeans } from './mean-of-means.ts'
import { missingActivation } from './missing-activation.ts'
import { missingNegatives } from './missing-negatives.ts'
import { mixedActivations } from './mixed-activations.ts'
import { negativesModulation } from './negatives-modulation.ts'
import { nllOfScores } from './nll-of-scores.ts'
import { polyExponent } from './poly-exponent.ts'
import { polyPt } from './poly-pt.ts'
import { polySigmoid } from './poly-sigmoid.ts'
import { polySign } from './poly-sign.ts'
import { posWeightInPt } from './pos-weight-in-pt.ts'
import { ptForError } from './pt-for-error.ts'
import { sign } from './sign.ts'
import { smoothingBeforeAlpha } from './smoothing-before-alpha.ts'
import { smoothingInPt } from './smoothing-in-pt.ts'
import { taylorPower } from './taylor-power.ts'
import { weightInPt } from './weight-in-pt.ts'
import { weightTwice } from './weight-twice.ts'

export const MISTAKES: readonly Mistake[] = [
  meanFirst,
  weightInPt,
  posWeightInPt,
  gammaTimes,
  alphaBoth,
  alphaSwapped,
  alphaNegatives,
  alphaCancels,
  classDilution,
  doubleSoftmax,
  doubleSigmoid,
  missingActivation,
  nllOfScores,
  logpThroughSigmoid,
  sign,
  missingNegatives,
  negativesModulation,
  ptForError,
  logForPt,
  logBase,
  smoothingInPt,
  smoothingBeforeAlpha,
  argumentsSwapped,
  argumentsSlipped,
  mixedActivations,
  weightTwice,
  doubleDivision,
  meanOfMeans,
  lastBatch,
  labelOffset,
  labelsInverted,
  lowPrecision,
  polyExponent,
  polySign,
  polyPt,
  polySigmoid,
  taylorPower,
]

/** The choices of one kind of all mistakes, each marked with its own. */
function choicesOf<T extends Choice>(of: (mistake: Mistake) => readonly Part<T>[] | undefined): readonly T[] {
  return MISTAKES.flatMap((mistake) =>
    (of(mistake) ?? []).map(
      (part) => ({ ...part, standing: 'mistake', mistake: mistake.id }) as unknown as T,
    ),
  )
}

export const WRONG = {
  readings: choicesOf<Reading>(({ readings }) => readings),
  forms: choicesOf<Form>(({ forms }) => forms),
  factors: choicesOf<Factor>(({ factors }) => factors),
  terms: choicesOf<Term>(({ terms }) => terms),
  reductions: choicesOf<Reduction>(({ reductions }) => reductions),
} as const
