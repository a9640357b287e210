/** The forms of the textbook. Shapes stand in their columns, everything else before them. */
import { type Form, USUAL } from './choice.ts'
import { focalColumn, GAMMA, gammaOf, powerOf, times } from './gamma.ts'
import { EPSILON_TERMS } from './terms.ts'
import type { Parameters } from './types.ts'

export const ce: Form = {
  ...USUAL,
  name: 'cross-entropy',
  shapes: [],
  terms: ['CE'],
  code: ['ce'],
  columns: (elements) => [elements.ce],
  loss: 'ce',
}

export const focal: Form = {
  ...USUAL,
  name: 'focal loss',
  cost: 1,
  shapes: [GAMMA],
  terms: ['(1 − pt)^γ CE'],
  code: ['error ** {gamma} * ce'],
  columns: (elements, shape) => [focalColumn(elements, shape)],
  loss: 'focal',
}

export const poly1: Form = {
  ...USUAL,
  name: 'Poly-1',
  cost: 2,
  shapes: [],
  terms: ['CE', '(1 − pt)'],
  code: ['ce', 'error'],
  columns: (elements) => [elements.ce, elements.q],
  ends: EPSILON_TERMS,
  loss: 'poly1',
}

export const poly1Focal: Form = {
  ...USUAL,
  name: 'Poly-1 focal loss',
  cost: 3,
  shapes: [GAMMA],
  terms: ['(1 − pt)^γ CE', '(1 − pt)^(γ+1)'],
  code: ['error ** {gamma} * ce', 'error ** {gamma} * error'],
  columns: (elements, shape) => [
    focalColumn(elements, shape),
    times(powerOf(elements, gammaOf(shape)), elements.q),
  ],
  ends: EPSILON_TERMS,
  loss: 'poly1-focal',
}

/** The textbook's forms, the simplest first. */
export const TEXTBOOK: readonly Form[] = [ce, focal, poly1, poly1Focal]

/** The one of them that has these numbers. */
export function formOf({ gamma, epsilon }: Parameters): Form {
  if (epsilon !== undefined) return gamma === undefined ? poly1 : poly1Focal
  return gamma === undefined ? ce : focal
}

/** What is tried where everything would take too long. */
export const FEW: readonly Form[] = [ce, focal]
