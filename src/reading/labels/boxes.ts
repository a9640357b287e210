/** What detectors find, before anybody has told whether it is right. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'

/** The column that says of which class a box was found to be; undefined where there are no boxes. */
export function classOfBoxes({ columns }: Table): number | undefined {
  const areBoxes = columns.some((name) => name === 'bbox' || name === 'bbox[0]')
  const found = columns.indexOf('category_id')
  return areBoxes && found >= 0 ? found : undefined
}

/** What a detector found, as COCO's results are written: the class of a box is what it says, and whether that is right stands elsewhere. */
export function refuseDetections(table: Table, free: readonly number[]): void {
  if (!free.some((column) => column === classOfBoxes(table))) return
  throw new InputError(
    table.path,
    `holds boxes that a detector found: "category_id" is the class it says, and nothing tells whether that is right`,
    'match the boxes with the true ones first, and write 1 or 0 beside each score, in a column called label',
  )
}
