/** What a query is asked to sketch. */
import type { Task } from '../../losses/task.ts'

/** Columns of a table, or one array of so many numbers. */
export type Source =
  | { readonly kind: 'columns'; readonly names: readonly string[] }
  | { readonly kind: 'array'; readonly name: string; readonly length: number }

/** How labels are written: 0 to K - 1, as the names of the classes, as truth values, or as -1 and 1. */
export const LABEL_KINDS = ['index', 'names', 'bool', 'sign'] as const
export type LabelKind = (typeof LABEL_KINDS)[number]

export interface SqlRequest {
  /** What stands behind FROM. */
  readonly table:
    | { readonly kind: 'name'; readonly parts: readonly string[] }
    | { readonly kind: 'query'; readonly text: string }
  /** A condition, as it is. */
  readonly where: string | null
  readonly task: Task
  readonly from: 'logits' | 'probs'
  readonly scores: Source
  /** One column of class indices, or, of multi-label data, one a class. */
  readonly labels: Source
  readonly labelKind: LabelKind
  /** Labels of samples to be left out, and, of one-against-rest data, of rows of no class. */
  readonly ignored: readonly string[]
  readonly background: string | null
  readonly classes: readonly string[]
  readonly thresholds: readonly number[]
  /** All margins at which the sketch is parted. */
  readonly edges: readonly number[]
  readonly perClass: boolean
  readonly weight: string | null
  readonly by: string | null
  readonly renormalize: boolean
  /** Whether losses of whole softmax rows are asked for. */
  readonly rows: boolean
}

export function sizeOf(source: Source): number {
  return source.kind === 'array' ? source.length : source.names.length
}

/** For messages and for the head of a report. */
export function namesOf(source: Source): readonly string[] {
  return source.kind === 'array' ? [source.name] : source.names
}
