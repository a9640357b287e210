/** What Node has for everybody, and a thread of a browser has not. Imported before all else. */
import { Buffer } from './bytes.ts'

/** Node says by a code what is wrong with bytes that are no text. */
class CodedTextDecoder extends TextDecoder {
  override decode(...given: Parameters<InstanceType<typeof TextDecoder>['decode']>): string {
    try {
      return super.decode(...given)
    } catch (error) {
      throw Object.assign(error as Error, { code: 'ERR_ENCODING_INVALID_ENCODED_DATA' })
    }
  }
}

const { port1, port2 } = new MessageChannel() as unknown as Record<'port1' | 'port2', Port>
/** As a browser has it. */
interface Port {
  onmessage: (() => void) | null
  postMessage(message: null): void
}

const waiting: (() => void)[] = []
port1.onmessage = () => waiting.shift()?.()

/** Modules of WebAssembly that libraries hold as the address of their bytes: nothing else can be fetched here. */
async function fetchBytes(address: string) {
  const bytes = Buffer.from(address.slice(address.indexOf(',') + 1), 'base64')
  return { arrayBuffer: async () => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) }
}

Object.assign(globalThis, {
  Buffer,
  TextDecoder: CodedTextDecoder,
  fetch: fetchBytes,
  setImmediate: (done: () => void) => {
    waiting.push(done)
    port2.postMessage(null)
  },
  // Memory is shared with no other thread here, and a page from disk may share none.
  SharedArrayBuffer: globalThis.SharedArrayBuffer ?? ArrayBuffer,
})
