/** Columns of a dump, and tables of them as text. */
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
  /** Whether numbers are written 0,5. */
  readonly hasCommas: boolean
  /** What stands before the first name: np.savetxt makes a comment of the header. */
  readonly before: string
}

/** Blanks part only what holds none and is not empty. */
export function drawDialect(random: Random, columns: readonly Column[]): Dialect {
  const mayBlank =
    columns.length > 1 &&
    columns.every(({ name, cells }) => [name, ...cells].every((cell) => /^[^\s"]+$/.test(cell)))
  const isBlank = mayBlank && random.chance(0.08)
  const separator = isBlank ? random.pick([' ', '  ']) : random.pick([',', ',', ',', ',', '\t', ';', '|'])
  return {
    separator,
    hasCommas: separator === ';' ? random.chance(0.4) : separator === '\t' && random.chance(0.1),
    before: isBlank && random.chance(0.5) ? '# ' : '',
    lineEnd: random.pick(['\n', '\n', '\n', '\r\n']),
    quotes: random.pick(['needed', 'needed', 'needed', 'words', 'all']),
    mark: random.chance(0.05),
  }
}

export function writeTable(columns: readonly Column[], named: boolean, dialect: Dialect): string {
  const { separator, lineEnd, quotes, mark, hasCommas, before } = dialect
  const write = (cell: string) => {
    const needs = cell.includes(separator) || cell.includes('"') || cell.includes('\n')
    const isWord = cell.trim() === '' || Number.isNaN(Number(cell))
    const quoted = needs || quotes === 'all' || (quotes === 'words' && isWord)
    return quoted ? `"${cell.replaceAll('"', '""')}"` : cell
  }
  const inDialect = (cell: string) => (hasCommas && isFraction(cell) ? cell.replace('.', ',') : cell)
  const rows = columns[0].cells.map((_, i) => columns.map(({ cells }) => inDialect(cells[i])))
  const lines = named ? [columns.map(({ name }) => name), ...rows] : rows
  return `${mark ? '\ufeff' : ''}${named ? before : ''}${lines.map((line) => line.map(write).join(separator) + lineEnd).join('')}`
}

function isFraction(cell: string): boolean {
  return cell.includes('.') && cell.trim() !== '' && !Number.isNaN(Number(cell))
}
