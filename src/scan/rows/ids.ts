/** Scores and labels in two files that both name their rows: names that differ are samples that are not the same. */
import { InputError } from '../../errors.ts'
import { canonical } from '../../reading/labels/codes.ts'
import type { ColumnLayout } from './layout.ts'
import type { RowPair } from './rows.ts'

/** Throws an InputError at the first row whose ids differ. It is never skipped: all rows behind it are in doubt. */
export async function checkSameIds({ scores, labels }: RowPair, layout: ColumnLayout): Promise<void> {
  if (layout.labelId < 0) return
  const [left, right] = [scores.block.texts[layout.id], labels.block.texts[layout.labelId]]
  const ragged = new Set([...scores.block.ragged, ...labels.block.ragged])
  const row = left.findIndex(
    (id, i) => id !== right[i] && canonical(id) !== canonical(right[i]) && !ragged.has(i),
  )
  if (row < 0) return
  const column = layout.labels!.texts[layout.labelId]
  const { place } = await labels.table.locate(labels.firstRow + row, column)
  throw new InputError(
    place,
    `the id is "${right[row]}" and in the same row of the scores it is "${left[row]}"`,
    'put both files in the same order, or take the id out of one',
  )
}
