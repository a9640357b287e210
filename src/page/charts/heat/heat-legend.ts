/** From the lightest shade to the darkest with their values, and the ring of the current setting. */
import { addHtml, addSvg, write } from '../kit/brush.ts'
import type { HeatData } from '../kit/types.ts'
import { formatHeat } from './heat-readout.ts'
import type { Shades } from './heat-shade.ts'

export function createHeatLegend(parent: Element) {
  const line = addHtml(parent, 'p', { class: 'heat-legend', 'aria-hidden': 'true' })
  const shades = addHtml(line, 'span', { class: 'key' })
  const low = addHtml(shades, 'span')
  addHtml(shades, 'span', { class: 'ramp' })
  const high = addHtml(shades, 'span')
  const current = addHtml(line, 'span', { class: 'key' })
  const sample = addSvg(current, 'svg', { width: 18, height: 14, class: 'heat-ring current' })
  addSvg(sample, 'rect', { x: 2, y: 2, width: 14, height: 10, rx: 3 })
  addHtml(current, 'span').textContent = 'current setting'
  return {
    draw({ unit, current: setting }: HeatData, { low: least, high: most }: Shades) {
      write(low, formatHeat(least, unit))
      write(high, formatHeat(most, unit))
      current.hidden = setting === null
    },
  }
}
