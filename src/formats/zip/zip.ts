/** Zip archives, by what is in them. */
import type { SeenFile } from '../../sources/file.ts'
import { withFile } from '../../sources/reading.ts'
import { openArchive } from '../arrays/archive.ts'
import type { Table } from '../table.ts'
import { readDirectory, type ZipMember } from './directory.ts'
import { isArray, readNpz } from './npz.ts'
import { layDownText } from './text-member.ts'

/**
 * @param member what is asked for of it
 * @param openText opens the file that it is of
 */
export async function openZip(
  seen: SeenFile,
  member: string | undefined,
  openText: (text: SeenFile) => Promise<Table>,
): Promise<Table> {
  const found = await withFile(seen, async (file) => {
    const members = (await readDirectory(file)).filter(isFile)
    if (members.some(isArray)) return { format: 'NPZ', arrays: await readNpz(file, members) }
    const pickle = findPickle(members)
    if (pickle && !isScript(members)) {
      const { readTorch } = await import('../torch/torch.ts')
      return { format: 'torch', arrays: await readTorch(file, members, pickle) }
    }
    return layDownText(file, members, member)
  })
  return 'format' in found ? openArchive(seen, found.format, found.arrays, member) : openText(found)
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
