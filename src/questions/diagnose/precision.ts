/**
 * How far rounding may take a loss from its formula, sample by sample. Logits are sums of rounded numbers, so a cross-entropy is
 * off by units of the largest logit and not of itself: a loss of 1e-3 from logits of 5 has an error of 1e-6 in 32 bits. What
 * that does to a loss shows where the same formula is asked of elements that are off by so much.
 */
import { type Elements, restElements } from './elements.ts'
import { shortened } from './numbers.ts'
import type { Arithmetic, Fit, Observed, ScoredSamples } from './types.ts'

interface Level {
  readonly arithmetic: Arithmetic
  /** Half a unit in the last place of a number near 1; for float64 what parameters are searched to. */
  readonly unit: number
  readonly digits: number
  /** The smallest number above 0. */
  readonly least: number
  /**
   * What rounding leaves at most, as a share of the losses, both of them root mean squares: a factor of 1e10 on what rounding left
   * has a room that any loss fits into. Numbers of 16 bits leave as much as they like, and convict nobody.
   */
  readonly most: number
}

export const LEVELS: readonly Level[] = [
  { arithmetic: 'float64', unit: 2e-10, digits: 53, least: 2 ** -1074, most: 1e-4 },
  { arithmetic: 'float32', unit: 2 ** -24, digits: 24, least: 2 ** -149, most: 0.25 },
  { arithmetic: 'float16', unit: 2 ** -11, digits: 11, least: 2 ** -24, most: Number.POSITIVE_INFINITY },
  { arithmetic: 'bfloat16', unit: 2 ** -8, digits: 8, least: 2 ** -133, most: Number.POSITIVE_INFINITY },
]

/** Operations whose roundings may all go one way; 10,000 losses of torch stayed within 1.4. */
const OPERATIONS = 4

const sizes = new WeakMap<ScoredSamples, Float64Array>()

/** The largest logit of each sample; 0 for probabilities, which are rounded themselves. */
function sizesOf(samples: ScoredSamples): Float64Array {
  const { task, classes, scores, label, probabilities } = samples
  const known = sizes.get(samples)
  if (known) return known
  const width = task === 'softmax' ? classes : 1
  const found = Float64Array.from(label, (_, i) => {
    let most = 0
    if (!probabilities) for (let c = 0; c < width; c++) most = Math.max(most, Math.abs(scores[i * width + c]))
    return most
  })
  sizes.set(samples, found)
  return found
}

/** Elements whose logarithms, and whose 1 − pt, are off by what rounding leaves; both ways, since powers have no slope at 0. */
function* rounded(elements: Elements, unit: number): Generator<Elements> {
  const { samples, ce, q, pt, total, target } = elements
  const size = sizesOf(samples)
  const off = ce.map((x, e) => unit * (1 + x + size[target ? target[e] : e]))
  const classes = samples.task === 'softmax' && !target ? samples.classes : 2
  for (const sign of [1, -1]) {
    yield {
      ...elements,
      ce: ce.map((x, e) => Math.max(0, x + sign * off[e])),
      q: q.map((x, e) => Math.max(0, x + sign * off[e] * pt[e])),
      pt: pt.map((x, e) => x - sign * off[e] * x),
      total: total.map((x, e) => x + sign * classes * off[e]),
    }
    yield {
      ...elements,
      q: q.map((x) => Math.max(0, x + 2 * sign * unit)),
      pt: pt.map((x) => Math.max(0, x - 2 * sign * unit)),
    }
  }
}

const shaken = new WeakMap<Elements, Map<number, readonly Elements[]>>()

function shake(elements: Elements, unit: number): readonly Elements[] {
  const known = shaken.get(elements) ?? new Map<number, readonly Elements[]>()
  shaken.set(elements, known)
  const found =
    known.get(unit) ?? [...rounded(elements, unit)].map((one, way) => ({ ...one, shaken: { unit, way } }))
  known.set(unit, found)
  return found
}

/** Other elements of the same samples, as far off as these. */
export const asFarOff = (other: Elements, { shaken: off }: Elements): Elements =>
  off ? shake(other, off.unit)[off.way] : other

/** Each class against the rest, by sigmoids, as far off as the elements themselves. */
export const restOf = (elements: Elements) => asFarOff(restElements(elements.samples), elements)

/** How far each value may be off in 32 bits or in 16. */
export function roomOf(
  predict: (elements: Elements) => Float64Array,
  elements: Elements,
  { unit }: Level,
): Float64Array {
  // Double precision is told from the slopes in 32 bits: its own are lost in the differences.
  const asked = Math.max(unit, 2 ** -24)
  const plain = predict(elements)
  const [up, upError, down, downError] = shake(elements, asked).map(predict)
  const scale = OPERATIONS * (unit / asked)
  return plain.map((v, i) => {
    const off = Math.max(Math.abs(up[i] - v), Math.abs(down[i] - v))
    const error = Math.max(Math.abs(upError[i] - v), Math.abs(downError[i] - v))
    return scale * (off + error + 2 * asked * Math.abs(v)) + 1e-15
  })
}

const levels = new WeakMap<Float64Array, readonly Level[]>()

/** The arithmetics that the values can have come from: only numbers of 16 bits come from 16 bits. */
export function levelsOf({ values }: Observed): readonly Level[] {
  const known =
    levels.get(values) ??
    LEVELS.filter((level) => level.digits >= 24 || values.every((value) => isStored(value, level)))
  levels.set(values, known)
  return known
}

/** Whether a number is one of so few bits, or the shortest decimals that stand for one: files have 0.04715 for 0.0471496582. */
function isStored(value: number, { digits, least }: Level): boolean {
  const nearest = roundTo(value, digits, least)
  if (value === nearest) return true
  const decimals = SHORTEST.map((count) => shortened(nearest, count))
  return value === decimals.find((decimal) => roundTo(decimal, digits, least) === nearest)
}

/** Digits that stand for a number of 16 bits are 1 to 5. */
const SHORTEST = [1, 2, 3, 4, 5]

/** Whether the values can have come from 16 bits. */
export const has16Bits = (observed: Observed): boolean => levelsOf(observed).some(({ digits }) => digits < 24)

/** What a loss near 0 may be off by at the coarsest of them. */
export function floorOf(observed: Observed): number {
  const { unit, digits } = levelsOf(observed).at(-1)!
  return digits < 24 ? 8 * unit : 0
}

const bits = new Float64Array(1)
const words = new Uint32Array(bits.buffer)

/** Rounds to nearest, ties to even, as storing in a shorter format does. */
export function roundTo(x: number, digits: number, least = 2 ** -133): number {
  if (x === 0 || !(Math.abs(x) < LARGE)) return x
  // Its exponent alone, which is faster than a logarithm and a power.
  bits[0] = x
  words[0] = 0
  words[1] &= 0x7ff00000
  const unit = Math.max(bits[0] * 2 ** (1 - digits), least)
  // What is added leaves no digits below the unit.
  const far = 1.5 * 2 ** 52 * unit
  return x + far - far
}

/** Beyond any logit, and far from where adding overflows. */
const LARGE = 2 ** 900

/** Which values lie within their room, and half a unit of their last decimal: none where the room is as large as the losses. */
export function countWithin(
  predicted: Float64Array,
  room: Float64Array,
  { values, half }: Observed,
  { most }: Level,
): number {
  let [supported, left, all] = [0, 0, 0]
  for (let i = 0; i < values.length; i++) {
    const off = Math.abs(predicted[i] - values[i])
    if (off <= 1.001 * half + room[i]) supported++
    left += Math.max(0, off - half) ** 2
    all += values[i] ** 2
  }
  return supported === values.length && left > most ** 2 * all ? 0 : supported
}

/** Holds predictions against values: the least arithmetic first whose rounding explains what is left. */
export function holdAgainst(
  predict: (elements: Elements) => Float64Array,
  elements: Elements,
  observed: Observed,
): { readonly fit: Fit; readonly predicted: Float64Array } {
  const { values } = observed
  const predicted = predict(elements)
  let best: { arithmetic: Arithmetic; supported: number } = { arithmetic: 'float64', supported: 0 }
  for (const level of levelsOf(observed)) {
    const supported = countWithin(predicted, roomOf(predict, elements, level), observed, level)
    best = { arithmetic: level.arithmetic, supported }
    if (supported === values.length) break
  }
  return { fit: summarize(predicted, values, best), predicted }
}

export function summarize(
  predicted: Float64Array,
  values: Float64Array,
  { arithmetic, supported }: { arithmetic: Arithmetic; supported: number },
): Fit {
  const n = values.length
  const typical = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / n)
  let [largest, squares, relatives] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const r = Math.abs(predicted[i] - values[i])
    largest = Math.max(largest, r)
    squares += r * r
    relatives += (r / (Math.abs(values[i]) + 1e-3 * typical)) ** 2
  }
  const finite = (x: number) => (Number.isNaN(x) ? Number.POSITIVE_INFINITY : x)
  const fits = supported === n
  return {
    tier: fits ? (arithmetic === 'float64' ? 0 : 1) : 2,
    arithmetic: fits ? arithmetic : null,
    largest: finite(largest),
    rms: finite(Math.sqrt(squares / n)),
    relative: finite(Math.sqrt(relatives / n)),
    supported,
    of: n,
  }
}
