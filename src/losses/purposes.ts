/** What losses are for: the parts of the list of them, in its order. */
export const PURPOSES = [
  { name: 'general', words: 'a loss to begin with' },
  { name: 'imbalance', words: 'for samples or classes that outnumber others' },
  { name: 'detection', words: 'for detectors' },
  { name: 'noise', words: 'for labels some of which are wrong or missing' },
  { name: 'calibration', words: 'for probabilities that mean what they say' },
  { name: 'margin', words: 'for scores that are no probabilities' },
] as const

export type Purpose = (typeof PURPOSES)[number]['name']
