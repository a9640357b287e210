/** Sums of what softmax rows tell beside their margins (margin/companions.ts), group by group, of hard and of easy rows. */
import { COMPANIONS, companionsOf } from '../margin/companions.ts'
import { addTo, createSum, type Sum } from '../measures/compensated.ts'
import type { SampleBlock, Scan } from '../scan/scan.ts'
import type { RowSums } from '../sketch/sketch.ts'

export interface RowSummer {
  add(block: SampleBlock): void
  sums(): RowSums
}

/** @param margin where easy rows begin */
export function createRowSummer(
  { dataset, options }: Pick<Scan, 'dataset' | 'options'>,
  margin: number,
): RowSummer {
  const { from, scores } = dataset.reading
  const groups: Sum[][] = []
  const row = new Float64Array(COMPANIONS)
  return {
    add({ length, margin: margins, group, weight, label, scores: values }) {
      for (let i = 0; i < length; i++) {
        companionsOf(values, i * scores.length, scores.length, label[i], from, options.renormalize, row)
        groups[group[i]] ??= Array.from({ length: 2 * COMPANIONS }, createSum)
        const first = margins[i] < margin ? 0 : COMPANIONS
        for (let k = 0; k < COMPANIONS; k++) addTo(groups[group[i]][first + k], (weight?.[i] ?? 1) * row[k])
      }
    },
    sums: () => ({
      margin,
      groups: groups.map((sums) => Float64Array.from(sums, ({ total, lost }) => total + lost)),
    }),
  }
}
