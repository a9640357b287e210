/** The numbers in the cells of a heat map, for the eye alone: each cell says its own in words. */
import { addSvg, change, createSvgPool, write } from '../kit/brush.ts'
import type { HeatData } from '../kit/types.ts'
import type { HeatLayout } from './heat-layout.ts'
import type { Shades } from './heat-shade.ts'

/** From this shade on the other colour of text is easier to read, in light and dark alike; both are at 4.5:1 there. */
const DARK = 0.59

export function createHeatNumbers(parent: SVGElement) {
  const group = addSvg(parent, 'g', { class: 'numbers', 'aria-hidden': 'true' })
  const texts = createSvgPool(group, 'text', { 'text-anchor': 'middle', dy: '0.35em' })
  return {
    draw({ values }: HeatData, { plot, cellWidth, cellHeight, texts: rows }: HeatLayout, shades: Shades) {
      const places = rows.flatMap((row, i) => row.map((text, j) => ({ text, i, j })))
      const written = places.filter(({ text }) => text !== '')
      texts(written.length).forEach((element, k) => {
        const { text, i, j } = written[k]
        const shade = shades.of(values[i][j])
        const [x, y] = [plot.left + (j + 0.5) * cellWidth, plot.top + (i + 0.5) * cellHeight]
        change(element, { x, y, class: shade === null ? 'empty' : shade < DARK ? 'on-light' : 'on-dark' })
        write(element, text)
      })
    },
  }
}
