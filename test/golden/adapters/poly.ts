/** PolyLoss: abhuse, Holocron, optax and yiyixuxu, who differ in what a class weight multiplies. */
import { type Adapter, each, elements } from '../expression.ts'
import type { Reason } from '../reasons.ts'
import { binary, oneVsRest, softmax } from '../samples.ts'
import { focal, freePoly, isSoftmax, unlessNegative } from './words.ts'

/** Sigmoid, one against the rest, the polynomial term outside of alpha. */
const abhuseFocal: Adapter = (input, params) => {
  const { gamma, epsilon, weight, pos_weight } = params
  if (weight !== undefined || pos_weight !== undefined) return 'partial'
  return {
    spec: freePoly(unlessNegative(params), gamma, epsilon),
    samples: isSoftmax(input) ? oneVsRest(input) : binary(input),
    results: elements,
  }
}

/** The class weight is on the cross-entropy alone, like an alpha that leaves the polynomial term out. */
const abhuse: Adapter = (input, { weight, epsilon }) => ({
  spec: freePoly(weight, 0, epsilon),
  samples: softmax(input),
  results: elements,
})

const yiyixuxu: Adapter = (input, { fn, softmax: applied, ce_weight, epsilon }) => {
  if (fn === 'PolyBCELoss') {
    return { spec: `poly1:epsilon=${epsilon}`, samples: binary(input), results: elements }
  }
  // Without its own softmax it still puts the probabilities through log_softmax.
  return applied
    ? { spec: freePoly(ce_weight, 0, epsilon), samples: softmax(input), results: elements }
    : 'mistake'
}

const optax: Adapter = (input, { epsilon }) => ({
  spec: `poly1:epsilon=${epsilon}`,
  samples: softmax(input),
  results: { none: each },
})

export const poly: Readonly<Record<string, Adapter | Reason>> = {
  'abhuse.Poly1CrossEntropyLoss': abhuse,
  'abhuse.Poly1FocalLoss': abhuseFocal,
  'Holocron.poly_loss': (input, { weight, eps }) => ({
    spec: `poly1:alpha=${weight ?? 'none'},epsilon=${eps}`,
    samples: softmax(input),
    results: elements,
  }),
  'Holocron.focal_loss': (input, { weight, gamma }) => ({
    spec: focal({ alpha: weight, gamma }),
    samples: softmax(input),
    results: elements,
  }),
  'optax.poly_loss_cross_entropy': optax,
  'optax_head.poly_loss_cross_entropy': optax,
  'yiyixuxu.PolyLoss': yiyixuxu,
}
