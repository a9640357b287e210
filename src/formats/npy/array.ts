/** An array in an NPY file: its header and its size, checked, and its bytes. */
import { InputError } from '../../errors.ts'
import type { Precision } from '../../losses/task.ts'
import { changed, type OpenFile, type SeenFile } from '../../sources/file.ts'
import { type ElementType, elementType } from './bytes.ts'
import { NPY_PREFIX, type NpyHeader, npyHeaderSpan, parseNpyHeader } from './header.ts'

export interface NpyArray extends SeenFile {
  readonly header: NpyHeader
  readonly type: ElementType
}

/** Throws an InputError for anything that cannot be read to the last bit. */
export async function describe(file: OpenFile): Promise<NpyArray> {
  const { path, state } = file
  const size = Number(state.size)
  const prefix = await readExactly(file, 0, Math.min(NPY_PREFIX, size))
  const [start, length] = npyHeaderSpan(prefix, path)
  if (start + length > size) throw new InputError(path, 'is cut off within the NPY header', 'save it again')
  const text = (await readExactly(file, start, length)).toString('utf8')
  const header = parseNpyHeader(text, start + length, path)
  const type = checkType(header, path)
  checkShape(header.shape, path)
  checkLength(size - header.dataOffset, elementsOf(header.shape) * type.bytes, path)
  return { path, state, header, type }
}

function checkType({ descr }: NpyHeader, path: string): ElementType {
  const type = elementType(descr)
  if (type) return type
  const what = /^[<>|=]?[US]\d/.test(descr) ? 'text' : `numpy type ${descr}`
  throw new InputError(
    path,
    `holds ${what}`,
    what === 'text' ? 'save class indices, or write labels to a CSV' : 'save it as float32 or float64',
  )
}

function checkShape(shape: readonly number[], path: string): void {
  const text = pythonShape(shape)
  if (shape.length === 0)
    throw new InputError(path, `has shape ${text}, one number`, 'scores have shape (N), (N, K), or more axes')
  if (shape.includes(0)) throw new InputError(path, `is empty: its shape is ${text}`)
  if (!Number.isSafeInteger(elementsOf(shape)))
    throw new InputError(path, `claims the shape ${text}`, 'the file is damaged')
}

function checkLength(held: number, expected: number, path: string): void {
  if (held < expected) {
    throw new InputError(
      path,
      `is cut off: its header promises ${expected} bytes of data and ${held} are there`,
      'copy it again',
    )
  }
  if (held > expected) {
    throw new InputError(
      path,
      `has ${held - expected} bytes behind its data`,
      'the file is damaged, or holds two arrays',
    )
  }
}

export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}

export function pythonShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
}

/** Whole numbers, and numbers in another byte order, are converted to 64 bits by whoever computes with them. */
export function precisionOf({ name }: ElementType): Precision {
  return name === 'float16' || name === 'float32' ? name : 'float64'
}

export async function readExactly(
  { handle, path }: OpenFile,
  position: number,
  length: number,
): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done)
    if (bytesRead === 0) throw changed(path)
    done += bytesRead
  }
  return buffer
}

export function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
}
