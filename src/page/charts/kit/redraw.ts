/** Keeps what a chart was last told, to draw it again when its container changes its width. */
import type { Chart } from './types.ts'

/** `paint` gets the width in whole pixels, and is not called while there is none, as in a closed `details`. */
export function redrawOnResize<Data>(
  container: HTMLElement,
  paint: (data: Data, width: number) => void,
): Chart<Data> {
  let last: Data | undefined
  let width = 0
  const repaint = () => {
    if (last !== undefined && width > 0) paint(last, width)
  }
  new ResizeObserver(([{ contentRect }]) => {
    if (Math.floor(contentRect.width) === width) return
    width = Math.floor(contentRect.width)
    repaint()
  }).observe(container)
  return {
    draw(data) {
      last = data
      // The observer knows it from the first frame on; asking the element each time would lay the page out each time.
      if (width === 0) width = container.clientWidth
      repaint()
    },
  }
}
