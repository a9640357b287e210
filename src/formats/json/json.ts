/** JSON as a table: objects or lists on lines, in a list, or under the keys of one object. */
import type { SeenFile } from '../../sources/file.ts'
import { withFile } from '../../sources/reading.ts'
import { findStyles, plainNumber } from '../csv/number-styles.ts'
import type { Table } from '../table.ts'
import { findLayout } from './find-layout.ts'
import { readFirstRows } from './first-rows.ts'
import { readLastRows } from './last-rows.ts'
import { locate } from './locate.ts'
import { readBlocks } from './read-blocks.ts'

/** Opens a file whose head is JSON. */
export async function openJson(seen: SeenFile, head: Buffer): Promise<Table> {
  const layout = await findLayout(seen, head)
  const { plan, sample, meanBytes } = await withFile(seen, (file) => readFirstRows(file, seen, layout))
  const names = plan.names.map((name) => (name === layout.unnamed ? '' : name))
  const size = Number(seen.state.size)
  // A string may be a number as a person writes it.
  const styles = findStyles(sample, ',')
  const plainCell = (cell: string, column: number) => {
    const style = styles.get(column)
    return style ? plainNumber(cell, style) : cell
  }
  return {
    ...seen,
    summary: `${layout.name}, ${names.length} column${names.length === 1 ? '' : 's'}`,
    precision: 'float64',
    columns: names,
    named: plan.isNamed,
    ordered: plan.isOrdered,
    expectedRows: layout.rows ?? Math.ceil(size / meanBytes),
    bytes: size,
    sample: styles.size === 0 ? sample : sample.map((row) => row.map(plainCell)),
    last: async () => (await readLastRows(plan)).map((row) => row.map(plainCell)),
    percent: new Set([...styles].flatMap(([column, { percent }]) => (percent ? [names[column]] : []))),
    raw: null,
    read: (selection) => readBlocks(plan, styles, selection),
    locate: (row, column) => locate(plan, row, column),
  }
}
