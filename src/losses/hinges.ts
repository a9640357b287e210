/** What the losses of a missing margin have in common. */
import { evenly, type NumberDefinition } from './parameter.ts'

/** Why they are refused to softmax. */
export const NOT_OF_ROWS =
  'of a softmax row it is a loss of the largest other logit, and a margin is made of all of them'

export const ENOUGH: NumberDefinition = {
  symbol: 'm',
  meaning: 'margin from which on a sample loses nothing',
  initial: 1,
  kind: 'number',
  min: 0,
  max: 10,
  neutral: 1,
  usual: { min: 0, max: 5, step: 0.125 },
  mapped: evenly(0, 4, 8),
  linear: false,
}

/** Where a loss ends. A bin cannot be parted at less than this from where it begins: its numbers would be no doubles. */
export function endOf(margin: number): number {
  return margin < 2 ** -900 ? 0 : margin
}
