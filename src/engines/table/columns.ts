/** The columns of the table that comes back from an engine, and what its numbers are checked by. */
import { MOMENTS } from '../../sketch/grid.ts'

/** Segments of samples beyond the bins. */
export const BELOW_SEGMENT = -1
export const ABOVE_SEGMENT = 1_000_000

/** What keeps a row from being a sample: the number of its segment, its words, and whether it was to be so. */
export const UNREAD = [
  { segment: -2, one: 'has an unknown label', many: 'have an unknown label', fault: true },
  { segment: -3, one: 'has a score that is no number', many: 'have a score that is no number', fault: true },
  { segment: -4, one: 'has a bad weight', many: 'have a bad weight', fault: true },
  {
    segment: -5,
    one: 'has probabilities that do not sum to 1',
    many: 'have probabilities that do not sum to 1',
    fault: true,
  },
  { segment: -6, one: 'has an ignored label', many: 'have an ignored label', fault: false },
] as const

export const [BAD_LABEL, BAD_SCORE, BAD_WEIGHT, BAD_ROW_SUM, IGNORED] = UNREAD.map(({ segment }) => segment)

/** Logits farther from 0 than this, whose squares are no doubles, are no scores. */
export const MOST_LOGIT = 1e150

/** Weights are 0 or within these: times the powers of d, their squares are doubles. */
export const [LEAST_WEIGHT, MOST_WEIGHT] = [1e-40, 1e40]

export interface TableShape {
  readonly weighted: boolean
  /** Whether scores are probabilities, which may be 0 and 1. */
  readonly probs: boolean
  /** Whether losses of whole softmax rows are asked for. */
  readonly rows: boolean
}

const powers = (letter: string, from: number) =>
  Array.from({ length: MOMENTS - from }, (_, k) => `${letter}${k + from}`)

/** Of whole softmax rows, with their weights: what margin/companions.ts tells of each. */
export const ROW_COLUMNS = ['r1', 'r2', 'r3'] as const

/** Sums over the samples of a segment: Σ d^k, with weights Σ w d^k and Σ w² d^k; below the bins Σ s, Σ s², Σ 1/s, Σ 1/s². */
export function sumColumns({ weighted, probs, rows }: TableShape): readonly string[] {
  const sheets = weighted ? [...powers('m', 0), ...powers('v', 0)] : powers('m', 1)
  const held = weighted && probs ? ['held_m0', 'held_v0'] : []
  return [...sheets, ...held, ...(rows ? ROW_COLUMNS : [])]
}

/** Whole numbers beside `n`: probabilities of exactly 0 or 1, and truths of a probability of 0. */
export function countColumns({ probs }: TableShape): readonly string[] {
  return probs ? ['clamped', 'held'] : []
}

/** `check_sum` is the sum of the sums, each times its place from 1 on. */
export function checkFactor(place: number): number {
  return place + 1
}

/** `check_key` is the sum of these columns, each times its number: exact, and small enough for any 64-bit integer. */
export function keyFactors(shape: TableShape, sliced: boolean): readonly (readonly [string, number])[] {
  return [
    ['part', 1_000_003],
    ['segment', 31],
    ['n', 7],
    ...countColumns(shape).map((name, place) => [name, 11 + 2 * place] as const),
    ...(sliced ? [['slice_number', 10_007] as const] : []),
  ]
}
