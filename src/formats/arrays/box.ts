/** A box of an array: some indices of each axis, read from wherever its elements lie in the file. */

/** An axis of a box: as many steps, so far in elements of the file and of the target. */
export interface BoxAxis {
  readonly length: number
  readonly stride: number
  readonly step: number
}

/** Elements read at once at most, and those that take no longer to read than a place takes to be found. */
const MOST_READ = 1 << 20
const READ_ANYWAY = 1 << 13

/** Reads consecutive elements of the array, as numbers or as their decimals. */
export type ReadElements<T = number> = (first: number, count: number) => Promise<CopyRun<T>>

/** Copies elements that are `stride` apart to places of a target that are `step` apart. */
export type CopyRun<T> = (
  from: number,
  stride: number,
  length: number,
  target: Target<T>,
  to: number,
  step: number,
) => void

/** Of elements that are asked for one by one. */
export function runs<T>(elementAt: (index: number) => T): CopyRun<T> {
  return (from, stride, length, target, to, step) => {
    for (let i = 0; i < length; i++) target[to + i * step] = elementAt(from + i * stride)
  }
}

/** Where elements go. */
export interface Target<T> {
  [place: number]: T
}

/**
 * Writes a box to a target. What lies between its elements is read with them where that is quicker than to find each.
 *
 * @param first element of the file
 * @param to place in the target
 */
export async function readBox<T>(
  read: ReadElements<T>,
  axes: readonly BoxAxis[],
  first: number,
  target: Target<T>,
  to: number,
): Promise<void> {
  await readSorted(
    read,
    axes.filter(({ length }) => length > 1).toSorted((a, b) => b.stride - a.stride),
    first,
    target,
    to,
  )
}

/** The outermost axis is that of the longest strides, so that places ascend. */
async function readSorted<T>(
  read: ReadElements<T>,
  axes: readonly BoxAxis[],
  first: number,
  target: Target<T>,
  to: number,
): Promise<void> {
  if (isReadAtOnce(axes)) {
    copy(await read(first, spanOf(axes)), axes, target, to)
    return
  }
  const [{ length, stride, step }, ...inner] = axes
  // As many steps as may be read at once, if several may.
  const most = Math.max(1, Math.floor((MOST_READ - spanOf(inner)) / stride) + 1)
  const several = isReadAtOnce([{ length: Math.min(most, length), stride, step }, ...inner]) ? most : 1
  for (let i = 0; i < length; i += several) {
    const part = { length: Math.min(several, length - i), stride, step }
    const rest = several === 1 ? inner : [part, ...inner]
    await readSorted(read, rest, first + i * stride, target, to + i * step)
  }
}

/** Elements from the first of a box to its last. */
function spanOf(axes: readonly BoxAxis[]): number {
  return axes.reduce((sum, { length, stride }) => sum + (length - 1) * stride, 1)
}

function isReadAtOnce(axes: readonly BoxAxis[]): boolean {
  const span = spanOf(axes)
  const count = axes.reduce((product, { length }) => product * length, 1)
  const run = axes.at(-1)?.stride === 1 ? axes.at(-1)!.length : 1
  const between = span - count
  return span <= READ_ANYWAY || (span <= MOST_READ && between <= (count / run) * READ_ANYWAY)
}

/** Elements of a run that leaves places out, which are filled before the next run: both ends stay near to the processor. */
const TILE = 128

/** The innermost axis is copied in runs. Where those of another axis go between its places, tile after tile. */
function copy<T>(copyRun: CopyRun<T>, axes: readonly BoxAxis[], target: Target<T>, to: number): void {
  const { length, stride, step } = axes.at(-1) ?? { length: 1, stride: 1, step: 1 }
  const others = axes.slice(0, -1)
  const between = others.filter((axis) => axis.step < step)
  const around = others.filter((axis) => axis.step >= step)
  const tile = between.length > 0 ? TILE : length
  walk(around, 0, to, (from, place) => {
    for (let done = 0; done < length; done += tile) {
      const part = Math.min(tile, length - done)
      walk(between, from + done * stride, place + done * step, (first, at) =>
        copyRun(first, stride, part, target, at, step),
      )
    }
  })
}

/** Where each of the runs of some axes begins in the file and in the target. */
function walk(
  axes: readonly BoxAxis[],
  from: number,
  to: number,
  visit: (from: number, to: number) => void,
): void {
  if (axes.length === 0) {
    visit(from, to)
    return
  }
  const [{ length, stride, step }, ...inner] = axes
  for (let i = 0; i < length; i++) walk(inner, from + i * stride, to + i * step, visit)
}
