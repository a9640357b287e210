/** Explanations with the same values: which of them are one, in which order they stand, and what would tell them apart. */
import type { Held } from './held.ts'
import { predict } from './recipe.ts'
import { findTelling, inventSamples, type Telling } from './telling.ts'
import type { ScoredSamples } from './types.ts'

/** The same sentence once. */
export const unique = (held: readonly Held[]): readonly Held[] =>
  held.filter(
    ({ explanation }, i) => held.findIndex((other) => other.explanation.name === explanation.name) === i,
  )

export const isWrong = ({ explanation }: Held) => explanation.kind === 'mistake'

/** What is right first, then one of each mistake, then all others. */
export function rightFirst(ties: readonly Held[]): readonly Held[] {
  const right = ties.filter((one) => !isWrong(one)).slice(0, 1)
  const wrong = ties.filter(isWrong)
  const one = wrong.filter(
    ({ explanation }, i) =>
      wrong.findIndex((other) => other.explanation.mistake === explanation.mistake) === i,
  )
  return [...new Set([...right, ...one, ...ties])]
}

/** Losses of samples made up to tell explanations apart. */
function lossesOf(ties: readonly Held[], invented: ScoredSamples): readonly (Float64Array | null)[] {
  const readings = new Map(ties.map(({ recipe: { reading } }) => [reading, reading.read(invented)]))
  return ties.map(({ recipe, setting }) => {
    const elements = readings.get(recipe.reading) ?? null
    return elements && predict(recipe, { ...setting, samples: invented }, elements)
  })
}

/** Holds explanations that agree on the data against samples made up for the purpose. */
export function tellApart(ties: readonly Held[], samples: ScoredSamples): Telling | null {
  const invented = inventSamples(samples)
  const all = lossesOf(ties, invented)
  const named = ties.flatMap(({ explanation: { name } }, i) => (all[i] ? [{ name, losses: all[i] }] : []))
  return named.length > 1 ? findTelling(invented, named) : null
}

/** Without longer ways to say one and the same: those that are right, with no spec or a number of 0, and those of the same mistake. */
export function distinct(ties: readonly Held[], samples: ScoredSamples): readonly Held[] {
  if (ties.length < 2) return ties
  const all = lossesOf(ties, inventSamples(samples))
  const isSame = (a: Float64Array | null, b: Float64Array | null) =>
    a !== null && b !== null && a.every((x, i) => Math.abs(x - b[i]) <= 1e-7 * (Math.abs(x) + 1e-9))
  return ties.filter(({ explanation, recipe }, i) => {
    const { kind, mistake, spec, parameters } = explanation
    const isBare = spec === null || recipe.form.shapes.some(({ key }) => parameters[key] === 0)
    return !ties
      .slice(0, i)
      .some(
        (other, j) =>
          (kind === 'mistake' ? other.explanation.mistake === mistake : !isWrong(other) && isBare) &&
          other.recipe.reduction === recipe.reduction &&
          isSame(all[i], all[j]),
      )
  })
}
