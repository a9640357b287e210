/** Text of the Python files in src/engines/code, which the build lays beside the bundle. */
import { readFile } from 'node:fs/promises'

/** The tests run the source. */
const FOLDER = import.meta.url.endsWith('.ts') ? '../engines/code/' : './python/'

export async function readCodeParts([own, common]: readonly [string, string]): Promise<[string, string]> {
  return [await readCodePart(own), await readCodePart(common)]
}

export function readCodePart(name: string): Promise<string> {
  return readFile(new URL(FOLDER + name, import.meta.url), 'utf8')
}
