/** safetensors: a header in JSON says where each tensor stands in the bytes behind it. */
import { InputError } from '../errors.ts'
import type { OpenFile, SeenFile } from '../sources/file.ts'
import { joinMember } from '../sources/member.ts'
import { withFile } from '../sources/reading.ts'
import { type ArrayEntry, openArchive } from './arrays/archive.ts'
import { readExactly } from './arrays/bytes.ts'
import { bfloat16, type ElementType, elementType } from './arrays/elements.ts'
import { checkCount, faultOfShape } from './arrays/stored.ts'
import { elementsOf, stridesOf } from './arrays/strides.ts'
import { extentOf } from './json-extent.ts'
import type { Table } from './table.ts'

/** Bytes before the header: its length. */
const START = 8

/** The library itself reads no longer ones. */
const MAX_HEADER = 100_000_000

/** A tensor is a list in an object in an object. */
const MAX_DEPTH = 3

const NUMPY: Readonly<Record<string, string>> = {
  F64: '<f8',
  F32: '<f4',
  F16: '<f2',
  I64: '<i8',
  I32: '<i4',
  I16: '<i2',
  I8: '|i1',
  U64: '<u8',
  U32: '<u4',
  U16: '<u2',
  U8: '|u1',
  BOOL: '|b1',
}

/** @param member the tensor that is asked for */
export async function openSafetensors(seen: SeenFile, member: string | undefined): Promise<Table> {
  return openArchive(seen, 'safetensors', await withFile(seen, readEntries), member)
}

/** What the header says of a tensor. */
interface Described {
  readonly name: string
  readonly dtype: string
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

async function readEntries(file: OpenFile): Promise<readonly ArrayEntry[]> {
  const size = Number(file.state.size)
  const length = (await readExactly(file, 0, START)).readUInt32LE(0)
  if (length > MAX_HEADER || START + length > size) throw damaged(file.path, 'its header is cut off')
  const header = await readExactly(file, START, length)
  const tensors = describeAll(header, file.path)
  checkPlaces(tensors, size - START - length, file.path)
  return tensors.map((tensor) => entryOf(tensor, file, START + length))
}

function describeAll(header: Buffer, path: string): readonly Described[] {
  const found = Object.entries(parse(header, path)).filter(([name]) => name !== '__metadata__')
  return found.map(([name, value]) => {
    const { dtype, shape, data_offsets: places } = (value ?? {}) as Record<string, unknown>
    if (typeof dtype !== 'string' || !isCounts(shape) || !isCounts(places) || places.length !== 2)
      throw damaged(path, `its header does not say what "${name}" is`)
    return { name, dtype, shape, begin: places[0], end: places[1] }
  })
}

function parse(header: Buffer, path: string): object {
  const { end, depth } = extentOf(header)
  const isPadded = header.subarray(Math.max(0, end)).every((byte) => byte === 0x20)
  if (end < 0 || depth > MAX_DEPTH || !isPadded) throw damaged(path, 'its header is no JSON')
  try {
    return JSON.parse(header.toString('utf8')) as object
  } catch {
    throw damaged(path, 'its header is no JSON')
  }
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0)
}

/** Tensors stand one behind the other, without gaps, and fill the file. */
function checkPlaces(tensors: readonly Described[], held: number, path: string): void {
  let at = 0
  for (const { name, begin, end } of tensors.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at || end < begin) throw damaged(path, `"${name}" does not stand behind the others`)
    at = end
  }
  if (at > held)
    throw new InputError(
      path,
      `is cut off: ${at} bytes of tensors are promised and ${held} are there`,
      'copy it again',
    )
  if (at < held) throw damaged(path, `${held - at} bytes stand behind its tensors`)
}

function entryOf({ name, dtype, shape, begin, end }: Described, file: OpenFile, start: number): ArrayEntry {
  const path = joinMember(file.path, name)
  const type = typeOf(dtype)
  if (!type) {
    const fault = { problem: `holds numbers of type ${dtype}`, hint: 'save it as float32' }
    return { name, type: dtype, shape, fault, array: null }
  }
  checkCount(shape, path)
  if (end - begin !== elementsOf(shape) * type.bytes)
    throw damaged(file.path, `"${name}" has ${end - begin} bytes, which its shape and its type do not make`)
  const fault = faultOfShape(shape)
  if (fault) return { name, type: type.name, shape, fault, array: null }
  const { at = file.path, state } = file
  const lies = { shape, strides: stridesOf(shape, false), offset: start + begin, type, check: null }
  return {
    name,
    type: type.name,
    shape,
    fault: null,
    array: { path, at, state, format: 'safetensors', ...lies },
  }
}

function typeOf(dtype: string): ElementType | undefined {
  if (dtype === 'BF16') return bfloat16(true)
  return Object.hasOwn(NUMPY, dtype) ? elementType(NUMPY[dtype]) : undefined
}

function damaged(path: string, how: string): InputError {
  return new InputError(path, `is a damaged safetensors file: ${how}`, 'copy it again, or save it again')
}
