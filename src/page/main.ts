/** The page of `lossctl report`: reads what the page carries, and shows it. */
import type { ReportContent } from '../analysis/report-content.ts'
import { createAddressWriter, onAddress, readAddress } from './address.ts'
import { createAnnouncer } from './announcer.ts'
import { createBody } from './body.ts'
import { drawHtml, write } from './charts/brush.ts'
import { boundsOf, initialState } from './initial.ts'
import { createLiveRegion } from './live-region.ts'
import { createModel } from './model.ts'
import type { Page } from './page.ts'
import { createStore } from './store.ts'

start(document.getElementById('page')!)

function start(host: HTMLElement): void {
  const content: ReportContent = JSON.parse(document.getElementById('content')!.textContent!)
  const model = createModel(content)
  const bounds = boundsOf(model.files, content)
  const initial = initialState(content, bounds)
  const problems = drawHtml(host, 'p', { class: 'problem', role: 'alert' })
  const writeAddress = createAddressWriter(initial, { bounds })
  const read = () => {
    const found = readAddress(initial, { bounds })
    write(problems, found.problems.join(' '))
    problems.hidden = found.problems.length === 0
    return found.state
  }
  const page: Page = {
    content,
    model,
    bounds,
    update: (change) => store.update(change),
    announce: createAnnouncer(createLiveRegion(host)),
  }
  const body = createBody(host, page)
  const store = createStore(read(), (state) => {
    body.draw(state)
    writeAddress(state)
  })
  body.draw(store.state())
  onAddress(() => store.update(read))
}
