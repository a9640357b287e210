/** Colours, dashes and hatching: names of what palette.css and kinds.css have for light, dark and print. */
import { dashOf } from '../../../views/series.ts'
import { addSvg, change } from './brush.ts'

/** Colours in palette.css, --series-0 and so on; beyond them the dash goes on telling lines apart. */
const COLORS = 7

/** For an element of class `series`. */
export function strokeSeries(element: SVGElement, series: number, isFaint: boolean): void {
  colorSeries(element, series, isFaint)
  change(element, { 'stroke-dasharray': dashOf(series) || null })
}

/** Its colour alone. */
export function colorSeries(element: SVGElement, series: number, isFaint: boolean): void {
  element.style.setProperty('--series', `var(--series-${series % COLORS})`)
  element.classList.toggle('faint', isFaint)
}

/** For an element of class `kind`: its fill is that of kinds.css. */
export function fillKind(element: SVGElement, kind: number): void {
  change(element, { 'data-kind': kind })
}

/** The hatching of positives that kinds.css fills with; patterns are found by id in the whole document. */
export function drawHatching(document: Document): void {
  if (document.getElementById('hatch-1')) return
  const svg = addSvg(document.body, 'svg', { width: 0, height: 0, 'aria-hidden': 'true', class: 'hatching' })
  for (const kind of [1, 3]) {
    const pattern = addSvg(svg, 'pattern', {
      id: `hatch-${kind}`,
      width: 6,
      height: 6,
      patternUnits: 'userSpaceOnUse',
      patternTransform: 'rotate(45)',
    })
    addSvg(pattern, 'rect', { width: 6, height: 6, class: 'ground', 'data-kind': kind })
    addSvg(pattern, 'line', { x1: 0, x2: 0, y1: 0, y2: 6, class: 'hatch', 'data-kind': kind })
  }
}
