/** Rows of several models below one another, which make one data set only by mistake: told from the first rows. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames, nameSome } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { sampleOf } from '../named-columns.ts'

/** What columns that name models are called. */
const NAMES_MODELS =
  /(?:^|[^a-z])(?:models?|classifiers?|algorithms?|algo|methods?|estimators?|networks?|architectures?|arch|checkpoints?|systems?|variants?)(?:[^a-z]|$)/i

/** Rows of each from which on it is no chance that their labels are the same. */
const ENOUGH_ROWS = 16

/** Most models that a message names, and most that a column has. */
const MAX_SHOWN = 3
const MAX_MODELS = 100

/** Where samples stand, and what columns hold something else. */
export interface LongRows {
  readonly table: Table
  readonly id: number | null
  /** Labels in this table, if there are any. */
  readonly labels: readonly number[]
  readonly taken: ReadonlySet<number>
}

/**
 * Throws an InputError where each sample comes once for each word of a column that is called like one of models: the ids come
 * again with every word, or without ids the labels do.
 */
export function refuseSeveralModels({ table, id, labels, taken }: LongRows): void {
  const column = table.columns.findIndex(
    (name, index) => NAMES_MODELS.test(name) && !taken.has(index) && !labels.includes(index),
  )
  if (!table.named || column < 0) return
  const models = new Map<string, string[]>()
  const keys = table.sample.map((row) => (id === null ? labels.map((at) => row[at]).join() : row[id]))
  for (const [row, model] of sampleOf(table, column).entries())
    models.set(model.trim(), [...(models.get(model.trim()) ?? []), keys[row]])
  if (models.size < 2 || models.size > MAX_MODELS) return
  const rows = [...models.values()]
  if (!(id === null ? labels.length > 0 && comeAgain(rows) : areNamedAgain(rows))) return
  const name = table.columns[column]
  throw new InputError(
    table.path,
    `each sample comes once for each ${nameSome([name], 1)}: ${nameSome([...models.keys()].slice(0, MAX_SHOWN), models.size)}`,
    `say ${writeFlag('--model', name)} to take the models side by side with compare, diff or report or ${writeFlag('--model', `${name}=${joinNames([[...models.keys()][0]])}`)} for one of them`,
  )
}

/** Whether the ids of one model are different, and those of the next the same. */
function areNamedAgain([first, second, ...others]: readonly (readonly string[])[]): boolean {
  const all = [first, second, ...others]
  const known = new Set(first)
  return (
    all.every((ids) => new Set(ids).size === ids.length) &&
    second.filter((id) => known.has(id)).length > second.length / 2
  )
}

/** Whether all have the same labels one after another, as far as the first rows go, and more than one. */
function comeAgain(all: readonly (readonly string[])[]): boolean {
  const [first, ...others] = all
  return others.every((labels) => {
    const most = Math.min(first.length, labels.length)
    return (
      most >= ENOUGH_ROWS &&
      new Set(labels).size > 1 &&
      labels.slice(0, most).every((label, i) => label === first[i])
    )
  })
}
