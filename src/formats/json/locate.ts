/** Finds a cell of a file of JSON again, for messages. */
import { withFile } from '../../sources/reading.ts'
import type { Cell } from '../table.ts'
import { createCells } from './cells.ts'
import { NO_JSON } from './grammar.ts'
import { lineAt } from './place.ts'
import { type Plan, walkRows } from './plan.ts'

/** Reads the file again up to the row. */
export async function locate(plan: Plan, row: number, column: number): Promise<Cell> {
  const { file, names } = plan
  let found: { readonly offset: number; readonly text: string; readonly fault: string | null } | null = null
  await withFile(file, async (opened) => {
    const cells = createCells(plan)
    const walk = walkRows(opened, plan, cells, (at, fault, offset) => {
      if (at < row) return true
      found = { offset, text: fault === null ? cells.text(column) : '', fault }
      return false
    })
    for await (const _ of walk) if (found) break
  })
  const { offset, text, fault } = found ?? { offset: 0, text: '', fault: null }
  const at = fault === null ? column : null
  const place = plan.layout.isLines ? await linePlace(plan, offset, at) : rowPlace(plan, row, at)
  return { place, text, width: names.length, ...explain(fault, text) }
}

/** `preds.jsonl:17:prob`, the line from 1. */
async function linePlace(
  { file, names, isNamed }: Plan,
  offset: number,
  column: number | null,
): Promise<string> {
  const [line] = await lineAt(file, offset)
  const cell = column === null ? '' : `:${isNamed ? names[column] : column + 1}`
  return `${file.path}:${line}${cell}`
}

/** `preds.json[16].prob`, or `probs.json[16, 3]` without names, both from 0 as in Python. */
function rowPlace({ file, names, isNamed, layout }: Plan, row: number, column: number | null): string {
  if (layout.placeOf) {
    const { record, index } = layout.placeOf(row)
    return `${file.path}${record}${column === null ? '' : `.${names[column]}`}[${index}]`
  }
  if (column === null) return `${file.path}[${row}]`
  return isNamed
    ? `${file.path}[${row}].${names[column]}`
    : `${file.path}[${names.length > 1 ? `${row}, ${column}` : row}]`
}

function explain(fault: string | null, text: string): Pick<Cell, 'fault'> {
  if (fault !== null) return { fault: [fault, 'mend the row, or leave such rows out with --on-bad-row skip'] }
  if (!NO_JSON.includes(text)) return {}
  return {
    fault: [
      `${text} is no JSON; Python's json wrote it for a number that is none`,
      'mend the value, or leave such rows out with --on-bad-row skip',
    ],
  }
}
