/** A bar a group, worst first: a few at once, the others by name or on request. */

import { formatCount } from '../../../views/words/numbers.ts'
import { clean, cleanLine } from '../../../words/clean.ts'
import { addHtml, write } from '../kit/brush.ts'
import type { Chart, GroupData } from '../kit/types.ts'
import { chooseGroups, FEW, MORE } from './group-choice.ts'
import { createGroupTable } from './group-table.ts'

export function createGroupBars(host: HTMLElement): Chart<GroupData> {
  const figure = addHtml(host, 'figure', { class: 'chart group-bars' })
  const title = addHtml(figure, 'figcaption')
  let data: GroupData | undefined
  let most = FEW
  const key = createOtherKey(figure)
  const search = createSearch(figure, () => paint())
  const table = createGroupTable(figure)
  const buttons = createButtons(figure, (count) => {
    most = count
    paint()
  })
  const paint = () => {
    if (!data) return
    const { shown, found } = chooseGroups(data.rows, search.query(), most)
    write(title, cleanLine(data.title))
    search.draw(data.noun, shown.length, found, data.rows.length)
    key.draw(data.overlayName)
    table.draw(data, shown)
    buttons.draw(shown.length, found)
  }
  return {
    draw(given) {
      data = given
      paint()
    },
  }
}

/** What the strokes across the bars stand for. */
function createOtherKey(parent: Element) {
  const line = addHtml(parent, 'p', { class: 'key' })
  addHtml(line, 'span', { class: 'stroke' })
  const name = addHtml(line, 'span')
  return {
    draw(otherName: string | undefined) {
      line.hidden = otherName === undefined
      write(name, clean(otherName ?? ''))
    },
  }
}

/** A field to look for names, once there are more than are shown. */
function createSearch(parent: Element, onInput: () => void) {
  const line = addHtml(parent, 'div', { class: 'search' })
  const label = addHtml(line, 'label')
  const words = addHtml(label, 'span')
  const input = addHtml(label, 'input', { type: 'search', autocomplete: 'off', spellcheck: 'false' })
  const status = addHtml(line, 'p', { role: 'status' })
  input.addEventListener('input', onInput)
  return {
    query: () => input.value,
    draw(noun: string, shown: number, found: number, all: number) {
      write(words, `Find a ${cleanLine(noun)}`)
      line.hidden = all <= FEW
      const match = input.value.trim() === '' ? '' : `, ${formatCount(found)} found`
      write(status, `${formatCount(shown)} of ${formatCount(all)} shown${match}`)
    },
  }
}

function createButtons(parent: Element, onMost: (most: number) => void) {
  const line = addHtml(parent, 'div', { class: 'buttons' })
  const more = addHtml(line, 'button', { type: 'button' })
  const fewer = addHtml(line, 'button', { type: 'button' })
  fewer.textContent = `Show the worst ${FEW}`
  let count = 0
  more.addEventListener('click', () => onMost(count + MORE))
  fewer.addEventListener('click', () => onMost(FEW))
  return {
    draw(shown: number, found: number) {
      count = shown
      more.hidden = shown === found
      fewer.hidden = shown <= FEW
      write(more, `Show ${Math.min(MORE, found - shown)} more`)
    },
  }
}
