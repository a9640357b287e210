/** The files side by side, and which of them all that follows is about. */
import { clean, cleanLine } from '../../words/clean.ts'
import { addHtml, change, write } from '../charts/kit/brush.ts'
import type { Page, PageView } from '../controls/page.ts'
import { createTable } from '../controls/table.ts'
import { answerOf } from '../model/answer.ts'
import { factsOf, notesOf } from '../model/facts.ts'
import { filesOf, intervalNote } from '../model/file-data.ts'
import { createPanel } from './panel.ts'

const ONE_LOSS = 'Lower is better only of the same loss on the same samples.'
const UNPAIRED = 'lossctl diff pairs them, and tells whether a change is more than chance.'

/** Nothing where there is but one. */
export function createFilePanel(parent: Element, page: Page): readonly PageView[] {
  if (page.model.files.length < 2) return []
  const panel = createPanel(parent, 'File by file', 'wide files')
  const table = createTable(panel.host, 'Each loss in each file', 'stacks')
  const shown = addHtml(parent, 'section', { class: 'shown' })
  const name = addHtml(shown, 'h2')
  const facts = addHtml(shown, 'p', { class: 'facts' })
  const answer = addHtml(shown, 'p')
  const notes = addHtml(shown, 'p', { class: 'notes' })
  return [
    {
      draw(state) {
        table.draw(filesOf(page.model, state))
        panel.note([ONE_LOSS, intervalNote(page.model, state) ?? UNPAIRED].join(' '))
        const file = page.model.files[state.file]
        write(name, clean(file.name))
        change(name, { title: cleanLine(file.name) })
        write(facts, factsOf(page.model, state))
        const sentence = answerOf(page.model, state)
        if (answer.textContent !== sentence) page.announce(sentence, 'file')
        write(answer, sentence)
        write(notes, notesOf(page.model, state))
      },
    },
  ]
}
