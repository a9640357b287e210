/** A recipe with its numbers: what it comes to, element by element, and how it is said. */
import { UsageError } from '../../errors.ts'
import { parseLoss } from '../../losses/spec/spec.ts'
import { type Form, type Recipe, type Setting, wordsOf } from './choice.ts'
import type { Elements } from './elements.ts'
import { isRound, say } from './numbers.ts'
import type { FoundExplanation, Parameters, Standing } from './types.ts'

/** Coefficients of the columns, by group. */
export function coefficientsOf(
  { factor, term, parameters }: Recipe,
  setting: Setting,
): (readonly number[])[] {
  return factor.values(parameters, setting).map((f) => (term ? term.combine(f, parameters, setting) : [f]))
}

/** The loss of each sample. */
export const predict = (recipe: Recipe, setting: Setting, elements: Elements): Float64Array =>
  combine(recipe.form, elements, recipe.parameters, coefficientsOf(recipe, setting))

/** What a form comes to with coefficients by group, then column. */
export function combine(
  form: Form,
  elements: Elements,
  parameters: Parameters,
  coefficients: readonly (readonly number[])[],
): Float64Array {
  const columns = form.columns(elements, parameters)
  const { target, group } = elements
  const out = new Float64Array(target ? target[target.length - 1] + 1 : group.length)
  for (let e = 0; e < group.length; e++) {
    const own = coefficients[group[e]] ?? coefficients[0]
    let value = 0
    for (let k = 0; k < columns.length; k++) value += own[k] * columns[k][e]
    if (form.link) value = form.link.apply(value, parameters)
    if (target) out[target[e]] += value
    else out[e] = value
  }
  return out
}

const choicesOf = ({ reading, form, factor, term, reduction }: Recipe) =>
  [reading, form, factor, ...(term ? [term] : []), ...(reduction ? [reduction] : [])] as const

/** How much has to be said: the choices, and numbers that nobody would have written. */
export function costOf(recipe: Recipe): number {
  const odd = Object.values(recipe.parameters).filter((x) => typeof x === 'number' && !isRound(x)).length
  return choicesOf(recipe).reduce((sum, { cost }) => sum + cost, 0) + 2 * odd
}

export const mistakeOf = (recipe: Recipe): string | null =>
  choicesOf(recipe).find(({ mistake }) => mistake !== null)?.mistake ?? null

function standingOf(recipe: Recipe): Standing {
  const standings = choicesOf(recipe).map(({ standing }) => standing)
  if (standings.includes('mistake')) return 'mistake'
  return standings.includes('convention') ? 'convention' : 'standard'
}

export function describe(recipe: Recipe, setting: Setting): Omit<FoundExplanation, 'fit'> {
  const { reading, factor, parameters } = recipe
  return {
    name: nameOf(recipe),
    kind: standingOf(recipe),
    mistake: mistakeOf(recipe),
    formula: formulaOf(recipe, setting),
    parameters: { ...parameters, ...factor.given?.(setting) },
    spec: standingOf(recipe) === 'mistake' || reading.cost > 2 ? null : specOf(recipe),
    cost: costOf(recipe),
    clamp: reading.clamp ?? null,
  }
}

function nameOf({ reading, form, factor, term, reduction, parameters }: Recipe): string {
  const number = (key: string, symbol: string) =>
    key in parameters ? [`${symbol} = ${say(parameters[key] as number)}`] : []
  const numbers = [
    ...form.shapes.flatMap(({ key, symbol }) => number(key, symbol)),
    ...number('epsilon', 'ε'),
    ...number('smoothing', 's'),
  ]
  const own = wordsOf(factor, parameters)
  const within = [...numbers, ...(factor.isAside ? [] : [own])].filter(Boolean).join(', ')
  const beside = factor.isAside ? [own] : []
  const behind = [form, ...(term ? [term] : []), reading, ...(reduction ? [reduction] : [])]
  const parts = [...beside, ...behind.map((choice) => wordsOf(choice, parameters))].filter(Boolean)
  return [within ? `${form.name} with ${within}` : form.name, ...parts].join(', ')
}

function formulaOf(recipe: Recipe, setting: Setting): string {
  const { form, factor, parameters, term } = recipe
  const factors = factor.values(parameters, setting)
  const same = factors.every((f) => f === factors[0])
  const before = same ? (factors[0] === 1 ? '' : `${say(factors[0])} · `) : 'αt '
  if (!term) return `${before}${form.terms[0]}`
  if ('smoothing' in parameters) return `${before}(1 − s) CE + s · mean of −ln p over the classes`
  const [first, second] = form.terms
  const isOutside = term.combine(2, { ...parameters, epsilon: 1 }, setting)[1] === 1
  if (before === '') return `${first} + ε ${second}`
  return isOutside ? `${before}${first} + ε ${second}` : `${before}[${first} + ε ${second}]`
}

/** As lossctl writes it; null for what it does not compute. */
function specOf({ form, factor, term, parameters }: Recipe): string | null {
  const alpha = factor.alpha?.(parameters) ?? null
  const end = term ? (term.spec?.(parameters) ?? null) : ''
  if (!form.loss || alpha === null || end === null) return null
  if (form.unbalanced && alpha !== '') return null
  if (end.includes('poly-alpha') && form.loss !== 'poly1-focal') return null
  const shapes = form.shapes.map(({ key }) => `${key}=${parameters[key]}`)
  const switched = Object.entries(form.switched ?? {}).map(([key, value]) => `${key}=${value}`)
  const parts = [alpha, ...shapes, ...switched, end].filter(Boolean)
  const spec = parts.length > 0 ? `${form.loss}:${parts.join(',')}` : form.loss
  return isLoss(spec) ? spec : null
}

/** Whether the numbers that were found are within the ranges that the loss has here. */
function isLoss(spec: string): boolean {
  try {
    parseLoss(spec)
    return true
  } catch (error) {
    if (error instanceof UsageError) return false
    throw error
  }
}
