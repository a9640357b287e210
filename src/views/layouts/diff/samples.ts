/** Lays out which samples make the difference of two models: those that cross the line, and those that moved most. */
import { greatest } from '../../../extremes.ts'
import type { DiffReport } from '../../../questions/diff/diff.ts'
import type { MovedSample } from '../../../questions/diff/moved.ts'
import { type ClassMoves, MOVES, type Move } from '../../../questions/diff/moves.ts'
import { clean } from '../../../words/clean.ts'
import { type Block, left, right, type TextCell, text } from '../../document.ts'
import { givenCell } from '../../words/given.ts'
import { decimalsOf, formatColumn, formatCount, formatShare, formatSigned } from '../../words/numbers.ts'
import { unitsOf } from '../../words/unit.ts'

/** Classes shown in a table; JSON has all. */
const MAX_CLASSES = 20

/** What all samples do, with what it does to the first loss; then the classes. */
export function moveBlocks(report: DiffReport): Block[] {
  return [moveTable(report), ...classBlocks(report)]
}

function moveTable({ a, moves, losses, threshold, pairing }: DiffReport): Block {
  const { title } = losses[0]
  const own = moves.map((move) => move.losses[0])
  const means = formatColumn(
    own.flatMap(({ meanA, meanB }) => [meanA, meanB]),
    5,
  )
  const largest = greatest(own.map(({ contribution }) => Math.abs(contribution)))
  const decimals = decimalsOf(largest / 10 || 1)
  return {
    kind: 'table',
    columns: [
      left(`easy is pt ≥ ${threshold}`),
      right(unitsOf(a.task)),
      right('share'),
      right(`${title} in A`, 'A'),
      right('in B', 'B'),
      right('adds to B − A'),
    ],
    rows: moves.map(({ move, count }, index) => ({
      cells: [
        { text: move },
        { text: formatCount(count) },
        { text: formatShare(count / pairing.samples), tone: 'dim' },
        { text: means[2 * index] },
        { text: means[2 * index + 1] },
        { text: formatSigned(own[index].contribution, decimals), tone: count > 0 ? toneOf(move) : 'dim' },
      ],
    })),
  }
}

function toneOf(move: Move) {
  return move === 'becomes easy' ? 'easy' : move === 'becomes hard' ? 'hard' : 'plain'
}

function classBlocks({ classes, a }: DiffReport): Block[] {
  const crossing = (part: ClassMoves) => countOf(part, 'becomes hard') + countOf(part, 'becomes easy')
  // Two classes keep their order; of many those with the most crossings come first.
  const sorted = a.task === 'binary' ? classes : [...classes].sort((x, y) => crossing(y) - crossing(x))
  const shown = sorted.slice(0, MAX_CLASSES)
  const more = classes.length - shown.length
  return [
    {
      kind: 'table',
      columns: [left('class'), right(unitsOf(a.task)), ...MOVES.map((move) => right(move))],
      rows: shown.map((part) => ({
        cells: [
          { text: nameOf(part) },
          { text: formatCount(part.count) },
          ...MOVES.map((move) => {
            const count = countOf(part, move)
            return { text: formatCount(count), tone: count > 0 ? toneOf(move) : 'dim' } as const
          }),
        ],
      })),
    },
    ...(more > 0 ? [text(`${formatCount(more)} more; --format json has all.`, 'dim')] : []),
  ]
}

function countOf({ moves }: ClassMoves, move: Move): number {
  return moves.find((report) => report.move === move)?.count ?? 0
}

/** `cat positive`; the class alone with softmax. */
function nameOf({ name, positive }: Pick<ClassMoves, 'name' | 'positive'>): string {
  return positive === null ? clean(name) : `${clean(name)} ${positive ? 'positive' : 'negative'}`
}

/** The samples that moved most, by the first loss. */
export function movedBlock({ moved, losses, threshold }: DiffReport): Block {
  const withIds = moved.some(({ id }) => id !== null)
  const { title } = losses[0]
  // Of two classes pt and the truth tell what is predicted.
  const isSoftmax = moved.some(({ positive }) => positive === null)
  const pts = formatColumn(
    moved.flatMap(({ ptA, ptB }) => [ptA, ptB]),
    4,
  )
  const confidence = formatColumn(
    moved.flatMap(({ confidenceA, confidenceB }) => [confidenceA, confidenceB]),
    4,
  )
  const values = formatColumn(
    moved.flatMap(({ losses: [{ a, b }] }) => [a, b]),
    5,
  )
  const differences = moved.map(({ losses: [{ a, b }] }) => b - a)
  const decimals = decimalsOf(Math.abs(differences[0]) / 100)
  return {
    kind: 'table',
    allIn: 'json',
    columns: [
      left(`moved most, ${withIds ? 'id' : 'row'}`),
      { ...left('label'), elastic: true },
      ...(isSoftmax
        ? [
            { ...left('predicted by A'), short: 'by A', elastic: true } as const,
            right('its p'),
            { ...left('by B'), elastic: true } as const,
            right('its p'),
          ]
        : []),
      right('pt in A'),
      right('pt in B', 'in B'),
      // pt tells them, where there is no room for both.
      { ...right(`${title} in A`), ...(isSoftmax && { wide: true }) },
      { ...right(`${title} in B`, 'in B'), ...(isSoftmax && { wide: true }) },
      right('B − A'),
      { ...left(''), wide: true },
    ],
    rows: moved.map((sample, index) => ({
      cells: [
        givenCell(sample.id ?? `${sample.row}`),
        { text: nameOf({ name: sample.label, positive: sample.positive }) },
        ...(isSoftmax ? predictedCells(sample, confidence.slice(2 * index)) : []),
        { text: pts[2 * index] },
        { text: pts[2 * index + 1] },
        { text: values[2 * index] },
        { text: values[2 * index + 1] },
        { text: formatSigned(differences[index], decimals), tone: differences[index] < 0 ? 'easy' : 'hard' },
        { text: moveOf(sample, threshold), tone: 'dim' },
      ],
    })),
  }
}

function predictedCells({ predictedA, predictedB }: MovedSample, [ofA, ofB]: readonly string[]): TextCell[] {
  return [
    givenCell(predictedA),
    { text: ofA, tone: 'dim' },
    givenCell(predictedB),
    { text: ofB, tone: 'dim' },
  ]
}

/** Easy and hard are told by pt as it is shown. */
function moveOf({ ptA, ptB }: MovedSample, threshold: number): string {
  const name = (pt: number) => (pt >= threshold ? 'easy' : 'hard')
  return ptA >= threshold === ptB >= threshold ? `stays ${name(ptA)}` : `becomes ${name(ptB)}`
}
