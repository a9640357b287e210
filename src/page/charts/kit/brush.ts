/** Makes and changes elements. Text goes in as text; attributes and text are written only when they differ. */

const SVG = 'http://www.w3.org/2000/svg'

/** A null takes the attribute away. */
export type Attributes = Readonly<Record<string, string | number | null>>

/** Appends an element of SVG. */
export function addSvg<Tag extends keyof SVGElementTagNameMap>(
  parent: Element,
  tag: Tag,
  attributes: Attributes = {},
): SVGElementTagNameMap[Tag] {
  const element = parent.ownerDocument.createElementNS(SVG, tag)
  change(element, attributes)
  parent.append(element)
  return element
}

/** Appends an element of HTML. */
export function addHtml<Tag extends keyof HTMLElementTagNameMap>(
  parent: Element,
  tag: Tag,
  attributes: Attributes = {},
): HTMLElementTagNameMap[Tag] {
  const element = parent.ownerDocument.createElement(tag)
  change(element, attributes)
  parent.append(element)
  return element
}

/** An attribute left as it is costs the browser nothing; one set to the same value may cost a layout. */
export function change(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name)
    else if (element.getAttribute(name) !== `${value}`) element.setAttribute(name, `${value}`)
  }
}

export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

/** As many items as were last asked for, kept from one drawing to the next. */
export function createPool<Item>(make: () => Item, remove: (item: Item) => void): (count: number) => Item[] {
  const items: Item[] = []
  return (count) => {
    while (items.length < count) items.push(make())
    for (const item of items.splice(count)) remove(item)
    return items
  }
}

/** A pool of single elements of SVG. */
export function createSvgPool<Tag extends keyof SVGElementTagNameMap>(
  parent: Element,
  tag: Tag,
  attributes: Attributes = {},
): (count: number) => SVGElementTagNameMap[Tag][] {
  return createPool(
    () => addSvg(parent, tag, attributes),
    (element) => element.remove(),
  )
}
