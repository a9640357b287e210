/** The losses that are compared: one of them is open, each can go, more can come. */
import { MAX_LOSSES } from '../../questions/report/report-content.ts'
import { formatRatio } from '../../views/words/numbers.ts'
import { addHtml, change, createPool, write } from '../charts/kit/brush.ts'
import { presetGroups } from '../model/presets.ts'
import { readLoss } from '../state/bounds.ts'
import { addLoss, type ChosenLoss, removeLoss } from '../state/state.ts'
import { drawButton, drawLabel, drawOptions, nextId } from './fields.ts'
import type { Page, PageView } from './page.ts'
import { createKey } from './table.ts'

export function createLossList(parent: Element, page: Page): PageView {
  const fieldset = addHtml(parent, 'fieldset', { class: 'losses' })
  write(addHtml(fieldset, 'legend'), 'Losses')
  const list = addHtml(fieldset, 'div')
  const name = nextId()
  let made = 0
  const items = createPool(
    () => createItem(list, name, made++, page),
    ({ element }) => {
      made -= 1
      element.remove()
    },
  )
  const menu = createMenu(parent, page)
  return {
    draw(state) {
      items(state.losses.length).forEach((item, index) => {
        const chosen = state.losses[index]
        const { value } = page.model.compare(state.file, chosen.loss, state)
        item.draw(chosen, formatRatio(value), index === state.selected, state.losses.length > 1)
      })
      menu.draw(state.losses.length < MAX_LOSSES)
    },
  }
}

function createItem(list: Element, group: string, index: number, page: Page) {
  const element = addHtml(list, 'div', { class: 'loss' })
  const label = addHtml(element, 'label')
  const input = addHtml(label, 'input', { type: 'radio', name: group })
  const key = createKey(label)
  const title = addHtml(label, 'span', { class: 'name' })
  const value = addHtml(label, 'span', { class: 'value' })
  const remove = drawButton(element, '×', () => {
    page.announce(`Removed ${title.textContent}.`)
    page.update((state) => removeLoss(state, index))
    // The button may be gone with the next frame, and the focus with it.
    requestAnimationFrame(() => list.querySelector<HTMLElement>(':checked')?.focus())
  })
  change(remove, { class: 'remove' })
  input.addEventListener('change', () => page.update((state) => ({ ...state, selected: index })))
  return {
    element,
    draw({ loss, series }: ChosenLoss, text: string, isSelected: boolean, canGo: boolean) {
      key.draw(series)
      write(title, loss.title)
      write(value, text)
      change(remove, { 'aria-label': `Remove ${loss.title}`, title: 'Remove' })
      remove.hidden = !canGo
      input.checked = isSelected
    },
  }
}

function createMenu(parent: Element, page: Page) {
  const box = addHtml(parent, 'div', { class: 'menu' })
  const id = nextId()
  change(drawLabel(box, 'Loss to add', id), { class: 'unseen' })
  const select = addHtml(box, 'select', { id })
  for (const { title, presets } of presetGroups(page.bounds)) {
    const options = presets.map(({ spec, text }) => ({ value: spec, text }))
    drawOptions(addHtml(select, 'optgroup', { label: title }), options)
  }
  const button = drawButton(box, 'Add', () => {
    const loss = readLoss(select.value, page.bounds)
    page.update((state) => addLoss(state, loss))
    page.announce(`Added ${loss.title}.`)
  })
  return {
    draw(hasRoom: boolean) {
      button.disabled = !hasRoom
    },
  }
}
