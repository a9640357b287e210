/** A part of the page that is heard, not seen. */
import { addHtml } from '../charts/kit/brush.ts'

export function createLiveRegion(parent: Element): (text: string) => void {
  const region = addHtml(parent, 'p', { class: 'unseen', role: 'status' })
  return (text) => {
    // Set anew though it be the same: who copies twice is to hear it twice.
    region.textContent = text
  }
}
