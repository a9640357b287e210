/** All that is told of a sample, field by field: an object for each takes longer than all the rest. */
import type { Loss } from '../../losses/loss.ts'
import type { SampleBlock } from '../../scan/scan.ts'
import type { Evaluator } from './samples.ts'

export interface SampleField {
  readonly key: string
  readonly of: (block: SampleBlock, i: number) => string | number | boolean | null
}

/** Those of a report of it, in its order; of each loss its value and its modulated weight. */
export function sampleFields(losses: readonly Loss[], evaluator: Evaluator): readonly SampleField[] {
  const { pt, finite, weight, isEasy, identity, labelOf } = evaluator
  return [
    { key: 'row', of: ({ row }, i) => row[i] },
    { key: 'id', of: ({ ids }, i) => ids?.[i] ?? null },
    { key: 'label', of: labelOf },
    { key: 'positive', of: (block, i) => identity(block, i).positive },
    { key: 'score', of: ({ scoreOf }, i) => scoreOf(i) },
    { key: 'pt', of: pt },
    { key: 'margin', of: ({ margin }, i) => margin[i] },
    { key: 'difficulty', of: (block, i) => (isEasy(block, i) ? 'easy' : 'hard') },
    { key: 'weight', of: (block, i) => block.weight?.[i] ?? 1 },
    ...losses.flatMap(({ spec }, index): SampleField[] => [
      { key: spec, of: (block, i) => finite(block, i, index) },
      { key: `weight(${spec})`, of: (block, i) => weight(block, i, index) },
    ]),
  ]
}
