/** Reads a block's bytes straight into the kernels' memory and sketches them. One reader a thread. */
import { isUtf8 } from 'node:buffer'
import { readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { parseNumber } from '../../formats/csv/dialect.ts'
import { createSketcher } from '../../kernels/simd.ts'
import { createTextSketcher, type TextResult } from '../../kernels/text.ts'
import type { KernelModule } from '../../kernels/wasm.ts'
import { type ArrayPlan, type RawFile, type RawPlan, TEXT_BYTES, TEXT_TAIL, type TextPlan } from './plan.ts'
import { readPlanes } from './planes.ts'

/** What a block came to, with the CRC-32 of its scores and of its labels; null for those that have none to compare it with, or no bytes side by side. */
export interface BlockOutcome extends TextResult {
  readonly sums: readonly (number | null)[]
}

export interface BlockReader {
  /** The block of that index; undefined when it holds anything but valid samples. */
  sketch(index: number): BlockOutcome | undefined
}

/** @param files descriptors of the plan's files, the same in all threads */
export function createBlockReader(
  plan: RawPlan,
  files: readonly number[],
  module: KernelModule,
): BlockReader {
  const [first, second] = files
  return plan.kind === 'array' ? readArrays(plan, first, second, module) : readText(plan, first, module)
}

function readArrays(plan: ArrayPlan, scores: number, labels: number, module: KernelModule): BlockReader {
  const { exports, layout, begin, add, finish } = createSketcher(plan.shape, module)
  const load = (file: number, from: RawFile, first: number, rows: number, to: number) => {
    if (from.planes) {
      const read = (position: number, target: Uint8Array) =>
        fill(file, from.offset + position, target) === target.length
      return readPlanes(from.planes, exports, read, first, rows, layout.planes, to) ? null : undefined
    }
    const target = new Uint8Array(exports.memory.buffer, to, rows * from.bytesPerRow)
    if (fill(file, from.offset + first * from.bytesPerRow, target) < target.length) return undefined
    return from.check && crc32(target)
  }
  return {
    sketch(index) {
      const first = index * plan.rowsPerBlock
      const rows = Math.min(plan.rowsPerBlock, plan.rows - first)
      // A file that has become shorter meanwhile is for the other reader to name.
      const ofScores = load(scores, plan.scores, first, rows, layout.scores)
      const ofLabels = load(labels, plan.labels, first, rows, layout.labels)
      if (ofScores === undefined || ofLabels === undefined) return undefined
      begin()
      const result = add(rows * plan.samplesPerRow) ? finish() : undefined
      return result && { ...result, rows, slices: [], sums: [ofScores, ofLabels] }
    },
  }
}

const NEWLINE = 10

/** A block has the lines that begin in it. It is read with the byte before it, which tells whether a line does. */
function readText(plan: TextPlan, file: number, module: KernelModule): BlockReader {
  const sketcher = createTextSketcher(plan.shape, plan.text, parseNumber, module)
  return {
    sketch(index) {
      const start = plan.offset + index * TEXT_BYTES
      const before = index === 0 ? 0 : 1
      const bytes = sketcher.text()
      const read = fill(file, start - before, bytes.subarray(0, before + TEXT_BYTES + TEXT_TAIL))
      const last = start - before + read >= plan.size
      const from = before === 0 ? 0 : bytes.subarray(0, read).indexOf(NEWLINE) + 1
      const to =
        before + TEXT_BYTES >= read
          ? read
          : bytes.subarray(0, read).indexOf(NEWLINE, before + TEXT_BYTES - 1) + 1
      // A line that is longer than the block or its tail is for the other reader.
      if ((before === 1 && from === 0) || (to === 0 && !last)) return undefined
      const end = to === 0 ? read : to
      // Names that are no text would be taken for each other; the other reader says what they are.
      if (!isUtf8(bytes.subarray(from, end))) return undefined
      const result = sketcher.run(from, end, last && end === read)
      return result && { ...result, sums: [] }
    },
  }
}

/** Fills the target from a place in the file; returns how many bytes there were. */
function fill(file: number, position: number, target: Uint8Array): number {
  let done = 0
  while (done < target.length) {
    const read = readSync(file, target, done, target.length - done, position + done)
    if (read === 0) break
    done += read
  }
  return done
}
