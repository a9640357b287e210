import { lackOf, SMOOTH } from './overlap.ts'
import { known, type SetLossDefinition } from './set-loss.ts'
import { missOf, SIDES } from './tversky.ts'

/** A power of the Tversky loss (Abraham and Khan 2018). */
export const focalTversky: SetLossDefinition<{ gamma: number; alpha: number; beta: number; smooth: number }> =
  {
    name: 'focal-tversky',
    summary: 'A power of the Tversky loss, which below 1 keeps nearly solved images in play.',
    formula: '(1 − TI)^γ,  TI = (TP + s) / (TP + α FP + β FN + s)',
    reference: 'Abraham and Khan 2018, arXiv:1810.07842',
    conventions: [
      'γ is the exponent itself, 0.75 by default, as in the code of the paper; its text writes 1/γ with γ = 4/3.',
      'segmentation_models_pytorch has the exponent too, 1 by default; MONAI and unified focal loss write 1 − γ.',
      'α is of false positives and β of false negatives, 0.3 and 0.7 by default: the paper calls the latter α.',
      'smooth = 0 by default; the code of the paper adds 1.',
      'Each class of multi-label data is a batch, and of softmax rows each class against the others; the mean over all of them is said, the first one included. Weights count a sample so many times.',
    ],
    parameters: {
      gamma: {
        symbol: 'γ',
        meaning: 'exponent of the Tversky loss',
        initial: 0.75,
        kind: 'number',
        min: 0,
        max: 10,
      },
      ...SIDES,
      smooth: SMOOTH,
    },
    batch: 'class',
    // 0 / 0 to the power of 0 is 1.
    lacks: ({ gamma, ...parameters }) => (gamma === 0 ? null : lackOf(parameters)),
    of: (batch, { gamma, ...parameters }) => known(missOf(batch, parameters) ** gamma),
  }
