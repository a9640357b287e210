/** B's samples by the id of their row, held in memory: for files in different orders. */
import { InputError } from '../../errors.ts'
import { nameSome } from '../../words/names.ts'
import type { SampleBlock, Scan } from '../scan.ts'
import { createIds, type Ids } from './ids.ts'
import { ABSENT, cellOf, emptyMatch, mayLack, type Partner } from './partner.ts'

/** Most rows of B: some 2 GB. */
const MAX_ROWS = 16_000_000

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
      taken ??= new Uint8Array(store.slots.all.length)
      const match = emptyMatch(block.length)
      for (let i = 0; i < block.length; i++) {
        const first = i === 0 || block.row[i] !== block.row[i - 1]
        const slot = store.slots.find(keyOf(block, i))
        if (slot < 0) {
          if (first) missing.add(block.ids![i])
          continue
        }
        if (first && taken[slot] === 1) twice.add(block.ids![i])
        taken[slot] = 1
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
      for (const [slot, id] of slots.all.entries()) if (taken?.[slot] === 0) rest.add(id)
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

async function loadStore(b: Scan): Promise<Store> {
  const slots = createIds()
  const twice = createTally()
  const { task, classes } = b.grouping
  const cells = task === 'multilabel' ? classes.length : 1
  let margin = new Float64Array(cells << 12).fill(Number.NaN)
  let label = new Int32Array(cells << 12).fill(ABSENT)
  for await (const block of b.blocks()) {
    for (let i = 0; i < block.length; i++) {
      const key = keyOf(block, i)
      let slot = slots.find(key)
      if (i === 0 || block.row[i] !== block.row[i - 1]) {
        if (slot < 0) slot = slots.add(key)
        else twice.add(block.ids![i])
      }
      const cell = slot * cells + cellOf(block, i)
      if (cell >= margin.length) {
        margin = grown(margin, Float64Array, Number.NaN)
        label = grown(label, Int32Array, ABSENT)
      }
      margin[cell] = block.margin[i]
      label[cell] = block.label[i]
    }
    if (slots.all.length > MAX_ROWS) throw tooMany(b)
  }
  if (twice.total > 0) throw duplicates(b, twice)
  return { slots, margin, label, cells }
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

/** pandas writes 7 as 7.0 where the column has a gap. */
function keyOf(block: SampleBlock, i: number): string {
  const id = block.ids![i]
  return id.endsWith('.0') ? id.replace(/^(-?\d+)\.0+$/, '$1') : id
}

interface Tally {
  total: number
  /** The first few. */
  readonly named: string[]
  add(id: string): void
}

function createTally(): Tally {
  return {
    total: 0,
    named: [],
    add(id) {
      if (this.total++ < MAX_NAMED) this.named.push(id)
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

function tooMany(b: Scan): InputError {
  return new InputError(
    b.dataset.name,
    `has more than ${MAX_ROWS} rows, too many to join by id`,
    'put both files in the same order and say --by-row',
  )
}
