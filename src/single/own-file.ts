/** Files of the program itself, in the single file: in the place of ../own-file.ts. */
import { getRawAsset } from 'node:sea'

/** As they lie in memory: nothing may write there. */
export function readOwnFile(name: string): Buffer {
  return Buffer.from(getRawAsset(name) as ArrayBuffer)
}
