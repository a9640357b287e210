/** What is shown: all that a visitor can set, and nothing that can be computed from it. */

import type { Loss } from '../../losses/loss.ts'
import type { ParameterValue } from '../../losses/parameter.ts'
import { completeLoss } from '../../losses/spec/spec.ts'
import type { Reduction } from '../../questions/compare/compare.ts'
import type { CdfClass } from '../../questions/curves/cdf.ts'
import type { CurveQuantity } from '../../questions/curves/curve.ts'
import { MAX_LOSSES } from '../../questions/report/report-content.ts'

/**
 * A loss and its place in the palette, which it keeps when those before it go. The eighth has the colour of the first,
 * and a dash of its own.
 */
export interface ChosenLoss {
  readonly loss: Loss
  readonly series: number
}

export interface State {
  /** 1 to MAX_LOSSES. */
  readonly losses: readonly ChosenLoss[]
  /** Index of the loss whose parameters are open. */
  readonly selected: number
  /** Index of the file that is shown. */
  readonly file: number
  /** Easy is a margin of at least this. */
  readonly margin: number
  readonly reduction: Reduction
  readonly curve: CurveQuantity
  /** What the shares of the bands are shares of, by the name of the measure. */
  readonly share: string
  /** Whose cumulative curves are drawn. */
  readonly side: CdfClass
  /** The quantity of the heat map, by name. */
  readonly map: string
  /** What the bars of groups stand for; null without groups. */
  readonly by: 'class' | 'slice' | null
  /** Whether the histogram's counts are on a logarithmic axis. */
  readonly counts: 'linear' | 'log'
}

export function selectedLoss({ losses, selected }: State): ChosenLoss {
  return losses[selected]
}

/** Adds a loss at the first place of the palette that is free, and opens it. */
export function addLoss(state: State, loss: Loss): State {
  if (state.losses.length >= MAX_LOSSES) return state
  return {
    ...state,
    losses: [...state.losses, { loss, series: freeSeries(state.losses) }],
    selected: state.losses.length,
  }
}

function freeSeries(losses: readonly ChosenLoss[]): number {
  const all = Array.from({ length: MAX_LOSSES }, (_, series) => series)
  return all.find((series) => !losses.some((chosen) => chosen.series === series)) ?? 0
}

/** The last one stays. */
export function removeLoss(state: State, index: number): State {
  if (state.losses.length === 1) return state
  const losses = state.losses.filter((_, i) => i !== index)
  const selected = state.selected > index ? state.selected - 1 : state.selected
  return { ...state, losses, selected: Math.min(selected, losses.length - 1) }
}

/** Gives the selected loss these parameters and leaves its others. */
export function setParameters(state: State, values: Readonly<Record<string, ParameterValue>>): State {
  const losses = state.losses.map((chosen, index) =>
    index === state.selected ? { ...chosen, loss: withParameters(chosen.loss, values) } : chosen,
  )
  return { ...state, losses }
}

function withParameters(
  { definition, parameters }: Loss,
  values: Readonly<Record<string, ParameterValue>>,
): Loss {
  return completeLoss({ definition, given: { ...parameters, ...values } })
}
