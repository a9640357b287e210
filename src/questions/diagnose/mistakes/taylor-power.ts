import type { Mistake } from '../choice.ts'
import { raise } from '../gamma.ts'

export const taylorPower: Mistake = {
  id: 'taylor-power',
  title: 'the last power of 1 − pt stands in place of the series',
  effect: 'Most samples have next to no loss, and no gradient.',
  threads: [],
  forms: [
    {
      name: 'the last power of a Taylor cross-entropy in place of the series',
      cost: 4,
      shapes: [
        {
          key: 'terms',
          symbol: 't',
          grid: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
          usual: [2, 4, 6],
          min: 2,
          isWhole: true,
        },
      ],
      terms: ['(1 − pt)^t'],
      columns: ({ q }, { terms }) => [q.map((x) => raise(x, terms as number))],
    },
  ],
}
