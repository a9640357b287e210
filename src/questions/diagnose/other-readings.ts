/** Readings that are mistakes, conventions or clamps. Made one at a time: each is as large as the data. */
import { CLAMPS, type Clamp } from './clamps.ts'
import { oneVersusRest, probabilitiesOf, throughLogits, throughNothing } from './readings.ts'
import type { ScoredSamples, ScoreReading } from './types.ts'

const FLOAT16 = { digits: 11, least: 2 ** -24 }
const BFLOAT16 = { digits: 8, least: 2 ** -133 }

/** Rounds to nearest, ties to even, as storing in a shorter format does. */
function roundTo({ digits, least }: typeof FLOAT16, x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x
  const unit = Math.max(2 ** (Math.floor(Math.log2(Math.abs(x))) - digits + 1), least)
  const steps = x / unit
  const near = Math.round(steps)
  return (Math.abs(steps - Math.trunc(steps)) === 0.5 ? 2 * Math.round(steps / 2) : near) * unit
}

/** Readings that are mistakes, or other than usual. */
export function* otherReadings(samples: ScoredSamples, plain: ScoreReading): Generator<ScoreReading> {
  const { task, classes, label, probabilities } = samples
  const p = probabilitiesOf(samples)
  const softmax = task === 'softmax'
  const again = softmax ? 'softmax applied twice' : 'sigmoid applied twice'
  const mistake = softmax ? 'double-softmax' : 'double-sigmoid'
  const words = { name: again, kind: 'mistake' as const, mistake, cost: 2 }
  yield throughLogits({ ...samples, scores: p }, words, (x) => x, plain)
  if (softmax) {
    for (const shift of [1, classes - 1]) {
      const shifted = { ...samples, label: label.map((y) => (y + shift) % classes) }
      const off = `labels off by ${shift === 1 ? 'one' : 'minus one'}`
      const words = { name: off, kind: 'mistake' as const, mistake: 'label-offset', cost: 4 }
      if (shift === 1 || classes > 2)
        yield probabilities ? throughNothing(shifted, words) : throughLogits(shifted, words, (x) => x, null)
    }
    if (plain.rest)
      yield {
        ...plain.rest(),
        name: 'sigmoid of each class against the rest',
        kind: 'convention',
        cost: 3,
      }
    yield oneVersusRest(
      { ...samples, scores: p },
      {
        name: 'logarithms of probabilities through sigmoid',
        kind: 'mistake',
        mistake: 'logp-through-sigmoid',
        cost: 4,
      },
      Math.log,
    )
  }
  if (probabilities) return
  for (const [format, name] of [
    [FLOAT16, '16-bit'],
    [BFLOAT16, 'bfloat16'],
  ] as const) {
    const words = { name: `${name} logits`, kind: 'mistake' as const, mistake: 'low-precision', cost: 4 }
    yield throughLogits(samples, words, (x) => roundTo(format, x), null)
  }
  if (task === 'softmax') return
  const none = {
    name: 'logits taken for probabilities',
    kind: 'mistake' as const,
    mistake: 'missing-activation',
    cost: 3,
  }
  for (const e of [1e-7, 1e-8, 1e-15, 1e-6, 1e-4, 1e-10, 1e-12])
    yield throughNothing(
      samples,
      { ...none, name: `${none.name}, clipped to [${e}, 1 − ${e}]`, clamp: { clip: e } },
      samples.scores.map((x) => Math.min(1 - e, Math.max(e, x))),
    )
}

/** The clamps that change these samples. */
export function* clampedReadings(samples: ScoredSamples, plain: ScoreReading): Generator<ScoreReading> {
  const p = probabilitiesOf(samples)
  const softmax = samples.task === 'softmax'
  for (const clamp of CLAMPS) {
    const reading = clampReading(samples, plain, p, clamp, softmax)
    if (reading) yield reading
  }
}

function clampReading(
  samples: ScoredSamples,
  plain: ScoreReading,
  p: Float64Array,
  clamp: Clamp,
  softmax: boolean,
) {
  const { label, classes } = samples
  // Copied when the first sample changes, since few clamps change any.
  let [ce, q, pt] = [plain.ce, plain.q, plain.pt]
  for (let i = 0; i < ce.length; i++) {
    const one = p[softmax ? i * classes + label[i] : i]
    if (one >= 1e-3 && one <= 1 - 1e-3 && !clamp.everywhere) continue
    const clamped = clamp.apply(one, softmax || label[i] === 1)
    if (clamped.ce === ce[i] || Math.abs(clamped.ce - ce[i]) <= 1e-10 * Math.abs(clamped.ce)) continue
    if (ce === plain.ce) [ce, q, pt] = [ce.slice(), q.slice(), pt.slice()]
    ce[i] = clamped.ce
    if (clamp.modulation) {
      pt[i] = 1 - clamped.q
      q[i] = clamped.q
    }
  }
  if (ce === plain.ce) return undefined
  return {
    ...plain,
    name: clamp.name,
    clamp,
    kind: 'convention' as const,
    cost: 1 + clamp.cost,
    ce,
    q,
    pt,
    plain,
  }
}
