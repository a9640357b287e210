/** The hardest samples, and what each loss makes of them. */

import { bind } from '../../losses/bound.ts'
import { sigmoid } from '../../losses/functions.ts'
import type { BoundLoss } from '../../losses/loss.ts'
import type { HardSample } from '../../questions/report/report-content.ts'
import { formatRatio, formatShort } from '../../views/words/numbers.ts'
import { clean, cleanLine } from '../../words/clean.ts'
import type { ChosenLoss, State } from '../state/state.ts'
import { isOfSamples } from './curve-data.ts'
import type { Model } from './model.ts'
import type { PageCell, PageColumn, TableData } from './table-data.ts'

/** `most` of them at most. */
export function sampleTable(model: Model, state: State, most: number): TableData {
  const { pooled, samples } = model.files[state.file]
  const { task, classes } = pooled.grouping
  const isWeighted = samples?.some(({ weight }) => weight !== 1) ?? false
  const withIds = samples?.some(({ id }) => id !== null) ?? false
  const losses = state.losses.filter(({ loss }) => isOfSamples(loss))
  const bound = losses.map(({ loss }) => bind(loss, task, classes.length))
  return {
    columns: [
      { title: withIds ? 'id' : 'row', align: 'left' },
      { title: 'class', align: 'left' },
      ...(task === 'softmax'
        ? [
            { title: 'predicted', align: 'left' } as const,
            { title: 'its probability', align: 'right' } as const,
          ]
        : []),
      ...['pt', 'margin', ...(isWeighted ? ['weight'] : []), ...losses.map(({ loss }) => loss.title)].map(
        (title): PageColumn => ({ title, align: 'right' }),
      ),
    ],
    rows: (samples ?? []).slice(0, most).map((sample) => rowOf(sample, isWeighted, losses, bound)),
  }
}

function rowOf(
  sample: HardSample,
  isWeighted: boolean,
  losses: readonly ChosenLoss[],
  bound: readonly (readonly BoundLoss[])[],
): PageCell[] {
  const { row, id, predicted, confidence, margin, place, weight } = sample
  const values = bound.map((classes) => classes[place].value(margin))
  return [
    foreign(id ?? `${row}`),
    foreign(classOf(sample)),
    ...(predicted === null ? [] : [foreign(predicted), { text: formatRatio(confidence) }]),
    { text: formatRatio(sigmoid(margin)) },
    { text: margin.toFixed(2).replace('-', '−'), tone: 'dim' },
    ...(isWeighted ? [{ text: formatShort(weight, 4), tone: 'dim' } as const] : []),
    ...values.map((value, i) => ({
      text: formatRatio(value),
      figure: { loss: losses[i].loss.spec, name: 'sample', value },
    })),
  ]
}

/** A cell of multi-label data says whether its class is there. */
function classOf({ label, positive }: HardSample): string {
  return positive === null ? label : `${label}${positive ? ' (positive)' : ' (negative)'}`
}

function foreign(text: string): PageCell {
  return { text: clean(text), title: cleanLine(text) }
}
