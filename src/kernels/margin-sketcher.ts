/** Sketches margins that are known already, in the memory of the kernels. */
import type { Margins } from '../margin/margins.ts'
import { createGrid } from '../sketch/grid.ts'
import type { PackedSketch } from '../sketch/packed.ts'
import { layOut } from './layout.ts'
import { clearSheets, createSheets, packSheets } from './sheets.ts'
import { instantiate } from './wasm.ts'

/** Samples that are handed over at once. */
export const PIECE = 1 << 14

export interface MarginShape {
  readonly edges: readonly number[]
  /** Groups are below this. */
  readonly groups: number
  readonly weighted: boolean
  readonly hasSquares: boolean
}

export interface MarginSketcher {
  /** Adds samples whose margins are finite, and whose weights have squares. */
  add(block: Margins): void
  /** Bytes that the sums of so many samples take. */
  bytes(): number
  /** The sums, from which on the next ones are counted. */
  take(): { readonly sketch: PackedSketch; readonly squares: PackedSketch | null }
}

export function createMarginSketcher({ edges, groups, weighted, hasSquares }: MarginShape): MarginSketcher {
  const exports = instantiate()
  const none = { cells: 1, rowClasses: 0, numbers: 0, scoreBytes: 0, labelBytes: 0, columns: 0, viewBytes: 0 }
  const layout = layOut(exports, { ...none, samples: PIECE, groups, weighted }, createGrid(edges))
  const addSheets = createSheets(exports, layout, { weighted, hasSquares, keepsHeld: true })
  let used = 0
  const clear = () => {
    clearSheets(exports, layout, used, weighted)
    used = 0
    exports.begin(layout.arena, layout.edges, edges.length)
  }
  clear()
  return {
    add({ length, margin, group, weight, held = [] }) {
      const { buffer } = exports.memory
      new Float64Array(buffer, layout.margins, length).set(margin)
      new Int32Array(buffer, layout.groups, length).set(group)
      if (weight) new Float64Array(buffer, layout.weights, length).set(weight)
      new Int32Array(buffer, layout.held, held.length + 1).set([held.length, ...held])
      used = Math.max(used, countGroups(group))
      addSheets(length, layout.groups, used)
    },
    bytes: () => exports.arenaEnd() - layout.arena,
    take() {
      const sheets = packSheets(exports, layout, used, hasSquares)
      clear()
      return sheets
    },
  }
}

function countGroups(group: Int32Array): number {
  let most = 0
  for (let i = 0; i < group.length; i++) most = Math.max(most, group[i] + 1)
  return most
}
