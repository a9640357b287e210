/** A chart of the page as a drawing that stands alone: with its title, its legend, and the colours that it is seen in. */
import { greatest } from '../../../extremes.ts'
import { FONT, textWidth } from './text-size.ts'

const SVG = 'http://www.w3.org/2000/svg'

/** Pixels. */
const PADDING = 16
const HEAD = 16
const LINE = 19
const GAP = 11

/** What a style sheet says of elements that are drawn. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
  'paint-order',
]

export interface Picture {
  readonly svg: string
  readonly width: number
  readonly height: number
}

/** Under the title, where there is something: what the chart is of. */
export function pictureOf(figure: Element, title: string, below: string): Picture {
  const frame = figure.getBoundingClientRect()
  const heads = [
    ...linesOf(title, frame.width, HEAD).map((text) => ({ text, 'font-size': HEAD, 'font-weight': 'bold' })),
    ...linesOf(below, frame.width, FONT).map((text) => ({ text, 'font-size': FONT })),
  ]
  const head = heads.length * LINE + GAP
  const seen = [...figure.querySelectorAll('*')].filter(isSeen)
  const bottom = greatest(
    seen.map((element) => element.getBoundingClientRect().bottom),
    frame.top,
  )
  const [width, height] = [frame.width + 2 * PADDING, bottom - frame.top + 2 * PADDING + head].map(Math.ceil)
  const root = make('svg', { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` })
  const page = getComputedStyle(document.body)
  root.append(make('rect', { width, height, fill: page.backgroundColor }))
  const font = { 'font-family': page.fontFamily, fill: page.color }
  heads.forEach(({ text, ...size }, line) => {
    root.append(make('text', { x: PADDING, y: PADDING + 14 + line * LINE, ...size, ...font }, text))
  })
  const place = ({ left, top }: DOMRect) => ({
    x: left - frame.left + PADDING,
    y: top - frame.top + PADDING + head,
  })
  // Patterns that fills name stand elsewhere in the page.
  const patterns = document.querySelector('.hatching')
  if (patterns) root.append(styledCopy(patterns))
  figure.querySelectorAll('.ramp').forEach((ramp, i) => {
    root.append(...rampOf(ramp, `ramp-${i}`, place(ramp.getBoundingClientRect())))
  })
  for (const drawing of figure.querySelectorAll('svg')) {
    if (drawing.parentElement?.closest('svg') || !isSeen(drawing)) continue
    const box = drawing.getBoundingClientRect()
    const copy = styledCopy(drawing)
    for (const [name, value] of Object.entries({ ...place(box), width: box.width, height: box.height }))
      copy.setAttribute(name, `${value}`)
    root.append(copy)
  }
  for (const words of textsOf(figure)) {
    const { x, y } = place(words.box)
    const { fontFamily, fontSize, fontWeight, color } = getComputedStyle(words.parent)
    const style = { 'font-family': fontFamily, 'font-size': fontSize, 'font-weight': fontWeight, fill: color }
    // A line of text sits on its baseline, some four fifths down its box.
    root.append(make('text', { x, y: y + words.box.height * 0.76, ...style }, words.text))
  }
  return {
    svg: `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`,
    width,
    height,
  }
}

/** Words in lines that fit. */
function linesOf(text: string, width: number, size: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ').filter(Boolean)) {
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && textWidth(longer) * (size / FONT) <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

function make(name: string, attributes: Readonly<Record<string, string | number>>, text = ''): Element {
  const element = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes))
    if (key !== 'xmlns') element.setAttribute(key, `${value}`)
  element.textContent = text
  return element
}

/** What is only for readers aloud is cut to nothing, what is not shown has no box, and a legend may be hidden. */
function isSeen(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect()
  return width > 1 && height > 1 && getComputedStyle(element).visibility !== 'hidden'
}

/** With what style sheets say as attributes, since they stay behind, and without what is hidden. */
function styledCopy(drawing: Element): Element {
  const copy = drawing.cloneNode(true) as Element
  const originals = [drawing, ...drawing.querySelectorAll('*')]
  const copies = [copy, ...copy.querySelectorAll('*')]
  originals.forEach((original, i) => {
    const style = getComputedStyle(original)
    if (style.display === 'none' || style.visibility === 'hidden') copies[i].remove()
    for (const name of STYLES) copies[i].setAttribute(name, plainly(style.getPropertyValue(name)))
    // A style sheet may say how wide a rectangle is, too; one that is not shown has no width.
    if (original.localName === 'rect' && style.width !== 'auto') copies[i].setAttribute('width', style.width)
    for (const name of ['class', 'style', 'tabindex', 'role', 'aria-label']) copies[i].removeAttribute(name)
  })
  // What stands over the edge is seen on the page.
  copy.setAttribute('overflow', getComputedStyle(drawing).overflow)
  return copy
}

/** Colours that were mixed, as programs that draw know them: by the pixel that they make. */
function plainly(value: string): string {
  if (!/^(color|ok|lab|lch)/.test(value)) return value
  const canvas = document.createElement('canvas')
  const pixel = canvas.getContext('2d', { willReadFrequently: true })
  if (!pixel) return value
  pixel.fillStyle = value
  pixel.fillRect(0, 0, 1, 1)
  const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data
  return alpha === 255 ? `rgb(${red}, ${green}, ${blue})` : `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`
}

/** A bar of colours that a style sheet has: its gradient, in even steps from left to right. */
function rampOf(
  ramp: Element,
  id: string,
  place: { readonly x: number; readonly y: number },
): readonly Element[] {
  const { width, height } = ramp.getBoundingClientRect()
  const colors = getComputedStyle(ramp).backgroundImage.match(/(?:rgba?|color|oklab|oklch)\([^()]*\)/g) ?? []
  const gradient = make('linearGradient', { id })
  colors.forEach((color, i) => {
    gradient.append(
      make('stop', { offset: i / Math.max(1, colors.length - 1), 'stop-color': plainly(color) }),
    )
  })
  return [gradient, make('rect', { ...place, width, height, fill: `url(#${id})` })]
}

/** Text that stands beside the drawings, line by line. */
function textsOf(figure: Element) {
  const walker = document.createTreeWalker(figure, NodeFilter.SHOW_TEXT)
  const found: { readonly text: string; readonly parent: Element; readonly box: DOMRect }[] = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement
    if (!parent || parent.closest('svg') || parent.closest('figcaption') || !isSeen(parent)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const text = (node.textContent ?? '').trim()
    const box = range.getBoundingClientRect()
    if (text !== '' && box.width > 1) found.push({ text, parent, box })
  }
  return found
}
