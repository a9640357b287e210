/** The last rows of JSON, from the end of the file alone where it is long. */
import { withFile } from '../../sources/reading.ts'
import { createCells } from './cells.ts'
import { TAIL_BYTES, TAIL_ROWS } from './layout.ts'
import { type Plan, walkRows } from './plan.ts'

/** None where the last one is cut off, of which whoever reads them all is told. */
export async function readLastRows(plan: Plan): Promise<readonly (readonly string[])[]> {
  const { layout } = plan
  const isShort = Number(plan.file.state.size) <= TAIL_BYTES
  const tail = isShort ? plan : { ...plan, headerRows: 0, layout: { ...layout, walk: layout.walkLast } }
  const rows: string[][] = []
  await withFile(plan.file, async (file) => {
    const cells = createCells(plan)
    const walk = walkRows(file, tail, cells, (_row, fault) => {
      if (fault === null) rows.push(plan.names.map((_, column) => cells.text(column)))
      return true
    })
    for await (const _ of walk);
  }).catch(() => {
    rows.length = 0
  })
  return rows.slice(-TAIL_ROWS)
}
