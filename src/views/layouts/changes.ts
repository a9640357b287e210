/** What pairs of samples say of the changes between files: a sentence, a table of intervals, and notes. */

import type { CompareReport } from '../../questions/compare/compare.ts'
import { isTested, type LossChange, type PairedChanges } from '../../questions/compare/paired-changes.ts'
import { type Block, left, right, type TextCell } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { joinSome, joinWords } from '../words/join-words.ts'
import { NO_NUMBER } from '../words/numbers.ts'
import { percentOf } from './diff/answer.ts'
import { columnDecimals, differenceCells } from './diff/diff.ts'

/** Which losses tell the files apart: of two, those that do, and of more, those that do not. */
export function beyondChance(
  [{ sets }]: readonly CompareReport[],
  changes: PairedChanges | null,
  names: readonly string[],
): string[] {
  if (changes === null) return []
  const tested = changes.slice(1).map((change) => change?.losses.filter(isTested) ?? [])
  const known = tested.flat()
  if (known.length === 0) return []
  const isOfTwo = tested.length === 1
  // Losses of a whole file as one batch have no interval, nor have those that single samples have not.
  const isAll = sets.length === 0 && tested.every((own, i) => changes[i + 1]?.losses.length === own.length)
  const beyond = known.filter(({ significant }) => significant)
  // Of more than two files nobody has compared the others with each other.
  const from = isOfTwo ? '' : ` from ${names[0]}`
  if (isAll && beyond.length === 0) return [`No change${from} is beyond chance.`]
  if (isAll && beyond.length === known.length) return [`All changes${from} are beyond chance.`]
  if (isOfTwo && beyond.length === 0) return [`Not beyond chance: ${sayTitles(known)}.`]
  if (isOfTwo) return [`Beyond chance: ${sayTitles(beyond)}.`]
  const within = new Map<string, string[]>()
  for (const [file, losses] of tested.entries()) {
    const own = losses.filter(({ significant }) => !significant)
    if (own.length === 0) continue
    const titles = sayTitles(own)
    within.set(titles, [...(within.get(titles) ?? []), names[file + 1]])
  }
  const said = [...within].map(([titles, files]) => `${titles} in ${joinWords(files)}`)
  return said.length === 0 ? [] : [`No change${from} beyond chance: ${said.join('; ')}.`]
}

/** The difference of the means, with its interval: a row a loss, and a column a file. */
export function changeTable(
  [{ losses }]: readonly CompareReport[],
  changes: PairedChanges,
  names: readonly string[],
): Block {
  const paired = changes.flatMap((change, index) => (change ? [{ change, name: names[index] }] : []))
  const columns = paired.map(({ change }) => {
    const known = change.losses.filter((loss) => loss !== null)
    const decimals = columnDecimals(known)
    return change.losses.map((loss): TextCell => {
      if (loss === null) return { text: NO_NUMBER }
      return differenceCells(loss, decimals[known.indexOf(loss)], false)[0]
    })
  })
  const level = percentOf(paired[0].change.confidence)
  return {
    kind: 'table',
    columns: [
      { ...left(`change from ${names[0]}, ${level}`), short: `change, ${level}` },
      ...paired.map(({ name }) => right(name)),
    ],
    rows: losses.map(({ title }, row) => ({
      cells: [{ text: title }, ...columns.map((cells) => cells[row])],
    })),
  }
}

/** What the samples were joined by, and which files they are not in. */
export function changeNotes(
  reports: readonly CompareReport[],
  changes: PairedChanges,
  names: readonly string[],
): readonly string[] {
  const known = changes.filter((change) => change !== null)
  const ways = new Set(known.map(({ by }) => by))
  const joined = areSideBySide(reports)
    ? 'which are its rows'
    : ways.size > 1
      ? 'joined by id or row by row'
      : ways.has('id')
        ? 'joined by id'
        : 'paired row by row, as nothing says otherwise: their labels agree, which tells little where these are sorted'
  const level = percentOf(known[0].confidence)
  const isOpen = known.some(({ losses }) => losses.some((loss) => loss && isByChance(loss)))
  const others = names.filter(
    (_, index) => index > 0 && changes[index] === null && reports[index].count === reports[0].count,
  )
  const hasIntervals = known.some(({ losses }) => losses.some(isTested))
  return [
    ...(hasIntervals ? [`± is the ${level} interval of the change in the same samples, ${joined}.`] : []),
    ...(isOpen ? ['~ is no change beyond chance: the interval has 0 in it.'] : []),
    ...(others.length > 0
      ? [
          `Not known to be of the same samples as ${names[0]}, and so without an interval: ${joinWords(others)}.`,
        ]
      : []),
  ]
}

/** Whether scores are of models in one file, a column each. */
function areSideBySide(reports: readonly CompareReport[]): boolean {
  const files = new Set(reports.map(({ source: { name, scores } }) => name.replace(` [${scores[0]}]`, '')))
  return files.size === 1
}

/** The records of each file; of several, those of a whole loss have its change from the first as `diff` has it. */
export function flattenChanges(
  records: readonly (readonly Record<string, Value>[])[],
  changes: PairedChanges | null,
): Record<string, Value>[] {
  if (records.length === 1) return [...records[0]]
  return records.flatMap((own, file) =>
    own.map((record) => {
      const isWhole = record.band === 'all' && record.group === ''
      const found = isWhole && changes?.[file]?.losses.find((loss) => loss?.spec === record.loss)
      const { difference = null, interval = null } = found || {}
      const [low, high] = interval ?? [null, null]
      return { ...record, difference, confidence: found ? changes![file]!.confidence : null, low, high }
    }),
  )
}

/** What is marked as no change beyond chance. */
export function isByChance(loss: LossChange): boolean {
  return isTested(loss) && !loss.significant && loss.difference !== 0
}

const sayTitles = (losses: readonly LossChange[]): string => joinSome(losses.map(({ title }) => title))
