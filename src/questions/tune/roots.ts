/** Where a quantity has the value that is wanted, and on which side of it an inequality holds. */
import { rootOf } from './bisect.ts'
import type { Measured } from './measure.ts'
import type { Piece } from './pieces.ts'
import { quotientThrough, solveLinear } from './quadratic.ts'
import type { Want } from './want.ts'

export interface Root {
  readonly x: number
  readonly method: 'closed form' | 'bisection'
  /** The side on which an inequality holds; 0 for an equality. */
  readonly outward: -1 | 0 | 1
  readonly region: number
  /** The piece it lies in. */
  readonly within: { readonly min: number; readonly max: number }
}

type At = (x: number) => Measured

/** What sums taken in another order may differ by, as a part of them. */
const ROUNDING = 1e-12

/** The roots of all pieces, one a piece at most; where two pieces meet in one, it is there once for each. */
export function findRoots(pieces: readonly Piece[], want: Want, at: At, isLinear: boolean): readonly Root[] {
  return pieces.flatMap((piece) => {
    const found = rootIn(piece, want.value, at, isLinear)
    if (!found) return []
    const { left, right, region } = piece
    return [{ ...found, outward: outwardOf(piece, want), region, within: { min: left, max: right } }]
  })
}

function rootIn(piece: Piece, wanted: number, at: At, isLinear: boolean): Pick<Root, 'x' | 'method'> | null {
  const excess = (x: number) => {
    const { above, below } = at(x)
    return above / below - wanted
  }
  const isClose = (difference: number) => Math.abs(difference) <= ROUNDING * Math.abs(wanted)
  const [from, to] = [piece.from - wanted, piece.to - wanted]
  if (!(Math.sign(from) * Math.sign(to) < 0)) {
    if (isClose(from)) return { x: piece.left, method: 'bisection' }
    return isClose(to) ? { x: piece.right, method: 'bisection' } : null
  }
  const x = isLinear ? closedForm(piece, wanted, at) : Number.NaN
  if (x >= piece.left && x <= piece.right && isClose(excess(x))) return { x, method: 'closed form' }
  return { x: rootOf(excess, piece.left, piece.right), method: 'bisection' }
}

/** By the line through the piece's own side of 0. */
function closedForm({ left, right }: Piece, wanted: number, at: At): number {
  const side = left + right < 0 ? -1 : 1
  return solveLinear(quotientThrough(at, 0, side / 2), wanted)
}

function outwardOf({ from, to }: Piece, { relation }: Want): -1 | 0 | 1 {
  if (relation === '=') return 0
  return to > from === (relation === '>=') ? 1 : -1
}

/** Those that no leap parts from the start, then the others; each from the nearest on. */
export function nearestFirst(
  roots: readonly Root[],
  pieces: readonly Piece[],
  start: number,
): readonly Root[] {
  const own = pieces.find(({ left, right }) => left <= start && start <= right)?.region
  const leaps = ({ region }: Root) => Number(region !== own)
  return roots.toSorted((a, b) => leaps(a) - leaps(b) || Math.abs(a.x - start) - Math.abs(b.x - start))
}
