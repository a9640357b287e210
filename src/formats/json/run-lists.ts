/** Which lists of records hold a value for each row of a model, a fold or a run, and which are rows themselves. */
import { differentLengths } from './arrange.ts'
import { CLOSING_BRACKET, skipMembers, skipValue } from './grammar.ts'
import { type Entry, LIST, NUMBER, STRING } from './outline.ts'
import type { Window } from './window.ts'

type Entries = ReadonlyMap<string, Entry>

/** Keys of what has many rows, which nobody repeats for a row of its own. */
const OF_MANY_ROWS =
  /(^|[^a-z])(models?|classifiers?|algorithms?|estimators?|architectures?|checkpoints?|folds?)([^a-z]|$)/i
/** Keys that rows have as well. */
const MAYBE =
  /(^|[^a-z])(methods?|networks?|systems?|variants?|runs?|seeds?|experiments?|configs?|trials?|splits?|repeats?)([^a-z]|$)/i

/** More records than these, with keys that name no model, are rows, and not all read for a look at their labels. */
const MAX_OF_ANYTHING = 100
/** Labels of which no two rows have all by chance. */
const MIN_SAME = 16

const nameOf = (key: string) => key.replace(/([a-z])([A-Z])/g, '$1_$2')

/**
 * By its keys, and two lists of one length.
 * @param least that there are of such records, if others are as long
 */
export function mayBeRun(record: Entries, least: number): boolean {
  const entries = [...record.values()]
  const counts = entries.filter(({ kind, count }) => kind === LIST && count > 1).map(({ count }) => count)
  if (new Set(counts).size === counts.length) return false
  const keys = keysOfRuns(record)
  return keys.some(mayNameRun) || (keys.length > 0 && least < MAX_OF_ANYTHING)
}

const mayNameRun = (key: string) => OF_MANY_ROWS.test(nameOf(key)) || MAYBE.test(nameOf(key))

/** Those that may say which run it is, and hold a word or a number; any that hold words where none is called so. */
function keysOfRuns(record: Entries): readonly string[] {
  const values = [...record.values()].filter(({ kind }) => (kind & (STRING | NUMBER)) > 0)
  const named = values.filter(({ key }) => mayNameRun(key))
  return (named.length > 0 ? named : values.filter(({ kind }) => kind === STRING)).map(({ key }) => key)
}

/**
 * The lists that have as many values as each other in every record; null where records are rows: their keys name no run, or
 * one again and again, or no list is of labels and none of scores. Throws an InputError where two tables are in each.
 */
export function findLists(
  path: string,
  window: Window,
  records: readonly Entries[],
): readonly string[] | null {
  const keys = keysOfRuns(records[0])
  if (!areDistinct(window, records, keys)) return null
  const groups = new Map<string, string[]>()
  for (const [key, { kind }] of records[0]) {
    if (kind !== LIST || records.some((record) => record.get(key)?.kind !== LIST)) continue
    const counts = records.map((record) => record.get(key)!.count).join()
    groups.set(counts, [...(groups.get(counts) ?? []), key])
  }
  const found = [...groups.values()].filter((lists) => areOfRows(window, records, lists))
  const [best, other] = found
  if (best === undefined) return null
  const counts = records.map((record) => record.get(best[0])!.count)
  const isNamed = (words: RegExp) => keys.some((key) => words.test(nameOf(key)))
  const areMany = counts.every((count) => count > records.length) || new Set(counts).size > 1
  const areRuns = isNamed(MAYBE) || haveSameLabels(window, records, best)
  if (!isNamed(OF_MANY_ROWS) && !(areMany && areRuns)) return null
  if (other !== undefined) {
    const lengths = [best[0], other[0]].map((key) => `${key} ${records[0].get(key)!.count}`)
    throw differentLengths(path, lengths)
  }
  return best
}

/** Whether no two records have the same words at all of these keys. */
function areDistinct({ text }: Window, records: readonly Entries[], keys: readonly string[]): boolean {
  const names = records.map((record) =>
    keys.map((key) => {
      const start = record.get(key)?.start
      return start === undefined ? '' : text.slice(start, skipValue(text, start))
    }),
  )
  return new Set(names.map((words) => words.join())).size === records.length
}

/** Whether all records have one list of labels, as models have of the same samples. */
function haveSameLabels({ text }: Window, records: readonly Entries[], lists: readonly string[]): boolean {
  const wordsAt = ({ start }: Entry) => text.slice(start, skipValue(text, start))
  return lists.some((list) => {
    const [first, ...others] = records.map((record) => record.get(list)!)
    const classes = distinctIn(text, first)
    const areLabels = !hasFractions(text, first) && classes > 1 && 2 * classes <= first.count
    const areSame = others.length > 0 && others.every((other) => wordsAt(other) === wordsAt(first))
    return areLabels && first.count >= MIN_SAME && areSame
  })
}

/** Labels and scores: one of whole numbers or words, some of which come again, and another of fractions. */
function areOfRows({ text }: Window, records: readonly Entries[], lists: readonly string[]): boolean {
  const ofEach = (list: string) => records.map((record) => record.get(list)!)
  const areLabels = (list: string) =>
    ofEach(list).every((entry) => !hasFractions(text, entry)) &&
    ofEach(list).some((one) => distinctIn(text, one) < one.count)
  const areScores = (list: string) => ofEach(list).some((entry) => hasFractions(text, entry))
  return lists.some(areLabels) && lists.some(areScores)
}

function hasFractions(text: string, { start, kinds }: Entry): boolean {
  return (kinds & (NUMBER | LIST)) > 0 && /\.0*[1-9]|\de/i.test(text.slice(start, skipValue(text, start)))
}

/** As many as are not the same: names of classes and places of the highest scores stand once each. */
function distinctIn(text: string, { start }: Entry): number {
  const values = new Set<string>()
  skipMembers(text, start, CLOSING_BRACKET, (at) => {
    const end = skipValue(text, at)
    values.add(text.slice(at, end))
    return end
  })
  return values.size
}
