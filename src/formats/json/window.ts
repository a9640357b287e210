/** Some of the bytes of a file of JSON, to be walked over. */
import { isAscii, isUtf8 } from 'node:buffer'
import { InputError } from '../../errors.ts'

export interface Window {
  /** A character for each byte. */
  readonly text: string
  readonly bytes: Buffer
  /** Byte of the file at which it begins. */
  readonly offset: number
  readonly isAscii: boolean
  /** Whether the file ends with it. */
  readonly isLast: boolean
}

export function windowOf(bytes: Buffer, offset: number, isLast: boolean): Window {
  return { text: bytes.toString('latin1'), bytes, offset, isAscii: isAscii(bytes), isLast }
}

/** Throws an InputError for bytes that are no UTF-8, of those that end with a character. */
export function checkUtf8(path: string, bytes: Buffer): void {
  if (!isUtf8(bytes))
    throw new InputError(path, 'is not UTF-8', 'save it as UTF-8; it may be Latin-1 (Windows-1252)')
}

/** Where the text begins: behind a byte-order mark. */
export function startOfText(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
}

/** What a string holds, from its quote to behind the other. */
export function stringAt(window: Window, start: number, end: number): string {
  const inner = sliceOf(window, start + 1, end - 1)
  return inner.includes('\\') ? (JSON.parse(`"${inner}"`) as string) : inner
}

/** A short piece is copied; a long one would keep all of the text in memory as long as itself. */
const SHORT = 12

/** A piece of the text, in which characters may be of several bytes. */
export function sliceOf({ text, bytes, isAscii }: Window, start: number, end: number): string {
  return isAscii && end - start <= SHORT ? text.slice(start, end) : bytes.toString('utf8', start, end)
}
