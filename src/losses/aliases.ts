/** What losses are called elsewhere, and what they are here. */

/** By the other name, as `plainName` makes it. */
export const ALIASES: Readonly<Record<string, string>> = {
  bce: 'it is ce',
  bcewithlogits: 'it is ce',
  binarycrossentropy: 'it is ce',
  crossentropy: 'it is ce',
  log: 'it is ce',
  logistic: 'it is ce',
  nll: 'it is ce',
  poly: 'it is poly1, with focal loss poly1-focal',
  qfl: 'quality focal loss of hard labels is focal, with gamma for its beta: focal:gamma=2',
  qualityfocal: 'of hard labels it is focal, with gamma for its beta: focal:gamma=2',
  vfl: 'it is varifocal',
  asymmetric: 'it is asl',
  asymmetricmultilabel: 'it is asl',
  aslsinglelabel: 'without smoothing it is focal, with gamma for its gamma_pos: focal:gamma=0',
  asymmetricsinglelabel: 'without smoothing it is focal, with gamma for its gamma_pos: focal:gamma=0',
  unifiedfocal:
    'its cross-entropy half is asym-focal; its other half is focal-tversky, of a whole set: compare --set',
  asymmetricfocal: 'it is asym-focal',
  savage: 'the Savage loss of margins is brier',
  brierscore: 'it is brier',
  mse: 'of probabilities it is brier',
  l1: 'of probabilities it is mae',
  rce: 'it is sce without its cross-entropy: sce:ce=0,rce=1',
  reversecrossentropy: 'it is sce without its cross-entropy: sce:ce=0,rce=1',
  symmetriccrossentropy: 'it is sce',
  generalizedcrossentropy: 'it is gce',
  lq: 'it is gce',
  taylorcrossentropy: 'it is taylor, but for code in which it is cross-entropy of a Taylor softmax',
  flsd53: 'it is flsd',
  labelsmoothing: 'it is label-smooth',
  perceptron: 'it is hinge with margin 0: hinge:margin=0',
}

/** No loss is called by more characters. */
const LONGEST = 60

/** A name without case, marks, and the word loss at its end: FocalLoss and focal_loss are one. */
export function plainName(name: string): string {
  return name
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/loss$/, '')
}
