/** B's samples by the id of their row, held in memory: for files in different orders. */
import { InputError } from '../../errors.ts'
import { pickTexts, type Texts } from '../../formats/texts.ts'
import { nameSome } from '../../words/names.ts'
import type { Predictions } from '../predicted.ts'
import { progressOf } from '../samples.ts'
import type { SampleBlock, Scan } from '../scan.ts'
import { createIds, type Ids } from './ids.ts'
import { keysOf } from './keys.ts'
import { ABSENT, emptyMatch, type Match, mayLack, type Partner } from './partner.ts'

/** Most rows of B, and bytes of its ids: some 2 GB in all. */
const MAX_ROWS = 16_000_000
const MAX_BYTES = 1 << 30

/** Cells that there is room for at once, where so many are expected. */
const EXPECTED_CELLS = 1 << 22

/** Ids named in a message. */
const MAX_NAMED = 3

/** B's rows: an id is a slot, a slot has `cells` margins and labels. */
interface Store {
  readonly slots: Ids
  /** Numbers of a cell, side by side since they are far from all others: its margin and its label, then what it is predicted to be. */
  readonly values: Float64Array
  /** How many: 2, or 4 with the likeliest class and its probability. */
  readonly width: 2 | 4
  readonly cells: number
}

export function createPartnerById(a: Scan, b: Scan, predictions: Predictions | null): Partner {
  let loading: Promise<Store> | undefined
  const load = () => {
    loading ??= loadStore(b, predictions)
    return loading
  }
  /** 1 for each slot that a row of A has taken. */
  let taken: Uint8Array
  const missing = createTally()
  const twice = createTally()
  let cellsAlone = 0
  return {
    async match(block) {
      const store = await load()
      taken ??= new Uint8Array(store.slots.count())
      const { first, ids } = rowsIn(block)
      const slots = store.slots.find(keysOf(ids))
      takeSlots(slots, taken, ids, missing, twice)
      const cells = cellsOf(block, first, slots, store.cells)
      const match = gather(store, cells)
      cellsAlone += countAlone(match.label, cells)
      return match
    },
    async finish() {
      const { slots } = await load()
      if (twice.total > 0) throw duplicates(a, twice)
      const rest = createTally()
      for (let slot = 0; slot < slots.count(); slot++)
        if (taken?.[slot] === 0) rest.add({ at: slots.name }, slot)
      const bearable = mayLack(a) && missing.total <= b.counts.skipped && rest.total <= a.counts.skipped
      if (missing.total + rest.total > 0 && !bearable) throw strangers(a, b, missing, rest)
      if (cellsAlone > 0 && !mayLack(a))
        throw new InputError(
          b.dataset.name,
          `${cellsAlone} cells have the label to ignore here and another in ${a.dataset.name}`,
          'both must hold the same labels; --labels FILE gives them the same',
        )
    },
    async close() {
      await loading?.catch(() => {})
    },
  }
}

/** Where the samples of a block stand in a store, -1 where their row has no slot. */
function cellsOf(block: SampleBlock, first: Int32Array, slots: Int32Array, width: number): Int32Array {
  if (!block.cellClass) return slots
  const cells = new Int32Array(block.length)
  for (let i = 0, row = -1; i < cells.length; i++) {
    if (i === first[row + 1]) row++
    cells[i] = slots[row] < 0 ? -1 : slots[row] * width + block.cellClass[i]
  }
  return cells
}

/** What a store holds at these places. */
function gather(store: Store, cells: Int32Array): Match {
  const { values, width } = store
  const match = emptyMatch(cells.length, width === 4)
  const { margin, label, predicted } = match
  for (let i = 0; i < cells.length; i++) {
    if (cells[i] < 0) continue
    const at = width * cells[i]
    margin[i] = values[at]
    label[i] = values[at + 1]
    if (!predicted) continue
    predicted.classes[i] = values[at + 2]
    predicted.confidence[i] = values[at + 3]
  }
  return match
}

/** Cells that have no label where their row has a slot. */
function countAlone(label: Int32Array, cells: Int32Array): number {
  let alone = 0
  for (let i = 0; i < cells.length; i++) if (cells[i] >= 0 && label[i] === ABSENT) alone++
  return alone
}

async function loadStore(b: Scan, predictions: Predictions | null): Promise<Store> {
  const { expectedRows } = progressOf(b.dataset, b.counts)
  const slots = createIds(Math.min(expectedRows, MAX_ROWS))
  const twice = createTally()
  const { task, classes } = b.grouping
  const cells = task === 'multilabel' ? classes.length : 1
  const width = predictions ? 4 : 2
  let values = emptyCells(Math.max(cells, Math.min(cells * expectedRows, EXPECTED_CELLS)), width)
  for await (const block of b.blocks()) {
    const { first, ids } = rowsIn(block)
    const known = slots.count()
    if (known + ids.length > MAX_ROWS) throw tooMany(b, `more than ${MAX_ROWS} rows`)
    const numbers = slots.add(keysOf(ids))
    while (width * slots.count() * cells > values.length) values = grown(values, width)
    countKnown(numbers, known, ids, twice)
    put(cellsOf(block, first, numbers, cells), block, values, predictions)
    if (slots.bytes() > MAX_BYTES) throw tooMany(b, `ids of more than ${MAX_BYTES} bytes`)
  }
  if (twice.total > 0) throw duplicates(b, twice)
  return { slots, values, width, cells }
}

/** Says of the slots of rows that they are taken, and of which rows they are missing, or taken before. */
function takeSlots(slots: Int32Array, taken: Uint8Array, ids: Texts, missing: Tally, twice: Tally): void {
  for (let row = 0; row < slots.length; row++) {
    const slot = slots[row]
    if (slot >= 0 && taken[slot] === 0) taken[slot] = 1
    else (slot < 0 ? missing : twice).add(ids, row)
  }
}

/** Of rows that have got slots, those whose slot is one of the first `known`, or has been given to another row before. */
function countKnown(slots: Int32Array, known: number, ids: Texts, twice: Tally): void {
  // A new one has the next number.
  let next = known
  for (let row = 0; row < slots.length; row++)
    if (slots[row] === next) next++
    else twice.add(ids, row)
}

function put(
  cells: Int32Array,
  block: SampleBlock,
  values: Float64Array,
  predictions: Predictions | null,
): void {
  const width = predictions ? 4 : 2
  for (let i = 0; i < cells.length; i++) {
    const at = width * cells[i]
    values[at] = block.margin[i]
    values[at + 1] = block.label[i]
    if (!predictions) continue
    values[at + 2] = predictions.classOf(block, i)
    values[at + 3] = predictions.confidenceOf(block, i)
  }
}

/** The first sample of each row of a block, and the ids of these rows. */
function rowsIn({ row, ids, length, cellClass }: SampleBlock): { first: Int32Array; ids: Texts } {
  // Elsewhere a row is a sample, and nobody asks where it begins.
  if (!cellClass) return { first: new Int32Array(0), ids: ids! }
  const first = new Int32Array(length)
  let rows = 0
  for (let i = 0; i < length; i++) if (i === 0 || row[i] !== row[i - 1]) first[rows++] = i
  const found = first.subarray(0, rows)
  return { first: found, ids: pickTexts(ids!, found) }
}

function emptyCells(length: number, width: number): Float64Array<ArrayBuffer> {
  const values = new Float64Array(width * length)
  for (let at = 0; at < values.length; at += width) {
    values[at] = Number.NaN
    values[at + 1] = ABSENT
  }
  return values
}

/** Twice as long, the new half empty. */
function grown(values: Float64Array<ArrayBuffer>, width: number): Float64Array<ArrayBuffer> {
  const longer = emptyCells((2 * values.length) / width, width)
  longer.set(values)
  return longer
}

interface Tally {
  total: number
  /** The first few. */
  readonly named: string[]
  /** Adds the id of a row. */
  add(ids: Pick<Texts, 'at'>, row: number): void
}

function createTally(): Tally {
  return {
    total: 0,
    named: [],
    add(ids, row) {
      if (this.total++ < MAX_NAMED) this.named.push(ids.at(row)!)
    },
  }
}

function columnOf({ dataset }: Scan): string {
  return dataset.scores[0].columns[dataset.reading.id!]
}

function duplicates(scan: Scan, { named, total }: Tally): InputError {
  return new InputError(
    scan.dataset.name,
    `${total} row${total === 1 ? ' has' : 's have'} an id in "${columnOf(scan)}" that stands in another row too: ${nameSome(named, total)}`,
    'name a column of unique ids with --id, or pair the files row by row with --by-row',
  )
}

function strangers(a: Scan, b: Scan, missing: Tally, rest: Tally): InputError {
  const parts = [
    missing.total > 0 &&
      `lacks ${missing.total} of the ids of ${a.dataset.name}: ${nameSome(missing.named, missing.total)}`,
    rest.total > 0 && `has ${rest.total} that ${a.dataset.name} lacks: ${nameSome(rest.named, rest.total)}`,
  ]
  return new InputError(
    b.dataset.name,
    parts.filter(Boolean).join(', and '),
    'both must hold the same samples; cut them to those they share',
  )
}

function tooMany(b: Scan, what: string): InputError {
  return new InputError(
    b.dataset.name,
    `has ${what}, too many to join by id`,
    'put both files in the same order and say --by-row',
  )
}
