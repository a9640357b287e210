/** A baseline: a saved sketch that also tells by which conventions and for which losses it was saved. */
import { InputError } from '../errors.ts'
import type { Loss } from '../losses/loss.ts'
import { classPlace, identifyGroup } from '../margin/grouping.ts'
import { thresholdMargin } from '../margin/margins.ts'
import { checkFields, kind, LIST, orNull, TEXT } from '../sketch/code/fields.ts'
import { hasEdge } from '../sketch/grid.ts'
import { countGroup } from '../sketch/sums/evaluate.ts'
import { adjustmentWords } from '../words/adjusted.ts'
import { writeFlag } from '../words/shell.ts'
import { fromContent, type SketchContent, toContent } from './sketch-content.ts'
import type { SketchedData } from './sketched-data.ts'
import { isMadeBy } from './source.ts'

/** Goes up when a figure comes to mean something else; figures of other conventions are not compared. */
export const CONVENTIONS = 1

export interface BaselineNote {
  readonly conventions: number
  /** What was checked when it was saved, for people; a sketch answers for any loss. */
  readonly losses: readonly string[]
  readonly fingerprint: Fingerprint
  /** Of multi-label data that were read from predictions. */
  readonly rows?: StoredRows
}

/** How quantities scatter over the rows of multi-label data, which a sketch of their cells does not know. */
export interface StoredRows {
  /** Of the bands that the quantities are about. */
  readonly threshold: number
  readonly scatter: readonly {
    /** A slice; null for all of the data. */
    readonly part: string | null
    /** Its spec; null for counts. */
    readonly loss: string | null
    /** By name: standard error and degrees of freedom. */
    readonly quantities: Readonly<Record<string, readonly [number, number]>>
  }[]
}

/** What tells data sets apart without their rows: samples by class. */
export interface Fingerprint {
  readonly source: string
  readonly samples: readonly number[]
}

export function toBaseline(
  data: SketchedData,
  losses: readonly Loss[],
  rows: StoredRows | null = null,
): SketchContent & { readonly baseline: BaselineNote } {
  return {
    ...toContent(data),
    baseline: {
      conventions: CONVENTIONS,
      losses: losses.map(({ spec }) => spec),
      fingerprint: fingerprintOf(data),
      ...(rows ? { rows } : {}),
    },
  }
}

/** Samples by class where classes are kept apart, else in all. */
function fingerprintOf({ sketch, grouping, source }: SketchedData): Fingerprint {
  const samples: number[] = []
  sketch.groups.forEach((group, index) => {
    if (!group) return
    const place = classPlace(identifyGroup(grouping, index))
    samples[place] = (samples[place] ?? 0) + countGroup(group)
  })
  return { source: source.name, samples: Array.from(samples, (count) => count ?? 0) }
}

export interface Baseline {
  readonly data: SketchedData
  readonly rows: StoredRows | null
}

/** A baseline from what a file holds. Throws an InputError when it is no sound sketch, or of other conventions. */
export function fromBaseline(path: string, content: unknown): Baseline {
  const { baseline } = content as { readonly baseline?: Partial<BaselineNote> | null }
  if (baseline && baseline.conventions !== CONVENTIONS)
    throw new InputError(
      path,
      `was saved by conventions ${numberOf(baseline)}, and this lossctl has conventions ${CONVENTIONS}`,
      AGAIN,
    )
  const data = fromContent(path, content)
  return { data: { ...data, source: { ...data.source, name: path } }, rows: checkRows(path, baseline?.rows) }
}

const AGAIN = 'save it again with --save-baseline'

const isScatter = (value: unknown) =>
  Array.isArray(value) && value.length === 2 && value.every((one) => Number.isFinite(one) && one >= 0)
const ROWS_FIELDS = { threshold: kind('a number', Number.isFinite), scatter: LIST }
const SCATTER_FIELDS = {
  part: orNull(TEXT),
  loss: orNull(TEXT),
  quantities: kind(
    'an object of pairs of numbers from 0 on',
    (value) => typeof value === 'object' && value !== null && Object.values(value).every(isScatter),
  ),
}

function checkRows(path: string, rows: StoredRows | undefined): StoredRows | null {
  if (rows === undefined) return null
  try {
    checkFields('its note of rows', rows, ROWS_FIELDS)
    for (const [index, one] of rows.scatter.entries())
      checkFields(`entry ${index} of its note of rows`, one, SCATTER_FIELDS)
    return rows
  } catch (error) {
    throw new InputError(path, `is no sound baseline: ${(error as Error).message}`, AGAIN)
  }
}

function numberOf({ conventions }: Partial<BaselineNote>): string {
  return typeof conventions === 'number' ? `${conventions}` : 'without a number'
}

interface Comparison {
  readonly threshold: number
  readonly by: string | null
  readonly otherLabels: boolean
}

/** Throws an InputError when two data sets cannot be held against each other. */
export function checkComparable(data: SketchedData, baseline: SketchedData, comparison: Comparison): void {
  const found =
    kindDiffers(data, baseline) ?? lacks(baseline, comparison) ?? labelsDiffer(data, baseline, comparison)
  if (!found) return
  const [problem, hint] = found
  throw new InputError(baseline.source.name, `cannot be compared with ${data.source.name}: ${problem}`, hint)
}

/** What is wrong, and what to do. */
type Obstacle = readonly [problem: string, hint: string] | null

function kindDiffers(
  { source: now, sketch }: SketchedData,
  { source: then, sketch: other }: SketchedData,
): Obstacle {
  if (now.task !== then.task)
    return [`it is ${then.task}, and these are ${now.task}`, 'compare like with like']
  if (now.classes.length !== then.classes.length)
    return [
      `it has ${then.classes.length} classes, and these have ${now.classes.length}`,
      'compare like with like',
    ]
  const [here, there] = [now, then].map(({ adjustment, task }) =>
    adjustment ? adjustmentWords(adjustment, task) : '',
  )
  if (here !== there)
    return [
      `its scores are ${there || 'as they stand'}, and these are ${here || 'as they stand'}`,
      'move both alike: --temperature, --priors and --logit-adjust',
    ]
  const index = now.classes.findIndex((name, place) => name !== then.classes[place])
  if (index >= 0)
    return [
      `its class ${index} is "${then.classes[index]}", and here it is "${now.classes[index]}"`,
      'name the classes alike, in the same order: --class-names',
    ]
  if ((sketch.squares === null) === (other.squares === null)) return null
  return sketch.squares
    ? ['it has no weights, and these have', 'save it again with --weight']
    : ['it has weights, and these have none', 'say --weight']
}

/** What the question needs and the baseline has not. */
function lacks(
  { source, sketch, thresholds, grouping }: SketchedData,
  { threshold, by }: Comparison,
): Obstacle {
  if (!hasEdge(sketch.grid, thresholdMargin(threshold)))
    return [
      `it is parted at pt ${[...new Set([...thresholds, 0.5])].sort((a, b) => a - b).join(' and ')}, not at ${threshold}`,
      `save it again with --threshold ${threshold}`,
    ]
  if (by !== null && by !== 'class' && !isMadeBy(source, by))
    return [
      source.by === null
        ? `it was not saved with ${writeFlag('--by', by)}`
        : `it was saved with ${writeFlag('--by', source.by)}, not with ${writeFlag('--by', by)}`,
      `save it again with ${writeFlag('--by', by)}`,
    ]
  if (by === 'class' && source.task !== 'binary' && !grouping.perClass)
    return ['it does not keep its classes apart', 'save it again with --by class']
  return null
}

function labelsDiffer(data: SketchedData, baseline: SketchedData, { otherLabels }: Comparison): Obstacle {
  if (otherLabels) return null
  const hint = 'take a baseline of the same samples; where they differ on purpose, say --allow-other-labels'
  const [now, then] = [data, baseline].map((one) => fingerprintOf(one).samples)
  const [total, totalThen] = [now, then].map((samples) => samples.reduce((sum, count) => sum + count, 0))
  if (total !== totalThen) return [`it has ${totalThen} samples, and these are ${total}`, hint]
  // One place for all, and one a class.
  if (data.source.task === 'softmax' && data.grouping.perClass !== baseline.grouping.perClass) return null
  const index = now.findIndex((count, place) => count !== then[place])
  if (index < 0) return null
  const { task, classes } = data.source
  const name = task === 'multilabel' ? ['negative', 'positive'][index] : `"${classes[index]}"`
  return [`its labels are others: ${then[index] ?? 0} times ${name}, and here ${now[index]} times`, hint]
}
