/** The losses of whole sets that lossctl knows, in the order help lists them. */
import { aucm } from './aucm.ts'
import { dice } from './dice.ts'
import { focalTversky } from './focal-tversky.ts'
import { ghm } from './ghm.ts'
import { ohem } from './ohem.ts'
import { ohemThresh } from './ohem-thresh.ts'
import type { SetLossDefinition } from './set-loss.ts'
import { tversky } from './tversky.ts'

export const SET_LOSSES: readonly SetLossDefinition[] = [
  dice,
  tversky,
  focalTversky,
  aucm,
  ghm,
  ohem,
  ohemThresh,
]
