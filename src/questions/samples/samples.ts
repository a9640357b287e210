/** Sample by sample: what each loss makes of it. The direct way, which the sketch is tested against. */
import { bind } from '../../losses/bound.ts'
import { sigmoid } from '../../losses/functions.ts'
import type { Loss } from '../../losses/loss.ts'
import { type GroupIdentity, identifyGroup, lossPlace } from '../../margin/grouping.ts'
import type { Difficulty } from '../../measures/bands.ts'
import { overflowOf } from '../../measures/overflow.ts'
import { createTop } from '../../measures/top.ts'
import { predictionNames, predictionsOf } from '../../scan/predicted.ts'
import type { SampleBlock, Scan } from '../../scan/scan.ts'
import { normalizedMarginOf } from './suspicion.ts'

export interface SampleReport {
  /** Row of the data set, from 0. */
  readonly row: number
  readonly id: string | null
  /** Name of the true class; of the cell's class with multi-label data. */
  readonly label: string
  /** Null with softmax. */
  readonly positive: boolean | null
  /** The likeliest class; `positive` or `negative` of a cell of multi-label data. */
  readonly predicted: string
  /** Its probability. */
  readonly confidence: number
  /** As it stands in the file: of the positive class, or of the true one with softmax. */
  readonly score: number
  readonly pt: number
  readonly margin: number
  readonly difficulty: Difficulty
  readonly weight: number
  /** By cleanlab's formula, of samples that are ranked by it; pt is what it calls self-confidence. */
  readonly normalizedMargin?: number
  /** The cells of the columns that are carried along, by their names; absent where none are. */
  readonly kept?: Readonly<Record<string, string>>
  readonly losses: readonly {
    readonly spec: string
    readonly title: string
    readonly value: number
    /** Modulated weight, loss / CE; null where it has no meaning. */
    readonly weight: number | null
  }[]
}

/** The loss and modulated weight of samples, by group. */
export function createEvaluator(scan: Scan, losses: readonly Loss[], threshold: number) {
  const { grouping } = scan
  const bound = losses.map((loss) => bind(loss, grouping.task, grouping.classes.length))
  const identities: GroupIdentity[] = []
  const identify = (group: number) => (identities[group] ??= identifyGroup(grouping, group))
  const at = (group: number, index: number) => bound[index][lossPlace(grouping.task, identify(group))]
  const classOf = (block: SampleBlock, i: number) => block.cellClass?.[i] ?? block.label[i]
  const predictions = predictionsOf(scan)
  const predictedNames = predictionNames(grouping.task, grouping.classes)
  const kept = (scan.options.kept ?? []).map(({ name }) => name)
  /** Loss `index` of sample i. */
  const value = (block: SampleBlock, i: number, index: number) =>
    at(block.group[i], index).value(block.margin[i])
  /** The same, which is a number. */
  const finite = (block: SampleBlock, i: number, index: number): number => {
    const found = value(block, i, index)
    if (!Number.isFinite(found)) throw overflowOf(losses[index])
    return found
  }
  /** Its modulated weight; NaN where it has no meaning. */
  const modulation = (block: SampleBlock, i: number, index: number) =>
    at(block.group[i], index).modulation(block.margin[i])
  /** The same; null where it has no meaning. */
  const weight = (block: SampleBlock, i: number, index: number): number | null => {
    const found = modulation(block, i, index)
    return Number.isNaN(found) ? null : found
  }
  return {
    value,
    finite,
    modulation,
    weight,
    pt: (block: SampleBlock, i: number) => sigmoid(block.margin[i]),
    isEasy: (block: SampleBlock, i: number) => block.margin[i] >= threshold,
    identity: (block: SampleBlock, i: number): GroupIdentity => identify(block.group[i]),
    /** Names of the classes, and the place of a sample's own. */
    classes: grouping.classes,
    classOf,
    /** Names of the columns that are carried along. */
    kept,
    /** The same of what the model takes it for, and how sure it is. */
    predictedNames,
    predictedOf: predictions.classOf,
    confidence: predictions.confidenceOf,
    report(block: SampleBlock, i: number): SampleReport {
      const margin = block.margin[i]
      const { positive } = identify(block.group[i])
      return {
        row: block.row[i],
        id: block.ids?.at(i) ?? null,
        label: grouping.classes[classOf(block, i)],
        positive,
        predicted: predictedNames[predictions.classOf(block, i)],
        confidence: predictions.confidenceOf(block, i),
        score: block.scoreOf(i),
        pt: sigmoid(margin),
        margin,
        difficulty: margin >= threshold ? 'easy' : 'hard',
        weight: block.weight?.[i] ?? 1,
        ...(kept.length > 0 && {
          kept: Object.fromEntries(kept.map((name, k) => [name, block.kept[k].at(i)!])),
        }),
        losses: losses.map(({ spec, title }, index) => ({
          spec,
          title,
          value: finite(block, i, index),
          weight: weight(block, i, index),
        })),
      }
    },
  }
}

export type Evaluator = ReturnType<typeof createEvaluator>

export interface RankingOptions {
  readonly top: number
  /** Index of the loss to rank by, largest first; null ranks by margin, smallest first, and suspicion by normalised margin. */
  readonly sort: number | null | 'suspicion'
  /** Which samples to rank; all of them when absent. */
  readonly keep?: (block: SampleBlock, i: number) => boolean
}

/** The samples that rank highest, kept while blocks go by. Of equals the earlier row comes first. */
export function createRanking(
  scan: Scan,
  losses: readonly Loss[],
  threshold: number,
  options: RankingOptions,
) {
  const { top, sort, keep } = options
  const evaluator = createEvaluator(scan, losses, threshold)
  const hardest = createTop<SampleReport>(top)
  const normalizedMargin = normalizedMarginOf(scan)
  const keyOf = (block: SampleBlock, i: number) =>
    sort === null
      ? -block.margin[i]
      : sort === 'suspicion'
        ? -normalizedMargin(block, i)
        : evaluator.value(block, i, sort)
  const report = (block: SampleBlock, i: number): SampleReport => {
    const { losses: ofLosses, ...rest } = evaluator.report(block, i)
    if (sort !== 'suspicion') return { ...rest, losses: ofLosses }
    return { ...rest, normalizedMargin: normalizedMargin(block, i), losses: ofLosses }
  }
  return {
    add(block: SampleBlock): void {
      for (let i = 0; i < block.length; i++) {
        if (keep && !keep(block, i)) continue
        hardest.offer(keyOf(block, i), () => report(block, i))
      }
    },
    /** Highest first. */
    reports: () => hardest.take(),
  }
}
