/** The rows of a file of JSON in blocks. */
import { whileUnchanged } from '../../sources/reading.ts'
import { type NumberStyle, parseStyled } from '../csv/number-styles.ts'
import type { RowBlock, Selection } from '../table.ts'
import { type Cells, createCells } from './cells.ts'
import { type Plan, walkRows } from './plan.ts'

/** Rows of a block, and cells, of which wide files have many in few rows. */
const BLOCK_ROWS = 1 << 14
const BLOCK_CELLS = 1 << 18

export function readBlocks(
  plan: Plan,
  styles: ReadonlyMap<number, NumberStyle>,
  selection: Selection,
): AsyncGenerator<RowBlock> {
  const cells = createCells(plan)
  const blocks = createBlocks(cells, styles, selection)
  return whileUnchanged(plan.file, async function* (file) {
    for await (const _ of walkRows(file, plan, cells, blocks.add)) yield* blocks.whole()
    yield* blocks.rest()
  })
}

function createBlocks(cells: Cells, styles: ReadonlyMap<number, NumberStyle>, { numbers, texts }: Selection) {
  const most = Math.max(
    1,
    Math.min(BLOCK_ROWS, Math.floor(BLOCK_CELLS / Math.max(1, numbers.length + texts.length))),
  )
  const width = numbers.length
  const parsers = numbers.map((column) => {
    const style = styles.get(column)
    return style && parseStyled(style)
  })
  let whole: RowBlock[] = []
  let values = new Float64Array(most * width)
  let words: string[][] = texts.map(() => [])
  let ragged: number[] = []
  let length = 0

  const close = () => {
    whole.push({ length, numbers: values.subarray(0, length * width), texts: words, ragged })
    values = new Float64Array(most * width)
    words = texts.map(() => [])
    ragged = []
    length = 0
  }
  return {
    add(_row: number, fault: string | null): boolean {
      const isWhole = fault === null
      if (!isWhole) ragged.push(length)
      for (let c = 0; c < width; c++) {
        const parse = parsers[c]
        const number = parse ? parse(cells.text(numbers[c])) : cells.number(numbers[c])
        values[length * width + c] = isWhole ? number : Number.NaN
      }
      for (let t = 0; t < texts.length; t++) words[t].push(isWhole ? cells.text(texts[t]).trim() : '')
      if (++length === most) close()
      return true
    },
    /** The blocks that are full. */
    *whole(): Generator<RowBlock> {
      const blocks = whole
      whole = []
      yield* blocks
    },
    *rest(): Generator<RowBlock> {
      if (length > 0) close()
      yield* whole
    },
  }
}
