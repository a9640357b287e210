/** Keras and TensorFlow Addons. */
import type { ParameterValues } from '../parameter.ts'
import { type ClampRule, type Library, type LibraryFunction, pythonArguments, SIGMOID } from './library.ts'

const SOURCE = 'keras 3.15, keras/src/losses/losses.py'

/** Keras clips probabilities, and takes logits as they are on TensorFlow. */
const CLIP: ClampRule = { logitsToo: false, least: 1e-7, modulation: true, added: 0 }

const WEIGHTS =
  'sample_weight multiplies, and the mean divides by the number of samples, not by the sum of weights.'
const FLOAT32 =
  'It computes in 32-bit floats unless dtype="float64" is said; 1 − 1e-7 is 0.99999988 there, and negatives lose 15.942 at most.'
const CLIPPED = 'Probabilities are clipped to [1e-7, 1 − 1e-7]: a loss lies between 1e-7 and 16.118.'

type Words = Parameters<LibraryFunction['call']>[1]

/** How Python constructs it for such scores. Keras alone converts what it is given to the type it computes in. */
function construct(name: string, parts: readonly string[], scores: Words): string {
  const logits = scores?.from === 'logits' ? ['from_logits=True'] : []
  const double = name.startsWith('keras.') && scores?.precision === 'float64' ? ['dtype="float64"'] : []
  return `${name}(${[...parts, ...logits, ...double].join(', ')})`
}

const constructed =
  (name: string, off: string): LibraryFunction['call'] =>
  (parameters, scores) =>
    construct(name, [pythonArguments(parameters, { alpha: 'alpha', gamma: 'gamma' }, off)], scores)

export const tensorflow: readonly Library[] = [
  {
    name: 'keras',
    functions: [
      {
        name: 'keras.losses.BinaryCrossentropy',
        source: SOURCE,
        loss: 'ce',
        tasks: SIGMOID,
        formula: '−(y ln p + (1 − y) ln(1 − p))',
        initial: { alpha: 'none' },
        alpha: 'none',
        mean: 'samples',
        clamp: CLIP,
        remarks: [
          CLIPPED,
          'Keras 2 adds 1e-7 inside the logarithm as well: at most 15.425.',
          WEIGHTS,
          FLOAT32,
        ],
        call: (_, scores) => construct('keras.losses.BinaryCrossentropy', [], scores),
      },
      {
        name: 'keras.losses.BinaryFocalCrossentropy',
        source: SOURCE,
        loss: 'focal',
        tasks: SIGMOID,
        formula: 'αt (1 − pt)^γ BCE',
        initial: { alpha: 'none', gamma: 2 },
        alpha: 'balance',
        mean: 'samples',
        clamp: { ...CLIP, modulation: false },
        remarks: [
          'alpha acts with apply_class_balancing=True only, which is off unless said.',
          `${CLIPPED} The modulating factor sees them unclipped.`,
          WEIGHTS,
          FLOAT32,
        ],
        call: binaryFocalCall,
      },
      {
        name: 'keras.losses.CategoricalCrossentropy',
        source: SOURCE,
        loss: 'ce',
        tasks: ['softmax'],
        formula: '−Σc yc ln pc',
        initial: { alpha: 'none' },
        alpha: 'none',
        mean: 'samples',
        clamp: CLIP,
        remarks: [
          'Rows of probabilities are divided by their sum first (--renormalize).',
          CLIPPED,
          WEIGHTS,
          FLOAT32,
        ],
        call: (_, scores) => construct('keras.losses.CategoricalCrossentropy', [], scores),
      },
      {
        name: 'keras.losses.CategoricalFocalCrossentropy',
        source: SOURCE,
        loss: 'focal',
        tasks: ['softmax'],
        formula: 'Σc αc (1 − pc)^γ yc (−ln pc)',
        initial: { alpha: 0.25, gamma: 2 },
        alpha: 'constant',
        mean: 'samples',
        clamp: { ...CLIP, logitsToo: true },
        remarks: [
          'A single alpha multiplies every class: at its default the whole loss is a quarter of focal loss.',
          `Logits go through softmax and are clipped too. ${CLIPPED}`,
          WEIGHTS,
          FLOAT32,
        ],
        call: constructed('keras.losses.CategoricalFocalCrossentropy', '1.0'),
      },
    ],
  },
  {
    name: 'tfa',
    functions: [
      {
        name: 'tfa.losses.SigmoidFocalCrossEntropy',
        source: 'tensorflow/addons tensorflow_addons/losses/focal_loss.py',
        loss: 'focal',
        tasks: SIGMOID,
        formula: 'αt (1 − pt)^γ BCE, summed over the last axis',
        initial: { alpha: 0.25, gamma: 2 },
        alpha: 'balance',
        zeroIsOff: true,
        mean: 'rows',
        clamp: { ...CLIP, modulation: false, added: 1e-7 },
        remarks: [
          'alpha is 0.25 unless said; 0 and None switch it off.',
          'The classes of a row are summed, and rows averaged.',
          'Probabilities are clipped to [1e-7, 1 − 1e-7], with 1e-7 added inside the logarithm: at most 15.425. The modulating factor sees them unclipped.',
        ],
        call: constructed('tfa.losses.SigmoidFocalCrossEntropy', 'None'),
      },
    ],
  },
]

function binaryFocalCall(parameters: ParameterValues, scores: Words): string {
  const words = pythonArguments(parameters, { alpha: 'alpha', gamma: 'gamma' }, '')
  const parts =
    parameters.alpha === 'none' ? [`gamma=${parameters.gamma}`] : ['apply_class_balancing=True', words]
  return construct('keras.losses.BinaryFocalCrossentropy', parts, scores)
}
