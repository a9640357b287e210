/** Numbers that a script printed as losses of batches, and how exactly they are known. */
import { InputError, UsageError } from '../errors.ts'
import { greatest } from '../extremes.ts'
import type { Observed, ScoredSamples } from '../questions/diagnose/types.ts'
import { elide } from '../words/elide.ts'
import type { Printed } from './printed-log.ts'

/** Values as they were printed: how many decimals they have is how exactly they are known. */
export function readPrinted(
  { list, lines }: Printed,
  batchSize: number,
  { rows }: ScoredSamples,
): Pick<Observed, 'per' | 'values' | 'half'> {
  const words = list.split(',').map((word) => word.trim())
  const values = words.map(Number)
  const wrong = words.find((word, i) => !/^[-+.\deE]+$/.test(word) || !Number.isFinite(values[i]))
  if (wrong !== undefined) throw new UsageError(`--printed: "${wrong}" is not a finite number`)
  const batches = batchSize > 0 ? Math.ceil(rows / batchSize) : 1
  if (values.length > 1 && values.length !== batches)
    throw new UsageError(
      `--printed has ${values.length} values, and ${rows} rows make ${batches} batch${batches === 1 ? '' : 'es'}`,
      adviseCount(values.length, batches, batchSize, lines),
    )
  refuseNothing(values, '--printed')
  const half = greatest(words.map(decimalHalf))
  return { per: 'batch', values: Float64Array.from(values), half }
}

/** Whatever is left out, or masked, or rounded away is 0: no loss is told by it. */
export function refuseNothing(values: ArrayLike<number>, place: string): void {
  if (Array.from(values).some((value) => value !== 0)) return
  throw new InputError(
    place,
    values.length === 1 ? 'the loss is 0' : `all ${values.length} losses are 0`,
    'no loss is told by that: print more digits, or look for a mask, a weight or a detached sum that is 0',
  )
}

/** A log has lines that are of no batch: the one that is least like the others is the first suspect. */
function adviseCount(found: number, batches: number, batchSize: number, lines: Printed['lines']): string {
  if (batchSize === 0) return 'say --batch-size'
  if (found < batches) return `check --batch-size, or give the first ${found * batchSize} rows alone`
  if (!lines) return 'check --batch-size'
  const shapes = lines.map(({ text }) => text.replace(/\d+/g, '#'))
  const count = new Map<string, number>()
  for (const shape of shapes) count.set(shape, (count.get(shape) ?? 0) + 1)
  const rarest = shapes.reduce(
    (best, shape, i) => (count.get(shape)! < count.get(shapes[best])! ? i : best),
    0,
  )
  const { at, text } = lines[count.size === 1 ? lines.length - 1 : rarest]
  return `is line ${at} of a batch: "${elide(text, 80)}"? Say with --printed-pattern which lines are, or check --batch-size`
}

/** 0.0421 is known to 0.00005, 4.21e-2 as well. */
function decimalHalf(word: string): number {
  const [mantissa, exponent = '0'] = word.toLowerCase().split('e')
  const [, decimals = ''] = mantissa.split('.')
  return 0.5 * 10 ** (Number(exponent) - decimals.length)
}
