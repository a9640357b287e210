/** The page of `lossctl report`: reads what the page carries, and shows it. */
import type { ReportContent } from '../questions/report/report-content.ts'
import { addHtml, write } from './charts/kit/brush.ts'
import { createAddressWriter, onAddress, readAddress } from './controls/address.ts'
import { createAnnouncer } from './controls/announcer.ts'
import { createLiveRegion } from './controls/live-region.ts'
import type { Page } from './controls/page.ts'
import { boundsOf, initialState } from './model/initial.ts'
import { createModel } from './model/model.ts'
import { createBody } from './panels/body.ts'
import { createStateStore } from './state/store.ts'

start(document.getElementById('page')!)

function start(host: HTMLElement): void {
  const content: ReportContent = JSON.parse(document.getElementById('content')!.textContent!)
  const model = createModel(content)
  const bounds = boundsOf(model.files, content)
  const initial = initialState(content, bounds)
  // Before any chart asks how wide it is there.
  for (const name of ['beforeprint', 'afterprint'])
    addEventListener(name, () => document.documentElement.classList.toggle('paper', name === 'beforeprint'))
  // What stands there for those without a script.
  host.replaceChildren()
  const problems = addHtml(host, 'p', { class: 'problem', role: 'alert' })
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
  const store = createStateStore(read(), (state) => {
    body.draw(state)
    writeAddress(state)
  })
  body.draw(store.state())
  onAddress(() => store.update(read))
}
