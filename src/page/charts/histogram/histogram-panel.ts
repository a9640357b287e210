/** One class of a histogram: its name and size, its bins, darker where they are hard, and another file's outline. */

import { formatCount } from '../../../views/words/numbers.ts'
import { clean } from '../../../words/clean.ts'
import { createYAxis } from '../kit/axes.ts'
import { addSvg, change, write } from '../kit/brush.ts'
import { fillKind } from '../kit/paint.ts'
import { stepPath } from '../kit/path.ts'
import type { Plot } from '../kit/plot.ts'
import type { ChartScale } from '../kit/scale.ts'
import { fitText, textWidth } from '../kit/text-size.ts'
import type { Bin, HistogramData } from '../kit/types.ts'
import type { HistogramLayout } from './histogram-layout.ts'
import { samplesInClass } from './histogram-readout.ts'

/** Kinds of the same class, easy and hard, are so far from each other. */
const HARD = 2

/** `above` is what lies over the threshold, which would cross out the names otherwise. */
export function createHistogramHalf(parent: SVGElement, above: SVGElement) {
  const group = addSvg(parent, 'g', { class: 'panel' })
  const axis = createYAxis(group)
  const easy = addSvg(group, 'path', { class: 'kind plain' })
  const hard = addSvg(group, 'path', { class: 'kind plain' })
  const outline = addSvg(group, 'path', { class: 'overlay' })
  const heading = createHeading(above)
  return {
    remove() {
      group.remove()
      heading.remove()
    },
    draw(data: HistogramData, index: number, { x, panels }: HistogramLayout) {
      const { plot, ticks, count } = panels[index]
      const { kind } = data.kinds[index]
      const pathOf = (bins: readonly Bin[]) =>
        stepPath(stepsOf(bins, index, x, count), plot.top + plot.height)
      axis.draw(plot, ticks, '')
      fillKind(easy, kind)
      fillKind(hard, kind + HARD)
      const [left, right] = partAt(data.bins, data.threshold)
      change(hard, { d: pathOf(left) })
      change(easy, { d: pathOf(right) })
      change(outline, { d: pathOf(data.overlay?.bins ?? []) })
      heading.draw(data, index, plot)
    },
  }
}

/** The bins on either side of the threshold, which may cut one in two. */
function partAt(bins: readonly Bin[], threshold: number): [Bin[], Bin[]] {
  return [
    bins.filter(({ from }) => from < threshold).map((bin) => ({ ...bin, to: Math.min(bin.to, threshold) })),
    bins.filter(({ to }) => to > threshold).map((bin) => ({ ...bin, from: Math.max(bin.from, threshold) })),
  ]
}

/** From the first bin with samples to the last. */
function stepsOf(bins: readonly Bin[], kind: number, x: ChartScale, count: ChartScale) {
  const isFull = ({ counts }: Bin) => counts[kind] > 0
  const full = bins.slice(bins.findIndex(isFull), bins.findLastIndex(isFull) + 1)
  return full.map(({ from, to, counts }) => ({
    from: x.at(from),
    to: x.at(to),
    top: count.at(counts[kind] ?? 0),
  }))
}

/** Pixels: of the outline's sample, and around it; where the first heading stands. */
const SAMPLE = 22
const GAP = 8
const FIRST = 12

/** The class on the left; on the right, what the outline is. */
function createHeading(above: SVGElement) {
  const group = addSvg(above, 'g', { class: 'heading' })
  const name = addSvg(group, 'text', { class: 'name' })
  const other = addSvg(group, 'text', { class: 'tick' })
  const sample = addSvg(group, 'line', { class: 'overlay' })
  return {
    remove: () => group.remove(),
    draw(data: HistogramData, index: number, { left, top, width }: Plot) {
      const { kinds } = data
      // Said once.
      const overlay = index === 0 ? data.overlay : null
      // The first is above the label of the threshold, whose line crosses out none of them.
      const y = index === 0 ? FIRST : top - 9
      const text = `${clean(kinds[index].name)}, ${formatCount(samplesInClass(data, index))}`
      const room = width - textWidth(text) - SAMPLE - 3 * GAP
      const otherText = overlay ? fitText(clean(overlay.name), room) : ''
      change(name, { x: left, y })
      write(name, fitText(data.overlay ? text : `${text} ${data.counted}`, width))
      change(other, { x: left + width - textWidth(otherText), y })
      write(other, otherText)
      const end = left + width - textWidth(otherText) - GAP
      change(sample, { display: otherText ? null : 'none', x1: end - SAMPLE, x2: end, y1: y - 4, y2: y - 4 })
    },
  }
}
