/** Which label column is of the class of which score column. */

import { InputError } from '../../errors.ts'
import { least } from '../../extremes.ts'
import type { Table } from '../../formats/table.ts'
import { labelFamily } from '../column-names.ts'
import { listNames } from '../named-columns.ts'
import { classesOf } from '../scores/classes.ts'

/** What to do where the labels of a class are not found by its name. */
export const TOGETHER = 'name the columns that belong together with --score and --label'

/** Lists of both that each name a column for every other, as a person gave them; null elsewhere. */
export interface SaidLists {
  readonly reasons: string[]
}

/**
 * Label columns in the order of the score columns, where both name their classes: prob_b, prob_a, label_a, label_b. Lists that
 * a person gave go by their order, where names do not speak against it.
 */
export function alignLabels(
  scores: Table,
  scoreColumns: readonly number[],
  labels: Table,
  labelColumns: readonly number[],
  said: SaidLists | null,
): readonly number[] {
  if (labelColumns.length === 1 || !scores.named || !labels.named) return labelColumns
  const scoreNames = scoreColumns.map((column) => scores.columns[column])
  const labelNames = labelColumns.map((column) => labels.columns[column])
  if (said && goByOrder(scoreNames, labelNames, said.reasons)) return labelColumns
  const cure = said ? 'give --score and --label in one order, or one of each at a time' : TOGETHER
  const order = orderOfLabels(labels.path, scoreNames, labelNames, cure)
  if (order) return order.map((at) => labelColumns[at])
  // Scores go by their numbers then, and nothing says that labels do.
  if (scoreColumns.every((column, at) => at === 0 || column > scoreColumns[at - 1])) return labelColumns
  throw new InputError(
    labels.path,
    `its columns of labels (${listNames(labelNames)}) are not named for the classes of the scores (${listNames(scoreNames)})`,
    cure,
  )
}

/** Whether each label is of the score in its place, as far as names tell, though they do not name all alike. */
function goByOrder(scores: readonly string[], labels: readonly string[], reasons: string[]): boolean {
  if (scores.length !== labels.length || pairNames(scores, labels) !== undefined) return false
  const classes = classesOf(scores).map((name) => name.toLowerCase())
  const words = scores.map((name) => [...wordsWithin(name.toLowerCase())].map(([, word]) => word))
  const fits = labels.every((name, at) => {
    const member = (labelFamily(name)?.member ?? name).toLowerCase()
    const isOf = (score: number) => classes[score] === member || words[score].includes(member)
    return isOf(at) || !scores.some((_, score) => isOf(score))
  })
  if (fits)
    reasons.push(`labels are of the scores in the order of the two lists: "${labels[0]}" of "${scores[0]}"`)
  return fits
}

/**
 * For each name of scores the place of its labels among theirs; undefined where names tell nothing. Throws where some have none.
 *
 * @param cure what to do then
 */
export function orderOfLabels(
  path: string,
  scoreNames: readonly string[],
  labelNames: readonly string[],
  cure = TOGETHER,
): readonly number[] | undefined {
  const order = pairNames(scoreNames, labelNames)
  if (order === undefined) refuseHalfPaired(path, scoreNames, labelNames, cure)
  return order
}

/**
 * For each of the one the place among the others of the name that differs from it by what all of its side have in common;
 * undefined where that is not each of them once.
 */
function pairNames(names: readonly string[], others: readonly string[]): readonly number[] | undefined {
  if (names.length !== others.length) return undefined
  const cores = coresOf(others)
  const order = coresOf(names).map((core) => cores.indexOf(core))
  return order.includes(-1) || new Set(order).size < order.length ? undefined : order
}

/** Names without the beginning and the end that all of them share, in small letters. */
function coresOf(names: readonly string[]): readonly string[] {
  const small = names.map((name) => name.toLowerCase())
  const shortest = least(small.map((name) => name.length))
  const shared = (at: (name: string, length: number) => string | undefined) => {
    let length = 0
    while (length < shortest && small.every((name) => at(name, length) === at(small[0], length))) length++
    return length
  }
  const start = shared((name, length) => name[length])
  const end = Math.min(
    shared((name, length) => name.at(-1 - length)),
    shortest - start,
  )
  return small.map((name) => name.slice(start, name.length - end))
}

/** Some classes with scores and labels, and one with either alone. */
function refuseHalfPaired(
  path: string,
  scoreNames: readonly string[],
  labelNames: readonly string[],
  cure: string,
): void {
  const known = new Set(labelNames.map((name) => labelFamily(name)?.member ?? name))
  const classes = classesOf(scoreNames)
  const unknown = classes.filter((name) => !known.has(name))
  const isNamed = unknown.length < classes.length
  const strange = isNamed ? unknown : unlikeOthers(scoreNames, known)
  if (!isNamed && (strange.length === 0 || strange.length === classes.length)) return
  const unpaired = strange[0] ?? [...known].find((name) => !classes.includes(name))
  if (unpaired === undefined) return
  throw new InputError(
    path,
    `the class "${unpaired}" has ${strange.length > 0 ? 'scores and no labels' : 'labels and no scores'}`,
    cure,
  )
}

/**
 * Names that have none of the words in the place where half of them or more have one, as z_dog beside z_cat and z_owl for cat, owl and
 * cow; all of them where there is no such place.
 */
function unlikeOthers(names: readonly string[], words: ReadonlySet<string>): readonly string[] {
  const small = new Set([...words].map((word) => word.toLowerCase()))
  const places = new Map<string, Set<string>>()
  for (const name of names)
    for (const [before, word, after] of wordsWithin(name.toLowerCase())) {
      if (!small.has(word)) continue
      const place = `${before}*${after}`
      places.set(place, (places.get(place) ?? new Set()).add(name))
    }
  const fitting = [...places.values()].reduce((most, one) => (one.size > most.size ? one : most), new Set())
  return fitting.size * 2 < names.length ? names : names.filter((name) => !fitting.has(name))
}

/** Whole words of a name, alone and with those that follow, and what stands before and behind each. */
function* wordsWithin(name: string): Generator<readonly [before: string, word: string, after: string]> {
  const words = [...name.matchAll(/[\p{L}\p{N}]+/gu)].slice(0, MOST_WORDS)
  for (const [at, { index: from }] of words.entries())
    for (const last of words.slice(at)) {
      const to = last.index + last[0].length
      yield [name.slice(0, from), name.slice(from, to), name.slice(to)]
    }
}

/** More make no name of a column. */
const MOST_WORDS = 8
