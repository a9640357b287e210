import type { SeenFile } from '../../sources/file.ts'
import { readChunks } from '../../sources/reading.ts'

const LF = 10
const CR = 13

/**
 * The line, from 1, on which the row after the first `offset` bytes of a file begins. Reads the file up to there:
 * only error messages want line numbers, and counting them along the way would slow every pass.
 */
export function lineAfter(file: SeenFile, offset: number): Promise<number> {
  return countLines(file, (position, byte) => position >= offset && byte !== LF && byte !== CR)
}

/** The line, from 1, in which the byte at `offset` stands. */
export function lineAt(file: SeenFile, offset: number): Promise<number> {
  return countLines(file, (position) => position >= offset)
}

async function countLines(
  file: SeenFile,
  isThere: (position: number, byte: number) => boolean,
): Promise<number> {
  let line = 1
  let position = 0
  let previous = 0
  for await (const chunk of readChunks(file, 1 << 18)) {
    for (let i = 0; i < chunk.length; i++, position++) {
      const byte = chunk[i]
      if (isThere(position, byte)) return line
      if (byte === CR || (byte === LF && previous !== CR)) line++
      previous = byte
    }
  }
  return line
}
