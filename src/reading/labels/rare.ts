/** A class so rare that the first rows have none of it: looked for in all rows, where the others are words that do not say it. */
import { InputError } from '../../errors.ts'
import { isNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import type { Beside } from '../beside.ts'
import { sampleOf } from '../named-columns.ts'
import type { Reading, ReadingOptions } from '../reading.ts'
import { labelColumnOf } from './all-labels.ts'
import { type Ignore, isIgnored } from './codes.ts'
import { labelCells } from './evidence.ts'

/**
 * What `detect` makes of a table whose labels stand beside the scores; where the first ones are all one word, which says of
 * itself not which class it is or what the other is called, what it makes of the table with a row of another.
 */
export async function detectRare(
  table: Table,
  options: ReadingOptions,
  beside: Beside,
  detect: (table: Table) => Reading,
): Promise<Reading> {
  const column = rareColumn(table, options, beside, detect)
  if (typeof column === 'object') return column
  const whole = await withOtherLabel(table, column, options.ignoreLabel)
  return detect(whole ?? table)
}

/** The column of labels where another is to be looked for, else the reading. */
function rareColumn(
  table: Table,
  options: ReadingOptions,
  beside: Beside,
  detect: (table: Table) => Reading,
): Reading | number {
  const mayBeRare = options.classNames === undefined && table.raw?.kind !== 'array'
  try {
    const reading = detect(table)
    const [column] = reading.labels
    const isRare = mayBeRare && reading.task === 'binary' && isOneWord(table, column, options.ignoreLabel)
    return isRare ? column : reading
  } catch (error) {
    if (!mayBeRare || !(error instanceof InputError) || error.code !== 'one-label') throw error
    const column = labelColumnOf(table, null, options, null, beside)
    if (!isOneWord(table, column, options.ignoreLabel)) throw error
    return column
  }
}

/** Whether the first labels are one word, and there are more rows than these. */
function isOneWord(table: Table, column: number, ignore?: Ignore): boolean {
  const words = new Set(labelCells(sampleOf(table, column), ignore))
  const [word] = words
  return words.size === 1 && !isNumber(word) && table.expectedRows > table.sample.length
}

/** The table with the first row of another label behind its sample; null where no row has one. */
async function withOtherLabel(table: Table, column: number, ignore?: Ignore): Promise<Table | null> {
  const [word] = labelCells(sampleOf(table, column), ignore)
  const isOther = (cell: string) => cell !== '' && cell !== word && !isIgnored(cell, ignore)
  const known = table.columns.flatMap((name, index) => (table.unread?.has(name) ? [] : [index]))
  const label = known.indexOf(column)
  for await (const { length, texts } of table.read({ numbers: [], texts: known })) {
    for (let row = 0; row < length; row++) {
      if (!isOther(texts[label].at(row)!.trim())) continue
      const cells = table.columns.map((_, index) => texts[known.indexOf(index)]?.at(row) ?? '')
      return { ...table, sample: [...table.sample, cells] }
    }
  }
  return null
}
