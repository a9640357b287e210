/** Whether arrays are what their file says that they are: the sums of their blocks are joined in the blocks' order. */
import { createJoiner, sumBytes, verify, wrongSum } from '../../formats/arrays/checksum.ts'
import type { OpenFile } from '../../sources/file.ts'
import type { BlockOutcome } from './block.ts'
import type { RawFile, RawPlan } from './plan.ts'

export interface Verifier {
  /** The next block. */
  add(block: Pick<BlockOutcome, 'rows' | 'sums'>): void
  /** Throws an InputError where the file has other bytes than it says. */
  finish(): Promise<void>
}

/** @param files those of the plan, in its order */
export function createVerifier(plan: RawPlan, files: readonly OpenFile[]): Verifier {
  const sides = plan.kind === 'array' ? [plan.scores, plan.labels] : []
  const parts = sides.map(() => ({ sum: 0, join: createJoiner() }))
  return {
    add(block) {
      for (const [i, { bytesPerRow }] of sides.entries()) {
        const sum = block.sums[i]
        if (sum !== null) parts[i].sum = parts[i].join(parts[i].sum, sum, block.rows * bytesPerRow)
      }
    },
    async finish() {
      for (const [i, side] of sides.entries())
        if (plan.kind === 'array')
          await verifyWhole(files[i], side, parts[i].sum, plan.rows * side.bytesPerRow)
    },
  }
}

/** A header stands before an array, and other elements may stand around it: these are read for it. */
async function verifyWhole(
  file: OpenFile,
  { offset, planes, check }: RawFile,
  sum: number,
  bytes: number,
): Promise<void> {
  if (check === null) return
  // Blocks of rows are no bytes one behind the other.
  if (planes) return verify(file, check)
  const before = await sumBytes(file, check.start, offset)
  const end = check.start + check.length
  const after = await sumBytes(file, offset + bytes, end)
  const join = createJoiner()
  const whole = join(join(before, sum, bytes), after, end - offset - bytes)
  if (whole !== check.crc) throw wrongSum(file.path)
}
