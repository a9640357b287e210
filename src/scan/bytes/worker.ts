/** A thread of a scan: claims blocks until none are left, and hands each result over. */
import { parentPort, workerData } from 'node:worker_threads'
import type { KernelModule } from '../../kernels/wasm.ts'
import { type BlockOutcome, createBlockReader } from './block.ts'
import type { RawPlan } from './plan.ts'

/** What a thread is started with. */
export interface WorkerTask {
  readonly plan: RawPlan
  /** Descriptors of its files. */
  readonly files: readonly number[]
  readonly module: KernelModule
  readonly blocks: number
  /** [index of the next block that nobody has claimed]. */
  readonly next: Int32Array
}

/** What it says: the result of one block, undefined when the block is not plain; null in the end, when it reads no more. */
export type WorkerMessage = {
  readonly index: number
  readonly result: BlockOutcome | undefined
} | null

if (parentPort) {
  const { plan, files, module, blocks, next } = workerData as WorkerTask
  const reader = createBlockReader(plan, files, module)
  for (let index = Atomics.add(next, 0, 1); index < blocks; index = Atomics.add(next, 0, 1)) {
    const result = reader.sketch(index)
    // Those of squares are the same pages.
    const moved = result ? [result.sketch.pages.buffer as ArrayBuffer] : []
    parentPort.postMessage({ index, result } satisfies WorkerMessage, moved)
  }
  parentPort.postMessage(null satisfies WorkerMessage)
}
