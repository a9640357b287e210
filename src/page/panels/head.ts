/** The head of the page: what was read, and the sentence that stands out. */

import { dayWords } from '../../views/words/day.ts'
import { sourceNotes } from '../../views/words/source-line.ts'
import { clean, cleanLine } from '../../words/clean.ts'
import { addHtml, change, write } from '../charts/kit/brush.ts'
import { createSelect } from '../controls/fields.ts'
import type { Page, PageView } from '../controls/page.ts'
import { createThemeChoice } from '../controls/theme.ts'
import { answerOf } from '../model/answer.ts'
import { factsOf } from '../model/facts.ts'

export function createHead(parent: Element, page: Page): PageView {
  const { files } = page.model
  const head = addHtml(parent, 'header')
  const bar = addHtml(head, 'div', { class: 'bar' })
  const title = addHtml(bar, 'h1')
  const tools = addHtml(bar, 'div', { class: 'tools' })
  const file =
    files.length > 1 &&
    createSelect(
      tools,
      'File',
      files.map(({ name }, index) => ({ value: `${index}`, text: clean(name) })),
      (value) => page.update((state) => ({ ...state, file: Number(value) })),
    )
  createThemeChoice(tools)
  const facts = addHtml(head, 'p', { class: 'facts' })
  const answer = addHtml(head, 'p', { class: 'answer' })
  const made = dayWords(page.content.made)
  const notes = addHtml(head, 'p', { class: 'notes' })
  return {
    draw(state) {
      const { name, pooled } = files[state.file]
      const sentence = answerOf(page.model, state)
      if (answer.textContent !== sentence) page.announce(sentence, 'answer')
      write(title, clean(name))
      change(title, { title: cleanLine(name) })
      write(facts, `${factsOf(page.model, state)}; ${made}`)
      write(answer, sentence)
      const reports = state.losses.map(({ loss }) => page.model.compare(state.file, loss, state))
      write(notes, sourceNotes(pooled.source, reports).join(' '))
      if (file) file.draw(`${state.file}`)
    },
  }
}
