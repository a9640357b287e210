/** The losses lossctl knows, in the order help lists them. */
import { articleCe } from './article-ce.ts'
import { articleFocal } from './article-focal.ts'
import { asl } from './asl.ts'
import { asymFocal } from './asym-focal.ts'
import { brier } from './brier.ts'
import { ce } from './ce.ts'
import { flsd } from './flsd.ts'
import { focal } from './focal.ts'
import { focalStar } from './focal-star.ts'
import { gce } from './gce.ts'
import { hill } from './hill.ts'
import { hinge } from './hinge.ts'
import { labelSmooth } from './label-smooth.ts'
import type { LossDefinition } from './loss.ts'
import { mae } from './mae.ts'
import { modifiedHuber } from './modified-huber.ts'
import { phuber } from './phuber.ts'
import { polyN } from './poly-n.ts'
import { poly1 } from './poly1.ts'
import { poly1Focal } from './poly1-focal.ts'
import { reducedFocal } from './reduced-focal.ts'
import { sce } from './sce.ts'
import { squaredHinge } from './squared-hinge.ts'
import { taylor } from './taylor.ts'
import { varifocal } from './varifocal.ts'

export const LOSSES: readonly LossDefinition[] = [
  ce,
  focal,
  poly1,
  poly1Focal,
  polyN,
  focalStar,
  articleCe,
  articleFocal,
  gce,
  brier,
  mae,
  asl,
  varifocal,
  asymFocal,
  sce,
  hinge,
  squaredHinge,
  modifiedHuber,
  reducedFocal,
  flsd,
  hill,
  phuber,
  taylor,
  labelSmooth,
]

/** What `compare` evaluates when no loss is named. */
export const DEFAULT_LOSSES: readonly LossDefinition[] = [ce, focal, poly1, poly1Focal]
