/** The parameters of the selected loss. */
import type { LossDefinition } from '../../losses/loss.ts'
import type { ParameterValue, ParameterValues } from '../../losses/parameter.ts'
import { completeLoss } from '../../losses/spec/spec.ts'
import type { Task } from '../../losses/task.ts'
import { addHtml, change, write } from '../charts/kit/brush.ts'
import { checkLoss } from '../state/bounds.ts'
import { selectedLoss, setParameters } from '../state/state.ts'
import type { Page, PageView } from './page.ts'
import {
  createAlphaControl,
  createListControl,
  createNumberControl,
  createSwitchControl,
  type ParameterControl,
} from './parameter-controls.ts'

export function createParameters(parent: Element, page: Page): PageView {
  const group = addHtml(parent, 'div', { class: 'parameters', role: 'group' })
  const formula = addHtml(group, 'p', { class: 'formula' })
  const box = addHtml(group, 'div')
  let shown: Shown | null = null
  let given: ParameterValues = {}
  return {
    draw(state) {
      const { definition, parameters, title } = selectedLoss(state).loss
      given = parameters
      change(group, { 'aria-label': `Parameters of ${title}` })
      write(formula, definition.formula)
      const lists = Object.keys(parameters).filter((name) => Array.isArray(parameters[name]))
      // A list that somebody types over stays one.
      if (shown?.definition !== definition || lists.some((name) => !shown!.lists.includes(name))) {
        box.replaceChildren()
        shown = { definition, lists, controls: createControls(box, definition, lists, page, () => given) }
      }
      for (const [name, control] of shown.controls) control.draw(parameters[name])
    },
  }
}

interface Shown {
  readonly definition: LossDefinition
  /** Parameters that are lists of one number a class, or were when their controls were made. */
  readonly lists: readonly string[]
  readonly controls: ReadonlyMap<string, ParameterControl>
}

function createControls(
  box: Element,
  definition: LossDefinition,
  lists: readonly string[],
  page: Page,
  given: () => ParameterValues,
): ReadonlyMap<string, ParameterControl> {
  const { task, perClass } = page.bounds
  const isAlpha = (name: string) => definition.parameters[name].kind === 'alpha'
  const names = Object.keys(definition.parameters).filter(
    (name) => perClass || task !== 'softmax' || !isAlpha(name),
  )
  // A list of factors is rarely what somebody is after.
  if (task === 'softmax') names.sort((a, b) => Number(isAlpha(a)) - Number(isAlpha(b)))
  return new Map(
    names.map((name) => {
      const set = (value: ParameterValue) => setChecked(page, definition, given(), { [name]: value })
      const parameter = { definition, name, set }
      return [
        name,
        lists.includes(name) ? createListControl(box, parameter) : createControl(box, parameter, task),
      ]
    }),
  )
}

/** Checked with the others before it is taken: a list of factors must have one for each class, and kinks must be edges. */
function setChecked(
  page: Page,
  definition: LossDefinition,
  given: ParameterValues,
  set: ParameterValues,
): void {
  checkLoss(completeLoss({ definition, given: { ...given, ...set } }), page.bounds)
  page.update((state) => setParameters(state, set))
}

function createControl(box: Element, parameter: Parameters<typeof createNumberControl>[1], task: Task) {
  const own = parameter.definition.parameters[parameter.name]
  if (own.kind === 'number') return createNumberControl(box, parameter, own)
  if (own.kind === 'switch') return createSwitchControl(box, parameter)
  if (own.kind === 'alpha' && task !== 'softmax') return createAlphaControl(box, parameter, own)
  return createListControl(box, parameter)
}
