/** The parts of zlib that pako has in files of their own; it brings no types for them. */
declare module 'pako/lib/zlib/crc32.js' {
  export default function crc32(before: number, bytes: Uint8Array, length: number, at: number): number
}

declare module 'pako/lib/zlib/zstream.js' {
  /** As zlib's manual has it. */
  export default class ZStream {
    input: Uint8Array
    next_in: number
    avail_in: number
    output: Uint8Array
    next_out: number
    avail_out: number
  }
}

declare module 'pako/lib/zlib/inflate.js' {
  import type ZStream from 'pako/lib/zlib/zstream.js'
  const zlib: {
    readonly inflateInit2: (stream: ZStream, windowBits: number) => number
    readonly inflateReset: (stream: ZStream) => number
    readonly inflate: (stream: ZStream, flush: number) => number
  }
  export default zlib
}
