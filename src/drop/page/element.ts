/** Elements of the page. */

interface Parts {
  readonly text?: string
  readonly class?: string
  readonly on?: (this: void, event: Event) => void
}

/** An element with what stands in it. What is done to it is heard: a click of a button, a change of all else. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  { text, class: names, on }: Parts = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  if (names !== undefined) made.className = names
  if (text !== undefined) made.textContent = text
  if (on) made.addEventListener(name === 'button' ? 'click' : 'change', on)
  made.append(...children)
  return made
}

/** A label and its control. */
export function field(words: string, control: HTMLElement): HTMLLabelElement {
  return element('label', { class: 'drop-field' }, element('span', { text: words }), control)
}

export function select(
  options: readonly (readonly [value: string, words: string])[],
  chosen: string,
  on: (value: string) => void,
): HTMLSelectElement {
  const made = element('select', { on: () => on(made.value) })
  for (const [value, words] of options) {
    const option = element('option', { text: words })
    option.value = value
    option.selected = value === chosen
    made.append(option)
  }
  return made
}
