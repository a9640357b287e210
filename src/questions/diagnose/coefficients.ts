/** What a form is multiplied by, group by group, to come nearest to the values. */
import type { Form } from './choice.ts'
import type { Elements } from './elements.ts'
import { type Design, fitColumns, scalesOf } from './solve.ts'
import type { Observed, Parameters } from './types.ts'

/** Of each group; where they are too few samples, of the first and of all others. */
export const rowsOf = ({ groups }: Elements, coefficients: readonly (readonly number[])[]) =>
  Array.from({ length: groups }, (_, g) => coefficients[g] ?? coefficients[coefficients.length - 1])

/** Coefficients by least squares at a shape. */
export function solver(elements: Elements, form: Form, observed: Observed) {
  const { values } = observed
  const scales = scalesOf(observed)
  return (shape: Parameters) => {
    const columns = form.columns(elements, shape)
    const design = designOf(elements, columns, form.shared ?? false, values.length)
    if (!form.link) return spread(fitColumns(design, values, scales), elements, columns.length)
    const undone = values.map((v) => form.link!.undo(v, shape))
    const own = scalesOf({ ...observed, values: undone })
    return spread(fitColumns(design, undone, own), elements, columns.length)
  }
}

/** Sums elements into the values they go to, group by group. */
function designOf(
  { target, group, groups }: Elements,
  columns: readonly Float64Array[],
  shared: boolean,
  values: number,
): Design {
  if (!target) {
    const enough = (apart: number) => !shared && values >= apart * columns.length + 4
    if (enough(groups)) return { columns, group, groups }
    // Background is what some treat apart.
    const background = group.reduce((n, g) => n + (g === 0 ? 1 : 0), 0)
    const first = groups > 2 && enough(2) && background >= columns.length
    return { columns, group: first ? group.map((g) => Math.min(g, 1)) : null, groups: first ? 2 : 1 }
  }
  const sums = columns.flatMap(() => Array.from({ length: groups }, () => new Float64Array(values)))
  for (const [k, column] of columns.entries())
    for (let e = 0; e < column.length; e++) sums[k * groups + group[e]][target[e]] += column[e]
  return { columns: sums, group: null, groups: 1 }
}

/** Coefficients by group, then column, from whichever way they were solved. */
function spread(
  solution: ReturnType<typeof fitColumns>,
  { groups, target }: Elements,
  columns: number,
): ReturnType<typeof fitColumns> {
  if (!target) return solution
  const [all] = solution.coefficients
  return {
    ...solution,
    coefficients: Array.from({ length: groups }, (_, g) =>
      Array.from({ length: columns }, (_, k) => all[k * groups + g]),
    ),
  }
}
