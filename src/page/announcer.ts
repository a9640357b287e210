/** Tells screen readers what has changed, once it has stopped changing. */
import { drawHtml, write } from './charts/brush.ts'

/** Milliseconds without news after which it is said: a slider that is dragged would never stop talking. */
const QUIET = 600

export function createAnnouncer(parent: Element): (text: string) => void {
  const region = drawHtml(parent, 'p', { class: 'unseen', role: 'status' })
  let timer: ReturnType<typeof setTimeout> | undefined
  return (text) => {
    clearTimeout(timer)
    timer = setTimeout(() => write(region, text), QUIET)
  }
}
