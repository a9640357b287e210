/** Holds the state, and draws it anew at most once a frame. */
import type { State } from './state.ts'

export interface StateStore {
  state(): State
  update(change: (state: State) => State): void
}

/** What a benchmark looks for among the browser's measurements. */
const MEASURE = 'lossctl redraw'

export function createStateStore(initial: State, draw: (state: State) => void): StateStore {
  let state = initial
  let isWaiting = false
  const redraw = () => {
    isWaiting = false
    const start = performance.now()
    draw(state)
    performance.measure(MEASURE, { start, end: performance.now() })
  }
  return {
    state: () => state,
    update(change) {
      const next = change(state)
      if (next === state) return
      state = next
      if (isWaiting) return
      isWaiting = true
      requestAnimationFrame(redraw)
    },
  }
}
