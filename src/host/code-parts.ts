/** Text of the Python files in src/engines/code. */
import { readOwnFile } from '../own-file.ts'

export function readCodeParts([own, common]: readonly [string, string]): [string, string] {
  return [readCodePart(own), readCodePart(common)]
}

export function readCodePart(name: string): string {
  return readOwnFile(`python/${name}`).toString()
}
