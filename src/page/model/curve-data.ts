/** The losses against pt. */

import { greatest, least } from '../../extremes.ts'
import { hasListedClasses, tellClassesApart } from '../../losses/bound.ts'
import type { Loss } from '../../losses/loss.ts'
import { completeLoss } from '../../losses/spec/spec.ts'
import { type CurveQuantity, evaluateCurves, hasWeight } from '../../questions/curves/curve.ts'
import type { LineData } from '../charts/kit/types.ts'
import type { ChosenLoss, State } from '../state/state.ts'
import { thresholdOf } from '../state/threshold.ts'

const TITLES: Readonly<Record<CurveQuantity, string>> = {
  value: 'Loss against pt',
  weight: 'Modulated weight against pt',
  gradient: 'Gradient against pt',
}

const LABELS: Readonly<Record<CurveQuantity, string>> = {
  value: 'loss (nats)',
  weight: 'loss ÷ CE',
  gradient: 'd loss / d margin',
}

/** Left of it the logarithm would take all the room. */
const LEAST_PT = 0.015

export function curveLines({ losses, curve, margin }: State): LineData {
  const drawn = losses.filter(
    ({ loss }) =>
      isOfSamples(loss) && !hasListedClasses(loss) && (curve !== 'weight' || hasWeight(withoutFactors(loss))),
  )
  const { pt, losses: curves } = evaluateCurves(
    drawn.map(({ loss }) => withoutFactors(loss)),
    curve,
  )
  const seen = curves.flatMap(({ values }) => values.filter((_, i) => curve !== 'value' || pt[i] >= LEAST_PT))
  const [low, high] = [least(seen, 0), greatest(seen, 0)]
  return {
    title: TITLES[curve],
    x: { label: 'pt, the probability given to the truth', domain: [0, 1], unit: 'pt' },
    y: { label: LABELS[curve], domain: low === high ? [0, 1] : [low, high], unit: 'number' },
    series: curves.map(({ values }, i) => ({
      name: drawn[i].loss.title,
      series: drawn[i].series,
      points: values.map((value, j) => [pt[j], value] as const),
    })),
    mark: { x: thresholdOf(margin), label: 'hard | easy' },
  }
}

/** What the curves leave out or stand for; empty when that is plain. */
export function curveNote({ losses, curve }: State): string {
  const batch = losses.find(({ loss }) => !isOfSamples(loss))
  const listed = losses.find(({ loss }) => hasListedClasses(loss))
  const grown =
    curve === 'weight' &&
    losses.find(({ loss }) => !hasListedClasses(loss) && !hasWeight(withoutFactors(loss)))
  return [
    balanceNote(losses.filter(({ loss }) => typeof loss.parameters.alpha === 'number')),
    losses.some(({ loss }) => !hasListedClasses(loss) && tellClassesApart([loss])) &&
      'The factors of the classes are left out here.',
    listed && `${listed.loss.title} is another curve for each class and has none here.`,
    grown && `${grown.loss.definition.name} has no weight: it does not vanish where cross-entropy does.`,
    batch && `${batch.loss.definition.name} modulates the batch’s mean and has no curve of its own.`,
  ]
    .filter(Boolean)
    .join(' ')
}

function balanceNote(balanced: readonly ChosenLoss[]): string {
  if (balanced.length === 0) return ''
  // Not where nothing is left of a positive, nor where α leaves a term alone.
  const isScaled = balanced.every(
    ({ loss: { parameters } }) => parameters.alpha !== 0 && parameters['poly-alpha'] !== 'off',
  )
  const negative = isScaled ? '; for a negative it is (1 − α) / α times as high' : ''
  return `With α a curve is that of a positive${negative}.`
}

export function isOfSamples({ definition }: Loss): boolean {
  return !definition.ofMeanCrossEntropy
}

/** A list has a factor for each class, and a curve is of none. */
function withoutFactors(loss: Loss): Loss {
  const { definition, parameters } = loss
  return tellClassesApart([loss])
    ? completeLoss({ definition, given: { ...parameters, alpha: 'none' } })
    : loss
}
