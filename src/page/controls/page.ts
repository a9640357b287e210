/** What every part of the page is given. */
import type { ReportContent } from '../../questions/report/report-content.ts'
import type { Model } from '../model/model.ts'
import type { Bounds } from '../state/bounds.ts'
import type { State } from '../state/state.ts'
import type { Announce } from './announcer.ts'

export interface Page {
  readonly content: ReportContent
  readonly model: Model
  readonly bounds: Bounds
  /** Changes the state; everything follows in the next frame. */
  update(change: (state: State) => State): void
  /** Says something to screen readers once all is quiet. */
  readonly announce: Announce
}

/** A part that shows some of the state. */
export interface PageView {
  draw(state: State): void
}
