/** NPZ: a zip archive of NPY files, one for each array. */
import { InputError } from '../../errors.ts'
import { type OpenFile, openAgain } from '../../sources/file.ts'
import { joinMember } from '../../sources/member.ts'
import type { ArrayEntry } from '../arrays/archive.ts'
import { readExactly } from '../arrays/bytes.ts'
import { type Checksum, verify } from '../arrays/checksum.ts'
import type { ArrayFault } from '../arrays/stored.ts'
import { describeNpy } from '../npy/array.ts'
import { NPY_MAGIC } from '../npy/header.ts'
import { startOf, type ZipMember } from './directory.ts'
import { inflateAll } from './inflate.ts'
import { faultOfMember, isDeflated } from './methods.ts'

/** The arrays in their order, and whatever else there is. */
export async function readNpz(file: OpenFile, members: readonly ZipMember[]): Promise<readonly ArrayEntry[]> {
  const deflated = members.filter((member) => isArray(member) && isDeflated(member))
  const unpacked = deflated.length > 0 ? await openAgain(await inflateAll(file, deflated)) : null
  const found: ArrayEntry[] = []
  let at = 0
  for (const member of members) {
    // Also of what is no array: it may only have lost its name.
    const start = await startOf(file, member)
    if (!isArray(member)) continue
    if (unpacked && deflated.includes(member)) {
      found.push(await readEntry(unpacked, member, at, null))
      at += member.size
    } else found.push(await readEntry(file, member, start, faultOfMember(member)))
  }
  return found
}

export function isArray({ name }: ZipMember): boolean {
  return name.endsWith('.npy')
}

/** @param start of its bytes in the file */
async function readEntry(
  file: OpenFile,
  member: ZipMember,
  start: number,
  fault: ArrayFault | null,
): Promise<ArrayEntry> {
  const name = member.name.replace(/\.npy$/, '')
  const path = joinMember(file.path, name)
  if (fault) return { name, type: '?', shape: null, fault, array: null }
  const check: Checksum = { start, length: member.size, crc: member.crc }
  const read = (position: number, length: number) => readExactly(file, start + position, length)
  if ((await read(0, Math.min(6, member.size))).toString('latin1') !== NPY_MAGIC) throw noNpy(path)
  const { shape, ...described } = await describeNpy(read, member.size, path)
  if ('fault' in described) {
    // A damaged header may look like one of a type that cannot be read.
    await verify({ ...file, path }, check)
    return { name, shape, ...described, array: null }
  }
  const { type, strides, dataOffset } = described
  const { at = file.path, state } = file
  return {
    name,
    type: type.name,
    shape,
    fault: null,
    array: { path, at, state, format: 'NPZ', shape, strides, offset: start + dataOffset, type, check },
  }
}

function noNpy(path: string): InputError {
  return new InputError(path, 'is no NPY file, though its name says so', 'save it again with np.savez')
}
