/** A column that says which rows have a label at all: has_label, label_valid. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { wordsIn } from '../name-words.ts'
import { sampleOf } from '../named-columns.ts'

const MASK = new Set('has have mask valid known available present labeled labelled annotated'.split(' '))
/** Need no word for the label beside them. */
const OF_ITSELF = new Set('labeled labelled annotated'.split(' '))

/**
 * Where rows of False have one and the same label, it fills their place: counted, it gives a number of labels that nobody gave.
 * @param used columns that a flag names for something
 */
export function refuseMask(table: Table, label: number, used: ReadonlySet<number | null>): void {
  if (!table.named) return
  const labels = sampleOf(table, label).map((cell) => cell.trim())
  const ofLabel = wordsIn(table.columns[label])
  for (const [column, name] of table.columns.entries()) {
    if (column === label || used.has(column) || !saysMask(name, ofLabel)) continue
    const cells = sampleOf(table, column).map((cell) => cell.trim().toLowerCase())
    const no = ['false', '0'].find((word) => cells.includes(word))
    const yes = no === 'false' ? 'true' : '1'
    if (no === undefined || !cells.includes(yes) || cells.some((cell) => cell !== no && cell !== yes))
      continue
    const [filled, others] = [no, yes].map((word) => labels.filter((_, row) => cells[row] === word))
    // A column that says the same as the labels is none of these, and -1 is no label that would be counted.
    if (new Set(filled).size > 1 || new Set(others).size < 2 || !others.includes(filled[0])) continue
    const apart =
      no === '0'
        ? `${writeFlag('--weight', joinNames([name]))} to leave them out`
        : `${writeFlag('--by', joinNames([name]))} to keep them apart`
    const shown = sampleOf(table, column)[cells.indexOf(no)].trim()
    throw new InputError(
      table.path,
      `"${name}" is ${shown} in ${filled.length} of the first ${cells.length} rows, whose label is ${filled[0]}, as where that fills the place of none`,
      `say ${apart}, or ${writeFlag('--label', joinNames([table.columns[label]]))} to count them`,
    )
  }
}

function saysMask(name: string, ofLabel: readonly string[]): boolean {
  const all = wordsIn(name)
  const others = all.filter((word) => !ofLabel.includes(word) && word !== 'is')
  const isOfLabel = ofLabel.length > 0 && ofLabel.every((word) => all.includes(word))
  return (
    others.length > 0 &&
    others.every((word) => MASK.has(word)) &&
    (isOfLabel || others.some((word) => OF_ITSELF.has(word)))
  )
}
