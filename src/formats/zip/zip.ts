/** Zip archives, by what is in them. */
import type { SeenFile } from '../../sources/file.ts'
import { withFile } from '../../sources/reading.ts'
import { openArchive } from '../arrays/archive.ts'
import type { Table } from '../table.ts'
import { readDirectory, type ZipMember } from './directory.ts'
import { isArray, readNpz } from './npz.ts'
import { strangeZip } from './strangers.ts'

/** @param member what is asked for of it */
export async function openZip(seen: SeenFile, member: string | undefined): Promise<Table> {
  const { members, arrays } = await withFile(seen, async (file) => {
    const found = (await readDirectory(file)).filter(isFile)
    return { members: found, arrays: found.some(isArray) ? await readNpz(file, found) : null }
  })
  if (arrays !== null) return openArchive(seen, 'NPZ', arrays, member)
  throw strangeZip(seen.path, members)
}

/** Folders are members too, and what macOS packs beside each file is none. */
function isFile({ name }: ZipMember): boolean {
  return !name.endsWith('/') && !/(?:^|\/)(?:__MACOSX\/|\.DS_Store$)/.test(name)
}
