/** What keeps a logarithm from infinity, and the largest cross-entropy each lets through. */
import type { ClampKind } from './types.ts'

export interface Clamp extends ClampKind {
  readonly name: string
  readonly cost: number
  /** Whether the modulating factor sees the clamped probability too. */
  readonly modulation: boolean
  /** Whether it changes samples that are far from 0 and 1. */
  readonly everywhere: boolean
  /** −ln pt and 1 − pt of a probability p of the positive class, or of the true one. */
  apply(p: number, positive: boolean): { readonly ce: number; readonly q: number }
}

/** The smallest normal 32-bit number, of CUDA and Caffe kernels. */
const FLT_MIN = 1.1754943508222875e-38

const plainOf = (p: number, positive: boolean) => (positive ? p : 1 - p)

/** p clipped to [e, 1 − e]; what is subtracted from 1 is rounded, as in the libraries. */
function clip(e: number, modulation: boolean): Clamp {
  return {
    name: `probabilities clipped to [${e}, 1 − ${e}]${modulation ? '' : ', for the logarithm only'}`,
    clip: e,
    inside: `{between}(pt, ${e}, 1 - ${e})`,
    cost: modulation ? 0 : 1,
    modulation,
    everywhere: false,
    apply(p, positive) {
      const clipped = Math.min(1 - e, Math.max(e, p))
      const pt = plainOf(clipped, positive)
      return { ce: -Math.log(pt), q: 1 - pt }
    },
  }
}

function add(e: number): Clamp {
  return {
    name: `${e} added to pt inside the logarithm`,
    clip: null,
    inside: `pt + ${e}`,
    cost: 1,
    modulation: false,
    everywhere: e >= 1e-12,
    apply: (p, positive) => ({ ce: -Math.log(plainOf(p, positive) + e), q: 1 - plainOf(p, positive) }),
  }
}

function floor(e: number, name: string): Clamp {
  return {
    name,
    clip: null,
    inside: `{atLeast}(pt, ${e})`,
    cost: 0,
    modulation: false,
    everywhere: false,
    apply: (p, positive) => ({
      ce: -Math.log(Math.max(e, plainOf(p, positive))),
      q: 1 - plainOf(p, positive),
    }),
  }
}

const clippedThenAdded: Clamp = {
  name: 'probabilities clipped to [1e-7, 1 − 1e-7], and 1e-7 added inside the logarithm (Keras 2)',
  clip: 1e-7,
  cost: 1,
  modulation: false,
  everywhere: true,
  apply(p, positive) {
    const pt = plainOf(Math.min(1 - 1e-7, Math.max(1e-7, p)), positive)
    return { ce: -Math.log(pt + 1e-7), q: 1 - plainOf(p, positive) }
  },
}

const clippedInFloat: Clamp = {
  name: 'probabilities clipped to [1e-7, 1 − 1e-7] in 32 bits',
  clip: 1e-7,
  cost: 1,
  modulation: false,
  everywhere: false,
  apply(p, positive) {
    const pt = plainOf(Math.min(Math.fround(1 - 1e-7), Math.max(Math.fround(1e-7), p)), positive)
    return { ce: -Math.log(pt), q: 1 - plainOf(p, positive) }
  },
}

const EPSILONS = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 2 ** -52]

export const CLAMPS: readonly Clamp[] = [
  floor(Math.exp(-100), 'logarithms clamped at −100 (torch)'),
  ...EPSILONS.map((e) => clip(e, true)),
  ...EPSILONS.map((e) => clip(e, false)),
  clippedThenAdded,
  clippedInFloat,
  ...[1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-16, 1e-20].map(add),
  floor(FLT_MIN, 'probabilities at least FLT_MIN inside the logarithm'),
]
