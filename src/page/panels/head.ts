/** The head of the page: what was read, and the sentence that stands out. Of several files it is on all of them. */

import { dayWords } from '../../views/words/day.ts'
import { clean, cleanLine } from '../../words/clean.ts'
import { addHtml, change, write } from '../charts/kit/brush.ts'
import { createSelect } from '../controls/fields.ts'
import type { Page, PageView } from '../controls/page.ts'
import { createThemeChoice } from '../controls/theme.ts'
import { answerOf } from '../model/answer.ts'
import { factsOf, notesOf } from '../model/facts.ts'
import { lowestOf } from '../model/file-data.ts'

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
      const { name } = files[state.file]
      const isOne = files.length === 1
      const sentence = isOne ? answerOf(page.model, state) : lowestOf(page.model, state)
      if (answer.textContent !== sentence) page.announce(sentence, 'answer')
      write(title, isOne ? clean(name) : `${files.length} files`)
      if (isOne) change(title, { title: cleanLine(name) })
      write(
        facts,
        `${isOne ? factsOf(page.model, state) : `each compared with ${clean(files[0].name)}`}; ${made}`,
      )
      write(answer, sentence)
      write(notes, isOne ? notesOf(page.model, state) : '')
      if (file) file.draw(`${state.file}`)
    },
  }
}
