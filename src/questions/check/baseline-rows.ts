/** How quantities scatter over rows, as a baseline holds it: its sketch knows samples, and not what they hang together in. */
import type { Loss } from '../../losses/loss.ts'
import type { Task } from '../../losses/task.ts'
import { parseQuantity, quantityNames } from '../../measures/quantities.ts'
import type { StoredRows } from '../../sketched/baseline.ts'
import type { NamedRule } from './name-rule.ts'
import { keyOf, keyOfNames, type RowEstimates, type RowScatter } from './row-estimates.ts'

/** Every quantity of every loss, counts once. */
export function allQuantities(losses: readonly Loss[], task: Task): readonly NamedRule[] {
  const quantities = quantityNames(task).map((name) => parseQuantity(name, task))
  return quantities.flatMap((quantity): readonly NamedRule[] =>
    quantity.isOfLoss ? losses.map((loss) => ({ loss, quantity })) : [{ loss: null, quantity }],
  )
}

/** @param parts all of the data, which has no name, and its slices */
export function storeRows(
  estimates: RowEstimates,
  parts: readonly (string | null)[],
  wanted: readonly NamedRule[],
  threshold: number,
): StoredRows {
  const losses = new Map(wanted.map(({ loss }) => [loss?.spec ?? null, loss]))
  const scatter = parts.flatMap((part) =>
    [...losses].map(([spec, loss]) => {
      const found = wanted
        .filter((one) => one.loss === loss)
        .map(({ quantity }) => [quantity.name, estimates(part, loss, quantity)] as const)
      const known = found.flatMap(([name, one]) =>
        one && Number.isFinite(one.standardError) ? [[name, [one.standardError, one.df]] as const] : [],
      )
      return { part, loss: spec, quantities: Object.fromEntries(known) }
    }),
  )
  return { threshold, scatter }
}

/** Null where the baseline has none at this threshold. */
export function recallRows(stored: StoredRows | null, threshold: number): RowScatter | null {
  if (stored?.threshold !== threshold) return null
  const known = new Map(
    stored.scatter.flatMap(({ part, loss, quantities }) =>
      Object.entries(quantities).map(([name, [standardError, df]]) => [
        keyOfNames(part, loss, name),
        { standardError, df },
      ]),
    ),
  )
  return (part, loss, quantity) => known.get(keyOf(part, loss, quantity)) ?? null
}
