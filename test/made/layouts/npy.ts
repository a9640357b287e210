/** Arrays as numpy saves them. */

export type Code = 'f2' | 'f4' | 'f8' | 'i8' | 'i4' | 'u1' | 'b1'

const SIZE: Readonly<Record<Code, number>> = { f2: 2, f4: 4, f8: 8, i8: 8, i4: 4, u1: 1, b1: 1 }

export function writeNpy(code: Code, shape: readonly number[], values: readonly number[]): Uint8Array {
  const size = SIZE[code]
  const text = `{'descr': '${size > 1 ? '<' : '|'}${code}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`
  const header = Buffer.from(`${text.padEnd(117)}\n`)
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1'), header, bytesOf(code, values)])
}

/** One axis of text. */
export function writeTexts(texts: readonly string[]): Uint8Array {
  const width = Math.max(...texts.map((text) => text.length))
  const header = `{'descr': '<U${width}', 'fortran_order': False, 'shape': (${texts.length},), }`.padEnd(117)
  const cells = Buffer.alloc(4 * width * texts.length)
  for (const [row, text] of texts.entries())
    for (const [place, character] of [...text].entries())
      cells.writeUInt32LE(character.codePointAt(0)!, 4 * (width * row + place))
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1'), Buffer.from(`${header}\n`), cells])
}

/** One after another, the lowest byte first. */
export function bytesOf(code: Code, values: readonly number[]): Buffer {
  const size = SIZE[code]
  const data = Buffer.alloc(values.length * size)
  for (const [i, value] of values.entries()) put(data, code, i * size, value)
  return data
}

function put(data: Buffer, code: Code, at: number, value: number): void {
  if (code === 'f8') data.writeDoubleLE(value, at)
  else if (code === 'f4') data.writeFloatLE(value, at)
  else if (code === 'f2') data.writeUInt16LE(halfBits(value), at)
  else if (code === 'i8') data.writeBigInt64LE(BigInt(value), at)
  else if (code === 'i4') data.writeInt32LE(value, at)
  else data.writeUInt8(value, at)
}

/** The nearest number of half precision, of those below 65,520 in size. */
export function toHalf(value: number): number {
  const size = Math.abs(value)
  const step = 2 ** (Math.max(-14, Math.floor(Math.log2(size || 1e-9))) - 10)
  return Math.sign(value) * Math.round(size / step) * step
}

function halfBits(value: number): number {
  const size = Math.abs(toHalf(value))
  const sign = value < 0 ? 0x8000 : 0
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24)
  const exponent = Math.floor(Math.log2(size))
  return sign | ((exponent + 15) << 10) | Math.round((size / 2 ** exponent - 1) * 1024)
}
