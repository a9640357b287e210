/** What was read and how, as it stands at the head of every report. */
import type { Precision, Task } from '../losses/task.ts'
import type { Grouping } from '../margin/grouping.ts'
import type { OwnFile } from '../reading/beside.ts'
import type { Side } from '../reading/reading.ts'
import type { ScoreAdjustment } from '../reading/scores/adjustment.ts'
import type { OtherScale } from '../reading/scores/changed.ts'
import type { RoundedRows } from '../reading/scores/rounding.ts'
import type { Scan } from '../scan/scan.ts'
import type { Sketch } from '../sketch/sketch.ts'
import { findImplausible, type Implausible, implausibleOf } from './implausible.ts'

export interface SourceReport {
  /** As the user named it. */
  readonly name: string
  readonly files: number
  readonly format: string
  readonly task: Task
  /** `logits` or `probs`; logits where scores are adjusted. */
  readonly from: string
  /** What the scores are stored in; null for a sketch that does not say. */
  readonly precision: Precision | null
  readonly scores: readonly string[]
  readonly labels: readonly string[]
  /** How labels are written. */
  readonly labelCodes: string
  /** Null when labels stand beside the scores. */
  readonly labelsFile: string | null
  readonly classes: readonly string[]
  readonly id: string | null
  readonly weight: string | null
  readonly by: string | null
  readonly rows: number
  readonly samples: number
  readonly ignored: number
  readonly skipped: number
  /** Probabilities of exactly 0 or 1. */
  readonly clamped: number
  /** Samples whose truth has a probability of 0; null for a sketch that does not say. */
  readonly held: number | null
  /** What the first rows of probabilities have that is taken for rounding; absent where they have nothing. */
  readonly rounding?: RoundedRows
  /** What no sane model gives; absent where all is as it may be. */
  readonly implausible?: Implausible
  /** What scores are in the file, where that is neither logits nor probabilities. */
  readonly form?: OtherScale
  /** How scores were moved before all else; absent where they were not. */
  readonly adjustment?: ScoreAdjustment
  /** Column of the class that a score is of, where that is not the positive one. */
  readonly predicted?: string
  /** Columns that may be the scores of one more model, where several stand side by side; absent without any. */
  readonly perhapsModels?: readonly string[]
  /** Columns that are named for the negation of the score, and were left out; absent without any. */
  readonly negations?: readonly string[]
  /** The id by which the rows of `labelsFile` were found, null for row by row; absent without it, and where a sketch does not say. */
  readonly joinedBy?: string | null
}

/** Whether `--by` says what slices were made by: a column, or a file in whatever folder. */
export function isMadeBy({ by }: SourceReport, said: string): boolean {
  return by === said || by === said.split(/[/\\]/).at(-1)
}

/** Describes a scan; its counts are complete once it has run. */
export function describeSource({ dataset, counts, margins, grouping }: Scan): SourceReport {
  const following =
    dataset.reading.following && ({ kind: 'following', ...dataset.reading.following } as const)
  const implausible = implausibleOf(margins, grouping) ?? following
  const { reading, scores, labels, beside } = dataset
  const nameOf = (column: number | null, [table] = scores) => (column === null ? null : table.columns[column])
  const nameIn = (side: Side, own: OwnFile | null, column: number | null) =>
    side === 'own' ? own!.name : nameOf(column, side === 'labels' ? labels : scores)
  return {
    name: dataset.name,
    files: scores.length,
    format: scores[0].summary,
    task: reading.task,
    from: reading.from,
    precision: dataset.precision,
    scores: reading.scores.map((column) => scores[0].columns[column]),
    labels: reading.labels.map((column) => labels[0].columns[column]),
    labelCodes: reading.codes.summary,
    labelsFile: labels === scores ? null : labels[0].path,
    classes: reading.codes.classes,
    id: nameOf(reading.id),
    weight: nameIn(reading.sides.weight, beside.weight, reading.weight),
    by: nameIn(reading.sides.by, beside.by, reading.by),
    ...counts,
    ...(reading.rounding.seen && { rounding: reading.rounding.seen }),
    ...(reading.form && { form: reading.form }),
    ...(reading.adjustment && { adjustment: reading.adjustment }),
    ...(reading.predicted !== null && { predicted: scores[0].columns[reading.predicted] }),
    ...(dataset.perhapsModels?.length && { perhapsModels: dataset.perhapsModels }),
    ...(reading.negations.length > 0 && {
      negations: reading.negations.map((column) => scores[0].columns[column]),
    }),
    ...(labels !== scores && { joinedBy: nameOf(reading.joinedBy) }),
    ...(implausible && { implausible }),
  }
}

/** The same, with what its sketch tells. */
export function withSketch(source: SourceReport, sketch: Sketch, grouping: Grouping): SourceReport {
  const { implausible: before, ...rest } = source
  const following = before?.kind === 'following' ? before : null
  const implausible = findImplausible(sketch, grouping) ?? following
  return implausible ? { ...rest, implausible } : rest
}
