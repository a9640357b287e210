/** B's samples by the id of their row, held in memory: for files in different orders. */
import { InputError } from '../../errors.ts'
import { pickTexts, type Texts } from '../../formats/texts.ts'
import { nameSome } from '../../words/names.ts'
import { progressOf } from '../samples.ts'
import type { SampleBlock, Scan } from '../scan.ts'
import { createIds, type Ids } from './ids.ts'
import { keysOf } from './keys.ts'
import { ABSENT, cellOf, emptyMatch, mayLack, type Partner } from './partner.ts'

/** Most rows of B, and bytes of its ids: some 1.5 GB in all. */
const MAX_ROWS = 16_000_000
const MAX_BYTES = 1 << 30

/** Ids named in a message. */
const MAX_NAMED = 3

/** B's rows: an id is a slot, a slot has `cells` margins and labels. */
interface Store {
  readonly slots: Ids
  readonly margin: Float64Array
  readonly label: Int32Array
  readonly cells: number
}

export function createPartnerById(a: Scan, b: Scan): Partner {
  let loading: Promise<Store> | undefined
  const load = () => {
    loading ??= loadStore(b)
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
      const match = emptyMatch(block.length)
      const { first, ids } = rowsIn(block)
      const slots = store.slots.find(keysOf(ids))
      for (let i = 0, row = -1; i < block.length; i++) {
        if (i === first[row + 1]) takeRow(slots[++row], block, i)
        const slot = slots[row]
        if (slot < 0) continue
        const cell = slot * store.cells + cellOf(block, i)
        if (store.label[cell] === ABSENT) cellsAlone++
        match.margin[i] = store.margin[cell]
        match.label[i] = store.label[cell]
      }
      return match
    },
    async finish() {
      const { slots } = await load()
      if (twice.total > 0) throw duplicates(a, twice)
      const rest = createTally()
      for (let slot = 0; slot < slots.count(); slot++)
        if (taken?.[slot] === 0) rest.add(() => slots.name(slot))
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

  function takeRow(slot: number, { ids }: SampleBlock, i: number): void {
    if (slot < 0) missing.add(() => ids!.at(i)!)
    else if (taken[slot] === 1) twice.add(() => ids!.at(i)!)
    else taken[slot] = 1
  }
}

async function loadStore(b: Scan): Promise<Store> {
  const { expectedRows } = progressOf(b.dataset, b.counts)
  const slots = createIds(Math.min(expectedRows, MAX_ROWS))
  const twice = createTally()
  const { task, classes } = b.grouping
  const cells = task === 'multilabel' ? classes.length : 1
  let margin = new Float64Array(cells << 12).fill(Number.NaN)
  let label = new Int32Array(cells << 12).fill(ABSENT)
  for await (const block of b.blocks()) {
    const { first, ids } = rowsIn(block)
    let known = slots.count()
    const numbers = slots.add(keysOf(ids))
    while (slots.count() * cells > margin.length) {
      margin = grown(margin, Float64Array, Number.NaN)
      label = grown(label, Int32Array, ABSENT)
    }
    for (let i = 0, row = -1; i < block.length; i++) {
      if (i === first[row + 1]) {
        // A new one has the next number.
        if (numbers[++row] === known) known++
        else twice.add(() => block.ids!.at(i)!)
      }
      const cell = numbers[row] * cells + cellOf(block, i)
      margin[cell] = block.margin[i]
      label[cell] = block.label[i]
    }
    if (slots.count() > MAX_ROWS) throw tooMany(b, `more than ${MAX_ROWS} rows`)
    if (slots.bytes() > MAX_BYTES) throw tooMany(b, `ids of more than ${MAX_BYTES} bytes`)
  }
  if (twice.total > 0) throw duplicates(b, twice)
  return { slots, margin, label, cells }
}

/** The first sample of each row of a block, and the ids of these rows. */
function rowsIn({ row, ids, length, cellClass }: SampleBlock): { first: Int32Array; ids: Texts } {
  const first = new Int32Array(length)
  let rows = 0
  for (let i = 0; i < length; i++) if (i === 0 || row[i] !== row[i - 1]) first[rows++] = i
  const found = first.subarray(0, rows)
  return { first: found, ids: cellClass ? pickTexts(ids!, found) : ids! }
}

/** Twice as long, the new half filled. */
function grown<T extends Float64Array | Int32Array>(
  array: T,
  Kind: new (length: number) => T,
  filler: number,
): T {
  const copy = new Kind(2 * array.length)
  copy.set(array)
  copy.fill(filler, array.length)
  return copy
}

interface Tally {
  total: number
  /** The first few. */
  readonly named: string[]
  add(id: () => string): void
}

function createTally(): Tally {
  return {
    total: 0,
    named: [],
    add(id) {
      if (this.total++ < MAX_NAMED) this.named.push(id())
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
