/** The last rows of JSON lines, from the end of the file alone. */
import { withFile } from '../../sources/reading.ts'
import { readExactly } from '../arrays/bytes.ts'
import { createCells } from './cells.ts'
import { type Plan, walkRows } from './plan.ts'
import { linesLayout } from './stream.ts'

/** Bytes that are looked at, and rows. */
const MAX_BYTES = 1 << 16
const MAX_ROWS = 16

/** Those that the last bytes hold whole; none where the last one is cut off, of which whoever reads them all is told. */
export async function readLastLines(plan: Plan): Promise<readonly (readonly string[])[]> {
  const size = Number(plan.file.state.size)
  const from = Math.max(0, size - MAX_BYTES)
  const rows: string[][] = []
  await withFile(plan.file, async (file) => {
    const bytes = await readExactly(file, from, size - from)
    // The first one may have begun before.
    const start = from === 0 ? 0 : from + bytes.indexOf('\n') + 1
    const cells = createCells(plan)
    const rest = { ...plan, layout: linesLayout(start), headerRows: from === 0 ? plan.headerRows : 0 }
    const walk = walkRows(file, rest, cells, (_row, fault) => {
      if (fault === null) rows.push(plan.names.map((_, column) => cells.text(column)))
      return true
    })
    for await (const _ of walk);
  }).catch(() => {
    rows.length = 0
  })
  return rows.slice(-MAX_ROWS)
}
