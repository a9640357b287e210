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
  const [format, arrays] = await withFile(seen, async (file) => {
    const members = (await readDirectory(file)).filter(isFile)
    if (members.some(isArray)) return ['NPZ', await readNpz(file, members)]
    const pickle = findPickle(members)
    if (!pickle || isScript(members)) throw strangeZip(seen.path, members)
    return ['torch', await (await import('../torch/torch.ts')).readTorch(file, members, pickle)]
  })
  return openArchive(seen, format, arrays, member)
}

/** The pickle of torch.save, in the folder that has all that it wrote. */
function findPickle(members: readonly ZipMember[]): ZipMember | undefined {
  return members.find(({ name }) => /^(?:[^/]{1,1000}\/)?data\.pkl$/.test(name))
}

/** TorchScript has its program beside it. */
function isScript(members: readonly ZipMember[]): boolean {
  return members.some(({ name }) => /^[^/]{1,1000}\/(?:code\/|constants\.pkl$)/.test(name))
}

/** Folders are members too, and what macOS packs beside each file is none. */
function isFile({ name }: ZipMember): boolean {
  return !name.endsWith('/') && !/(?:^|\/)(?:__MACOSX\/|\.DS_Store$)/.test(name)
}
