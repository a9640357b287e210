/** Names of models that have the same samples each: the words of a column, or of several together. */
import { MAX_MODELS } from './rows-of.ts'

/** Rows of each from which on it is no chance that their labels are the same; fewer where the column is called like one of models. */
export const ENOUGH_ROWS = 16
export const ENOUGH_OF_MODELS = 6
/** Labels that come again behind others, from which on no file is merely sorted. */
const ENOUGH_TURNS = 8

/**
 * The models where each sample comes once for each of them; null elsewhere.
 *
 * @param names of the model of each row
 * @param keys ids of the rows, or without ids their labels
 * @param enough rows of each that have the same labels in their order; null where keys are ids
 */
export function modelsOf(
  names: readonly string[],
  keys: readonly string[],
  enough: number | null,
): ReadonlyMap<string, readonly string[]> | null {
  const models = new Map<string, string[]>()
  for (const [row, cell] of names.entries()) {
    const rows = models.get(cell.trim())
    if (rows) rows.push(keys[row])
    else models.set(cell.trim(), [keys[row]])
  }
  if (models.size < 2 || models.size > MAX_MODELS) return null
  const rows = [...models.values()]
  return (enough === null ? areNamedAgain(rows) : comeAgain(rows, enough)) ? models : null
}

/** Whether all have as many rows, but for the last one, which may go on behind them. */
export function areAsMany(models: ReadonlyMap<string, readonly string[]>): boolean {
  const [first, ...others] = [...models.values()].map((rows) => rows.length)
  return others.every((rows, at) => rows === first || (at === others.length - 1 && rows < first))
}

/** Whether each has as many rows as are enough whatever it is called. */
export function areMany(models: ReadonlyMap<string, readonly string[]>): boolean {
  return [...models.values()].every((rows) => rows.length >= ENOUGH_ROWS)
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
function comeAgain([first, ...others]: readonly (readonly string[])[], enough: number): boolean {
  return others.every((labels) => {
    const most = Math.min(first.length, labels.length)
    return (
      most >= enough &&
      new Set(labels).size > 1 &&
      labels.slice(0, most).every((label, i) => label === first[i])
    )
  })
}

/** Whether labels that are the same for all models are so by no order that files have anyhow: sorted, or one after another. */
export function areOfOneFile(models: ReadonlyMap<string, readonly string[]>): boolean {
  const [labels] = models.values()
  const runs = labels.filter((label, row) => row === 0 || label !== labels[row - 1]).length
  const periods = Array.from({ length: Math.floor(labels.length / 2) }, (_, at) => at + 1)
  const isPeriod = (period: number) =>
    labels.every((label, row) => row < period || label === labels[row - period])
  return areAsMany(models) && runs - new Set(labels).size >= ENOUGH_TURNS && !periods.some(isPeriod)
}
