/** Forms that are mistakes of the catalogue. */
import { column, focalColumn, powerOf, raise } from './columns.ts'
import { wrongForm } from './form.ts'
import type { ScoreReading } from './types.ts'

export const ptForError = wrongForm('pt-for-error', 'pt^γ where focal loss has (1 − pt)^γ', 'pt-for-error', {
  cost: 3,
  focused: true,
  terms: ['pt^γ CE'],
  columns: (reading, gamma) => [column(reading, (ce, _, pt) => raise(pt, gamma) * ce)],
})

export const logForPt = wrongForm('log-for-pt', 'ln pt where focal loss has pt', 'log-for-pt', {
  cost: 3,
  focused: true,
  terms: ['(1 − ln pt)^γ CE'],
  columns: (reading, gamma) => [column(reading, (ce) => raise(1 + ce, gamma) * ce)],
})

export const polyExponent = wrongForm(
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

export const polyPt = wrongForm('poly-pt', 'Poly-1 with pt where it has 1 − pt', 'poly-pt', {
  cost: 4,
  focused: false,
  terms: ['CE', 'pt'],
  columns: (reading) => [reading.ce, reading.pt],
})

export const polyMixed = wrongForm(
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
function overClasses(reading: ScoreReading, of: (ce: number, q: number) => number): Float64Array {
  const out = new Float64Array(reading.ce.length)
  const { target, ce, q } = reading.rest!()
  for (let e = 0; e < ce.length; e++) out[target![e]] += of(ce[e], q[e])
  return out
}

export const sigmoidEntropy = wrongForm(
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
        out[target![e]] += raise(group[e] ? 1 - probabilities![e] : probabilities![e], gamma) * ce[e]
      return [out]
    },
    needs: 'softmax',
  },
)

export const polySigmoid = wrongForm(
  'poly-sigmoid',
  'Poly-1 focal loss with pt of its ε term from sigmoid',
  'poly-sigmoid',
  {
    cost: 5,
    focused: true,
    terms: ['(1 − pt)^γ CE', 'mean over classes of (1 − σ)^(γ+1)'],
    columns: (reading, gamma) => {
      const classes = reading.groups
      const sums = overClasses(reading, (_, q) => raise(q, gamma) * q)
      return [focalColumn(reading, gamma), sums.map((sum) => sum / classes)]
    },
    needs: 'softmax',
  },
)
