/** The files of shared/golden: what a library's own code gave for inputs that are in the file too. */
import { readFileSync } from 'node:fs'
import { sharedPath } from '../made/shared.ts'

export type Nested = number | string | readonly Nested[]

export interface PeerInput {
  /** binary_logits, softmax_probs…; a name that ends in _soft has soft labels. */
  readonly kind: string
  /** Logits. */
  readonly x?: Nested
  /** Probabilities. */
  readonly p?: Nested
  readonly y?: Nested
  readonly ignore_index?: number
  /** Of a detection: one class a row, where the number of classes stands for background. */
  readonly label?: readonly number[]
}

/** Exactly what was passed. Null is not passed, or off; what each peer makes of it is in its adapter. */
export interface Params {
  readonly alpha?: number | readonly number[] | null
  readonly gamma?: number
  readonly epsilon?: number
  readonly eps?: number
  readonly label_smoothing?: number | null
  readonly weight?: number | readonly number[] | null
  readonly weights?: readonly number[] | null
  readonly class_weight?: readonly number[] | null
  readonly class_weights?: readonly number[]
  readonly ce_weight?: readonly number[] | null
  readonly pos_weight?: number | readonly number[] | null
  readonly sample_weight?: readonly number[] | null
  readonly ignore_index?: number
  readonly from_logits?: boolean
  readonly reduction?: string | null
  readonly num_boxes?: number
  readonly normalizer?: number
  /** Which function of several in one file. */
  readonly fn?: string
  readonly peer?: string
  readonly mode?: string
  readonly [other: string]: unknown
}

export interface PeerCase {
  readonly id: string
  readonly input: string
  readonly params: Params
  readonly sample_weight?: readonly number[]
  /** Everything else is a result: `none` (an element each), `mean`, `sum`, `value`… */
  readonly [result: string]: unknown
}

export interface PeerFile {
  readonly peer: string
  readonly inputs: Readonly<Record<string, PeerInput>>
  readonly cases: readonly PeerCase[]
}

export interface ManifestEntry {
  readonly file: string
  readonly kind: 'peer' | 'exact' | 'identify'
  readonly cases: number
  readonly precision?: 'float32' | 'float64'
  /** Worst differences between the peer and a restatement of its formula in float64. */
  readonly measured?: { readonly extreme_abs: number }
}

const folder = sharedPath('golden/public')

/** What the manifest lists; nothing where there is no shared/golden. */
export const ENTRIES: readonly ManifestEntry[] = folder
  ? JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8')).files
  : []

export function readPeer({ file }: ManifestEntry): PeerFile {
  return JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))
}

export const nameOf = ({ file }: ManifestEntry) => file.replace(/\.json$/, '')

/** The results of a case: whatever is neither its name nor what it was given. */
export function resultsOf(one: PeerCase): readonly [string, Nested][] {
  const given = ['id', 'input', 'params', 'sample_weight']
  return Object.entries(one).filter((entry): entry is [string, Nested] => !given.includes(entry[0]))
}

/** All numbers in order. Non-finite ones are the strings "nan", "inf" and "-inf". */
export function flatten(values: Nested | undefined): number[] {
  if (Array.isArray(values)) return values.flatMap(flatten)
  if (typeof values !== 'string') return values === undefined ? [] : [values as number]
  return [{ nan: Number.NaN, inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY }[values]!]
}
