/** Rows of a data set in order, scores and labels side by side, whichever files they stand in. */
import { InputError } from '../../errors.ts'
import type { RowBlock, Selection, Table } from '../../formats/table.ts'
import type { Dataset } from '../../reading/dataset.ts'

/** Consecutive rows of one table. */
export interface Part {
  readonly table: Table
  /** Row of the table at which the block begins. */
  readonly firstRow: number
  readonly block: RowBlock
}

/** The same rows of a data set: what the scores' table and the labels' table hold of them. */
export interface RowPair {
  readonly scores: Part
  readonly labels: Part
}

/** All rows. Throws an InputError when scores and labels differ in number. */
export async function* readRows(
  dataset: Dataset,
  scores: Selection,
  labels: Selection | null,
): AsyncGenerator<RowPair> {
  const scoreParts = parts(dataset.scores, scores)
  if (labels === null) {
    for await (const part of scoreParts) yield { scores: part, labels: part }
    return
  }
  yield* zip(scoreParts, parts(dataset.labels, labels))
}

async function* parts(tables: readonly Table[], selection: Selection): AsyncGenerator<Part> {
  for (const table of tables) {
    let firstRow = 0
    for await (const block of table.read(selection)) {
      yield { table, firstRow, block }
      firstRow += block.length
    }
  }
}

/** Cuts both streams at each other's block ends. */
async function* zip(left: AsyncGenerator<Part>, right: AsyncGenerator<Part>): AsyncGenerator<RowPair> {
  let rows = 0
  let [scores, labels] = [await nextPart(left), await nextPart(right)]
  try {
    while (scores && labels) {
      const length = Math.min(scores.block.length, labels.block.length)
      yield { scores: cut(scores, 0, length), labels: cut(labels, 0, length) }
      rows += length
      scores = length < scores.block.length ? cut(scores, length) : await nextPart(left)
      labels = length < labels.block.length ? cut(labels, length) : await nextPart(right)
    }
    if (scores) throw differentLengths(scores.table, rows + (await countRows(scores, left)), rows)
    if (labels) throw differentLengths(labels.table, rows, rows + (await countRows(labels, right)))
  } finally {
    await left.return(undefined)
    await right.return(undefined)
  }
}

async function nextPart(stream: AsyncGenerator<Part>): Promise<Part | undefined> {
  const { value, done } = await stream.next()
  return done ? undefined : value
}

async function countRows(part: Part, stream: AsyncGenerator<Part>): Promise<number> {
  let rows = part.block.length
  for await (const more of stream) rows += more.block.length
  return rows
}

function differentLengths(table: Table, scores: number, labels: number): InputError {
  return new InputError(
    table.path,
    `there are ${scores} rows of scores and ${labels} rows of labels`,
    'they must stand for the same samples in the same order',
  )
}

function cut({ table, firstRow, block }: Part, from: number, to = block.length): Part {
  if (from === 0 && to === block.length) return { table, firstRow, block }
  const width = block.numbers.length / block.length
  return {
    table,
    firstRow: firstRow + from,
    block: {
      length: to - from,
      numbers: block.numbers.subarray(from * width, to * width),
      texts: block.texts.map((column) => column.slice(from, to)),
      ragged: block.ragged.filter((row) => row >= from && row < to).map((row) => row - from),
    },
  }
}
