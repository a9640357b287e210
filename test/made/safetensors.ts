/** safetensors files written by hand. */

export interface Tensor {
  readonly name: string
  readonly dtype: string
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

export function writeSafetensors(tensors: readonly Tensor[], metadata?: object): Buffer {
  let at = 0
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {}
  for (const { name, dtype, shape, bytes } of tensors) {
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.length] }
    at += bytes.length
  }
  return withHeader(JSON.stringify(header), Buffer.concat(tensors.map(({ bytes }) => bytes)))
}

/** Padded with blanks, as the library does. */
export function withHeader(text: string, data: Uint8Array): Buffer {
  const header = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8))
  const start = Buffer.alloc(8)
  start.writeBigUInt64LE(BigInt(header.length))
  return Buffer.concat([start, header, data])
}
