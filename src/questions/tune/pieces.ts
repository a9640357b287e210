/** The range of a parameter, in pieces on each of which a quantity moves one way without a leap. */
import { peakOf, signChange } from './bisect.ts'
import type { Measured } from './measure.ts'

export interface Piece {
  readonly left: number
  readonly right: number
  /** The quantity at its ends; infinite at a pole. */
  readonly from: number
  readonly to: number
  /** Pieces of one region hang together: between regions the quantity leaps, or means nothing. */
  readonly region: number
}

type Interval = readonly [left: number, right: number]
type At = (x: number) => Measured

/** How far inside an interval its end is taken where nothing can be divided at the end itself: a part of its length. */
const INSIDE = 1e-12

/** What a quotient exceeds next to a pole, where its denominator is some last bits. */
const POLE = 1e6

/**
 * @param places what the range is cut at first, in order: its ends among them, and so close that between two of them
 * neither numerator nor denominator changes its sign twice, and the quantity turns at most once
 * @param signed whether the quantity means something where the whole loss is not above 0
 */
export function piecesOf(at: At, places: readonly number[], signed: boolean): readonly Piece[] {
  const intervals = places.slice(1).map((right, i): Interval => [places[i], right])
  const sound = signed
    ? intervals
    : partAt((x) => at(x).whole, intervals)
        .filter(isSound)
        .map(narrowed)
  const steady = partAt((x) => at(x).below, sound)
  return numberRegions(
    steady.map(([left, right]) => ({
      left,
      right,
      from: places.includes(left) ? valueNear(at, left, right) : limitAt(at, left),
      to: places.includes(right) ? valueNear(at, right, left) : limitAt(at, right),
    })),
  )

  function isSound([left, right]: Interval): boolean {
    return at((left + right) / 2).whole > 0
  }

  /** Away from where the whole loss is 0, but for rounding. */
  function narrowed([left, right]: Interval): Interval {
    const inside = INSIDE * (right - left)
    return [places.includes(left) ? left : left + inside, places.includes(right) ? right : right - inside]
  }
}

/** Cuts at every change of sign, between two neighbouring doubles. */
function partAt(f: (x: number) => number, intervals: readonly Interval[]): readonly Interval[] {
  return intervals.flatMap(([left, right]): readonly Interval[] => {
    if (!(Math.sign(f(left)) * Math.sign(f(right)) < 0)) return [[left, right]]
    const [low, high] = signChange(f, left, right)
    return [
      [left, low],
      [high, right],
    ]
  })
}

/** The quantity at a place where a range was cut: all bounds are exceeded unless the numerator vanishes there too. */
function limitAt(at: At, x: number): number {
  const { above, below } = at(x)
  const value = above / below
  return Math.abs(value) > POLE ? Math.sign(value) * Number.POSITIVE_INFINITY : value
}

function valueNear(at: At, end: number, inside: number): number {
  const { above, below } = at(end)
  const value = above / below
  if (Number.isFinite(value)) return value
  const near = at(end + (inside - end) * INSIDE)
  return near.above / near.below
}

function numberRegions(pieces: readonly Omit<Piece, 'region'>[]): readonly Piece[] {
  let region = 0
  return pieces.map((piece, i) => {
    const before = pieces[i - 1]
    if (before && !(before.right === piece.left && before.to === piece.from)) region++
    return { ...piece, region }
  })
}

/** Places as they are, and where the quantity turns between them: next to a place that exceeds both its neighbours. */
export function withTurns(at: At, places: readonly number[]): readonly number[] {
  const value = (x: number) => {
    const { above, below } = at(x)
    return above / below
  }
  const values = places.map(value)
  const turns = places.slice(1, -1).flatMap((_, i) => {
    const [before, here, after] = values.slice(i, i + 3)
    const [left, right] = [places[i], places[i + 2]]
    if (here > before && here > after) return [peakOf(value, left, right)]
    return here < before && here < after ? [peakOf((x) => -value(x), left, right)] : []
  })
  return inOrder([...places, ...turns])
}

/** Each once, from the least on. */
export function inOrder(places: readonly number[]): readonly number[] {
  return [...new Set(places)].sort((a, b) => a - b)
}
