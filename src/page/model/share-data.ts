/** Whose loss it is: the share that each band of samples carries. */
import type { Band } from '../../measures/bands.ts'
import { bandTitle } from '../../views/words/band-words.ts'
import { unitsOf } from '../../views/words/unit.ts'
import type { StackedData, StackedRow } from '../charts/kit/types.ts'
import { shareFigure } from '../state/shares.ts'
import type { State } from '../state/state.ts'
import type { Model } from './model.ts'

/** As the charts count kinds: class by colour, difficulty by lightness. */
const KINDS: Readonly<Record<Band, number>> = {
  easy: 0,
  hard: 2,
  'easy.negative': 0,
  'easy.positive': 1,
  'hard.negative': 2,
  'hard.positive': 3,
}

export function sharesOf(model: Model, state: State): StackedData {
  const { file, share, losses } = state
  const { title, field } = shareFigure(share)
  const partOf = (band: Band, value: number | null) => ({
    name: bandTitle(band),
    kind: KINDS[band],
    share: value,
  })
  const samples: StackedRow = {
    name: unitsOf(model.files[file].pooled.source.task),
    series: null,
    parts: model.bands(file, state).map((one) => partOf(one.band, one.share)),
  }
  return {
    title: `${title[0].toUpperCase()}${title.slice(1)} by band`,
    rows: [
      samples,
      ...losses.map(({ loss, series }) => ({
        name: loss.title,
        series,
        parts: model.compare(file, loss, state).bands.map((one) => partOf(one.band, one[field])),
      })),
    ],
  }
}
