/** Labels that stand for none, as those of padding do. */
import type { Part } from './part.ts'
import type { Random } from './random.ts'

const MARKS = ['-100', '255', '-1', 'NA', 'ignore']

/** The labels, some rows of which are marked; mostly none. */
export function ignoreSome(random: Random, { labels, words, order }: Part) {
  const ignore = random.pick(MARKS)
  // Without those of 2 labels of 1 and 2 are others.
  const mayLack = words.join() === '1,2'
  // A mark among lists is a row without a list.
  const isMarked =
    order.length > 0 &&
    labels.length === 1 &&
    !mayLack &&
    !labels[0].cells.includes(ignore) &&
    random.chance(0.05)
  const rows = isMarked ? labels[0].cells.flatMap((_, i) => (random.chance(0.1) && i > 0 ? [i] : [])) : []
  const ignored = new Set(rows)
  return {
    ignore,
    ignored,
    labels: labels.map(({ name, cells }) => ({
      name,
      cells: cells.map((cell, i) => (ignored.has(i) ? ignore : cell)),
    })),
  }
}
