/** A loss with some parameters left open, evaluated on one sketch at any setting of them. */

import { ADJUSTMENTS } from '../../losses/adjust.ts'
import { alphasOf } from '../../losses/bound.ts'
import type { Loss, LossDefinition } from '../../losses/loss.ts'
import { isLinear, type ParameterValues } from '../../losses/parameter.ts'
import { checkTask } from '../../losses/spec/choose.ts'
import { refuseBatchLosses } from '../../losses/spec/plain.ts'
import { completeLoss, type PartialLoss, parameterOf } from '../../losses/spec/spec.ts'
import { type Grouping, lossPlace } from '../../margin/grouping.ts'
import {
  type Band,
  type BandSums,
  bandOf,
  bandsOf,
  DIFFICULTIES,
  type ReadyGroup,
  readyGroups,
} from '../../measures/bands.ts'
import { checkSums } from '../../measures/overflow.ts'
import { createLossesAtNodes } from '../../sketch/sums/at-nodes.ts'
import { type Basis, basesOf, linearParameter } from '../../sketch/sums/basis.ts'
import { type BasisSums, combineSums, evaluateBasis } from '../../sketch/sums/basis-sums.ts'
import { addSums, NO_SUMS, type Sums, weighSums } from '../../sketch/sums/sums.ts'
import { checkLosses } from '../../sketched/edges.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'

export interface Family {
  /** The loss at a setting; parameters that are not in it have the value given, or their initial one. */
  lossAt(setting: ParameterValues): Loss
  /** Sums by band at a setting. Parameters that the loss is linear in cost no pass over the nodes. */
  sumsAt(setting: ParameterValues): BandSums
}

/**
 * @param margin where easy and hard samples are parted: an edge of the sketch
 * @param classWeights factors of the classes in every sum
 * @throws UsageError when the loss is not a sum over samples, or not for this task
 */
export function createFamily(
  data: SketchedData,
  { definition, given }: PartialLoss,
  margin: number,
  classWeights: readonly number[] | null = null,
): Family {
  checkSamples(definition)
  const { grouping } = data
  const lossAt = (setting: ParameterValues) => completeLoss({ definition, given: { ...given, ...setting } })
  const initial = lossAt({})
  checkTask([initial], grouping.task, grouping.classes)
  const groups = readyGroups(data.sketch, grouping, margin, classWeights)
  const bands = bandsOf(grouping)
  const basesAt = rememberBases(data, groups, initial, lossAt)
  const alphasAt = rememberAlphas(grouping, initial.parameters, lossAt)
  const linear = linearParameter(initial)
  const sumsAt = (setting: ParameterValues) => {
    const alphas = alphasAt(setting)
    const amount = linear === undefined ? 0 : ((setting[linear] ?? initial.parameters[linear]) as number)
    const found = new Map<Band, Sums>(bands.map((band) => [band, NO_SUMS]))
    for (const { identity, classWeight, basis, sums } of basesAt(setting)) {
      const factors = basis.factors(alphas[lossPlace(grouping.task, identity)], amount)
      for (const [i, difficulty] of DIFFICULTIES.entries()) {
        const band = bandOf(difficulty, identity.positive)
        found.set(band, addSums(found.get(band)!, weighSums(combineSums(sums[i], factors), classWeight)))
      }
    }
    checkSums(initial, found.values(), groups)
    return found
  }
  return { lossAt, sumsAt }
}

/** Throws a UsageError for a loss of the batch's mean. */
export function checkSamples(definition: LossDefinition): void {
  refuseBatchLosses(
    [{ definition }],
    'there is nothing to sweep or solve: its shares are those of cross-entropy',
  )
}

type LossAt = Family['lossAt']

interface GroupSums extends Pick<ReadyGroup, 'identity' | 'classWeight'> {
  readonly basis: Basis
  /** Hard and easy. */
  readonly sums: readonly [BasisSums, BasisSums]
}

/** A few numbers for each value of the parameters that are not linear, so all are kept. */
function rememberBases(
  data: SketchedData,
  groups: readonly ReadyGroup[],
  { definition, parameters }: Loss,
  lossAt: LossAt,
): (setting: ParameterValues) => readonly GroupSums[] {
  const names = new Set([...Object.keys(parameters), ...Object.keys(ADJUSTMENTS)])
  const others = [...names].filter((name) => !isLinear(parameterOf(definition, name)))
  return remember(
    (setting) => others.map((name) => setting[name] ?? parameters[name]).join(' '),
    (setting) => {
      const loss = lossAt(setting)
      checkTask([loss], data.grouping.task, data.grouping.classes)
      checkLosses(data, [loss])
      const atNodes = createLossesAtNodes()
      const bases = basesOf(loss, data.grouping.task, data.grouping.classes.length)
      return groups.map(({ identity, classWeight, prepare }) => {
        const basis = bases[lossPlace(data.grouping.task, identity)]
        return { identity, classWeight, basis, sums: evaluateBasis(prepare(), basis, atNodes) }
      })
    },
  )
}

function rememberAlphas({ task, classes }: Grouping, initial: ParameterValues, lossAt: LossAt) {
  return remember(
    ({ alpha = initial.alpha ?? 'none' }) => alpha,
    (setting) => alphasOf(lossAt(setting), task, classes.length),
  )
}

function remember<Key, Value>(
  keyOf: (setting: ParameterValues) => Key,
  make: (setting: ParameterValues) => Value,
): (setting: ParameterValues) => Value {
  const known = new Map<Key, Value>()
  return (setting) => {
    const key = keyOf(setting)
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make(setting)
    known.set(key, made)
    return made
  }
}
