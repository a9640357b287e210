/** Cumulative share of the loss against the samples, easiest first (Lin et al. 2017, Fig. 4). */

import { greatest, least } from '../../extremes.ts'
import type { Loss } from '../../losses/loss.ts'
import { isIn } from '../../measures/bands.ts'
import { type CdfClass, type CdfPart, cumulate } from '../../questions/curves/cdf.ts'
import { unitsOf } from '../../views/words/unit.ts'
import { clean } from '../../words/clean.ts'
import type { ChartSeries, LineData } from '../charts/kit/types.ts'
import { type ChosenLoss, type State, selectedLoss } from '../state/state.ts'
import { createCache } from './cache.ts'
import { isOfSamples } from './curve-data.ts'
import { dataFor } from './data-file.ts'
import type { Model } from './model.ts'

/** Curves of eight losses in a few files, and those just left. */
const CURVES = 60

export interface Cumulative {
  data(state: State): LineData
}

export function createCumulative(model: Model): Cumulative {
  const known = createCache<readonly CdfPart[]>(CURVES)
  const partOf = (file: number, loss: Loss, side: CdfClass, also: readonly number[]) =>
    known
      .get(
        [file, loss.spec, also.join()].join(' '),
        () => cumulate(dataFor(model.files[file], loss), [loss], also).classes,
      )
      .find((part) => part.class === side)

  const seriesOf = (
    file: number,
    chosen: ChosenLoss,
    side: CdfClass,
    also: readonly number[] = [],
  ): ChartSeries => {
    const part = partOf(file, chosen.loss, side, also)
    return { name: chosen.loss.title, series: chosen.series, ...pointsOf(part) }
  }

  return {
    data(state) {
      const { losses, file, side } = state
      const drawn = losses
        .filter(({ loss }) => isOfSamples(loss))
        .map((chosen) => seriesOf(file, chosen, side))
      const first = firstFile(state, model)
      // It can be read where the others can.
      const stops = drawn[0]?.points.map(([samples]) => samples)
      const faint = first
        ? [{ ...seriesOf(0, first.chosen, side, stops), name: first.name, faint: true }]
        : []
      return chartOf(state, model, easyShare(model, state), [...drawn, ...faint])
    },
  }
}

function pointsOf(part: CdfPart | undefined): Pick<ChartSeries, 'points' | 'bounds'> {
  const { loss, lossLow, lossHigh } = part?.curves[0] ?? {}
  if (!part || !loss || !lossLow || !lossHigh) return { points: [] }
  return {
    points: loss.map((share, i) => [part.samples[i], share] as const),
    bounds: lossLow.map((low, i) => [low, lossHigh[i]] as const),
  }
}

/** The loss that the first file is drawn with behind another: one curve is enough to see what has moved. */
function firstFile(state: State, { files }: Model): { chosen: ChosenLoss; name: string } | null {
  const chosen = selectedLoss(state)
  if (state.file === 0 || !isOfSamples(chosen.loss)) return null
  return { chosen, name: `${chosen.loss.title}, ${clean(files[0].name)}` }
}

function chartOf(
  { side, file }: State,
  { files }: Model,
  easy: number,
  series: readonly ChartSeries[],
): LineData {
  const shares = series.flatMap(({ points }) => points.map(([, share]) => share))
  const who = side === 'all' ? unitsOf(files[file].pooled.source.task) : `${side}s`
  return {
    title: `Cumulative share of the loss of the ${who}`,
    x: { label: `share of the ${who}, easiest first`, domain: [0, 1], unit: 'share' },
    // A loss that some samples lower leaves the range of shares.
    y: {
      label: 'share of the loss',
      domain: [least(shares, 0), greatest(shares, 1)],
      unit: 'share',
    },
    series,
    mark: { x: easy, label: 'easy | hard' },
  }
}

/** Share of the class that is easy. */
function easyShare(model: Model, state: State): number {
  const own = model
    .bands(state.file, state)
    .filter(({ band }) => isIn(band, state.side === 'all' ? '' : state.side))
  const total = own.reduce((sum, { weight }) => sum + weight, 0)
  const easy = own.filter(({ band }) => isIn(band, 'easy')).reduce((sum, { weight }) => sum + weight, 0)
  return total > 0 ? easy / total : 0
}
