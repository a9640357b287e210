/** Files of torch.save since 1.6: a zip archive of a pickle that says what the tensors are, and their bytes. */
import { InputError } from '../../errors.ts'
import type { OpenFile } from '../../sources/file.ts'
import { joinMember } from '../../sources/member.ts'
import type { ArrayEntry } from '../arrays/archive.ts'
import { readExactly } from '../arrays/bytes.ts'
import { type Checksum, verify } from '../arrays/checksum.ts'
import { bfloat16, type ElementType, elementType } from '../arrays/elements.ts'
import { type ArrayFault, checkCount, faultOfShape } from '../arrays/stored.ts'
import { elementsOf } from '../arrays/strides.ts'
import { startOf, type ZipMember } from '../zip/directory.ts'
import { faultOfMember } from '../zip/methods.ts'
import type { Made, Tensor } from './made.ts'
import { readPickle } from './pickle.ts'

const PICKLE = 'data.pkl'

/** Bytes of a pickle beside whose tensors there is little else. */
const MAX_PICKLE = 1 << 26

/** Elements of a tensor that has more of them than its storage. */
const MAX_REPEATED = 10_000_000

/** numpy's codes of what PyTorch calls storages and types. */
const CODES: Readonly<Record<string, string>> = {
  DoubleStorage: 'f8',
  FloatStorage: 'f4',
  HalfStorage: 'f2',
  LongStorage: 'i8',
  IntStorage: 'i4',
  ShortStorage: 'i2',
  CharStorage: 'i1',
  ByteStorage: 'u1',
  BoolStorage: 'b1',
  float64: 'f8',
  float32: 'f4',
  float16: 'f2',
  int64: 'i8',
  int32: 'i4',
  int16: 'i2',
  int8: 'i1',
  uint64: 'u8',
  uint32: 'u4',
  uint16: 'u2',
  uint8: 'u1',
  bool: 'b1',
}

/** The archive, and what of it is known already. */
interface Archive {
  readonly file: OpenFile
  readonly members: ReadonlyMap<string, ZipMember>
  /** Its folder. */
  readonly folder: string
  readonly isLittle: boolean
}

export async function readTorch(
  file: OpenFile,
  members: readonly ZipMember[],
  pickle: ZipMember,
): Promise<readonly ArrayEntry[]> {
  for (const member of members) await startOf(file, member)
  const byName = new Map(members.map((member) => [member.name, member]))
  const folder = pickle.name.slice(0, -PICKLE.length)
  const order = byName.get(`${folder}byteorder`)
  const word = order ? (await readMember(file, order)).toString('latin1') : 'little'
  if (word !== 'little' && word !== 'big') throw damaged(file.path)
  const made = readPickle(await readMember(file, pickle), file.path)
  const archive = { file, members: byName, folder, isLittle: word === 'little' }
  const entries: ArrayEntry[] = []
  for (const { name, made: one } of namesIn(made, file.path)) entries.push(await entryOf(archive, name, one))
  return entries
}

async function readMember(file: OpenFile, member: ZipMember): Promise<Buffer> {
  const fault = faultOfMember(member) ?? (member.size > MAX_PICKLE ? TOO_LONG : null)
  if (fault) throw new InputError(joinMember(file.path, member.name), fault.problem, fault.hint)
  const start = await startOf(file, member)
  await verify(file, { start, length: member.size, crc: member.crc })
  return readExactly(file, start, member.size)
}

const TOO_LONG: ArrayFault = {
  problem: 'is longer than 64 MB',
  hint: 'save the tensors of the predictions alone',
}

interface Named {
  readonly name: string
  readonly made: Made
}

const [MAX_DEPTH, MAX_NAMES] = [50, 100_000]

/** Tensors and what could be taken for them, by the keys and places that lead there: `val.logits`, `item_0` of a list. */
function namesIn(made: Made, path: string): readonly Named[] {
  const found: Named[] = []
  const walk = (one: Made, names: readonly string[]) => {
    if (names.length > MAX_DEPTH || found.length > MAX_NAMES)
      throw new InputError(
        path,
        'holds too much for predictions',
        'save the tensors of the predictions alone',
      )
    const name = names.join('.')
    if (one.kind === 'dict') for (const [key, value] of one.entries) walk(value, [...names, key])
    else if (one.kind === 'list' && one.items.some(({ kind }) => kind !== 'number' && kind !== 'text'))
      for (const [i, item] of one.items.entries())
        walk(item, [...names, names.length === 0 ? `item_${i}` : `${i}`])
    else if (one.kind === 'tensor' || one.kind === 'opaque' || one.kind === 'list')
      found.push({ name: name || 'tensor', made: one })
  }
  walk(made, [])
  return found
}

async function entryOf(archive: Archive, name: string, made: Made): Promise<ArrayEntry> {
  if (made.kind === 'tensor') return tensorEntry(archive, name, made)
  const [type, problem] =
    made.kind === 'opaque'
      ? [made.what, `holds a Python object (${made.what}), which is not made`]
      : ['list', 'is a list of Python']
  return {
    name,
    type,
    shape: made.kind === 'list' ? [made.items.length] : null,
    fault: { problem, hint: 'save tensors: torch.save({"logits": x, "label": y}, path)' },
    array: null,
  }
}

async function tensorEntry(archive: Archive, name: string, tensor: Tensor): Promise<ArrayEntry> {
  const { file, isLittle } = archive
  const { shape, strides, storage, dtype } = tensor
  const path = joinMember(file.path, name)
  const word = (dtype ?? storage.type).split('.').at(-1)!
  const type = typeOf(word, isLittle)
  if (!type) {
    const fault = { problem: `holds numbers of type ${word}`, hint: 'save it as float32: x.float()' }
    return { name, type: word, shape, fault, array: null }
  }
  checkCount(shape, path)
  const member = archive.members.get(`${archive.folder}data/${storage.key}`)
  if (!member) throw damaged(file.path)
  checkPlaces(tensor, member, type, file.path)
  const fault = faultOfShape(shape) ?? faultOfMember(member) ?? faultOfRepeats(tensor)
  if (fault) return { name, type: type.name, shape, fault, array: null }
  const start = await startOf(file, member)
  const check: Checksum = { start, length: member.size, crc: member.crc }
  const { at = file.path, state } = file
  const offset = start + tensor.offset * type.bytes
  const array = { path, at, state, format: 'torch', shape, strides, offset, type, check }
  return { name, type: type.name, shape, fault: null, array }
}

function typeOf(word: string, isLittle: boolean): ElementType | undefined {
  if (word === 'BFloat16Storage' || word === 'bfloat16') return bfloat16(isLittle)
  const code = Object.hasOwn(CODES, word) ? CODES[word] : undefined
  return code === undefined ? undefined : elementType(`${isLittle ? '<' : '>'}${code}`)
}

/** A storage has the elements that it says, and the tensor no others. */
function checkPlaces(
  { storage, offset, shape, strides, dtype }: Tensor,
  { size }: ZipMember,
  type: ElementType,
  path: string,
): void {
  const held = size / type.bytes
  const isUntyped = dtype !== null || storage.type.endsWith('UntypedStorage')
  if (storage.length * (isUntyped ? 1 : type.bytes) !== size) throw damaged(path)
  if (shape.includes(0)) return
  const last = shape.reduce((at, length, axis) => at + (length - 1) * strides[axis], offset)
  if (!(last < held)) throw damaged(path)
}

/** An expanded tensor may have any number of elements that are one in its file. */
function faultOfRepeats({ shape, storage }: Tensor): ArrayFault | null {
  const count = elementsOf(shape)
  if (count <= storage.length || count <= MAX_REPEATED) return null
  return {
    problem: `repeats its ${storage.length} elements ${Math.round(count / storage.length)} times`,
    hint: 'save x.clone()',
  }
}

function damaged(path: string): InputError {
  return new InputError(
    path,
    'is a damaged file of torch.save: its tensors and their bytes do not agree',
    'copy it again, or save it again',
  )
}
