/** A control for each kind of parameter. Each takes text to a value by the rules of the loss itself. */
import { UsageError } from '../../errors.ts'
import type { LossDefinition } from '../../losses/loss.ts'
import type { AlphaDefinition, NumberDefinition, ParameterValue } from '../../losses/parameter.ts'
import { parseParameter } from '../../losses/spec/spec.ts'
import { addHtml, change, write } from '../charts/kit/brush.ts'
import { drawLabel, markInvalid, nextId } from './fields.ts'

export interface Parameter {
  readonly definition: LossDefinition
  readonly name: string
  /** Takes a new value. Throws a UsageError when the data do not go with it. */
  set(value: ParameterValue): void
}

export interface ParameterControl {
  draw(value: ParameterValue): void
}

/** A slider, and a field to type into. */
export function createNumberControl(
  parent: Element,
  parameter: Parameter,
  { symbol, meaning, min, max, usual }: NumberDefinition | AlphaDefinition,
): ParameterControl {
  const { name } = parameter
  const box = addHtml(parent, 'div', { class: 'parameter', title: meaning })
  const id = nextId()
  drawLabel(box, `${symbol} ${name}`, id)
  const slider = addHtml(box, 'input', { type: 'range', id, ...usual })
  const field = addHtml(box, 'input', {
    type: 'number',
    'aria-label': `${name}, to type`,
    step: usual.step,
    min,
    max,
  })
  const take = takeText(box, field, parameter)
  slider.addEventListener('input', () => take.attempt(() => Number(slider.value)))
  return {
    draw(value) {
      if (Number(slider.value) !== value) slider.value = `${value}`
      change(slider, { 'aria-valuetext': `${symbol} = ${value}` })
      take.show(`${value}`, field.value !== '' && Number(field.value) === value)
    },
  }
}

/** alpha of two classes: off, or a number. */
export function createAlphaControl(
  parent: Element,
  parameter: Parameter,
  alpha: AlphaDefinition,
): ParameterControl {
  const box = addHtml(parent, 'div', { class: 'switched' })
  const isOn = createCheckbox(box, 'balance classes by α', (checked) =>
    parameter.set(checked ? lastNumber : 'none'),
  )
  const rest = addHtml(box, 'div')
  const control = createNumberControl(rest, parameter, alpha)
  let lastNumber = alpha.whenOn
  return {
    draw(value) {
      if (typeof value === 'number') lastNumber = value
      isOn.checked = value !== 'none'
      rest.hidden = value === 'none'
      control.draw(lastNumber)
    },
  }
}

/** A list, as text: factors of the classes, or coefficients. */
export function createListControl(parent: Element, parameter: Parameter): ParameterControl {
  const { definition, name } = parameter
  const { symbol, meaning, kind } = definition.parameters[name]
  const box = addHtml(parent, 'div', { class: 'parameter list', title: meaning })
  const id = nextId()
  drawLabel(box, `${symbol} ${name}, ${kind === 'alpha' ? 'none or one factor per class' : 'a list'}`, id)
  const field = addHtml(box, 'input', { type: 'text', id, spellcheck: 'false', autocomplete: 'off' })
  const take = takeText(box, field, parameter)
  return { draw: (value) => take.show(`${value}`, field.value === `${value}`) }
}

export function createSwitchControl(parent: Element, { definition, name, set }: Parameter): ParameterControl {
  const { symbol, meaning } = definition.parameters[name]
  const input = createCheckbox(parent, `${symbol}: ${meaning}`, (checked) => set(checked ? 'on' : 'off'))
  return {
    draw(value) {
      input.checked = value === 'on'
    },
  }
}

function createCheckbox(
  parent: Element,
  text: string,
  onChange: (checked: boolean) => void,
): HTMLInputElement {
  const label = addHtml(parent, 'label', { class: 'check' })
  const input = addHtml(label, 'input', { type: 'checkbox' })
  write(addHtml(label, 'span'), text)
  input.addEventListener('change', () => onChange(input.checked))
  return input
}

/** Takes what is typed as soon as it makes sense; when it is left while it does not, the old value comes back. */
function takeText(box: Element, field: HTMLInputElement, { definition, name, set }: Parameter) {
  const problem = addHtml(box, 'p', { class: 'problem', id: nextId() })
  problem.hidden = true
  change(field, { 'aria-describedby': problem.id })
  let last = ''
  const attempt = (read: () => ParameterValue) => {
    try {
      set(read())
      markInvalid(field, problem, '')
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      markInvalid(field, problem, error.problem)
    }
  }
  const readField = () =>
    parseParameter(
      definition,
      name,
      field.value.split(',').map((word) => word.trim()),
    )
  field.addEventListener('input', () => attempt(readField))
  field.addEventListener('change', () => {
    if (problem.hidden) return
    field.value = last
    markInvalid(field, problem, '')
  })
  return {
    attempt,
    /** Leaves alone what says the same in other digits, since somebody may be typing on. */
    show(text: string, saysSo: boolean) {
      last = text
      if (problem.hidden && !saysSo) field.value = text
    },
  }
}
