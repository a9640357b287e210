/** The functions of a sample that losses are linear combinations of. Gamma stands in them, everything else before them. */
import type { Kind, Reading } from './types.ts'

export interface Form {
  readonly id: string
  readonly name: string
  readonly kind: Kind
  readonly mistake: string | null
  readonly cost: number
  /** Whether the columns depend on gamma. */
  readonly focused: boolean
  /** One formula a column, as it is multiplied by its coefficient. */
  readonly terms: readonly string[]
  readonly columns: (reading: Reading, gamma: number) => readonly Float64Array[]
  /** The losses of lossctl that have these terms: without and with an epsilon term. */
  readonly loss: string | null
  /** What the form needs of a reading. */
  readonly needs?: 'softmax' | 'twice'
}

/** Of each element, a number made of its cross-entropy, 1 − pt, pt and the sum of all logarithms. */
function column(
  reading: Reading,
  of: (ce: number, q: number, pt: number, total: number) => number,
): Float64Array {
  const { ce, q, pt, total } = reading
  const out = new Float64Array(ce.length)
  for (let i = 0; i < out.length; i++) out[i] = of(ce[i], q[i], pt[i], total[i])
  return out
}

/** By reading, then gamma. */
const powers = new WeakMap<Reading, Map<number, Float64Array>>()

/** The usual gammas are asked for by every form; those of a search are not worth keeping. */
const KEPT = 8

/** (1 − pt)^γ, which several forms have in common. */
function powerOf(reading: Reading, gamma: number): Float64Array {
  const known = powers.get(reading) ?? new Map<number, Float64Array>()
  powers.set(reading, known)
  const power = known.get(gamma) ?? reading.q.map((q) => q ** gamma)
  if (known.size < KEPT) known.set(gamma, power)
  return power
}

function focalColumn(reading: Reading, gamma: number): Float64Array {
  const power = powerOf(reading, gamma)
  return reading.ce.map((ce, i) => power[i] * ce)
}

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

/** A form that is an entry of the catalogue. */
export function wrongForm(
  id: string,
  name: string,
  mistake: string,
  more: Omit<Form, 'id' | 'name' | 'mistake' | 'kind' | 'loss'>,
): Form {
  return { ...more, id, name, mistake, kind: 'mistake', loss: null }
}

const ptForError = wrongForm('pt-for-error', 'pt^γ where focal loss has (1 − pt)^γ', 'pt-for-error', {
  cost: 3,
  focused: true,
  terms: ['pt^γ CE'],
  columns: (reading, gamma) => [column(reading, (ce, _, pt) => pt ** gamma * ce)],
})

const logForPt = wrongForm('log-for-pt', 'ln pt where focal loss has pt', 'log-for-pt', {
  cost: 3,
  focused: true,
  terms: ['(1 − ln pt)^γ CE'],
  columns: (reading, gamma) => [column(reading, (ce) => (1 + ce) ** gamma * ce)],
})

const polyExponent = wrongForm(
  'poly-exponent',
  'Poly-1 focal loss with exponent γ in its ε term',
  'poly-exponent',
  {
    cost: 4,
    focused: true,
    terms: ['(1 − pt)^γ CE', '(1 − pt)^γ'],
    columns: (reading, gamma) => [focalColumn(reading, gamma), powerOf(reading, gamma)],
  },
)

const polyPt = wrongForm('poly-pt', 'Poly-1 with pt where it has 1 − pt', 'poly-pt', {
  cost: 4,
  focused: false,
  terms: ['CE', 'pt'],
  columns: (reading) => [reading.ce, reading.pt],
})

const polyMixed = wrongForm(
  'poly-of-probabilities',
  'Poly-1 of probabilities that the cross-entropy takes for logits',
  'double-softmax',
  {
    cost: 3,
    focused: false,
    terms: ['CE', '(1 − pt)'],
    columns: (reading) => [reading.ce, reading.plain!.q],
    needs: 'twice',
  },
)

/** Sums over the classes of each row. */
function overClasses(reading: Reading, of: (ce: number, q: number) => number): Float64Array {
  const out = new Float64Array(reading.ce.length)
  const { target, ce, q } = reading.rest!()
  for (let e = 0; e < ce.length; e++) out[target![e]] += of(ce[e], q[e])
  return out
}

const sigmoidEntropy = wrongForm(
  'sigmoid-entropy',
  'a focal weight from softmax on cross-entropies from sigmoid',
  'mixed-activations',
  {
    cost: 4,
    focused: true,
    terms: ['Σ (1 − pt)^γ BCE over the classes'],
    columns: (reading, gamma) => {
      const out = new Float64Array(reading.ce.length)
      const { target, ce, group } = reading.rest!()
      const { probabilities } = reading
      for (let e = 0; e < ce.length; e++)
        out[target![e]] += (group[e] ? 1 - probabilities![e] : probabilities![e]) ** gamma * ce[e]
      return [out]
    },
    needs: 'softmax',
  },
)

const polySigmoid = wrongForm(
  'poly-sigmoid',
  'Poly-1 focal loss with pt of its ε term from sigmoid',
  'poly-sigmoid',
  {
    cost: 5,
    focused: true,
    terms: ['(1 − pt)^γ CE', 'mean over classes of (1 − σ)^(γ+1)'],
    columns: (reading, gamma) => {
      const classes = reading.groups
      const sums = overClasses(reading, (_, q) => q ** (gamma + 1))
      return [focalColumn(reading, gamma), sums.map((sum) => sum / classes)]
    },
    needs: 'softmax',
  },
)

export const FORMS: readonly Form[] = [
  ce,
  focal,
  poly1,
  poly1Focal,
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

/** The form for readings that are double-softmax. */
export const POLY_MIXED = polyMixed
export const CROSS_ENTROPY = ce
export const FOCAL = focal

/** What gamma is searched over. */
export const GAMMAS = [
  0, 0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 12,
]
