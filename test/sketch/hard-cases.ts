/** The losses that a sketch is held against, and the magnitudes that its errors are held against. */
import { kinksAnywhere } from '../../src/losses/bound.ts'
import { LOSSES } from '../../src/losses/index.ts'
import type { Loss } from '../../src/losses/loss.ts'
import { lossOf } from '../made/any-loss.ts'
import { boundTo, hasModulation } from '../made/bound.ts'

/** Every registered loss that is smooth and has a weight, and the settings that are hardest. */
export const HARD_CASES = [
  ...LOSSES.map(({ name }) => name).filter(isPlain),
  'focal:gamma=0',
  'focal:gamma=0.3',
  'focal:gamma=10',
  'poly1:epsilon=-1',
  'poly1-focal:gamma=10,epsilon=3,poly-alpha=off',
  'poly-n:epsilon=-1,-0.5,2,0,3',
  'focal-star:gamma=10,beta=-20',
  'focal-star:gamma=4,beta=20',
].map(lossOf)

function isPlain(name: string): boolean {
  const loss = lossOf(name)
  return kinksAnywhere(loss).length === 0 && hasModulation(boundTo(loss))
}

/** The same with |epsilon|: its sums are those of the terms' magnitudes, since all terms fall with the margin. */
export function magnitudeOf(loss: Loss): Loss {
  const { epsilon } = loss.parameters
  if (epsilon === undefined) return loss
  const size = typeof epsilon === 'number' ? Math.abs(epsilon) : (epsilon as readonly number[]).map(Math.abs)
  return { ...loss, parameters: { ...loss.parameters, epsilon: size } }
}
