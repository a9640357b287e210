/** What each row adds to the sums that quantities are quotients of, part of the data by part. */
import { bind } from '../losses/bound.ts'
import type { Loss } from '../losses/loss.ts'
import { type GroupIdentity, type Grouping, identifyGroup, lossPlace } from '../margin/grouping.ts'
import type { Margins } from '../margin/margins.ts'
import { bandOf, bandsOf, isIn } from './bands.ts'
import type { Term } from './measure.ts'

/** Samples with the rows they belong to. All of a row stand in one block, one behind the other. */
export interface RowMargins extends Margins {
  readonly row: Float64Array
}

/** Which part of the data a group belongs to: a slice, a class, or all of it, which has no name. */
export interface Parting {
  readonly grouping: Grouping
  readonly slices: readonly string[]
  readonly by: 'class' | 'slice' | null
}

/** What the rows of one part add up to. */
export interface RowTerms {
  /** The sums of a term, in the order of the rows. */
  sums(loss: Loss, term: Term): Float64Array
  /** How many rows count in a sum of that field: those with a weight, or all. */
  count(field: Term['field']): number
}

/** Terms of a block, by part. */
export function createRowTerms(parting: Parting, edge: number) {
  const { grouping } = parting
  const bands = bandsOf(grouping)
  const identify = rememberIdentities(grouping)
  return (samples: RowMargins): ReadonlyMap<string | null, RowTerms> => {
    const amounts = createAmounts(samples, grouping, identify)
    const band = samples.group.map((group, j) =>
      bands.indexOf(bandOf(samples.margin[j] >= edge ? 'easy' : 'hard', identify(group).positive)),
    )
    const termsOf = (rows: PartRows): RowTerms => ({
      sums(loss, { field, part }) {
        const amount = amounts(loss, field)
        const counts = bands.map((one) => isIn(one, part))
        return addRows(rows, (j) => (counts[band[j]] ? amount[j] : 0))
      },
      count(field) {
        if (field === 'count' || !samples.weight) return rows.ends.length
        return addRows(rows, (j) => samples.weight![j]).reduce((count, w) => count + Number(w > 0), 0)
      },
    })
    return new Map([...rowsByPart(samples, parting, identify)].map(([part, rows]) => [part, termsOf(rows)]))
  }
}

type Identify = (group: number) => GroupIdentity

function rememberIdentities(grouping: Grouping): Identify {
  const known: GroupIdentity[] = []
  return (group) => {
    known[group] ??= identifyGroup(grouping, group)
    return known[group]
  }
}

/** Samples of a part, and before which of them each of its rows ends. */
interface PartRows {
  readonly samples: number[]
  readonly ends: number[]
}

function rowsByPart(
  { length, row, group }: RowMargins,
  { grouping, slices, by }: Parting,
  identify: Identify,
): ReadonlyMap<string | null, PartRows> {
  const parts = new Map<string | null, PartRows>()
  for (let j = 0; j < length; j++) {
    const { slice, classIndex } = identify(group[j])
    const name = by === null ? null : by === 'slice' ? slices[slice] : grouping.classes[classIndex ?? 0]
    const part = parts.get(name) ?? { samples: [], ends: [] }
    parts.set(name, part)
    if (row[part.samples.at(-1) ?? -1] !== row[j]) part.ends.push(0)
    part.samples.push(j)
    part.ends[part.ends.length - 1] = part.samples.length
  }
  return parts
}

function addRows({ samples, ends }: PartRows, amount: (sample: number) => number): Float64Array {
  const sums = new Float64Array(ends.length)
  for (let r = 0, i = 0; r < ends.length; r++) for (; i < ends[r]; i++) sums[r] += amount(samples[i])
  return sums
}

/** w f, w df/ds, w or 1 of every sample, computed when first asked for. */
function createAmounts(
  { length, margin, group, weight }: RowMargins,
  grouping: Grouping,
  identify: Identify,
) {
  const known = new Map<string, Float64Array>()
  const ones = new Float64Array(length).fill(1)
  const make = (loss: Loss, field: Term['field']): Float64Array => {
    if (field === 'count') return ones
    if (field === 'weight') return weight ?? ones
    const bound = bind(loss, grouping.task, grouping.classes.length)
    const of = bound.map(({ value, gradient }) => (field === 'loss' ? value : gradient))
    const amount = margin.map((s, j) => of[lossPlace(grouping.task, identify(group[j]))](s))
    return weight ? amount.map((value, j) => weight[j] * value) : amount
  }
  return (loss: Loss, field: Term['field']): Float64Array => {
    const key = `${field} ${loss.spec}`
    const amount = known.get(key) ?? make(loss, field)
    known.set(key, amount)
    return amount
  }
}
