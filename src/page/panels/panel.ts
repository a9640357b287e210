/** A part of the page with a heading, choices, and a chart or a table. */
import { drawHtml, write } from '../charts/kit/brush.ts'

export interface Panel {
  readonly section: HTMLElement
  readonly choices: HTMLElement
  readonly host: HTMLElement
  title(text: string): void
  /** Sets the sentence below; an empty one takes no room. */
  note(text: string): void
}

export function createPanel(parent: Element, title: string, kind = ''): Panel {
  const section = drawHtml(parent, 'section', { class: `panel ${kind}`.trim() })
  const heading = drawHtml(section, 'h2')
  write(heading, title)
  const choices = drawHtml(section, 'div', { class: 'choices' })
  const host = drawHtml(section, 'div', { class: 'host' })
  const note = drawHtml(section, 'p', { class: 'notes' })
  return {
    section,
    choices,
    host,
    title: (text) => write(heading, text),
    note: (text) => write(note, text),
  }
}

/** Draws only what is not there already: data that were computed once are the same object. */
export function onlyNew<Data>(draw: (data: Data) => void): (data: Data) => void {
  let last: Data | undefined
  return (data) => {
    if (data === last) return
    last = data
    draw(data)
  }
}
