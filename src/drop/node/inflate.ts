/**
 * Deflate (RFC 1951) and gzip (RFC 1952) unpacked piece by piece, by pako's port of zlib. The browser's own DecompressionStream
 * takes no second member of gzip, and does not say how far it came; nor does pako's own class.
 */
import zlib from 'pako/lib/zlib/inflate.js'
import ZStream from 'pako/lib/zlib/zstream.js'

/** What is wrong, as zlib calls it. */
export function fault(code: string): Error {
  return Object.assign(new Error(code), { code })
}

/** Windows of 32 kB, as zlib is asked for them: of deflate alone, and of gzip. */
const WINDOW_BITS = { raw: -15, gzip: 31 }

/** What zlib's inflate() is told and answers. */
const [NO_FLUSH, OK, STREAM_END, BUF_ERROR] = [0, 0, 1, -5]

export class Inflater {
  isEnded = false
  /** Bytes of the input that were unpacked, padding behind the last member left out. */
  taken = 0
  private readonly stream = new ZStream()

  /** @param chunk bytes given at once, at most */
  constructor(
    private readonly form: 'gzip' | 'raw',
    private readonly chunk: number,
  ) {
    zlib.inflateInit2(this.stream, WINDOW_BITS[form])
  }

  /** What comes of it, in memory of its own. */
  *push(bytes: Uint8Array): Generator<Uint8Array> {
    const { stream } = this
    stream.input = bytes
    stream.next_in = 0
    stream.avail_in = bytes.length
    do {
      if (this.isEnded && !this.startsAnew()) break
      stream.output = new Uint8Array(this.chunk)
      stream.next_out = 0
      stream.avail_out = this.chunk
      const status = zlib.inflate(stream, NO_FLUSH)
      // What came before a fault is given before it is told.
      if (stream.next_out > 0) yield stream.output.subarray(0, stream.next_out)
      if (status !== OK && status !== STREAM_END && status !== BUF_ERROR) throw fault('Z_DATA_ERROR')
      this.isEnded = status === STREAM_END
    } while (stream.avail_in > 0 || stream.avail_out === 0)
    this.taken += stream.next_in
  }

  /** Behind a member of gzip another may begin; zeros are padding, and are left where they are. */
  private startsAnew(): boolean {
    const { stream } = this
    const isAnother = this.form === 'gzip' && stream.avail_in > 0 && stream.input[stream.next_in] !== 0
    if (isAnother) zlib.inflateReset(stream)
    return isAnother
  }
}
