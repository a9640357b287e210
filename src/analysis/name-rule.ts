/** Which loss and quantity a rule is about. */
import type { Loss, Task } from '../losses/loss.ts'
import { parseQuantity, type Quantity, quantityNames } from './quantities.ts'
import type { Rule } from './rules.ts'

export interface NamedRule {
  readonly loss: Loss | null
  readonly quantity: Quantity
}

/** The loss and quantity a rule is about, or why there is none. */
export function nameRule({ quantity: text }: Rule, losses: readonly Loss[], task: Task): NamedRule | string {
  const specs = losses.map(({ spec }) => spec)
  if (quantityNames(task).some((name) => name === text)) {
    const quantity = parseQuantity(text, task)
    return isOfSamples(quantity)
      ? { loss: null, quantity }
      : `"${text}" names no loss; there are ${specs.join(', ')}`
  }
  // Specs and quantities both hold points; the quantity is one of a known few.
  const name = quantityNames(task).find(
    (one) => text.endsWith(`.${one}`) && isNamed(text.slice(0, -one.length - 1), losses),
  )
  const prefix = name === undefined ? text.slice(0, text.indexOf('.')) : text.slice(0, -name.length - 1)
  const found = losses.filter((loss) => isCalled(loss, prefix))
  if (found.length > 1) return `"${prefix}" could be ${found.map(({ spec }) => spec).join(' or ')}`
  if (found.length === 0) return `there is no loss "${prefix}" here; there are ${specs.join(', ')}`
  if (name === undefined) return `there is no quantity "${text.slice(prefix.length + 1)}" with ${task} labels`
  return { loss: found[0], quantity: parseQuantity(name, task) }
}

function isNamed(prefix: string, losses: readonly Loss[]): boolean {
  return losses.some((loss) => isCalled(loss, prefix))
}

function isCalled({ spec, definition }: Loss, name: string): boolean {
  return spec === name || definition.name === name
}

/** Counts and shares of samples are the same under every loss. */
function isOfSamples({ name }: Quantity): boolean {
  return name === 'count' || name.endsWith('.share')
}
