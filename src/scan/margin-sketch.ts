/** Adds blocks of margins to a sketch, with the kernels where they repay. */
import { createMarginSketcher, type MarginSketcher, PIECE } from '../kernels/margin-sketcher.ts'
import { reference } from '../kernels/reference.ts'
import type { Margins } from '../margin/margins.ts'
import { addPacked } from '../sketch/packed.ts'
import type { Sketch } from '../sketch/sketch.ts'

/** Samples of a first block that repay the kernels. */
const MANY = 1 << 11

/** Samples and bytes of sums that are added to the sketch at once. What comes of it depends on the samples alone. */
const BLOCK_SAMPLES = 1 << 18
const BLOCK_BYTES = 1 << 26

/** Weights in between have squares that are kept as they are, and so has nothing. */
const [LEAST, MOST] = [2 ** -120, 2 ** 120]

export interface MarginAdder {
  add(block: Margins): void
  finish(): void
}

/** @param groups numbers of groups that are expected are below this */
export function addMargins(sketch: Sketch, groups: number, weighted: boolean): MarginAdder {
  const hasSquares = sketch.squares !== null
  const { edges } = sketch.grid
  let sketcher: MarginSketcher | undefined
  let waiting = 0
  // From the first block on whose weights have other units, the reference has them all.
  let isPlain = true
  const merge = () => {
    if (!sketcher || waiting === 0) return
    const sheets = sketcher.take()
    addPacked(sketch, sketch.groups, sheets.sketch)
    if (sketch.squares && sheets.squares) addPacked(sketch, sketch.squares, sheets.squares)
    waiting = 0
  }
  const addPiece = (piece: Margins) => {
    sketcher ??= createMarginSketcher({ edges, groups, weighted, hasSquares })
    sketcher.add(piece)
    waiting += piece.length
    if (waiting >= BLOCK_SAMPLES || sketcher.bytes() >= BLOCK_BYTES) merge()
  }
  return {
    add(block) {
      isPlain &&= !block.weight || areOrdinary(block.weight, block.length)
      const repays = sketcher !== undefined || block.length >= MANY
      if (repays && isPlain && areBelow(block.group, block.length, groups))
        for (const piece of piecesOf(block)) addPiece(piece)
      else {
        merge()
        reference.accumulate(sketch, block)
      }
    },
    finish: merge,
  }
}

function areOrdinary(weights: Float64Array, length: number): boolean {
  for (let i = 0; i < length; i++)
    if (weights[i] !== 0 && !(weights[i] > LEAST && weights[i] < MOST)) return false
  return true
}

function areBelow(groups: Int32Array, length: number, most: number): boolean {
  for (let i = 0; i < length; i++) if (groups[i] >= most) return false
  return true
}

function* piecesOf({ length, margin, group, weight, held = [] }: Margins): Generator<Margins> {
  for (let from = 0; from < length; from += PIECE) {
    const to = Math.min(from + PIECE, length)
    yield {
      length: to - from,
      margin: margin.subarray(from, to),
      group: group.subarray(from, to),
      weight: weight?.subarray(from, to) ?? null,
      held: held.filter((i) => i >= from && i < to).map((i) => i - from),
    }
  }
}
