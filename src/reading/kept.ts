/** Columns that are carried along as they stand in the file, whatever they hold. */
import type { Table } from '../formats/table.ts'
import { splitNames } from '../words/names.ts'
import type { Dataset } from './dataset.ts'
import { findColumn, findColumns } from './named-columns.ts'

export interface KeptColumn {
  readonly name: string
  /** Of which table it is a column. */
  readonly side: 'scores' | 'labels'
  readonly column: number
}

/** Those of the scores' table, or else of the labels', each once. Throws an InputError where neither has it. */
export function findKept(
  { scores: [scores], labels: [labels] }: Pick<Dataset, 'scores' | 'labels'>,
  said: readonly string[],
): readonly KeptColumn[] {
  const found = said.flatMap((text) => keptOf(scores, labels, text))
  return found.filter(
    ({ side, column }, at) =>
      found.findIndex((other) => other.side === side && other.column === column) === at,
  )
}

function keptOf(scores: Table, labels: Table, text: string): readonly KeptColumn[] {
  // A name may itself hold a comma.
  const names = [scores, labels].some(({ columns }) => columns.includes(text))
    ? [{ name: text, isPattern: false }]
    : splitNames(text)
  return names.flatMap(({ name, isPattern }) => {
    const isMeant = (column: string) => (isPattern ? column.startsWith(name.slice(0, -1)) : column === name)
    const isBeside = labels !== scores && !scores.columns.some(isMeant) && labels.columns.some(isMeant)
    const table = isBeside ? labels : scores
    const columns = isPattern ? findColumns(table, name, '--keep') : [findColumn(table, name, '--keep')]
    const side = isBeside ? 'labels' : 'scores'
    return columns.map((column): KeptColumn => ({ name: table.columns[column], side, column }))
  })
}
