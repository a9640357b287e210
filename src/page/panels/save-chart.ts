/** Buttons below a chart that save it as a file, for slides and papers. */
import { addHtml, change, write } from '../charts/kit/brush.ts'
import { type Picture, pictureOf } from '../charts/kit/picture.ts'

/** Pixels of a PNG for one of the page, as far as a browser has so many along a side. */
const SCALE = 3
const MOST_PIXELS = 16_000

/** @param dataName what the file of data is called at the moment */
export function offerSaving(panel: Element, dataName: () => string): void {
  const box = addHtml(panel, 'div', { class: 'save' })
  const titleOf = () => panel.querySelector('h2')?.textContent ?? ''
  for (const kind of ['SVG', 'PNG'] as const) {
    const button = addHtml(box, 'button', { type: 'button' })
    write(button, kind)
    change(button, { 'aria-label': `Save this chart as ${kind}: ${titleOf()}` })
    button.addEventListener('click', async () => {
      const figure = panel.querySelector('figure')
      if (!figure) return
      // The heading may be of the page, as in "the selected loss"; that of the chart says what it shows.
      const title = figure.querySelector('figcaption')?.textContent || titleOf()
      const picture = pictureOf(figure, title, dataName())
      const drawing = new Blob([picture.svg], { type: 'image/svg+xml' })
      save(kind === 'SVG' ? drawing : await pixelsOf(drawing, picture), nameOf(dataName(), titleOf(), kind))
    })
  }
}

/** `preds.csv` and `Losses against pt` make `preds-losses-against-pt.svg`. */
export function nameOf(data: string, title: string, kind: 'SVG' | 'PNG'): string {
  const base = data
    .slice(Math.max(data.lastIndexOf('/'), data.lastIndexOf('\\')) + 1)
    .replace(/\.[a-z]+$/i, '')
  const words = `${base} ${title}`.toLowerCase().match(/[\p{L}\p{N}._]+/gu) ?? ['chart']
  return `${words.join('-')}.${kind.toLowerCase()}`
}

async function pixelsOf(drawing: Blob, { width, height }: Picture): Promise<Blob> {
  const address = URL.createObjectURL(drawing)
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    const scale = Math.min(SCALE, MOST_PIXELS / Math.max(width, height))
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png')
    })
  } finally {
    URL.revokeObjectURL(address)
  }
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}
