/** The thread that runs the program. */
import '../node/globals.ts'
import kernels from '../../kernels/kernels.wasm'
import type { Asked, Told } from '../messages.ts'
import { layBeside } from '../node/fs.ts'
import { answer } from './answer.ts'

/** What a thread of a browser has. */
declare const self: {
  onmessage: ((event: { readonly data: Asked }) => void) | null
  postMessage(told: Told): void
}

layBeside('kernels.wasm', kernels)
self.onmessage = ({ data }) => void answer(data, (told) => self.postMessage(told))
