import { SURE } from '../losses/functions.ts'

/**
 * Where the margin sketch keeps its bins.
 *
 * Bins are 1/8 wide from -768 to 768. Below, a loss is a straight line or level to the last bit, unless it says otherwise;
 * above, e^-s is 0 in double precision and a loss has come to its limit. In each bin stand the first 14 Chebyshev moments of its samples, exact for
 * polynomials of degree 13: a loss that falls as e^(-r s) is then integrated to 2 (r/32)^14 / 14! e^(r/8) of its
 * sum, which is below 1e-12 up to r = 22, the square of a focal loss with gamma = 10.
 *
 * An edge is a margin that no quadrature node may straddle (a threshold that is no bin boundary). It splits its bin:
 * the left part keeps the bin's number, each further part gets a number behind the last bin.
 */
export const LOWEST = -SURE
export const HIGHEST = SURE
export const BINS_PER_UNIT = 8
export const BINS = (HIGHEST - LOWEST) * BINS_PER_UNIT
export const MOMENTS = 14

/** Most extra edges in one grid; a command has one threshold, a saved sketch may carry a few more. */
export const MAX_EDGES = 64

/** Edges that differ by less are one: a logarithm of another make may differ from ours in the last bits. */
export const SAME_EDGE = 1e-12

export interface Grid {
  /** Extra edges, ascending, none on a bin boundary. */
  readonly edges: readonly number[]
  /** Bins, and behind them one part for each extra edge. */
  readonly segments: number
  /** For the bins that an edge splits, how many edges there are up to the first one in it; 0 for the others. */
  readonly splits: Uint8Array
}

/** The grid with these edges; an edge on a bin boundary, or outside the grid, needs no split. */
export function createGrid(edges: readonly number[] = []): Grid {
  const inside = [...new Set(edges)]
    .filter((edge) => edge > LOWEST && edge < HIGHEST && !Number.isInteger(edge * BINS_PER_UNIT))
    .sort((a, b) => a - b)
  if (inside.length > MAX_EDGES) throw new RangeError(`a grid takes at most ${MAX_EDGES} edges`)
  const splits = new Uint8Array(BINS)
  for (let i = inside.length; i > 0; i--) splits[binOf(inside[i - 1])] = i
  return { edges: inside, segments: BINS + inside.length, splits }
}

/** Whether no node straddles this margin, so that sums can be parted there. */
export function hasEdge(grid: Grid, margin: number): boolean {
  return Number.isInteger(margin * BINS_PER_UNIT) || grid.edges.includes(margin) || margin <= LOWEST
}

/** The bin of a margin in [LOWEST, HIGHEST). */
export function binOf(margin: number): number {
  return Math.floor(margin * BINS_PER_UNIT) - LOWEST * BINS_PER_UNIT
}

/** The segment of a margin whose bin is split. */
export function splitSegmentOf(grid: Grid, margin: number): number {
  const bin = binOf(margin)
  for (let i = grid.edges.length - 1; i >= 0; i--) {
    if (grid.edges[i] <= margin && binOf(grid.edges[i]) === bin) return BINS + i
  }
  return bin
}

/** Where a segment begins and ends. */
export function segmentBounds(grid: Grid, segment: number): readonly [number, number] {
  const bin = segment < BINS ? segment : binOf(grid.edges[segment - BINS])
  const end = (bin + 1) / BINS_PER_UNIT + LOWEST
  if (grid.splits[bin] === 0) return [bin / BINS_PER_UNIT + LOWEST, end]
  const inBin = grid.edges.filter((edge) => binOf(edge) === bin)
  const start = segment < BINS ? bin / BINS_PER_UNIT + LOWEST : grid.edges[segment - BINS]
  return [start, inBin.find((edge) => edge > start) ?? end]
}
