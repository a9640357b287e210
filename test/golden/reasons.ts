/** Why a case, or one result of it, has no number of ours to stand beside. */
export const REASONS = {
  soft: 'soft labels: lossctl refuses them',
  smoothing: 'label smoothing: makes the labels soft',
  raises: 'the peer raises an error',
  empty: 'no sample is left: a mean of nothing',
  clamp: 'its clamp bites, or its saturation, and only a sum is given or no other element',
  shifted: 'adds 1e-4 or more to pt, which changes every value',
  asymmetric: 'a gamma for each class, or for each side',
  reduced: 'reduced or adaptive focal: a kink at a threshold',
  normalized: 'divides by the sum of the modulating factors of the batch',
  partial: 'weights on the focal term only that are no alpha',
  mixed: 'modulates by another probability than that of its cross-entropy',
  batch: 'depends on the whole batch: bins, cycles or counts',
  other: 'another loss: a different formula, not of this family',
  steepness: 'focal-star with gamma below 1, where its tail is not linear to the last bit',
  mistake: 'a mistake in its code gives another function',
  ignore: 'knows no ignored label and gives NaN there',
  overflow: 'its own overflow gives 0 for a hopeless sample',
  outside: 'an alpha that is no balance, outside 0 to 1',
} as const

export type Reason = keyof typeof REASONS
