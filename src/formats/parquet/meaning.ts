/** What stored values mean: numbers, and the text that a CSV of the same table would have in their cells. */
import { isUtf8 } from 'node:buffer'
import type { Precision } from '../../losses/task.ts'
import { elementType } from '../arrays/elements.ts'
import { parseNumber } from '../csv/dialect.ts'
import type { SchemaElement } from './library.ts'
import type { Pieces, StoredNumbers, StoredValues } from './stored.ts'
import { dayText, decimalText, momentText, timeText } from './texts.ts'

/** Of two kinds alone, so that loops over them stay quick. */
export type Numbers = Float32Array | Float64Array

/** The values of a page, or of a dictionary. */
export interface Values {
  readonly length: number
  /** NaN for what is no number. */
  numbers(): Numbers
  text(index: number): string
}

export function precisionOfElement({ type, logical_type }: SchemaElement): Precision {
  if (logical_type?.type === 'FLOAT16') return 'float16'
  return type === 'FLOAT' ? 'float32' : 'float64'
}

export function valuesOf(element: SchemaElement, stored: StoredValues): Values {
  return 'starts' in stored ? ofPieces(element, stored) : ofNumbers(element, stored)
}

type Text = (index: number) => string

function ofNumbers(element: SchemaElement, stored: StoredNumbers): Values {
  const text = temporalText(element, stored) ?? decimalOf(element, (index) => BigInt(stored[index]))
  if (text) return byText(stored.length, text)
  if (stored instanceof BigInt64Array) return ofLongs(stored, isUnsigned(element))
  const numbers =
    stored instanceof Int32Array && isUnsigned(element)
      ? new Uint32Array(stored.buffer, stored.byteOffset, stored.length)
      : stored
  const isReal = numbers instanceof Float32Array || numbers instanceof Float64Array
  return {
    length: numbers.length,
    numbers: () => (isReal ? numbers : Float64Array.from(numbers)),
    text: (index) => String(numbers[index]),
  }
}

/** Of bytes: a number of half precision, a decimal, an old timestamp, a name of 16 bytes, or text. */
function ofPieces(element: SchemaElement, pieces: Pieces): Values {
  const { bytes, starts, ends } = pieces
  const { type, logical_type } = element
  if (logical_type?.type === 'FLOAT16') return ofHalves(pieces)
  const hex: Text = (index) => bytes.toString('hex', starts[index], ends[index])
  const whole = (index: number) => {
    const digits = hex(index)
    return BigInt.asIntN(4 * digits.length, BigInt(`0x${digits || '0'}`))
  }
  const utf8: Text = (index) => {
    const text = bytes.toString('utf8', starts[index], ends[index])
    // Bytes that are no text would all become one character.
    return text.includes('\ufffd') && !isUtf8(bytes.subarray(starts[index], ends[index])) ? hex(index) : text
  }
  const old: Text = (index) => {
    const days = BigInt(bytes.readInt32LE(starts[index] + 8) - JULIAN_1970)
    return momentText(days * DAY_OF_NANOSECONDS + bytes.readBigInt64LE(starts[index]), 'NANOS', false)
  }
  const uuid: Text = (index) => hex(index).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  const text =
    decimalOf(element, whole) ??
    (type === 'INT96' ? old : logical_type?.type === 'UUID' ? uuid : type === 'BYTE_ARRAY' ? utf8 : hex)
  return byText(starts.length, text)
}

const JULIAN_1970 = 2_440_588
const DAY_OF_NANOSECONDS = 86_400_000_000_000n

function ofHalves({ bytes, starts }: Pieces): Values {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const half = elementType('<f2')!
  const numbers = Float32Array.from(starts, (start) => half.read(view, start))
  return { length: numbers.length, numbers: () => numbers, text: (index) => String(numbers[index]) }
}

/** Numbers by their text, as those of CSV are. */
function byText(length: number, text: Text): Values {
  return {
    length,
    numbers: () => Float64Array.from({ length }, (_, index) => parseNumber(text(index))),
    text,
  }
}

/** 64 bits, of which a double holds 53: the text has all digits. */
function ofLongs(stored: BigInt64Array, unsigned: boolean): Values {
  const numbers = () => doublesOf(stored, unsigned)
  const text: Text = (index) => String(unsigned ? BigInt.asUintN(64, stored[index]) : stored[index])
  return { length: stored.length, numbers, text }
}

/** The nearest to each: the upper half is exact, and rounding comes once, when the lower one is added. */
function doublesOf(stored: BigInt64Array, unsigned: boolean): Float64Array {
  const lower = new Uint32Array(stored.buffer, stored.byteOffset, stored.length * 2)
  const upper = unsigned ? lower : new Int32Array(stored.buffer, stored.byteOffset, stored.length * 2)
  const numbers = new Float64Array(stored.length)
  for (let index = 0; index < numbers.length; index++)
    numbers[index] = upper[2 * index + 1] * 4_294_967_296 + lower[2 * index]
  return numbers
}

function isUnsigned({ converted_type, logical_type }: SchemaElement): boolean {
  if (logical_type?.type === 'INTEGER') return !logical_type.isSigned
  return converted_type?.startsWith('UINT_') ?? false
}

function decimalOf(
  { converted_type, logical_type, scale = 0 }: SchemaElement,
  whole: (index: number) => bigint,
): Text | null {
  if (logical_type?.type === 'DECIMAL') return (index) => decimalText(whole(index), logical_type.scale ?? 0)
  return converted_type === 'DECIMAL' ? (index) => decimalText(whole(index), scale) : null
}

const TIMES: Readonly<Record<string, readonly ['moment' | 'time', 'MILLIS' | 'MICROS']>> = {
  TIMESTAMP_MILLIS: ['moment', 'MILLIS'],
  TIMESTAMP_MICROS: ['moment', 'MICROS'],
  TIME_MILLIS: ['time', 'MILLIS'],
  TIME_MICROS: ['time', 'MICROS'],
}

function temporalText({ converted_type, logical_type }: SchemaElement, stored: StoredNumbers): Text | null {
  const at = (index: number) => BigInt(stored[index])
  if (logical_type?.type === 'TIMESTAMP') {
    const { unit, isAdjustedToUTC } = logical_type
    return (index) => momentText(at(index), unit, isAdjustedToUTC)
  }
  if (logical_type?.type === 'TIME') return (index) => timeText(at(index), logical_type.unit)
  if (logical_type?.type === 'DATE' || converted_type === 'DATE')
    return (index) => dayText(Number(stored[index]))
  const [kind, unit] = TIMES[converted_type ?? ''] ?? []
  if (kind === undefined) return null
  return (index) => (kind === 'time' ? timeText(at(index), unit!) : momentText(at(index), unit!, true))
}
