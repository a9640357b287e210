/**
 * What a sketch that an engine made carries with it: how its rows were read and where its bins are parted. It stands in
 * every row of the table, as base64url: braces and colons of JSON in a query are taken for templates and parameters.
 */
import type { Task } from '../../losses/task.ts'

export const TABLE_FORMAT = 'lossctl-sketch-table'
export const TABLE_VERSION = 1

export interface TableSpec {
  readonly format: typeof TABLE_FORMAT
  readonly version: number
  /** Of the query: whose words it is in. */
  readonly dialect: string
  readonly task: Task
  readonly from: 'logits' | 'probs'
  readonly perClass: boolean
  readonly thresholds: readonly number[]
  /** Edges where a loss is not smooth, or a bin of calibration ends. */
  readonly kinks: readonly number[]
  readonly edges: readonly number[]
  readonly classes: readonly string[]
  readonly scores: readonly string[]
  readonly labels: readonly string[]
  readonly labelCodes: string
  /** Whether it has the sums of whole softmax rows; absent where it has not. */
  readonly rows?: true
  readonly weight: string | null
  readonly by: string | null
  /** What its rows come from, for a name. */
  readonly table: string
  /** Whether it is of rows of its own, whose sums are known. */
  readonly selfTest: boolean
}

export function encodeSpec(spec: TableSpec): string {
  const bytes = new TextEncoder().encode(JSON.stringify(spec))
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** How every specification of whatever version begins. */
export const SPEC_START = btoa(`{"format":"${TABLE_FORMAT}"`).slice(0, -2)

/** Null for a text that is none. */
export function decodeSpec(text: string): unknown {
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0))))
  } catch {
    return null
  }
}
