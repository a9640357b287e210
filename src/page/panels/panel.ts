/** A part of the page with a heading, choices, and a chart or a table. */
import { addHtml, write } from '../charts/kit/brush.ts'

export interface Panel {
  readonly section: HTMLElement
  readonly choices: HTMLElement
  readonly host: HTMLElement
  title(text: string): void
  /** Sets the sentence below; an empty one takes no room. */
  note(text: string): void
}

export function createPanel(parent: Element, title: string, kind = ''): Panel {
  const section = addHtml(parent, 'section', { class: `panel ${kind}`.trim() })
  const heading = addHtml(section, 'h2')
  write(heading, title)
  const choices = addHtml(section, 'div', { class: 'choices' })
  const host = addHtml(section, 'div', { class: 'host' })
  const note = addHtml(section, 'p', { class: 'notes' })
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
