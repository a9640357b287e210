/** Columns of a dump as JSON, in the layouts that people write. */
import type { Column } from './cells.ts'
import type { Random } from './random.ts'

export interface JsonFile {
  readonly ending: 'json' | 'jsonl'
  readonly content: string
}

const LAYOUTS = ['lines', 'lines', 'records', 'indented', 'columns'] as const

export function drawJson(random: Random, columns: readonly Column[], named: boolean): JsonFile {
  const layout = random.pick(LAYOUTS)
  const values = columns.map(({ cells }) => cells.map((cell) => cellAsJson(random, cell)))
  const rows = values[0].map((_, row) => values.map((cells) => cells[row]))
  if (layout === 'columns' && named) {
    const entries = columns.map(({ name }, at) => `${JSON.stringify(name)}: [${values[at].join(', ')}]`)
    return { ending: 'json', content: `{${entries.join(',\n')}}` }
  }
  const written = rows.map((row, at) =>
    named ? writeObject(random, columns, row, at > 0) : `[${row.join(', ')}]`,
  )
  if (layout === 'lines') return { ending: 'jsonl', content: `${written.join('\n')}\n` }
  return {
    ending: 'json',
    content: layout === 'indented' ? `[\n  ${written.join(',\n  ')}\n]\n` : `[${written}]`,
  }
}

/** A number as it is written, null for nothing, and words. */
function cellAsJson(random: Random, cell: string): string {
  if (cell === '') return random.pick(['null', '""'])
  if (cell.startsWith('[')) return cell
  if (/^(?:true|false)$/i.test(cell)) return cell.toLowerCase()
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(cell) ? cell : JSON.stringify(cell)
}

/** Rarely with its keys in another order than those of the first one. */
function writeObject(
  random: Random,
  columns: readonly Column[],
  row: readonly string[],
  mayMove: boolean,
): string {
  const members = columns.map(({ name }, at) => `${JSON.stringify(name)}: ${row[at]}`)
  return `{${(random.chance(0.02) && mayMove ? random.shuffle(members) : members).join(', ')}}`
}
