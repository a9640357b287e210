/** Where the sums of losses must be parted, and whether a sketch is. */
import { InputError, UsageError } from '../errors.ts'
import { bind, kinksOf, tellClassesApart } from '../losses/bound.ts'
import { CLAMP } from '../losses/held.ts'
import type { Loss } from '../losses/loss.ts'
import { type Grouping, identifyGroup, lossPlace } from '../margin/grouping.ts'
import { thresholdMargin } from '../margin/margins.ts'
import { binOf, hasEdge, MAX_EDGES, SAME_EDGE } from '../sketch/grid.ts'
import type { Sketch } from '../sketch/sketch.ts'
import { writeFlag } from '../words/shell.ts'
import type { SketchedData } from './sketched-data.ts'

/** Margins at which a sketch must be parted to answer for these losses. Throws a UsageError when they are too many. */
export function edgesFor(
  thresholds: readonly number[],
  losses: readonly Loss[],
  { task, classes }: Pick<Grouping, 'task' | 'classes'>,
  more: readonly number[] = [],
): readonly number[] {
  const kinks = kinksOf(losses, task, classes.length)
  // Limits of bins, pts below which samples count, thresholds.
  const others = thresholds.length + more.length
  if (others + kinks.length > MAX_EDGES)
    throw new UsageError(
      `${kinks.length > 0 ? `these losses have ${kinks.length} margins where one is not smooth, beside ${others} others at which what is asked parts the samples` : `what is asked parts the samples at ${others} margins`}, and a sketch is parted at ${MAX_EDGES} at most`,
      'ask for fewer at once',
    )
  return [...thresholds.map(thresholdMargin), ...kinks, ...more]
}

/** Whether one of the losses is of whole softmax rows. */
export function needsRows(
  losses: readonly Loss[],
  { task, classes }: Pick<Grouping, 'task' | 'classes'>,
): boolean {
  return losses.some((loss) => bind(loss, task, classes.length).some(({ row }) => row !== null))
}

/**
 * Throws an InputError when the sketch does not tell the sums of one of the losses.
 *
 * @param cure what to do where it was made without regard to the loss; to sketch again, unless said
 */
export function checkLosses(data: SketchedData, losses: readonly Loss[], cure?: string): void {
  for (const loss of losses) {
    const obstacle = mixes(data, loss, cure) ?? obstacleTo(data, loss, cure)
    if (obstacle) throw new InputError(data.source.name, ...obstacle)
  }
}

/** Throws an InputError where sums of whole softmax rows are parted elsewhere than at the margin that parts easy from hard ones. */
export function checkRows(
  { source, sketch, grouping: { task, classes } }: SketchedData,
  losses: readonly Loss[],
  margin: number,
): void {
  const ofRows = losses.find((loss) => bind(loss, task, classes.length).some(({ row }) => row !== null))
  if (!ofRows || sketch.rows?.margin === margin) return
  throw new InputError(
    source.name,
    `this sketch parts what ${ofRows.spec} needs of whole rows at another threshold, the first that it was made with`,
    'ask for that one with --threshold, or sketch the predictions again',
  )
}

/** What does without sums. */
const ONE_BY_ONE = 'lossctl samples has the loss of each'

const sketchAgain = (loss: Loss) =>
  `give the predictions, or sketch them again with ${writeFlag('--loss', loss.spec)}`

/** A loss with a factor for each class, asked of all together. A page, which has both, asks it of the classes. */
function mixes(
  { grouping: { task, perClass } }: SketchedData,
  loss: Loss,
  cure = sketchAgain(loss),
): readonly [problem: string, hint: string] | null {
  if (task === 'binary' || perClass || !tellClassesApart([loss])) return null
  const name = loss.library?.name ?? loss.spec
  return [`this sketch does not keep its classes apart, and ${name} has a factor for each`, cure]
}

/** Why the sketch does not tell the sums of a loss, and what does; null when it does. */
export function obstacleTo(
  data: SketchedData,
  loss: Loss,
  cure = sketchAgain(loss),
): readonly [problem: string, hint: string] | null {
  const { task, classes } = data.grouping
  const name = loss.library?.name ?? loss.spec
  const kink = kinksOf([loss], task, classes.length).find((margin) => !isParted(data.sketch, margin))
  if (kink !== undefined)
    return [
      `this sketch is not parted at a margin of ${kink}, where ${name} ${loss.library ? 'begins to clamp' : 'is not smooth'}`,
      loss.library ? 'give the predictions themselves' : cure,
    ]
  const needsRows = bind(loss, task, classes.length).some(({ row }) => row !== null)
  if (needsRows && !data.sketch.rows)
    return [
      `this sketch knows the truth of each row alone, and ${name} needs the probabilities of all classes`,
      cure,
    ]
  const because = bind(loss, task, classes.length).find(({ unsketched }) => unsketched)?.unsketched
  if (because) return [`of ${name} a sketch does not tell the sums: ${because}`, ONE_BY_ONE]
  const beyond = countBeyond(data, loss)
  if (beyond === 0) return null
  return [
    `of ${beyond} sample${beyond === 1 ? '' : 's'} with a margin beyond its bins a sketch does not tell what ${name} makes`,
    `${ONE_BY_ONE}; leave such rows out, or choose other parameters`,
  ]
}

/** Samples beyond the bins, where their loss is neither level nor a straight line. */
function countBeyond({ sketch, grouping }: SketchedData, loss: Loss): number {
  const bound = bind(loss, grouping.task, grouping.classes.length)
  return sketch.groups.reduce((sum, group, index) => {
    if (!group) return sum
    const { below, belowFrom, above } = bound[lossPlace(grouping.task, identifyGroup(grouping, index))]
    const isCurved = below === 'curve' || group.lowest > belowFrom
    return sum + (isCurved ? group.below[0] : 0) + (above === 'curve' ? group.above[0] : 0)
  }, 0)
}

/** Whether no samples lie together across a margin. Below the bins there is one where they never do. */
function isParted(sketch: Sketch, margin: number): boolean {
  if (sketch.groups.some((group) => group && group.below[0] > 0 && margin < group.lowest))
    return margin === -CLAMP && sketch.groups.every((group) => !Number.isNaN(group?.far[0]))
  const { edges } = sketch.grid
  const isEdge = edges.some((edge) => Math.abs(edge - margin) <= SAME_EDGE)
  return isEdge || hasEdge(sketch.grid, margin) || !holdsSamples(sketch, margin)
}

/** Whether the margin's bin holds samples, or may: a bin that is split elsewhere is not looked into. */
function holdsSamples({ grid, groups }: Sketch, margin: number): boolean {
  const bin = binOf(margin)
  return grid.splits[bin] > 0 || groups.some((group) => group?.segments.has(bin))
}
