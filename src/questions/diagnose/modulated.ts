/** v = (1 − e^−m)^γ m: focal loss of an m that is not a sample's cross-entropy. */
import type { Form, Link, Part } from './choice.ts'
import { GAMMA, gammaOf } from './gamma.ts'

const link: Link = {
  apply: (m, shape) => (m > 0 ? (-Math.expm1(-m)) ** gammaOf(shape) * m : 0),
  /** By Newton's method on logarithms, where the function is nearly a straight line. */
  undo(v, shape) {
    if (!(v > 0)) return 0
    const gamma = gammaOf(shape)
    const target = Math.log(v)
    let x = v > 1 ? target : target / (gamma + 1)
    for (let step = 0; step < 30; step++) {
      const m = Math.exp(x)
      const off = gamma * Math.log(-Math.expm1(-m)) + x - target
      const move = off / (1 + (gamma * m) / Math.expm1(m))
      x -= move
      if (Math.abs(move) < 1e-15) break
    }
    return Math.exp(x)
  },
}

const BASE = { shapes: [GAMMA] } as const

/** Of a cross-entropy that is weighted or smoothed before. */
export const MODULATED: Omit<Part<Form>, 'name' | 'terms'> = {
  ...BASE,
  cost: 4,
  columns: ({ ce }) => [ce],
  link,
}

/** Of a mean of cross-entropies. */
export const FOCAL_OF_MEAN: Omit<Part<Form>, 'name' | 'cost'> = {
  ...BASE,
  terms: ['(1 − e^(−m))^γ m,  m = mean CE'],
  columns: ({ ce }) => [ce],
  ofMean: link,
}
