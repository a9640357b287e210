/** The array in NPY bytes, which are a file or a part of one: its header and its size, checked. */
import { InputError } from '../../errors.ts'
import { type ElementType, elementType } from '../arrays/elements.ts'
import { type ArrayFault, checkCount, faultOfShape } from '../arrays/stored.ts'
import { elementsOf, type Strided, stridesOf } from '../arrays/strides.ts'
import { NPY_PREFIX, type NpyHeader, npyHeaderSpan, parseNpyHeader } from './header.ts'

/** An array that can be read: where its data begin, and how they lie. */
export interface NpyArray extends Strided {
  readonly type: ElementType
  readonly dataOffset: number
}

/** One that is in order and cannot be read all the same. */
export interface UnreadNpy {
  readonly shape: readonly number[]
  /** In a word. */
  readonly type: string
  readonly fault: ArrayFault
}

/** The bytes of the array, wherever they are. */
export type ReadBytes = (position: number, length: number) => Promise<Buffer>

/**
 * Throws an InputError for what is cut off or damaged.
 * @param size bytes that there are
 */
export async function describeNpy(
  read: ReadBytes,
  size: number,
  path: string,
): Promise<NpyArray | UnreadNpy> {
  const prefix = await read(0, Math.min(NPY_PREFIX, size))
  const [start, length] = npyHeaderSpan(prefix, path)
  if (start + length > size) throw new InputError(path, 'is cut off within the NPY header', 'save it again')
  const header = parseNpyHeader((await read(start, length)).toString('utf8'), start + length, path)
  const { shape, dataOffset, fortranOrder } = header
  const found = header.descr === null ? undefined : elementType(header.descr)
  const type = found?.name === 'text' ? soundText(found, path) : found
  if (!type) return { shape, ...unreadType(header) }
  const fault = faultOfShape(shape)
  checkCount(shape, path)
  checkLength(size - dataOffset, elementsOf(shape) * type.bytes, path)
  if (fault) return { shape, type: type.name, fault }
  return { shape, strides: stridesOf(shape, fortranOrder), type, dataOffset }
}

/** The type, whose readers say where bytes are that stand for no character. */
function soundText(type: ElementType, path: string): ElementType {
  const orRefused =
    <T>(read: (view: DataView, offset: number) => T) =>
    (view: DataView, offset: number) => {
      try {
        return read(view, offset)
      } catch {
        throw new InputError(path, 'holds bytes that are no text in UTF-8', 'save it as text: a.astype("U")')
      }
    }
  return { ...type, text: orRefused(type.text), read: orRefused(type.read) }
}

function unreadType({ descr }: NpyHeader): Omit<UnreadNpy, 'shape'> {
  if (descr === null)
    return {
      type: 'structured',
      fault: { problem: 'holds a structured array', hint: 'save one field: np.save(path, a["field"])' },
    }
  if (descr.includes('O'))
    return {
      type: 'object',
      fault: {
        problem: 'holds pickled Python objects, which are programs and are not run',
        hint: 'save numbers: np.save(path, a.astype(np.float64))',
      },
    }
  if (/^[<>|=]?[US]\d/.test(descr))
    return {
      type: 'text',
      fault: {
        problem: 'holds texts of more than 1,000 characters',
        hint: 'save shorter ones, or class indices',
      },
    }
  return {
    type: descr,
    fault: { problem: `holds numpy type ${descr}`, hint: 'save it as float32 or float64' },
  }
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
