/** What losses are called elsewhere, and what they are here. */

/** The losses here that others call so, as `plainName` makes it of the other name. */
export const SAME: Readonly<Record<string, string>> = {
  bce: 'ce',
  bcewithlogits: 'ce',
  binarycrossentropy: 'ce',
  categoricalcrossentropy: 'ce',
  crossentropy: 'ce',
  log: 'ce',
  logistic: 'ce',
  nll: 'ce',
  softmaxcrossentropy: 'ce',
  sparsecategoricalcrossentropy: 'ce',
  binaryfocal: 'focal',
  binaryfocalcrossentropy: 'focal',
  categoricalfocalcrossentropy: 'focal',
  softmaxfocal: 'focal',
  vfl: 'varifocal',
  asymmetric: 'asl',
  asymmetricmultilabel: 'asl',
  asymmetricfocal: 'asym-focal',
  brierscore: 'brier',
  symmetriccrossentropy: 'sce',
  generalizedcrossentropy: 'gce',
  lq: 'gce',
  flsd53: 'flsd',
  labelsmoothing: 'label-smooth',
  labelsmoothingcrossentropy: 'label-smooth',
}

/** Where more is to be said of it. */
export const ALIASES: Readonly<Record<string, string>> = {
  poly: 'it is poly1, with focal loss poly1-focal',
  sigmoidfocal: 'it is focal; torchvision has an alpha of 0.25 unless it is told otherwise: focal:alpha=0.25',
  qfl: 'quality focal loss of hard labels is focal, with gamma for its beta: focal:gamma=2',
  qualityfocal: 'of hard labels it is focal, with gamma for its beta: focal:gamma=2',
  aslsinglelabel: 'without smoothing it is focal, with gamma for its gamma_pos: focal:gamma=0',
  asymmetricsinglelabel: 'without smoothing it is focal, with gamma for its gamma_pos: focal:gamma=0',
  unifiedfocal:
    'its cross-entropy half is asym-focal; its other half is focal-tversky, of a whole set: compare --set',
  savage: 'the Savage loss of margins is brier',
  mse: 'of probabilities it is brier',
  l1: 'of probabilities it is mae',
  rce: 'it is sce without its cross-entropy: sce:ce=0,rce=1',
  reversecrossentropy: 'it is sce without its cross-entropy: sce:ce=0,rce=1',
  taylorcrossentropy: 'it is taylor, but for code in which it is cross-entropy of a Taylor softmax',
  perceptron: 'it is hinge with margin 0: hinge:margin=0',
}

/** A setting of Python's, as a parameter here, of the loss that is meant or of another, or as an option. */
export type Setting =
  | { readonly parameter: string; readonly loss?: string }
  | { readonly option: (value: string | null) => string }

/** Settings by the losses here that have them elsewhere, as Python spells them. Those of a loss's own parameters need no line. */
export const SETTINGS: Readonly<Record<string, Readonly<Record<string, Setting>>>> = {
  ce: {
    label_smoothing: { parameter: 'smoothing', loss: 'label-smooth' },
    pos_weight: { option: (value) => `--class-weight 1,${value ?? 'W1'}` },
    weight: { option: (value) => `--class-weight ${value ?? 'W0,W1'}` },
  },
  'label-smooth': { label_smoothing: { parameter: 'smoothing' } },
  asl: { gamma_neg: { parameter: 'gamma-minus' }, gamma_pos: { parameter: 'gamma-plus' } },
}

/** No loss is called by more characters. */
const LONGEST = 60

/** A name without its module, case, marks, and the word loss at its end: nn.FocalLoss and focal_loss are one. */
export function plainName(name: string): string {
  return name
    .slice(0, LONGEST)
    .replace(/^.*\./, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/loss$/, '')
}
