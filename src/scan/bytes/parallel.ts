/** Sketches a plan's blocks on several threads, this one among them, and adds the parts in the order of the blocks. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { HardestOfBlock } from '../../kernels/hardest.ts'
import { compileKernels } from '../../kernels/wasm.ts'
import { readOwnFile } from '../../own-file.ts'
import { addPacked } from '../../sketch/packed.ts'
import type { Sketch } from '../../sketch/sketch.ts'
import type { OpenFile } from '../../sources/file.ts'
import { withFiles } from '../../sources/reading.ts'
import { MAX_SLICES, type ScanCounts } from '../scan.ts'
import { type BlockOutcome, createBlockReader } from './block.ts'
import { blockCount, planBytes, planFiles, type RawPlan } from './plan.ts'
import { createVerifier, type Verifier } from './verify.ts'
import type { WorkerMessage, WorkerTask } from './worker.ts'

/** A thread takes some 40 ms to start, in which this one sketches so many bytes. */
const BYTES_THAT_REPAY = 1 << 24

/** What blocks are added to. */
export interface Sums {
  readonly sketch: Sketch
  readonly counts: ScanCounts
  /** Values of the `--by` column, in the order they were met, and the number of groups of each. */
  readonly slices: string[]
  readonly groupsOfSlice: number
  /** Takes what blocks of softmax rows are added up to, in their order. */
  readonly addTop?: (sums: Float64Array) => void
  /** Takes the hardest samples of blocks, in their order, and how many rows there are before each. */
  readonly addHardest?: (found: HardestOfBlock, firstRow: number) => void
}

/**
 * Returns false when a block is not plain; the sums are then of no use, and rows must be read one by one. Throws
 * SketchFull when there are too many segments.
 */
export function sketchInParallel(
  plan: RawPlan,
  sums: Sums,
  threads: number | null,
  onMerged: () => void,
): Promise<boolean> {
  return withFiles(planFiles(plan), async (files) => {
    const verifier = createVerifier(plan, files)
    const merger = createMerger(sums, verifier)
    const task = createTask(plan, files)
    const stop = () => Atomics.store(task.next, 0, task.blocks)
    const deliver: Deliver = (index, result) => {
      if (!merger.add(index, result)) stop()
      onMerged()
    }
    const extra = Math.min(threads ?? threadsThatRepay(plan), task.blocks) - 1
    const workers = Array.from({ length: extra }, () => runWorker(task, deliver))
    await allEnded([...workers, workHere(task, deliver)], stop)
    if (!merger.isPlain()) return false
    await verifier.finish()
    return true
  })
}

type Deliver = (index: number, result: BlockOutcome | undefined) => void

function createTask(plan: RawPlan, files: readonly OpenFile[]): WorkerTask {
  return {
    plan,
    files: files.map(({ handle }) => handle.fd),
    module: compileKernels(),
    blocks: blockCount(plan),
    next: new Int32Array(new SharedArrayBuffer(4)),
  }
}

/** When one fails the others are told to stop, and are waited for: they read from files that will be closed. */
async function allEnded(threads: readonly Promise<void>[], stop: () => void): Promise<void> {
  for (const thread of threads) thread.catch(stop)
  const ends = await Promise.allSettled(threads)
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

function threadsThatRepay(plan: RawPlan): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(planBytes(plan) / BYTES_THAT_REPAY)))
}

function runWorker(task: WorkerTask, deliver: Deliver): Promise<void> {
  const worker = new Worker(readOwnFile('worker.cjs').toString(), { eval: true, workerData: task })
  return new Promise((resolve, reject) => {
    // What comes next need not wait until it is gone.
    worker.on('message', (message: WorkerMessage) =>
      message ? deliver(message.index, message.result) : resolve(),
    )
    worker.on('error', reject)
    worker.on('exit', () => resolve())
  })
}

async function workHere({ plan, files, module, blocks, next }: WorkerTask, deliver: Deliver): Promise<void> {
  const reader = createBlockReader(plan, files, module)
  for (let index = Atomics.add(next, 0, 1); index < blocks; index = Atomics.add(next, 0, 1)) {
    deliver(index, reader.sketch(index))
    // Lets the other threads' results in, and an interrupt.
    await new Promise(setImmediate)
  }
}

/** Adds results in the order of their blocks, whatever order they come in. */
function createMerger(sums: Sums, verifier: Verifier) {
  const numberGroups = createNumbering(sums)
  const waiting = new Map<number, BlockOutcome>()
  let turn = 0
  let failed = false
  let fault: unknown
  const merge = (one: BlockOutcome) => {
    const groupOf = numberGroups(one.slices)
    const { sketch, counts } = sums
    addPacked(sketch, sketch.groups, one.sketch, groupOf)
    if (sketch.squares && one.squares) addPacked(sketch, sketch.squares, one.squares, groupOf)
    if (one.top) sums.addTop?.(one.top)
    if (one.hardest) sums.addHardest?.(one.hardest, counts.rows)
    verifier.add(one)
    counts.rows += one.rows
    counts.samples += one.samples
    counts.ignored += one.ignored
    counts.clamped += one.clamped
    counts.held += one.held
    if (sums.slices.length > MAX_SLICES) failed = true
  }
  return {
    /** Returns false once a block has failed. */
    add(index: number, result: BlockOutcome | undefined): boolean {
      if (!result) failed = true
      else waiting.set(index, result)
      try {
        for (let one = waiting.get(turn); one && !failed; one = waiting.get(turn)) {
          waiting.delete(turn++)
          merge(one)
        }
      } catch (error) {
        // It is kept until all threads have ended.
        failed = true
        fault = error
      }
      return !failed
    },
    /** Whether no block has failed. Throws what adding them has thrown. */
    isPlain(): boolean {
      if (fault) throw fault
      return !failed
    },
  }
}

/** From the groups of a block to those of all: its slices get numbers as they are met for the first time. */
function createNumbering({ slices, groupsOfSlice }: Sums) {
  const known = new Map(slices.map((name, index) => [name, index]))
  const numberOf = (name: string) => {
    const number = known.get(name)
    if (number !== undefined) return number
    known.set(name, slices.length)
    return slices.push(name) - 1
  }
  return (met: readonly string[]) => {
    const numbers = met.map(numberOf)
    return (index: number) =>
      met.length === 0
        ? index
        : numbers[Math.floor(index / groupsOfSlice)] * groupsOfSlice + (index % groupsOfSlice)
  }
}
