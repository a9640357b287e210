/** Arrays that name the classes in the order of the scores, as classes_ of scikit-learn does. */
import { type ArrayFile, type ClassList, SAMPLE_ROWS, type Table } from '../../formats/table.ts'
import { wordsIn } from '../name-words.ts'

const NAMES = new Set(['classes', 'class', 'categories', 'names', 'vocab', 'vocabulary', 'order'])

/** The table with the lists of its file that are called so, have no row for each sample, and name each class once. */
export async function withClassLists(table: Table, file: ArrayFile, rows: number): Promise<Table> {
  const named = file.arrays.filter(({ name, shape, fault }) => {
    const length = shape?.length === 1 ? shape[0] : 0
    const isList = fault === null && length > 1 && length <= SAMPLE_ROWS && length !== rows
    return isList && wordsIn(name).some((word) => NAMES.has(word))
  })
  const lists: ClassList[] = []
  for (const { name } of named) {
    const classes = (await file.only(name)).sample.map(([cell]) => cell)
    const areIndices = classes.every((name, index) => name === `${index}`)
    if (new Set(classes).size === classes.length && !areIndices) lists.push({ name, classes })
  }
  return lists.length === 0 ? table : { ...table, classLists: lists }
}

/** The one order of the classes of so many columns that is told, where all labels are among them; undefined where there is none. */
export function listOf(
  { classLists = [] }: Table,
  columns: number,
  isKnown: (classes: readonly string[]) => boolean,
): ClassList | undefined {
  const found = classLists.filter(({ classes }) => classes.length === columns && isKnown(classes))
  const orders = new Set(found.map(({ classes }) => JSON.stringify(classes)))
  return orders.size === 1 ? found[0] : undefined
}
