/** The ways in which a script can have read its scores. Made one at a time: each is as large as the data. */
import { type Reading, USUAL } from './choice.ts'
import { CLAMPS, type Clamp } from './clamps.ts'
import { type Elements, oneVersusRest, plainElements, probabilitiesOf } from './elements.ts'
import { WRONG } from './mistakes/index.ts'
import type { ScoredSamples } from './types.ts'

export const plain: Reading = { ...USUAL, forms: 'all', printed: true, read: plainElements }

/** Logits of each class, or those that its probability says. */
const against = (samples: ScoredSamples): Elements =>
  oneVersusRest(samples, samples.probabilities ? (p) => Math.log(p / (1 - p)) : undefined)

export const rest: Reading = {
  ...USUAL,
  from: 0,
  words: 'each class against the rest',
  standing: 'convention',
  cost: 3,
  forms: 'textbook',
  printed: true,
  read: (samples) => (samples.task === 'softmax' ? against(samples) : null),
}

/** As MONAI has it with include_background=False. */
const foreground: Reading = {
  ...rest,
  from: 1,
  words: 'each class but the first against the rest',
  cost: 4,
  forms: 'few',
  read(samples) {
    const { task, classes } = samples
    if (task !== 'softmax' || classes < 3) return null
    const all = against(samples)
    const keep = (_: number, e: number) => e % classes !== 0
    return {
      ...all,
      ce: all.ce.filter(keep),
      q: all.q.filter(keep),
      pt: all.pt.filter(keep),
      total: all.total.filter(keep),
      group: all.group.filter(keep),
      target: all.target!.filter(keep),
    }
  },
}

/** A clamp that changes these samples. */
const clamped = (clamp: Clamp): Reading => ({
  ...USUAL,
  words: clamp.name,
  standing: 'convention',
  cost: 1 + clamp.cost,
  clamp,
  forms: 'textbook',
  printed: true,
  read: (samples) => clampElements(samples, clamp),
})

function clampElements(samples: ScoredSamples, clamp: Clamp): Elements | null {
  const { label, classes, task } = samples
  const [base, p, softmax] = [plainElements(samples), probabilitiesOf(samples), task === 'softmax']
  // Copied when the first sample changes, since few clamps change any.
  let [ce, q, pt] = [base.ce, base.q, base.pt]
  for (let i = 0; i < ce.length; i++) {
    const one = p[softmax ? i * classes + label[i] : i]
    if (one >= 1e-3 && one <= 1 - 1e-3 && !clamp.everywhere) continue
    const found = clamp.apply(one, softmax || label[i] === 1)
    if (found.ce === ce[i] || Math.abs(found.ce - ce[i]) <= 1e-10 * Math.abs(found.ce)) continue
    if (ce === base.ce) [ce, q, pt] = [ce.slice(), q.slice(), pt.slice()]
    ce[i] = found.ce
    if (clamp.modulation) {
      pt[i] = 1 - found.q
      q[i] = found.q
    }
  }
  return ce === base.ce ? null : { ...base, ce, q, pt }
}

export const READINGS: readonly Reading[] = [
  plain,
  ...CLAMPS.map(clamped),
  ...WRONG.readings,
  rest,
  foreground,
]
