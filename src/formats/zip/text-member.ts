/** The file of predictions that a zip archive is of, where that is none of arrays. */
import { InputError } from '../../errors.ts'
import type { OpenFile, SeenFile } from '../../sources/file.ts'
import { joinMember } from '../../sources/member.ts'
import { listArrays } from '../arrays/archive.ts'
import type { ZipMember } from './directory.ts'
import { layDownMember } from './inflate.ts'
import { faultOfMember, isDeflated } from './methods.ts'
import { manyFiles, strangeZip } from './strangers.ts'

const TEXT = /\.(?:csv|tsv|txt|json|jsonl|ndjson)$/i

/**
 * Lays it down, unpacked. Throws an InputError where it is not clear which is meant, or where it cannot be read.
 * @param members those that are files, and none an array
 * @param wanted the one that is asked for
 */
export function layDownText(
  file: OpenFile,
  members: readonly ZipMember[],
  wanted: string | undefined,
): Promise<SeenFile> {
  const member = wanted === undefined ? onlyText(file, members) : named(file, members, wanted)
  const path = joinMember(file.path, member.name)
  const fault = isDeflated(member) ? null : faultOfMember(member)
  if (fault) throw new InputError(path, fault.problem, 'unpack it first, and give what was in it')
  return layDownMember(file, member, path)
}

/** The one that is text by its name, or the one that there is. */
function onlyText({ path }: OpenFile, members: readonly ZipMember[]): ZipMember {
  const strange = strangeZip(path, members)
  if (strange) throw strange
  const texts = members.filter(({ name }) => TEXT.test(name))
  if (texts.length === 0 && members.length > 1) throw manyFiles(path, members)
  const [member, other] = texts.length > 0 ? texts : members
  if (!other) return member
  throw new InputError(
    path,
    `is a zip archive of ${texts.length} files: ${listArrays(texts.map(({ name }) => name))}`,
    `say which one: ${joinMember(path, member.name)}`,
  )
}

function named({ path }: OpenFile, members: readonly ZipMember[], wanted: string): ZipMember {
  const found = members.find(({ name }) => name === wanted)
  if (found) return found
  const names = members.map(({ name }) => name)
  throw new InputError(path, `has no file "${wanted}"`, `its files are ${listArrays(names)}`)
}
