/** What the easiest and the hardest samples carry of each loss, class by class (Lin et al. 2017, Fig. 4). */
import { classBalance } from '../../losses/balance.ts'
import type { Loss } from '../../losses/loss.ts'
import { checkTask } from '../../losses/spec/choose.ts'
import { balanceIndex, identifyGroup } from '../../margin/grouping.ts'
import { type Held, heldInCrossEntropy } from '../../sketched/held.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import type { SourceReport } from '../../sketched/source.ts'
import { checkSampleLosses } from './curve.ts'
import { type Lorenz, type LorenzGroup, lorenzOf, type Ordered, orderGroups } from './lorenz.ts'

/** `all` with softmax, which has no negatives. */
export type CdfClass = 'negative' | 'positive' | 'all'

/** Shares of the samples, the hardest ones, of which the report says what they carry. */
export const HARDEST: readonly number[] = [0.01, 0.05, 0.1, 0.2, 0.5]

export interface CdfCurve {
  readonly name: string
  readonly title: string
  readonly spec: string
  readonly parameters: Loss['parameters']
  /** sum w f over the class. */
  readonly total: number
  /** Share of it that the easiest samples carry, at each share of `samples`; null when the loss sums to 0. */
  readonly loss: readonly number[] | null
  /** Share of it that the hardest samples carry, at each share of HARDEST; null likewise. */
  readonly hardest: readonly number[] | null
}

export interface CdfPart {
  readonly class: CdfClass
  /** Samples of a weight above 0. */
  readonly count: number
  readonly weight: number
  /**
   * Shares of the samples, by weight, from 0 to 1: every whole percent, and every share at which a segment of the
   * sketch ends, where the curves are exact.
   */
  readonly samples: readonly number[]
  /** Share of the samples below the sketch's grid, all of them hardest, where the curves are straight. */
  readonly belowGrid: number
  readonly curves: readonly CdfCurve[]
}

export interface CdfReport {
  readonly source: SourceReport
  /** What samples whose logarithm is held carry of cross-entropy; null where there are none. */
  readonly held: Held | null
  readonly hardest: readonly number[]
  /** Classes with samples. */
  readonly classes: readonly CdfPart[]
}

/** Whether the losses need the classes of softmax data kept apart. */
export function tellsClassesApart(losses: readonly Loss[]): boolean {
  return losses.some(({ parameters }) => Array.isArray(parameters.alpha))
}

/** The curves of all losses. Throws a UsageError for a loss of the batch's mean, or of another task. */
export function cumulate(data: SketchedData, losses: readonly Loss[]): CdfReport {
  checkTask(losses, data.grouping.task)
  checkSampleLosses(losses)
  const classes = groupsByClass(data).map(([name, groups]) => {
    const ordered = orderGroups(data.sketch.grid, groups)
    return { name, ordered }
  })
  return {
    source: data.source,
    held: heldInCrossEntropy(data),
    hardest: HARDEST,
    classes: classes
      .filter(({ ordered }) => ordered.count > 0)
      .map(({ name, ordered }) => reportClass(name, ordered, data, losses)),
  }
}

/** Negatives, then positives, of all slices and classes. */
function groupsByClass({ sketch, grouping }: SketchedData): readonly [CdfClass, LorenzGroup[]][] {
  const classes: readonly CdfClass[] = grouping.task === 'softmax' ? ['all'] : ['negative', 'positive']
  const parts = classes.map((name): [CdfClass, LorenzGroup[]] => [name, []])
  sketch.groups.forEach((group, index) => {
    const identity = identifyGroup(grouping, index)
    if (group) parts[identity.positive ? 1 : 0][1].push({ group, balanceIndex: balanceIndex(identity) })
  })
  return parts
}

function reportClass(
  name: CdfClass,
  ordered: Ordered,
  { grouping }: SketchedData,
  losses: readonly Loss[],
): CdfPart {
  const percents = Array.from({ length: 101 }, (_, i) => i / 100)
  const samples = [...new Set([...percents, ...ordered.ends])].sort((a, b) => a - b)
  return {
    class: name,
    count: ordered.count,
    weight: ordered.weight,
    samples,
    belowGrid: ordered.below,
    curves: losses.map((loss) => {
      const balance = classBalance(loss, grouping.task, grouping.classes.length)
      return reportCurve(loss, lorenzOf(ordered, loss, balance), samples)
    }),
  }
}

function reportCurve(
  { definition, parameters, title, spec }: Loss,
  { total, shareAt }: Lorenz,
  samples: readonly number[],
): CdfCurve {
  const known = total !== 0
  return {
    name: definition.name,
    title,
    spec,
    parameters,
    total,
    loss: known ? samples.map(shareAt) : null,
    hardest: known ? HARDEST.map((share) => 1 - shareAt(1 - share)) : null,
  }
}
