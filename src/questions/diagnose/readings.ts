/** The ways in which a script can have read its scores. Made one at a time: each is as large as the data. */
import { BY_CLASS } from './by-class.ts'
import { type Reading, USUAL } from './choice.ts'
import { CLAMPS, type Clamp } from './clamps.ts'
import { columnsOf, type Elements, plainElements, probabilitiesOf, restElements } from './elements.ts'
import { WRONG } from './mistakes/index.ts'
import type { ScoredSamples } from './types.ts'

export const plain: Reading = { ...USUAL, forms: 'all', printed: true, read: plainElements }

export const rest: Reading = {
  ...USUAL,
  from: 0,
  words: 'each class against the rest',
  standing: 'convention',
  cost: 3,
  forms: 'textbook',
  printed: true,
  read: (samples) => (samples.task === 'softmax' ? restElements(samples) : null),
}

/** Of more classes the factors are too many to be told. */
const MOST_CLASSES = 20

/** Labels, or classes against the rest, each with factors of its own: groups are those of the first class, then the second. */
const byClass: Reading = {
  ...rest,
  from: undefined,
  words: 'class by class',
  factors: BY_CLASS,
  printed: false,
  read(samples) {
    const { task, classes } = samples
    const columns = columnsOf(samples)
    if (classes > MOST_CLASSES || (task !== 'softmax' && !columns)) return null
    const base = columns ? plainElements(samples) : restElements(samples)
    const group = base.group.map((side, e) => 2 * (columns ? columns[e] : e % classes) + side)
    return { ...base, group, groups: 2 * classes }
  },
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
    const all = restElements(samples)
    const rows = all.ce.length / classes
    const keep = <T extends Float64Array | Int32Array>(of: T, kept: T): T => {
      for (let i = 0; i < rows; i++)
        kept.set(of.subarray(i * classes + 1, (i + 1) * classes), i * (classes - 1))
      return kept
    }
    const numbers = (of: Float64Array) => keep(of, new Float64Array(rows * (classes - 1)))
    const codes = (of: Int32Array) => keep(of, new Int32Array(rows * (classes - 1)))
    return {
      ...all,
      ce: numbers(all.ce),
      q: numbers(all.q),
      pt: numbers(all.pt),
      total: numbers(all.total),
      group: codes(all.group),
      target: codes(all.target!),
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

/** The probability that a clamp is asked about. */
function askedOf(samples: ScoredSamples): (i: number) => number {
  const { label, classes, task } = samples
  const p = probabilitiesOf(samples)
  return task === 'softmax' ? (i) => p[i * classes + label[i]] : (i) => p[i]
}

const edges = new WeakMap<ScoredSamples, readonly number[]>()

/** Samples so near to 0 or 1 that any clamp may change them. */
function edgesOf(samples: ScoredSamples): readonly number[] {
  const known = edges.get(samples)
  if (known) return known
  const [asked, found] = [askedOf(samples), [] as number[]]
  for (let i = 0; i < samples.label.length; i++) {
    const one = asked(i)
    if (!(one >= 1e-3 && one <= 1 - 1e-3)) found.push(i)
  }
  edges.set(samples, found)
  return found
}

function clampElements(samples: ScoredSamples, clamp: Clamp): Elements | null {
  const { label, task } = samples
  const [base, asked, softmax] = [plainElements(samples), askedOf(samples), task === 'softmax']
  const some = clamp.everywhere ? null : edgesOf(samples)
  // Copied when the first sample changes, since few clamps change any.
  let [ce, q, pt] = [base.ce, base.q, base.pt]
  for (let at = 0; at < (some ?? ce).length; at++) {
    const i = some ? some[at] : at
    const found = clamp.apply(asked(i), softmax || label[i] === 1)
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
  byClass,
  foreground,
]
