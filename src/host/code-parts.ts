/** Text of the Python files in src/engines/code, which the build lays beside the bundle. */
import { readFile } from 'node:fs/promises'

/** The tests run the source. */
const FOLDER = import.meta.url.endsWith('.ts') ? '../engines/code/' : './python/'

export async function readCodeParts([own, common]: readonly [string, string]): Promise<[string, string]> {
  const read = (name: string) => readFile(new URL(FOLDER + name, import.meta.url), 'utf8')
  return [await read(own), await read(common)]
}
