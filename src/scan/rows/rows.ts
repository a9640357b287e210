/** Rows of a data set in order: scores, labels, weights and slices side by side, whichever files they stand in. */
import { InputError } from '../../errors.ts'
import { least } from '../../extremes.ts'
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { RowBlock, Selection, Table } from '../../formats/table.ts'
import { isLabelName } from '../../reading/column-names.ts'
import type { Side, Sides } from '../../reading/reading.ts'

/** Consecutive rows of one table. */
export interface Part {
  readonly table: Table
  /** Row of the table at which the block begins. */
  readonly firstRow: number
  readonly block: RowBlock
}

/** The same rows of a data set: what the files of scores, labels, weights and slices hold of them. */
export interface AlignedRows {
  readonly scores: Part
  readonly labels: Part
  readonly weight: Part
  readonly by: Part
}

export function partsOf({ scores, labels, weight, by }: AlignedRows): readonly Part[] {
  return [scores, labels, weight, by]
}

interface Source {
  readonly tables: readonly Table[]
  readonly selection: Selection
}

/** Null for what is read with the scores, or with the labels. */
export interface Sources extends Readonly<Record<Exclude<Name, 'scores'>, Source | null>> {
  readonly scores: Source
}

/** In the order in which messages name them. */
const NAMES = ['scores', 'labels', 'weight', 'by'] as const

type Name = (typeof NAMES)[number]

const ROWS_OF: Readonly<Record<Name, string>> = {
  scores: 'rows of scores',
  labels: 'rows of labels',
  weight: 'weights',
  by: 'slices',
}

/** All rows. Throws an InputError when the files differ in their number. */
export async function* readRows(sources: Sources, sides: Sides): AsyncGenerator<AlignedRows> {
  const streams = NAMES.flatMap((name): Stream[] => {
    const source = sources[name]
    return source ? [{ name, first: source.tables[0], parts: parts(source.tables, source.selection) }] : []
  })
  for await (const found of zip(streams)) {
    const named = (name: Name) => found[streams.findIndex((stream) => stream.name === name)]
    const scores = named('scores')
    const labels = sources.labels ? named('labels') : scores
    const onSide = (side: Side, name: Name) =>
      side === 'own' ? named(name) : side === 'labels' ? labels : scores
    yield { scores, labels, weight: onSide(sides.weight, 'weight'), by: onSide(sides.by, 'by') }
  }
}

interface Stream {
  readonly name: Name
  /** The first of its shards. */
  readonly first: Table
  readonly parts: AsyncGenerator<Part>
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

/** Cuts all streams at each other's block ends. */
async function* zip(streams: readonly Stream[]): AsyncGenerator<readonly Part[]> {
  let rows = 0
  try {
    let heads = await Promise.all(streams.map(({ parts }) => nextPart(parts)))
    while (heads.every((head) => head !== undefined)) {
      const length = least(heads.map(({ block }) => block.length))
      yield heads.map((head) => cut(head, 0, length))
      rows += length
      heads = await Promise.all(
        heads.map((head, i) => (length < head.block.length ? cut(head, length) : nextPart(streams[i].parts))),
      )
    }
    if (heads.some((head) => head !== undefined)) throw await differentLengths(streams, heads, rows)
  } finally {
    for (const { parts } of streams) await parts.return(undefined)
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

/** @param rows that all have */
async function differentLengths(
  streams: readonly Stream[],
  heads: readonly (Part | undefined)[],
  rows: number,
): Promise<InputError> {
  const [long, short] = [heads.findIndex((head) => head !== undefined), heads.indexOf(undefined)]
  const all = rows + (await countRows(heads[long]!, streams[long].parts))
  const [scores, others] = long === 0 ? [all, rows] : [rows, all]
  const hint = all === rows + 1 ? adviseHeader(streams[long].first, streams[short].first) : null
  return new InputError(
    heads[long]!.table.path,
    `there are ${scores} rows of scores and ${others} ${ROWS_OF[streams[Math.max(long, short)].name]}`,
    hint ?? 'they must stand for the same samples in the same order',
  )
}

const isCount = (names: readonly string[]) => names.every((name, i) => name === String(i))

/** Of two files of which one has one row more: the first line of either may have been taken for what it is not. */
function adviseHeader(long: Table, short: Table): string | null {
  const first = long.sample[0]
  // Rows may begin in another shard than the first.
  if (first === undefined) return null
  const asRow = `the first line of ${long.path}, "${first.join(', ')}", was read as a row: if it is a name, write another one, such as label`
  // pandas numbers columns that have no names, that of labels too; a lone 0 may be the first score as well.
  if (short.named && isCount(short.columns) && !long.named && isCount(first))
    return `${asRow}${short.columns.length > 1 ? '' : `; if not, write a name above that of ${short.path}, which was read as a header`}`
  if (short.named && short.columns.every((name) => Number.isFinite(parseNumber(name))))
    return `the first line of ${short.path}, "${short.columns.join(', ')}", was read as a header: write one above it`
  // A label may be called so too: True.
  return long.named || !first.every(isLabelName) ? null : asRow
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
