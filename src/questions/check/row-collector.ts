/** What a pass over predictions notes of their rows for a check, and for the baseline that is saved of them. */
import type { Loss } from '../../losses/loss.ts'
import { thresholdMargin } from '../../margin/margins.ts'
import type { RowMargins } from '../../measures/row-terms.ts'
import type { Scan } from '../../scan/scan.ts'
import type { StoredRows } from '../../sketched/baseline.ts'
import { allQuantities, storeRows } from './baseline-rows.ts'
import { type NamedRule, nameRule, noiseTeller } from './name-rule.ts'
import { createRowEstimates, type RowEstimates } from './row-estimates.ts'
import { needsBaseline, type Rule } from './rules.ts'

export interface RowCollector {
  add(samples: RowMargins): void
  readonly estimates: RowEstimates
  /** Null where nothing is to be saved. */
  stored(): StoredRows | null
}

/** Slices whose scatter a baseline holds, at most: each takes some 100 kB while it is summed up. */
const MAX_SLICES = 1000

/** The changes that rules ask for; those that name nothing are left to whoever judges. */
export function changesOf(
  rules: readonly Rule[],
  losses: readonly Loss[],
  { grouping }: Pick<Scan, 'grouping'>,
): readonly NamedRule[] {
  return rules.filter(needsBaseline).flatMap((rule) => {
    const named = nameRule(rule, losses, grouping.task)
    return 'kind' in named ? [] : (noiseTeller(named) ?? [])
  })
}

export function createRowCollector(
  { grouping, slices }: Pick<Scan, 'grouping' | 'slices'>,
  losses: readonly Loss[],
  wanted: readonly NamedRule[],
  { threshold, sliced, saves }: { threshold: number; sliced: boolean; saves: boolean },
): RowCollector {
  const edge = thresholdMargin(threshold)
  const all = saves ? allQuantities(losses, grouping.task) : []
  const create = (by: 'slice' | null, asked: readonly NamedRule[]) =>
    createRowEstimates(asked, { grouping, slices, by }, edge)
  const whole = create(null, [...wanted, ...all])
  const parts = create('slice', wanted)
  const saved = create('slice', all)
  return {
    add(samples) {
      if (saves || !sliced) whole.add(samples)
      if (sliced) parts.add(samples)
      if (sliced && saves && slices.length <= MAX_SLICES) saved.add(samples)
    },
    estimates: (part, loss, quantity) => (part === null ? whole : parts).estimates(part, loss, quantity),
    stored() {
      if (!saves) return null
      const named = sliced && slices.length <= MAX_SLICES ? slices : []
      const estimates: RowEstimates = (part, loss, quantity) =>
        (part === null ? whole : saved).estimates(part, loss, quantity)
      return storeRows(estimates, [null, ...named], all, threshold)
    },
  }
}
