import type { Mistake, Part, Term } from '../choice.ts'
import { EPSILON_TERMS } from '../terms.ts'

/** CE + ε (pt − 1) is CE − ε (1 − pt). */
const turned = (term: Term): Part<Term> => ({
  ...term,
  words: ['pt − 1 where it has 1 − pt', (term.words ?? '') as string].filter(Boolean).join(', '),
  cost: term.cost + 2,
  solve(...asked) {
    const epsilon = term.solve(...asked)?.epsilon
    return typeof epsilon === 'number' && epsilon < 0 ? { epsilon: -epsilon } : null
  },
  usual: (setting) => term.usual!(setting).filter(({ epsilon }) => (epsilon as number) > 0),
  combine: (factor, { epsilon }, setting) => term.combine(factor, { epsilon: -(epsilon as number) }, setting),
})

export const polySign: Mistake = {
  id: 'poly-sign',
  title: 'the ε term is pt − 1 instead of 1 − pt',
  effect: 'It is Poly-1 with −ε: what was to be turned up is turned down.',
  threads: [],
  terms: EPSILON_TERMS.filter(({ apart }) => !apart).map(turned),
}
