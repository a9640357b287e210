/** Several files at once: all of them are written, or none is. */
import { cannotWrite } from './cannot-write.ts'
import { type OutputFile, openOutput } from './output-file.ts'
import { type Replaced, replace } from './replace.ts'
import { stream } from './stream.ts'

export interface WholeFile {
  readonly path: string
  /** In pieces where it is too long to be held. */
  readonly content: string | Buffer | Iterable<string>
}

export async function writeAll(files: readonly WholeFile[]): Promise<void> {
  const open: OutputFile[] = []
  try {
    for (const { path } of files) open.push(await openOutput(path))
    for (const [index, { content }] of files.entries()) await open[index].write(content)
    await commitAll(open)
  } finally {
    for (const file of open) await file.discard()
  }
}

/** What has been written so far takes the names it is for. */
export async function commitAll(files: readonly OutputFile[]): Promise<void> {
  for (const file of files) await file.close()
  const replaced: Replaced[] = []
  try {
    // In one go, so that an interrupt finds all of them done or none.
    for (const file of files.filter(({ target }) => !target.stream))
      replaced.push(orCannotWrite(file, () => replace(file.target, file.temporary, files.length > 1)))
    // Last, since what has gone into a pipe cannot be taken back.
    for (const { target, temporary } of files.filter(({ target }) => target.stream))
      await stream(target.path, temporary).catch((error) => {
        throw cannotWrite(target.name, error)
      })
  } catch (error) {
    for (const { takeBack } of replaced.reverse()) takeBack()
    throw error
  }
  for (const { settle } of replaced) settle()
}

function orCannotWrite<T>({ target }: OutputFile, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw cannotWrite(target.name, error)
  }
}
