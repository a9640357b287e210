/** The one way to bytes of any name: of a file, or of a pipe, whose bytes are laid down first. */
import { type OpenFile, openAgain, type SeenFile, seeFile } from './file.ts'
import { seePipe } from './pipe.ts'

/** Throws an InputError for what is not there or may not be read. */
export async function seeSource(path: string): Promise<SeenFile> {
  return (await seePipe(path)) ?? seeFile(path)
}

export async function openSource(path: string): Promise<OpenFile> {
  return openAgain(await seeSource(path))
}
