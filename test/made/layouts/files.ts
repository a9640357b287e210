/** Columns in some order, in one file or in two. */
import { gzipSync } from 'node:zlib'
import { type Column, drawDialect, writeTable } from './cells.ts'
import { drawJson } from './json.ts'
import type { Layout } from './layout.ts'
import { tableAsParquet } from './parquet-table.ts'
import type { Random } from './random.ts'
import type { Samples } from './rivals.ts'

interface Content extends Samples {
  readonly extras: readonly Column[]
  readonly named: boolean
}

export function drawOne(random: Random, content: Content): Layout['files'] {
  const columns = drawOrder(random, content, content.labels)
  return [drawFile(random, 'preds', columns, content.named)]
}

/**
 * Scores, and labels beside them: by id in another order, or row by row.
 * @param truths each label once, though several models may have said what it is
 */
export function drawTwo(
  random: Random,
  content: Content,
  { labels, ids }: Pick<Samples, 'labels' | 'ids'>,
): Layout['files'] {
  const first = drawOrder(random, content, [])
  const renamed =
    ids.column && ids.kind !== 'running' && random.chance(0.3)
      ? { ...ids.column, name: random.pick(['id', 'image_name', 'uuid', 'Key', 'name']) }
      : ids.column
  const second = [...(renamed && random.chance(0.9) ? [renamed] : []), ...labels]
  const order = second[0].cells.map((_, i) => i)
  const shuffled = second.length > labels.length && random.chance(0.6) ? random.shuffle(order) : order
  const moved = second.map(({ name, cells }) => ({ name, cells: shuffled.map((i) => cells[i]) }))
  return [drawFile(random, 'preds', first, content.named), drawFile(random, 'truth', moved, content.named)]
}

/** A third of them as JSON, some as Parquet, and some packed. */
function drawFile(
  random: Random,
  name: string,
  columns: readonly Column[],
  named: boolean,
): Layout['files'][number] {
  const isPacked = random.chance(0.1)
  const { ending, content } = drawContent(random, columns, named)
  return isPacked
    ? { name: `${name}.${ending}.gz`, content: gzipSync(content, { level: 1 }) }
    : { name: `${name}.${ending}`, content }
}

function drawContent(random: Random, columns: readonly Column[], named: boolean) {
  const kind = random.next()
  if (kind < 1 / 3) return drawJson(random, columns, named)
  if (kind < 0.45 && named) return { ending: 'parquet', content: tableAsParquet(columns) }
  return { ending: 'csv', content: writeTable(columns, named, drawDialect(random, columns)) }
}

function drawOrder(
  random: Random,
  { ids, scores, extras }: Content,
  labels: readonly Column[],
): readonly Column[] {
  const parts = [labels, scores, extras]
  const columns = (random.chance(0.6) ? parts : random.shuffle(parts)).flat()
  const all = [...(ids.column ? [ids.column] : []), ...columns]
  if (!random.chance(0.05)) return all
  // Classes may be known by their order alone.
  const left = [...scores]
  return random.shuffle(all).map((column) => (scores.includes(column) ? left.shift()! : column))
}
