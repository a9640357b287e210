/**
 * What of Node's Buffer the program and its libraries use: that of the package `buffer`, asked for by its file since the name alone is
 * that of Node's own. It reads bytes that are no UTF-8 as other characters than Node does, and takes a Buffer alone where Node takes
 * any array of bytes.
 */
import { Buffer } from 'buffer/index.js'

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const otherwise = Buffer.prototype.toString

Buffer.prototype.toString = function (this: Buffer, encoding = 'utf8', start = 0, end = this.length) {
  const isUtf8 = encoding === 'utf8' || encoding === 'utf-8'
  return isUtf8 ? utf8.decode(this.subarray(start, end)) : otherwise.call(this, encoding, start, end)
}

/** The same memory. */
const asBuffer = (one: unknown) =>
  one instanceof Uint8Array && !Buffer.isBuffer(one)
    ? Buffer.from(one.buffer as ArrayBuffer, one.byteOffset, one.length)
    : one

type Methods = Record<string, (this: Buffer, ...given: unknown[]) => unknown>
const methods = Buffer.prototype as unknown as Methods

for (const name of ['equals', 'compare', 'copy', 'indexOf', 'includes']) {
  const method = methods[name]
  methods[name] = function (first, ...rest) {
    return method.call(this, asBuffer(first), ...rest)
  }
}

export { Buffer }
