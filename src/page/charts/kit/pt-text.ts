/** A margin as the probability that people know it by. */
import { sigmoid } from '../../../losses/functions.ts'

/** Beyond it, where pt is 0.999, the distance from 1 says more. */
const NEAR_ONE = Math.log(999)

/** 0.881, 2.06e-9, 1 − 3.35e-4. */
export function ptText(margin: number): string {
  return margin > NEAR_ONE ? `1 − ${short(sigmoid(-margin))}` : short(sigmoid(margin))
}

function short(share: number): string {
  return share < 1e-3 ? share.toExponential(2) : `${Number(share.toPrecision(3))}`
}
