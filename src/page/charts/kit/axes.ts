/** Axes: a thin grid, a label at each tick, and what the axis measures. */
import { addSvg, change, createSvgPool, write } from './brush.ts'
import type { PlacedTick, Plot } from './plot.ts'

export interface AxisBrush {
  draw(plot: Plot, ticks: readonly PlacedTick[], label: string): void
}

/** Pixels from the plot to the label of a tick, and to that of the axis. */
const TICK = 18
const LABEL = 38

export function createXAxis(parent: Element): AxisBrush {
  const { lines, texts, title } = createParts(parent, 'middle')
  return {
    draw({ left, top, width, height }, ticks, label) {
      const bottom = top + height
      const [line, text] = [lines(ticks.length), texts(ticks.length)]
      ticks.forEach((tick, i) => {
        change(line[i], { x1: tick.at, x2: tick.at, y1: top, y2: bottom })
        change(text[i], { x: tick.at, y: bottom + TICK })
        write(text[i], tick.text)
      })
      change(title, { x: left + width / 2, y: bottom + LABEL, 'text-anchor': 'middle' })
      write(title, label)
    },
  }
}

/** The label lies above the axis, where it can be read without turning one's head. */
export function createYAxis(parent: Element): AxisBrush {
  const { lines, texts, title } = createParts(parent, 'end')
  return {
    draw({ left, top, width }, ticks, label) {
      const [line, text] = [lines(ticks.length), texts(ticks.length)]
      ticks.forEach((tick, i) => {
        change(line[i], { x1: left, x2: left + width, y1: tick.at, y2: tick.at })
        change(text[i], { x: left - 8, y: tick.at, dy: '0.35em' })
        write(text[i], tick.text)
      })
      change(title, { x: 0, y: top - 13 })
      write(title, label)
    },
  }
}

function createParts(parent: Element, anchor: 'middle' | 'end') {
  const group = addSvg(parent, 'g', { class: 'axis', 'aria-hidden': 'true' })
  return {
    lines: createSvgPool(addSvg(group, 'g'), 'line'),
    texts: createSvgPool(addSvg(group, 'g'), 'text', { class: 'tick', 'text-anchor': anchor }),
    title: addSvg(group, 'text', { class: 'label' }),
  }
}
