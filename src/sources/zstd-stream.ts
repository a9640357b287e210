/**
 * The decoder of zstd, in WebAssembly. Node's own, where there is one, takes a file that is cut off for a whole one, and
 * passes over what stands behind its first frame. The library's own loop looks at no error, so the decoder is driven
 * here. Apart from the rest of the program, which knows no error that is thrown here.
 */
import { ZSTDDecoder } from 'zstddec/stream'

interface Decoder {
  readonly memory: { readonly buffer: ArrayBuffer }
  malloc(bytes: number): number
  free(at: number): void
  ZSTD_createDCtx(): number
  ZSTD_freeDCtx(context: number): void
  /** Takes two places of {address, bytes, bytes done}. Bytes that are due for the frame, or an error below 0. */
  ZSTD_decompressStream(context: number, output: number, input: number): number
  /** Bytes that frames hold, or an error below 0. */
  ZSTD_decompress(target: number, room: number, source: number, bytes: number): number
}

let loading: Promise<Decoder> | undefined

function load(): Promise<Decoder> {
  loading ??= new Promise((resolve, reject) => {
    const library = new ZSTDDecoder()
    const keep = library._init
    library._init = (source) => {
      keep(source)
      resolve(Object.assign({} as Decoder, source.instance.exports))
    }
    library.init().catch(reject)
  })
  return loading
}

/** Bytes taken and given at once. */
const ROOM = 1 << 17

/** Behind the two places. */
const INPUT = 24
const OUTPUT = INPUT + ROOM

/**
 * What the frames hold. Returns 0, or what is wrong: above 0 where the last frame is cut off, below 0 an error of zstd's.
 */
export async function* unzstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, number> {
  const decoder = await load()
  const context = decoder.ZSTD_createDCtx()
  const area = decoder.malloc(OUTPUT + ROOM)
  let due = 0
  try {
    for await (const chunk of chunks)
      for (let at = 0; at < chunk.length; at += ROOM) {
        due = yield* decode(decoder, context, area, chunk.subarray(at, at + ROOM))
        if (due < 0) return due
      }
    return due
  } finally {
    decoder.ZSTD_freeDCtx(context)
    decoder.free(area)
  }
}

function* decode(
  { memory, ZSTD_decompressStream }: Decoder,
  context: number,
  area: number,
  part: Uint8Array,
): Generator<Buffer, number> {
  new Uint8Array(memory.buffer).set(part, area + INPUT)
  // Memory that grows is another buffer, so that it is looked at anew.
  const places = () => new Uint32Array(memory.buffer, area, 6)
  places().set([area + INPUT, part.length, 0])
  for (;;) {
    places().set([area + OUTPUT, ROOM, 0], 3)
    const due = ZSTD_decompressStream(context, area + 12, area)
    const [, , taken, , , made] = places()
    if (due < 0) return due
    if (made > 0) yield Buffer.from(new Uint8Array(memory.buffer, area + OUTPUT, made))
    // Where there was no room left, more of it may wait.
    if (taken === part.length && (made < ROOM || due === 0)) return due
  }
}

/** Unpacks frames in memory, of which it is known how many bytes they hold. Throws where they hold others. */
export async function loadZstdBlocks(): Promise<(packed: Uint8Array, length: number) => Uint8Array> {
  const { memory, malloc, free, ZSTD_decompress } = await load()
  return (packed, length) => {
    const area = malloc(packed.length + length)
    if (area === 0) throw new RangeError(`no room for ${length} bytes`)
    try {
      const target = area + packed.length
      new Uint8Array(memory.buffer).set(packed, area)
      if (ZSTD_decompress(target, length, area, packed.length) !== length)
        throw new RangeError('the frames hold other bytes')
      return new Uint8Array(memory.buffer.slice(target, target + length))
    } finally {
      free(area)
    }
  }
}
