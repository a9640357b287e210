/**
 * Mistakes that are fitted where there is a value per sample, as forms with the settings that scripts usually have: of a
 * printed value nothing can be fitted.
 */

import { type Form, wrongForm } from './form.ts'
import type { Observed, ScoreReading } from './types.ts'
import { POS_WEIGHTS } from './usual.ts'

const SMOOTHING = [0.1, 0.2, 0.05]

/** alpha and gamma as they should have been. */
const SWAPPED = [
  { alpha: 0.25, gamma: 2 },
  { alpha: 0.5, gamma: 2 },
  { alpha: 0.75, gamma: 2 },
]

/** Of each element, a number made of its place and what is read there. */
function eachElement({ ce }: ScoreReading, of: (e: number) => number): readonly Float64Array[] {
  const out = new Float64Array(ce.length)
  for (let e = 0; e < out.length; e++) out[e] = of(e)
  return [out]
}

const gammaTimes = wrongForm(
  'gamma-times',
  'focal loss times gamma instead of to the power of it',
  'gamma-times',
  {
    cost: 4,
    focused: true,
    terms: ['γ (1 − pt) CE'],
    columns: (reading, gamma) => eachElement(reading, (e) => gamma * reading.q[e] * reading.ce[e]),
  },
)

const gammaTimesPositives = wrongForm(
  'gamma-times-positives',
  'focal loss with positives times gamma instead of to the power of it',
  'gamma-times',
  {
    cost: 5,
    focused: true,
    terms: ['γ (1 − pt) CE of positives, (1 − pt)^γ CE of negatives'],
    columns: (reading, gamma) => {
      const { q, ce, group } = reading
      return eachElement(reading, (e) => (group[e] ? gamma * q[e] : q[e] ** gamma) * ce[e])
    },
  },
)

const negativesModulation = wrongForm(
  'negatives-modulation',
  'focal loss with negatives modulated by (1 − p)^γ',
  'negatives-modulation',
  {
    cost: 4,
    focused: true,
    terms: ['(1 − p)^γ CE'],
    columns: (reading, gamma) => {
      const { q, pt, ce, group } = reading
      return eachElement(reading, (e) => (group[e] ? q[e] : pt[e]) ** gamma * ce[e])
    },
  },
)

/** pt is pt^w where it is taken from a cross-entropy that weighs w. */
function weightInPt(name: string, mistake: string, cost: number, weightOf: (group: number) => number): Form {
  return wrongForm(mistake, name, mistake, {
    cost,
    focused: true,
    terms: ['(1 − pt^w)^γ w CE'],
    columns: (reading, gamma) => {
      const { ce, group } = reading
      return eachElement(reading, (e) => {
        const weighted = weightOf(group[e]) * ce[e]
        return (-Math.expm1(-weighted)) ** gamma * weighted
      })
    },
  })
}

const posWeightInPt = POS_WEIGHTS.map((weight) =>
  weightInPt(`focal loss with pos_weight = ${weight} inside pt`, 'pos-weight-in-pt', 4, (label) =>
    label ? weight : 1,
  ),
)

const swapped = SWAPPED.map(({ alpha, gamma }) =>
  wrongForm(
    'arguments-swapped',
    `focal loss with alpha = ${gamma} and gamma = ${alpha}`,
    'arguments-swapped',
    {
      cost: 4,
      focused: false,
      terms: [`αt (1 − pt)^${alpha} CE`],
      columns: (reading) => {
        const { q, ce, group } = reading
        return eachElement(reading, (e) => (group[e] ? gamma : 1 - gamma) * q[e] ** alpha * ce[e])
      },
    },
  ),
)

/** What follows from the class weights that the script holds. */
function weightForms(weights: readonly number[]): readonly Form[] {
  return [
    weightInPt('focal loss with the class weights inside pt', 'weight-in-pt', 4, (label) => weights[label]),
    wrongForm('weight-twice', 'cross-entropy whose class weights are applied twice', 'weight-twice', {
      cost: 4,
      focused: false,
      terms: ['w² CE'],
      columns: (reading) => eachElement(reading, (e) => weights[reading.group[e]] ** 2 * reading.ce[e]),
    }),
  ]
}

const smoothedPt = SMOOTHING.map((s) =>
  wrongForm('smoothing-in-pt', `focal loss with label smoothing ${s} inside pt`, 'smoothing-in-pt', {
    cost: 4,
    focused: true,
    terms: ['(1 − e^−CE′)^γ CE′, CE′ = (1 − s) CE + s/C Σ −ln p'],
    columns: (reading, gamma) => {
      const { ce, total, groups } = reading
      return eachElement(reading, (e) => {
        const smoothed = (1 - s) * ce[e] + (s / groups) * total[e]
        return (-Math.expm1(-smoothed)) ** gamma * smoothed
      })
    },
  }),
)

/** The forms for a plain reading. */
export function printedForms({ groups, target }: ScoreReading, { classWeights }: Observed): readonly Form[] {
  const sided = groups === 2
  const weighted = classWeights && !target && classWeights.length === groups
  return [
    gammaTimes,
    ...smoothedPt,
    ...(sided ? [gammaTimesPositives, negativesModulation, ...posWeightInPt, ...swapped] : []),
    ...(weighted ? weightForms(classWeights) : []),
  ]
}
