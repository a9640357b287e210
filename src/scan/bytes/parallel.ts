/** Sketches a plan's blocks on several threads, this one among them, and adds the parts in the order of the blocks. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { TextResult } from '../../kernels/text.ts'
import { compileKernels } from '../../kernels/wasm.ts'
import { addPacked } from '../../sketch/packed.ts'
import type { Sketch } from '../../sketch/sketch.ts'
import type { ScanCounts } from '../scan.ts'
import { openBlockReader } from './block.ts'
import { blockCount, planBytes, type RawPlan } from './plan.ts'
import type { WorkerMessage, WorkerTask } from './worker.ts'

/** A thread takes some 40 ms to start, in which this one sketches so many bytes. */
const BYTES_THAT_REPAY = 1 << 24

/** Returns false when a block is not plain; the sketch is then of no use, and rows must be read one by one. */
export async function sketchInParallel(
  plan: RawPlan,
  sketch: Sketch,
  counts: ScanCounts,
  threads: number | null,
  onMerged: () => void,
): Promise<boolean> {
  const blocks = blockCount(plan)
  const module = compileKernels()
  const merger = createMerger(sketch, counts)
  const next = new Int32Array(new SharedArrayBuffer(4))
  const stop = () => Atomics.store(next, 0, blocks)
  const deliver = (index: number, result: TextResult | undefined) => {
    if (!merger.add(index, result)) stop()
    onMerged()
  }
  const extra = Math.min(threads ?? threadsThatRepay(plan), blocks) - 1
  const workers = Array.from({ length: extra }, () => runWorker({ plan, module, blocks, next }, deliver))
  try {
    await workHere({ plan, module, blocks, next }, deliver)
  } catch (error) {
    stop()
    throw error
  } finally {
    await Promise.all(workers)
  }
  return !merger.failed()
}

function threadsThatRepay(plan: RawPlan): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(planBytes(plan) / BYTES_THAT_REPAY)))
}

function runWorker(
  task: WorkerTask,
  deliver: (index: number, result: TextResult | undefined) => void,
): Promise<void> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: task })
  return new Promise((resolve, reject) => {
    worker.on('message', ({ index, result }: WorkerMessage) => deliver(index, result))
    worker.on('error', reject)
    worker.on('exit', () => resolve())
  })
}

async function workHere(
  { plan, module, blocks, next }: WorkerTask,
  deliver: (index: number, result: TextResult | undefined) => void,
): Promise<void> {
  const reader = openBlockReader(plan, module)
  try {
    for (let index = Atomics.add(next, 0, 1); index < blocks; index = Atomics.add(next, 0, 1)) {
      deliver(index, reader.sketch(index))
      // Lets the other threads' results in, and an interrupt.
      await new Promise(setImmediate)
    }
  } finally {
    reader.close()
  }
}

/** Adds results in the order of their blocks, whatever order they come in. */
function createMerger(sketch: Sketch, counts: ScanCounts) {
  const waiting = new Map<number, TextResult>()
  let turn = 0
  let failed = false
  return {
    /** Returns false once a block has failed. */
    add(index: number, result: TextResult | undefined): boolean {
      if (!result) failed = true
      else waiting.set(index, result)
      for (let one = waiting.get(turn); one && !failed; one = waiting.get(turn)) {
        waiting.delete(turn++)
        addPacked(sketch, one.sketch)
        counts.rows += one.rows
        counts.samples += one.samples
        counts.ignored += one.ignored
        counts.clamped += one.clamped
        counts.held += one.held
      }
      return !failed
    },
    failed: () => failed,
  }
}
