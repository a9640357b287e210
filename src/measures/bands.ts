/** Bands: easy and hard, times negative and positive where the task has them. */

import { bind } from '../losses/bound.ts'
import type { BoundLoss, Loss } from '../losses/loss.ts'
import {
  classPlace,
  type GroupIdentity,
  type Grouping,
  identifyGroup,
  lossPlace,
} from '../margin/grouping.ts'
import type { GroupSketch, Sketch } from '../sketch/sketch.ts'
import { createLossesAtNodes, type LossAtNodes } from '../sketch/sums/at-nodes.ts'
import { evaluateGroup, type PreparedGroup, prepareGroup } from '../sketch/sums/evaluate.ts'
import { addSums, NO_SUMS, type Sums, weighSums } from '../sketch/sums/sums.ts'
import { checkSums } from './overflow.ts'

export type Difficulty = 'easy' | 'hard'

/** In the order in which a group's sums come. */
export const DIFFICULTIES = ['hard', 'easy'] as const

/** `easy.negative` and its like; `easy` and `hard` alone with softmax. */
export type Band = Difficulty | `${Difficulty}.${'negative' | 'positive'}`

/** What the samples of a band have in common. */
export interface BandIdentity {
  readonly difficulty: Difficulty
  /** Null with softmax. */
  readonly sign: 'negative' | 'positive' | null
}

export const BANDS: Readonly<Record<Band, BandIdentity>> = {
  easy: { difficulty: 'easy', sign: null },
  hard: { difficulty: 'hard', sign: null },
  'easy.negative': { difficulty: 'easy', sign: 'negative' },
  'easy.positive': { difficulty: 'easy', sign: 'positive' },
  'hard.negative': { difficulty: 'hard', sign: 'negative' },
  'hard.positive': { difficulty: 'hard', sign: 'positive' },
}

/** Samples that have a name together: those of a band, or of a sign. */
export type BandPart = Band | 'negative' | 'positive'

/** Whether a band is of a part: itself, all that is easy or hard, all of one sign, or '' for all samples. */
export function isIn(band: Band, part: BandPart | ''): boolean {
  const { difficulty, sign } = BANDS[band]
  return part === '' || part === band || part === difficulty || part === sign
}

export function bandsOf({ task }: Pick<Grouping, 'task'>): readonly Band[] {
  if (task === 'softmax') return ['easy', 'hard']
  return ['easy.negative', 'easy.positive', 'hard.negative', 'hard.positive']
}

export function bandOf(difficulty: Difficulty, positive: boolean | null): Band {
  return positive === null ? difficulty : `${difficulty}.${positive ? 'positive' : 'negative'}`
}

/** [hard, easy] */
type GroupSums = readonly [Sums, Sums]

/** A group of the sketch with its identity known. */
export interface ReadyGroup {
  readonly identity: GroupIdentity
  readonly group: GroupSketch
  /** Its nodes. */
  prepare(): PreparedGroup
  /** Sums of the group under a loss, made once: its class or slice has them in common with all samples. */
  sums(loss: BoundLoss, atNodes: LossAtNodes): GroupSums
  /** Factor of the group's class in every average. */
  readonly classWeight: number
}

/** Nodes of so many segments, a tenth of a gigabyte, are kept from one loss to the next; those of more are made anew. */
const MOST_KEPT = 200_000

/** All groups that hold samples, parted at the threshold margin. */
export function readyGroups(
  sketch: Sketch,
  grouping: Grouping,
  threshold: number,
  classWeights: readonly number[] | null,
): readonly ReadyGroup[] {
  const segments = sketch.groups.reduce((sum, group) => sum + (group?.segments.size ?? 0), 0)
  const kept = keepSums()
  return sketch.groups.flatMap((group, index): ReadyGroup[] => {
    if (!group) return []
    const makeNodes = () => prepareGroup(sketch, index, threshold)!
    const prepare = segments > MOST_KEPT ? makeNodes : once(makeNodes)
    const identity = identifyGroup(grouping, index)
    return [
      {
        identity,
        group,
        prepare,
        sums: (loss, atNodes) => kept(loss, index, () => evaluateGroup(prepare(), loss, atNodes)),
        classWeight: classWeights?.[classPlace(identity)] ?? 1,
      },
    ]
  })
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** Sums of groups by their number, under each of the losses that are still in use. */
function keepSums() {
  const known = new WeakMap<BoundLoss, GroupSums[]>()
  return (loss: BoundLoss, index: number, make: () => GroupSums): GroupSums => {
    const sums = known.get(loss) ?? []
    known.set(loss, sums)
    sums[index] ??= make()
    return sums[index]
  }
}

export type BandSums = ReadonlyMap<Band, Sums>

/** Sums of a loss over some groups, band by band. Throws an error where they are no doubles. */
export function sumBands(groups: readonly ReadyGroup[], grouping: Grouping, loss: Loss): BandSums {
  const bound = bind(loss, grouping.task, grouping.classes.length)
  const atNodes = createLossesAtNodes()
  const sums = new Map<Band, Sums>(bandsOf(grouping).map((band) => [band, NO_SUMS]))
  for (const { identity, sums: sumsOf, classWeight } of groups) {
    const own = bound[lossPlace(grouping.task, identity)]
    const parts = sumsOf(own, atNodes(own))
    for (const [i, difficulty] of DIFFICULTIES.entries()) {
      const band = bandOf(difficulty, identity.positive)
      sums.set(band, addSums(sums.get(band)!, weighSums(parts[i], classWeight)))
    }
  }
  checkSums(loss, sums.values(), groups)
  return sums
}

/** Of all samples, or of a part. */
export function totalOf(sums: BandSums, part: BandPart | '' = ''): Sums {
  return [...sums].reduce((total, [band, one]) => (isIn(band, part) ? addSums(total, one) : total), NO_SUMS)
}
