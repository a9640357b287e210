/** Columns of a dump, and files of them. */
import type { Random } from './random.ts'

export interface Column {
  readonly name: string
  readonly cells: readonly string[]
}

export interface Dialect {
  readonly separator: string
  readonly lineEnd: string
  readonly quotes: 'all' | 'needed' | 'words'
  readonly mark: boolean
}

export function drawDialect(random: Random): Dialect {
  return {
    separator: random.pick([',', ',', ',', ',', '\t', ';', '|']),
    lineEnd: random.pick(['\n', '\n', '\n', '\r\n']),
    quotes: random.pick(['needed', 'needed', 'needed', 'words', 'all']),
    mark: random.chance(0.05),
  }
}

export function writeTable(columns: readonly Column[], named: boolean, dialect: Dialect): string {
  const { separator, lineEnd, quotes, mark } = dialect
  const write = (cell: string) => {
    const needs = cell.includes(separator) || cell.includes('"') || cell.includes('\n')
    const isWord = cell.trim() === '' || Number.isNaN(Number(cell))
    const quoted = needs || quotes === 'all' || (quotes === 'words' && isWord)
    return quoted ? `"${cell.replaceAll('"', '""')}"` : cell
  }
  const rows = columns[0].cells.map((_, i) => columns.map(({ cells }) => cells[i]))
  const lines = named ? [columns.map(({ name }) => name), ...rows] : rows
  return `${mark ? '\ufeff' : ''}${lines.map((line) => line.map(write).join(separator) + lineEnd).join('')}`
}
