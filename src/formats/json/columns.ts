/** Which columns rows of JSON have: keys, keys within keys, and places of lists, learned from the first rows. */
import {
  CLOSING_BRACE,
  CLOSING_BRACKET,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
  skipColon,
  skipKey,
  skipMembers,
  skipValue,
} from './grammar.ts'
import { countOrder, inUsualOrder, type Orders } from './key-order.ts'
import { stringAt, type Window } from './window.ts'

/** What stands in a row, or at a key of it, and which columns it fills. Shapes are numbered. */
export type Shape = { readonly index: number; readonly isRow: boolean } & (
  | { readonly kind: 'cell'; readonly column: number }
  | { readonly kind: 'list'; readonly column: number; readonly length: number }
  | { readonly kind: 'tuple'; readonly members: readonly Shape[] }
  | {
      readonly kind: 'object'
      readonly keys: readonly string[]
      /** The keys as most programs write them. */
      readonly quoted: readonly string[]
      readonly members: readonly Shape[]
      readonly places: ReadonlyMap<string, number>
    }
)

export interface Columns {
  readonly names: readonly string[]
  /** How many shapes there are. */
  readonly shapes: number
}

/** What values at one place were, so far. */
export interface Draft {
  objects: number
  /** Lists of numbers, and any others, by their lengths. */
  readonly lists: Map<number, number>
  readonly others: Map<number, number>
  /** What is neither list nor object nor null, and how many of these are strings. */
  cells: number
  texts: number
  readonly keys: Map<string, Draft>
  readonly orders: Orders
  readonly places: Draft[]
}

export function createDraft(): Draft {
  return {
    objects: 0,
    lists: new Map(),
    others: new Map(),
    cells: 0,
    texts: 0,
    keys: new Map(),
    orders: new Map(),
    places: [],
  }
}

/** Whether keys come in one order, from row to row. */
export function areOrdered({ keys, orders, places }: Draft): boolean {
  return inUsualOrder(orders, [...keys.keys()]).isUsual && [...keys.values(), ...places].every(areOrdered)
}

/** Walks a row. Throws a JsonFault, and has learned nothing then. */
export function learnRow(draft: Draft, window: Window, at: number, isRow: boolean): number {
  skipValue(window.text, at)
  return learn(draft, window, at, isRow)
}

/** @param isRow whether the places of a list are columns, whatever stands there */
function learn(draft: Draft, window: Window, at: number, isRow = false): number {
  const { text } = window
  const code = text.charCodeAt(at)
  if (code === OPENING_BRACE) return learnObject(draft, window, at)
  if (code === OPENING_BRACKET) return learnList(draft, window, at, isRow)
  if (!text.startsWith('null', at)) draft.cells++
  if (code === QUOTE) draft.texts++
  return skipValue(text, at)
}

function learnObject(draft: Draft, window: Window, start: number): number {
  const { text } = window
  draft.objects++
  const keys: string[] = []
  const end = skipMembers(text, start, CLOSING_BRACE, (at) => {
    const behind = skipKey(text, at)
    const key = stringAt(window, at, behind)
    const member = draft.keys.get(key) ?? createDraft()
    draft.keys.set(key, member)
    keys.push(key)
    return learn(member, window, skipColon(text, behind))
  })
  countOrder(draft.orders, keys)
  return end
}

function learnList(draft: Draft, window: Window, start: number, isRow: boolean): number {
  const { text } = window
  let [length, areNumbers] = [0, true]
  const end = skipMembers(text, start, CLOSING_BRACKET, (at) => {
    const code = text.charCodeAt(at)
    if (code === OPENING_BRACE || code === OPENING_BRACKET || code === QUOTE) areNumbers = false
    const place = length++
    if (!isRow) return skipValue(text, at)
    draft.places[place] ??= createDraft()
    return learn(draft.places[place], window, at)
  })
  const lists = areNumbers ? draft.lists : draft.others
  lists.set(length, (lists.get(length) ?? 0) + 1)
  return end
}

/** The share of values that are objects, or lists of one length. A few rows may be bad ones. */
const MOST = 0.95

/** Numbers columns and shapes as they are made. */
export interface Numbering {
  readonly names: string[]
  shapes: number
}

/** The shape of a value, whose columns are added to those there are. */
export function shapeOf(draft: Draft, name: string, numbering: Numbering): Shape {
  const { objects, lists, others, cells, keys } = draft
  const [length, count] = mostFrequent(lists)
  const all = objects + cells + countAll(lists) + countAll(others)
  const base = { index: numbering.shapes++, isRow: false }
  if (keys.size > 0 && objects >= MOST * all)
    return { ...base, ...shapeOfKeys(draft, (key) => `${name}.${key}`, numbering) }
  if (length > 0 && count >= MOST * all) return { ...base, ...shapeOfList(length, name, numbering) }
  return { ...base, kind: 'cell', column: numbering.names.push(name) - 1 }
}

/**
 * That of rows. Their columns are called by their keys, or numbered.
 * @param names of the columns of lists, where they have some
 */
export function shapeOfRow(draft: Draft, numbering: Numbering, names?: readonly string[]): Shape {
  const base = { index: numbering.shapes++, isRow: true }
  const { objects, lists, others, cells, places } = draft
  const all = countAll(lists) + countAll(others)
  if (objects > Math.max(all, cells)) return { ...base, ...shapeOfKeys(draft, (key) => key, numbering) }
  if (all <= cells) return { ...base, kind: 'cell', column: numbering.names.push('0') - 1 }
  const nameOf = (place: number) => names?.[place] ?? `${place}`
  const [length] = mostFrequent(new Map([...lists, ...others]))
  if (countAll(others) > 0) {
    const members = places.slice(0, length).map((one, place) => shapeOf(one, nameOf(place), numbering))
    return { ...base, kind: 'tuple', members }
  }
  const column = numbering.names.length
  for (let place = 0; place < length; place++) numbering.names.push(nameOf(place))
  return { ...base, kind: 'list', column, length }
}

function mostFrequent(counts: ReadonlyMap<number, number>): readonly [length: number, count: number] {
  return [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [0, 0]
}

function countAll(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

function shapeOfKeys(draft: Draft, nameOf: (key: string) => string, numbering: Numbering) {
  const { keys } = inUsualOrder(draft.orders, [...draft.keys.keys()])
  return {
    kind: 'object' as const,
    keys,
    // As text of a character for each byte.
    quoted: keys.map((key) => Buffer.from(JSON.stringify(key)).toString('latin1')),
    members: keys.map((key) => shapeOf(draft.keys.get(key)!, nameOf(key), numbering)),
    places: new Map(keys.map((key, place) => [key, place])),
  }
}

function shapeOfList(length: number, name: string, { names }: Numbering) {
  const column = names.length
  if (length === 1) names.push(name)
  else for (let place = 0; place < length; place++) names.push(`${name}[${place}]`)
  return { kind: 'list' as const, column, length }
}
