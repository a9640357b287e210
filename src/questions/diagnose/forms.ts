/** The forms that are tried. Gamma stands in their columns, everything else before them. */
import { focalColumn, powerOf } from './columns.ts'
import type { Form } from './form.ts'
import {
  logForPt,
  polyExponent,
  polyMixed,
  polyPt,
  polySigmoid,
  ptForError,
  sigmoidEntropy,
} from './wrong-forms.ts'

const STANDARD = { kind: 'standard' as const, mistake: null, loss: null }

const ce: Form = {
  ...STANDARD,
  id: 'ce',
  name: 'cross-entropy',
  cost: 0,
  focused: false,
  terms: ['CE'],
  columns: (reading) => [reading.ce],
  loss: 'ce',
}

const focal: Form = {
  ...STANDARD,
  id: 'focal',
  name: 'focal loss',
  cost: 1,
  focused: true,
  terms: ['(1 − pt)^γ CE'],
  columns: (reading, gamma) => [focalColumn(reading, gamma)],
  loss: 'focal',
}

const poly1: Form = {
  ...STANDARD,
  id: 'poly1',
  name: 'Poly-1',
  cost: 2,
  focused: false,
  terms: ['CE', '(1 − pt)'],
  columns: (reading) => [reading.ce, reading.q],
  loss: 'poly1',
}

const poly1Focal: Form = {
  ...STANDARD,
  id: 'poly1-focal',
  name: 'Poly-1 focal loss',
  cost: 3,
  focused: true,
  terms: ['(1 − pt)^γ CE', '(1 − pt)^(γ+1)'],
  columns: (reading, gamma) => {
    const power = powerOf(reading, gamma)
    return [focalColumn(reading, gamma), reading.q.map((q, i) => power[i] * q)]
  },
  loss: 'poly1-focal',
}

const smoothed: Form = {
  ...STANDARD,
  id: 'smoothed',
  name: 'cross-entropy with label smoothing',
  cost: 2,
  focused: false,
  terms: ['CE', 'Σ −ln p'],
  columns: (reading) => [reading.ce, reading.total],
}

/** The textbook's forms, the simplest first. */
export const STANDARD_FORMS: readonly Form[] = [ce, focal, poly1, poly1Focal]

/** What is tried where everything would take too long. */
export const FEW_FORMS: readonly Form[] = [ce, focal]

export const FORMS: readonly Form[] = [
  ...STANDARD_FORMS,
  smoothed,
  ptForError,
  logForPt,
  polyExponent,
  polyPt,
  polyMixed,
  sigmoidEntropy,
  polySigmoid,
]

/** The forms for a single label's samples, where positives and negatives go different ways. */
export const SIDES: readonly Form[] = [ce, focal, ptForError]

/** What gamma is searched over. */
export const GAMMAS = [
  0, 0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 12,
]
