import { sigmoid, softplus } from './functions.ts'
import type { LossDefinition, LossFunctions } from './loss.ts'
import { evenly } from './parameter.ts'

/** Cross-entropy of labels that are not quite 0 and 1: to be too sure costs something too (Szegedy et al. 2015). */
export const labelSmooth: LossDefinition<{ smoothing: number }> = {
  name: 'label-smooth',
  purpose: 'calibration',
  summary: 'Cross-entropy of smoothed labels: to be too sure of the truth costs something too.',
  formula: '(1 − k) CE − k ln(1 − pt),  k = smoothing / 2',
  gradientFormula: '−(1 − k)(1 − pt) + k pt',
  reference: 'Szegedy et al. 2015, arXiv:1512.00567',
  conventions: [
    'Labels y become y (1 − smoothing) + smoothing / 2, as in Keras, timm, and torch with two softmax classes.',
    'Of softmax rows of K classes it is (1 − smoothing) CE + smoothing · mean of −ln pj, as torch and timm have it; its slope is pt − (1 − smoothing + smoothing / K).',
    'segmentation_models.pytorch takes smoothing for k: twice that of here.',
    'It is least at a margin of ln((1 − k) / k) and grows from there on, so its quotient by CE has no bound: reports show -.',
  ],
  parameters: {
    smoothing: {
      symbol: 'ls',
      meaning: 'how much of a label is shared by both classes',
      initial: 0.1,
      kind: 'number',
      min: 0,
      max: 1,
      neutral: 0,
      usual: { min: 0, max: 0.5, step: 0.01 },
      mapped: evenly(0, 0.4, 8),
      linear: false,
    },
  },
  tasks: ['binary', 'multilabel'],
  whyNot:
    'of a softmax row it needs the logarithms of all probabilities, and a margin tells that of the truth only',
  isOfRows: true,
  at({ smoothing }, { positive, classes = 2 }) {
    const k = smoothing / 2
    if (positive === null) return ofRows(smoothing, classes)
    return {
      // Not CE + k s, which cancels for hopeless samples.
      value: (margin) => (1 - k) * softplus(-margin) + k * softplus(margin),
      gradient: (margin) => k * sigmoid(margin) - (1 - k) * sigmoid(-margin),
      modulation: k === 0 ? () => 1 : null,
      above: k === 0 ? 'level' : 'curve',
    }
  },
  pytorch: ({ smoothing }) => [
    `loss = (1 - ${smoothing} / 2) * ce - ${smoothing} / 2 * F.logsigmoid(-margin)`,
  ],
  presets: [],
}

/** (1 − smoothing) CE + smoothing · mean of −ln p_j; its slope at fixed proportions of the others is that against the truth's logit. */
function ofRows(smoothing: number, classes: number): LossFunctions {
  const share = smoothing / classes
  return {
    value: (margin) => (1 - smoothing) * softplus(-margin),
    gradient: (margin) => (smoothing - share) * sigmoid(margin) - (1 - smoothing + share) * sigmoid(-margin),
    modulation: smoothing === 0 ? () => 1 : null,
    row: { value: [0, 0, smoothing], gradient: [0, 0, 0] },
  }
}
