/** Keeps what a chart was last told, to draw it again when its container changes its width. */
import type { Chart } from './types.ts'

/** `paint` gets the width in whole pixels, and is not called while there is none, as in a closed `details`. */
export function redrawOnResize<Data>(
  container: HTMLElement,
  paint: (data: Data, width: number) => void,
): Chart<Data> {
  let last: Data | undefined
  let width = 0
  const resize = (found: number) => {
    if (Math.floor(found) === width) return
    width = Math.floor(found)
    if (last !== undefined && width > 0) paint(last, width)
  }
  new ResizeObserver(([{ contentRect }]) => resize(contentRect.width)).observe(container)
  // Nobody observes paper: what is drawn for a wide window would be shrunk to it, with its letters.
  for (const name of ['beforeprint', 'afterprint'])
    addEventListener(name, () => resize(container.clientWidth))
  return {
    draw(data) {
      last = data
      // The observer knows it from the first frame on; asking the element each time would lay the page out each time.
      if (width === 0) width = container.clientWidth
      if (width > 0) paint(data, width)
    },
  }
}
