/** Form controls with their labels. */
import { addHtml, change, write } from '../charts/kit/brush.ts'

export interface Option {
  readonly value: string
  readonly text: string
}

/** A control that shows one of its options. */
export interface Field {
  draw(value: string): void
}

let fields = 0

/** An id for a label to point to. */
export function nextId(): string {
  fields += 1
  return `field-${fields}`
}

export function drawLabel(parent: Element, text: string, id: string): HTMLLabelElement {
  const label = addHtml(parent, 'label', { for: id })
  write(label, text)
  return label
}

export function drawButton(parent: Element, text: string, onClick: () => void): HTMLButtonElement {
  const button = addHtml(parent, 'button', { type: 'button' })
  write(button, text)
  button.addEventListener('click', onClick)
  return button
}

export function createSelect(
  parent: Element,
  label: string,
  options: readonly Option[],
  onPick: (value: string) => void,
): Field {
  const box = addHtml(parent, 'div', { class: 'field' })
  const id = nextId()
  drawLabel(box, label, id)
  const select = addHtml(box, 'select', { id })
  drawOptions(select, options)
  select.addEventListener('change', () => onPick(select.value))
  return {
    draw(value) {
      if (select.value !== value) select.value = value
    },
  }
}

export function drawOptions(parent: Element, options: readonly Option[]): void {
  for (const { value, text } of options) write(addHtml(parent, 'option', { value }), text)
}

/** A few options side by side, one of them chosen. */
export function createChoice(
  parent: Element,
  legend: string,
  options: readonly Option[],
  onPick: (value: string) => void,
): Field {
  const fieldset = addHtml(parent, 'fieldset', { class: 'choice' })
  write(addHtml(fieldset, 'legend'), legend)
  const name = nextId()
  const inputs = options.map(({ value, text }) => {
    const label = addHtml(fieldset, 'label')
    const input = addHtml(label, 'input', { type: 'radio', name, value })
    write(addHtml(label, 'span'), text)
    input.addEventListener('change', () => onPick(value))
    return input
  })
  return {
    draw(value) {
      for (const input of inputs) input.checked = input.value === value
    },
  }
}

/** Takes the field's text for what it is, or says what is wrong with it. */
export function markInvalid(input: HTMLInputElement, problem: HTMLElement, text: string): void {
  change(input, { 'aria-invalid': text ? 'true' : null })
  write(problem, text)
  problem.hidden = text === ''
}
