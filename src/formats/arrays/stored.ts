/** An array as it lies in a file: its shape and its size, checked, and its bytes. */
import { InputError } from '../../errors.ts'
import type { Precision } from '../../losses/task.ts'
import type { SeenFile } from '../../sources/file.ts'
import type { RawArray } from '../table.ts'
import type { Checksum } from './checksum.ts'
import type { ElementType } from './elements.ts'
import { countRows, elementsOf, planeOf, type RowAxes, type Strided } from './strides.ts'

/** `path` is what messages call it: `preds.npz::logits` of an array among others. */
export interface StoredArray extends SeenFile, Strided {
  /** Of the file: NPY, NPZ, ... */
  readonly format: string
  /** Byte of the file at which its first element begins. */
  readonly offset: number
  readonly type: ElementType
  /** What the file says that its bytes sum up to; null where it says nothing. */
  readonly check: Checksum | null
}

/** What is wrong with an array, and what to do about it. */
export interface ArrayFault {
  readonly problem: string
  readonly hint: string
}

/** Null where the shape is one of rows. */
export function faultOfShape(shape: readonly number[]): ArrayFault | null {
  const text = pythonShape(shape)
  if (shape.length === 0)
    return { problem: `has shape ${text}, one number`, hint: 'scores have shape (N), (N, K), or more axes' }
  if (shape.includes(0)) return { problem: `is empty: its shape is ${text}`, hint: '' }
  return null
}

/** Throws an InputError for more elements than can be counted. */
export function checkCount(shape: readonly number[], path: string): void {
  if (Number.isSafeInteger(elementsOf(shape))) return
  throw new InputError(path, `claims the shape ${pythonShape(shape)}`, 'the file is damaged')
}

export function summaryOf({ format, type, shape }: StoredArray): string {
  return `${format} ${type.name} ${pythonShape(shape)}`
}

/** Its bytes for readers that take them as they are. Null where they stand in some other way. */
export function rawOf(array: StoredArray, rows: RowAxes): RawArray | null {
  const { path, at, state, offset, type, check } = array
  const plane = planeOf(rows)
  if (type.code === null || plane === null) return null
  const size = { rows: countRows(rows), columns: rows.classes.length, plane }
  return { kind: 'array', file: { path, at, state }, code: type.code, offset, ...size, check }
}

/** Bytes from the beginning of the file to the end of the array. */
export function endOf({ offset, shape, type }: StoredArray): number {
  return offset + elementsOf(shape) * type.bytes
}

export function pythonShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
}

/**
 * Whole numbers, and numbers in another byte order, are converted to 64 bits by whoever computes with them. Those of bfloat16
 * are rounded about as much as those of half precision.
 */
export function precisionOf({ name }: ElementType): Precision {
  if (name.startsWith('bfloat16')) return 'float16'
  return name === 'float16' || name === 'float32' ? name : 'float64'
}
