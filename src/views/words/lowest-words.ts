/** Which of several files has the lowest losses, in words. */
import { greatest, least } from '../../extremes.ts'
import type { CompareReport, LossReport } from '../../questions/compare/compare.ts'
import { joinSome } from './join-words.ts'
import { isLoose } from './set-words.ts'

/** What is asked of each file. */
type Compared = Pick<CompareReport, 'losses' | 'sets'>

export function changeOf({ value: first }: Pick<LossReport, 'value'>, value: number | null): number | null {
  return first === null || value === null || first === 0 ? null : (value - first) / Math.abs(first)
}

/** Values this close are one: the last digits of sums in another order. */
const SAME = 1e-12

/** Whether the losses agree on the best file: where they do not, which loss is asked decides. */
export function whichIsLowest(reports: readonly Compared[], names: readonly string[]): string {
  const [first] = reports
  const all = (['losses', 'sets'] as const).flatMap((kind) =>
    first[kind].map(({ title }, index) => ({ title, own: reports.map((report) => report[kind][index]) })),
  )
  const known = all.flatMap(({ title, own }) => {
    const values = own.map((one) => ('batches' in one && isLoose(one) ? null : one.value))
    if (values.some((value) => value === null)) return []
    const numbers = values as number[]
    const [low, high] = [least(numbers), greatest(numbers)]
    return [{ title, lowest: high - low <= SAME * Math.abs(high) ? null : names[numbers.indexOf(low)] }]
  })
  if (known.length === 0) return 'There is no loss to compare.'
  if (known.every(({ lowest }) => lowest === null)) return 'The losses are the same in all files.'
  const lowest = [...new Set(known.flatMap(({ lowest }) => lowest ?? []))]
  if (lowest.length === 1 && known.length > 1 && known.every((one) => one.lowest !== null))
    return `${lowest[0]} is lowest by ${known.length === 2 ? 'both' : `all ${known.length}`} losses.`
  const said = lowest.map((name) => {
    const titles = known.filter((one) => one.lowest === name).map(({ title }) => title)
    return `${joinSome(titles)} in ${name}`
  })
  return `Lowest: ${said.join('; ')}.`
}
