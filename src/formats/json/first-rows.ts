/** What the first rows of a file of JSON say: its columns, and what they hold. */
import { InputError } from '../../errors.ts'
import type { OpenFile, SeenFile } from '../../sources/file.ts'
import { SAMPLE_CELLS, SAMPLE_ROWS } from '../table.ts'
import { createCells } from './cells.ts'
import {
  areOrdered,
  createDraft,
  type Draft,
  learnRow,
  type Numbering,
  shapeOf,
  shapeOfRow,
} from './columns.ts'
import { CLOSING_BRACKET, type JsonFault, OPENING_BRACKET, QUOTE, skipMembers, skipValue } from './grammar.ts'
import type { Layout } from './layout.ts'
import { locate } from './locate.ts'
import { faultAt } from './place.ts'
import { type Plan, walkRows } from './plan.ts'
import { stringsAt } from './strings.ts'
import { type Window, windowOf } from './window.ts'

interface FirstRows {
  readonly plan: Plan
  readonly sample: readonly (readonly string[])[]
  /** Bytes of a row. */
  readonly meanBytes: number
}

/** Throws an InputError where there is none that can be read. */
export async function readFirstRows(file: OpenFile, seen: SeenFile, layout: Layout): Promise<FirstRows> {
  const { drafts, names, rows, bytes } = await learnAll(file, layout)
  const plan = planOf(seen, layout, drafts, names)
  if (plan.names.length === 0) throw new InputError(seen.path, 'holds rows without a value')
  const sample: string[][] = []
  const faults: { readonly row: number; readonly fault: string }[] = []
  let left = rows
  const cells = createCells(plan)
  const walk = walkRows(file, plan, cells, (row, fault) => {
    if (fault === null) sample.push(plan.names.map((_, column) => cells.text(column)))
    else faults.push({ row, fault })
    return --left > 0
  })
  for await (const _ of walk) if (left <= 0) break
  if (sample.length === 0 && faults.length > 0) {
    const [{ row, fault }] = faults
    const { place } = await locate(plan, row, 0)
    throw new InputError(
      place,
      fault,
      faults.length > 1 ? 'mend the rows, of which the first are all so' : 'mend the row',
    )
  }
  return { plan, sample, meanBytes: Math.max(1, bytes / rows) }
}

interface Learned {
  readonly drafts: readonly Draft[]
  /** Of rows that are lists, where the first one is. */
  readonly names: readonly string[] | null
  readonly rows: number
  readonly bytes: number
}

async function learnAll(file: OpenFile, layout: Layout): Promise<Learned> {
  const drafts = layout.parts.map(createDraft)
  let [rows, most, bytes] = [0, SAMPLE_ROWS, 0]
  const faults: { readonly offset: number; readonly fault: JsonFault }[] = []
  let window = windowOf(Buffer.alloc(0), 0, true)
  let names: Names | null = null
  const walk = layout.walk(file, {
    begin(next) {
      window = next
    },
    key() {},
    walk(part, at) {
      names ??= rows === 0 ? namesAt(window, at) : null
      const end = names && rows === 0 ? names.end : null
      return end ?? learnRow(drafts[part], window, at, layout.parts[part].name === null)
    },
    end(next, at, fault) {
      if (fault) faults.push({ offset: next.offset + fault.at, fault })
      if (rows < 2) most = rowsToSample(drafts)
      bytes = next.offset + at
      return ++rows < most
    },
  })
  for await (const _ of walk) if (rows >= most) break
  if (rows === 0) throw new InputError(file.path, 'holds no rows')
  if (faults.length === rows) throw await faultAt(file, faults[0].offset, faults[0].fault)
  const found = names as Names | null
  if (found === null || areNames(drafts[0])) return { drafts, names: found?.names ?? null, rows, bytes }
  learnRow(drafts[0], found.window, found.at, true)
  return { drafts, names: null, rows, bytes }
}

/** A row that is a list of strings, which may be names. */
interface Names {
  readonly names: readonly string[]
  readonly window: Window
  readonly at: number
  readonly end: number
}

function namesAt(window: Window, at: number): Names | null {
  const { text } = window
  if (text.charCodeAt(at) !== OPENING_BRACKET) return null
  let areTexts = true
  const end = skipMembers(text, at, CLOSING_BRACKET, (member) => {
    if (text.charCodeAt(member) !== QUOTE) areTexts = false
    return skipValue(text, member)
  })
  return areTexts ? { names: stringsAt(window, at), window, at, end } : null
}

/** Strings stand above something else only as its name. */
function areNames({ places }: Draft): boolean {
  return places.some(({ cells, texts, objects, lists }) => cells > texts || objects + lists.size > 0)
}

/** With the names above them, if there are any. */
function rowsToSample(drafts: readonly Draft[]): number {
  const numbering: Numbering = { names: [], shapes: 0 }
  for (const draft of drafts) shapeOfRow(draft, numbering)
  const width = Math.max(1, numbering.names.length)
  return Math.max(2, Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / width))) + 1
}

function planOf(
  file: SeenFile,
  layout: Layout,
  drafts: readonly Draft[],
  found: readonly string[] | null,
): Plan {
  const numbering: Numbering = { names: layout.hasKeys ? [''] : [], shapes: 0 }
  const parts = layout.parts.map(({ name, names = found ?? undefined }, part) => {
    if (name !== null) return shapeOf(drafts[part], name, numbering)
    refuseLists(file, drafts[part])
    return shapeOfRow(drafts[part], numbering, names)
  })
  const areNamed = layout.parts.some(({ name, names }) => name !== null || names !== undefined)
  const isNamed = layout.hasKeys || found !== null || parts[0].kind === 'object' || areNamed
  const isOrdered = drafts.every(areOrdered)
  return { file, layout, parts, ...numbering, headerRows: found === null ? 0 : 1, isNamed, isOrdered }
}

/** Rows that are lists of lists, or of objects: an array of more axes, or several documents. */
function refuseLists({ path }: SeenFile, { places, objects, cells }: Draft): void {
  const isNested = ({ cells, objects, lists, others }: Draft) =>
    cells === 0 && objects + lists.size + others.size > 0
  if (objects + cells > 0 || places.length < 2 || !places.every(isNested)) return
  throw new InputError(
    path,
    `its rows are lists of ${places[0].objects > 0 ? 'objects' : 'lists'}`,
    'write one object a line, and arrays of more than two axes with np.save',
  )
}
