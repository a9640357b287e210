/** Forms that treat positives and negatives differently. */
import { type Form, type Shape, USUAL } from './choice.ts'
import { eachOf } from './columns.ts'
import { hasBoth } from './elements.ts'
import { DELTAS } from './factors.ts'
import { GAMMA, raise } from './gamma.ts'

const ASYMMETRIC: readonly Shape[] = [
  { key: 'clip', symbol: 'clip', grid: [0.01, 0.05, 0.1, 0.2], usual: [0.05, 0.1] },
  { key: 'gammaPositive', symbol: 'γ+', grid: [0, 1, 2, 4], usual: [1, 0] },
  { key: 'gammaNegative', symbol: 'γ−', grid: [0, 1, 2, 4, 7], usual: [4, 2] },
]

/** pm^γ CE(pm) of a negative whose probability counts from the clip on. */
const clipped = eachOf((e, { ce, q, group }, { clip: m = 0, gammaPositive: plus, gammaNegative: minus }) => {
  if (group[e] === 1) return raise(q[e], plus) * ce[e]
  if (m === 0) return raise(q[e], minus) * ce[e]
  const kept = Math.max(q[e] - m, 0)
  return raise(kept, minus) * -Math.log1p(-kept)
})

const asymmetric = (shapes: readonly Shape[], cost: number): Form => ({
  ...USUAL,
  name: 'asymmetric loss',
  standing: 'convention',
  cost,
  shapes,
  terms: [
    shapes.length === 3
      ? '(1 − pt)^γ CE, γ+ and γ−, of max(p − clip, 0) for negatives'
      : '(1 − pt)^γ CE, γ+ and γ−',
  ],
  code: [
    shapes.length === 3
      ? '{where}(t == 1, error ** {gammaPositive} * ce, -({kept} ** {gammaNegative}) * {log1p}(-{kept}))'
      : '{where}(t == 1, error ** {gammaPositive}, error ** {gammaNegative}) * ce',
  ],
  columns: clipped,
  suits: hasBoth,
})

const varifocal: Form = {
  ...USUAL,
  name: 'varifocal loss',
  standing: 'convention',
  cost: 3,
  shapes: [GAMMA],
  terms: ['CE for positives, p^γ CE for negatives'],
  code: ['{where}(t == 1, ce, error ** {gamma} * ce)'],
  columns: eachOf((e, { ce, q, group }, { gamma }) => (group[e] === 1 ? 1 : raise(q[e], gamma)) * ce[e]),
  suits: hasBoth,
  balance: 'negatives',
}

/** The same terms under δ and 1 − δ. */
const asymFocal: Form = {
  ...varifocal,
  name: 'asym-focal',
  factors: DELTAS,
  loss: 'asym-focal',
}

export const TWO_SIDED: readonly Form[] = [
  asymmetric(ASYMMETRIC.slice(1), 4),
  asymmetric(ASYMMETRIC, 5),
  varifocal,
  asymFocal,
]
