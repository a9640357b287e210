/** Shows the page of a report within this one: its content, and the program that every report has. */
import { element } from './element.ts'

/** @param page what `lossctl report` writes */
export function showReport(host: HTMLElement, page: string): void {
  const report = new DOMParser().parseFromString(page, 'text/html')
  const content = element('script', { text: report.getElementById('content')!.textContent! })
  content.type = 'application/json'
  content.id = 'content'
  const main = element('main')
  main.id = 'page'
  // What stands behind # was said of another report.
  if (location.hash !== '') history.replaceState(null, '', '#')
  host.replaceChildren(content, main)
  document.title = report.title
  // The policy of this page lets it in by its hash.
  const script = element('script', { text: document.getElementById('report-script')!.textContent! })
  host.append(script)
}

export function savePage(page: string, name: string): void {
  const link = element('a')
  link.href = URL.createObjectURL(new Blob([page], { type: 'text/html' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
