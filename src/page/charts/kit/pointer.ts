/** Where a pointer is in a drawing, which the page may show smaller than it was drawn. */
export function pointIn(svg: SVGSVGElement, { clientX, clientY }: PointerEvent) {
  const shown = svg.getBoundingClientRect()
  const { width, height } = svg.viewBox.baseVal
  return {
    x: ((clientX - shown.left) / shown.width) * width,
    y: ((clientY - shown.top) / shown.height) * height,
  }
}

/** A finger lifted from the glass has not left what it pointed at. */
export function leaves({ pointerType }: PointerEvent): boolean {
  return pointerType !== 'touch'
}
