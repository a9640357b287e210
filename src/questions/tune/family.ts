/** A loss with some parameters left open, evaluated on one sketch at any setting of them. */
import { UsageError } from '../../errors.ts'
import { classBalance } from '../../losses/balance.ts'
import type { Loss, LossDefinition } from '../../losses/loss.ts'
import type { ParameterValues } from '../../losses/parameter.ts'
import { checkTask } from '../../losses/spec/choose.ts'
import { completeLoss, type PartialLoss } from '../../losses/spec/spec.ts'
import { balanceIndex, type Grouping } from '../../margin/grouping.ts'
import {
  type Band,
  type BandSums,
  bandOf,
  bandsOf,
  DIFFICULTIES,
  type ReadyGroup,
  readyGroups,
} from '../../measures/bands.ts'
import { type Basis, basisOf } from '../../sketch/sums/basis.ts'
import { type BasisSums, combineSums, evaluateBasis } from '../../sketch/sums/basis-sums.ts'
import { addSums, NO_SUMS, type Sums } from '../../sketch/sums/sums.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'

export interface Family {
  /** The loss at a setting; parameters that are not in it have the value given, or their initial one. */
  lossAt(setting: ParameterValues): Loss
  /** Sums by band at a setting. Alpha and epsilon cost no pass over the nodes. */
  sumsAt(setting: ParameterValues): BandSums
}

/** Whether the loss needs the classes of softmax data kept apart: alpha is a factor for each. */
export function needsClassesApart({ given }: PartialLoss): boolean {
  return Array.isArray(given.alpha)
}

/**
 * @param margin where easy and hard samples are parted: an edge of the sketch
 * @throws UsageError when the loss is not a sum over samples, or not for this task
 */
export function createFamily(data: SketchedData, { definition, given }: PartialLoss, margin: number): Family {
  checkSamples(definition)
  const { grouping } = data
  const lossAt = (setting: ParameterValues) => completeLoss({ definition, given: { ...given, ...setting } })
  const initial = lossAt({})
  checkTask([initial], grouping.task)
  const groups = readyGroups(data.sketch, grouping, margin, null)
  const bands = bandsOf(grouping)
  const basisAt = rememberBasis(groups, initial.parameters, lossAt)
  const balanceAt = rememberBalances(grouping, initial.parameters, lossAt)
  const sumsAt = (setting: ParameterValues) => {
    const { basis, sums } = basisAt(setting)
    const balance = balanceAt(setting)
    const epsilon = setting.epsilon ?? initial.parameters.epsilon
    const found = new Map<Band, Sums>(bands.map((band) => [band, NO_SUMS]))
    for (const [index, { identity }] of groups.entries()) {
      const factors = basis.factors(
        balance[balanceIndex(identity)],
        typeof epsilon === 'number' ? epsilon : 0,
      )
      for (const [i, difficulty] of DIFFICULTIES.entries()) {
        const band = bandOf(difficulty, identity.positive)
        found.set(band, addSums(found.get(band)!, combineSums(sums[index][i], factors)))
      }
    }
    return found
  }
  return { lossAt, sumsAt }
}

export function checkSamples({ name, ofMeanCrossEntropy }: LossDefinition): void {
  if (ofMeanCrossEntropy)
    throw new UsageError(
      `${name} modulates the mean of a whole batch, not its samples`,
      'there is nothing to sweep or solve: its shares are those of cross-entropy',
    )
}

type LossAt = Family['lossAt']

interface GroupSums {
  readonly basis: Basis
  /** Hard and easy, group by group. */
  readonly sums: readonly (readonly [BasisSums, BasisSums])[]
}

/** A few numbers for each value of the parameters that are not linear, so all are kept. */
function rememberBasis(
  groups: readonly ReadyGroup[],
  initial: ParameterValues,
  lossAt: LossAt,
): (setting: ParameterValues) => GroupSums {
  const others = Object.keys(initial).filter((name) => name !== 'alpha' && !isLinear(initial, name))
  return remember(
    (setting) => others.map((name) => setting[name] ?? initial[name]).join(' '),
    (setting) => {
      const basis = basisOf(lossAt(setting))
      return { basis, sums: groups.map(({ prepare }) => evaluateBasis(prepare(), basis)) }
    },
  )
}

function rememberBalances({ task, classes }: Grouping, initial: ParameterValues, lossAt: LossAt) {
  return remember(
    ({ alpha = initial.alpha ?? 'none' }) => alpha,
    (setting) => classBalance(lossAt(setting), task, classes.length),
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

/** A number epsilon; Poly-N's list is nothing to be linear in. */
function isLinear(parameters: ParameterValues, name: string): boolean {
  return name === 'epsilon' && typeof parameters.epsilon === 'number'
}
