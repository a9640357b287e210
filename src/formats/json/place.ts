/** Where something stands in a file, for messages. */
import { InputError } from '../../errors.ts'
import type { SeenFile } from '../../sources/file.ts'
import { readChunks } from '../../sources/reading.ts'
import type { JsonFault } from './grammar.ts'

const LF = 10

/** Line and column of a byte, both from 1. */
export async function lineAt(
  file: SeenFile,
  offset: number,
): Promise<readonly [line: number, column: number]> {
  let [line, start, position] = [1, 0, 0]
  for await (const chunk of readChunks(file, 1 << 18)) {
    for (let at = chunk.indexOf(LF); at >= 0 && position + at < offset; at = chunk.indexOf(LF, at + 1)) {
      line++
      start = position + at + 1
    }
    position += chunk.length
    if (position > offset) break
  }
  return [line, offset - start + 1]
}

/** What is no JSON at a byte of a file. */
export async function faultAt(file: SeenFile, offset: number, { message }: JsonFault): Promise<InputError> {
  const [line, column] = await lineAt(file, offset)
  const isCut = BigInt(offset) >= file.state.size
  return new InputError(
    `${file.path}:${line}:${column}`,
    isCut ? `the JSON is cut off: ${message}` : `is no JSON: ${message}`,
    isCut ? 'copy the file again' : 'mend it, or write it again',
  )
}
