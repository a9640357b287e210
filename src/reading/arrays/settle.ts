/** Files of named arrays as tables of those that have the rows. Arrays of another length are none of it. */
import { InputError } from '../../errors.ts'
import { unreadArray } from '../../formats/arrays/archive.ts'
import { classAxisOf } from '../../formats/arrays/strides.ts'
import type { ArrayFile, NamedArray, Table } from '../../formats/table.ts'
import { joinMember } from '../../sources/member.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { checkSameColumns, type FileSet } from '../file-set.ts'
import { saysTruth } from '../name-words.ts'
import type { ReadingOptions } from '../reading.ts'
import { findArray, findSaid, mayBeLabels, mayBeScores, severalLengths } from './choose.ts'
import { withClassLists } from './class-lists.ts'
import { refuseLostModels, refuseLostWeights, refuseModelsApart } from './lost.ts'

/** The tables that are meant, and what is still to be said of their columns. */
export interface Settled {
  readonly files: FileSet
  readonly options: ReadingOptions
}

/** Throws an InputError where several lengths could be meant, or an array that is needed cannot be read. */
export async function settleArrays(files: FileSet, options: ReadingOptions): Promise<Settled> {
  const { scores, labels } = files
  const ofScores = scores[0].archive ?? null
  const ofLabels = labels ? (labels[0].archive ?? null) : ofScores
  for (const table of [...scores, ...(labels ?? [])]) refuseUnread(table)
  if (!ofScores && !ofLabels) return { files, options }
  if (ofScores) refuseLostWeights(ofScores, options)
  const score = ofScores && findArray(ofScores, options.score, '--score', mayBeScores)
  const label = ofLabels && findArray(ofLabels, options.label, '--label', mayBeLabels)
  const isApart = [score, label].some((one) => one && isDense(one)) || options.classAxis !== undefined
  if (isApart) return setApart(files, options, score, label)
  const beside = labels === null ? label : null
  const rows = labels?.[0].array?.shape[0] ?? null
  const first =
    ofScores && isSeveral(scores[0]) ? leaderOf(ofScores, [score, beside], rows, options.score) : null
  const second =
    labels && ofLabels && isSeveral(labels[0]) ? leaderOf(ofLabels, [label], null, options.label) : null
  if (ofScores) refuseLostModels(ofScores, first?.shape?.[0] ?? scores[0].expectedRows)
  if (ofScores && first) refuseOthers(ofScores, first, options)
  return {
    files: {
      ...files,
      scores: first ? await besideEach(scores, first) : scores,
      labels: labels && second ? await besideEach(labels, second) : labels,
    },
    // Of an array that is alone in its file nothing is left to be said.
    options: {
      ...options,
      ...(score && !first && { score: undefined }),
      ...(label && labels && !second && { label: undefined }),
    },
  }
}

/** Throws an InputError for a file of arrays none of which can be read. */
export function refuseUnread({ archive, columns }: Table): void {
  if (archive && columns.length === 0) throw unreadArray(archive)
}

/** Whether it is a table of arrays side by side, and not of one. */
function isSeveral({ named }: Table): boolean {
  return named
}

/** Whether it has more axes than those of rows and classes. */
function isDense({ shape }: NamedArray): boolean {
  return shape !== null && classAxisOf(shape) === undefined
}

/** Scores and labels each as if they stood in a file of their own, where shapes say what belongs together. */
async function setApart(
  { name, scores, labels }: FileSet,
  options: ReadingOptions,
  score: NamedArray | null,
  label: NamedArray | null,
): Promise<Settled> {
  const only = (tables: readonly Table[], array: NamedArray | null) =>
    Promise.all(tables.map((table) => (table.archive && array ? table.archive.only(array.name) : table)))
  const [first] = scores
  if (first.archive && !score) throw unclearArray(first.archive, 'scores', '--score')
  if (first.archive && score) await refuseModelsApart(first.archive, score, options)
  if (first.archive && labels === null && !label) throw unclearArray(first.archive, 'labels', '--label')
  return {
    files: { name, scores: await only(scores, score), labels: await only(labels ?? scores, label) },
    options: {
      ...options,
      ...(score && { score: undefined }),
      ...(label && { label: undefined }),
      weight: ofItsOwn(first, options.weight),
      by: ofItsOwn(first, options.by),
    },
  }
}

/** An array of the same file as one of a file of its own. */
function ofItsOwn({ archive }: Table, said: string | undefined): string | undefined {
  return archive?.arrays.some(({ name }) => name === said) ? joinMember(archive.path, said) : said
}

function unclearArray({ path, arrays }: ArrayFile, what: string, flag: string): InputError {
  const readable = arrays.filter(({ fault }) => fault === null)
  const names = readable.map(({ name }) => name)
  // What is called as scores are holds no labels, and what is called truth holds them most likely.
  const others = readable.filter((array) => !mayBeScores(array)).map(({ name }) => name)
  const likely = flag === '--label' ? (others.find(saysTruth) ?? others[0]) : undefined
  return new InputError(
    path,
    `it is unclear which array holds the ${what}`,
    `say ${writeFlag(flag, joinNames([likely ?? names[0]]))} or whichever it is of ${names.slice(0, 12).join(', ')}`,
  )
}

/**
 * The array whose rows are those of the table: one that is said, or called as labels are, or as long as labels elsewhere, or
 * called as scores are, or all of them where they are of one length.
 */
function leaderOf(
  source: ArrayFile,
  [score, label]: readonly (NamedArray | null)[],
  rows: number | null,
  said: string | undefined,
): NamedArray {
  const readable = source.arrays.filter(({ shape, fault }) => fault === null && shape !== null)
  const asLong = readable.find(({ shape }) => shape![0] === rows)
  const found = (said === undefined ? null : score) ?? label ?? asLong ?? score
  if (found) return found
  const named = readable.filter((array) => mayBeLabels(array) || mayBeScores(array))
  const among = named.length > 0 ? named : readable
  const lengths = [...new Set(among.map(({ shape }) => shape![0]))]
  if (lengths.length === 1) return among[0]
  throw severalLengths(source, lengths, '--score')
}

/** The same arrays of every shard. */
async function besideEach(tables: readonly Table[], leader: NamedArray): Promise<readonly Table[]> {
  const found: Table[] = []
  for (const table of tables) {
    const rows = table.archive?.arrays.find(({ name }) => name === leader.name)?.shape?.[0]
    if (rows === undefined)
      throw new InputError(table.path, `has no array "${leader.name}"`, 'shards have the same arrays')
    const beside = await withClassLists(await table.archive!.beside(rows), table.archive!, rows)
    if (found.length > 0) checkSameColumns(found[0], beside)
    // Of later shards few rows are looked at.
    found.push(found.length > 0 ? { ...beside, sample: beside.sample.slice(0, table.sample.length) } : beside)
  }
  return found
}

const BESIDE = [
  ['weight', '--weight'],
  ['by', '--by'],
  ['id', '--id'],
  ['predicted', '--predicted'],
  ['other', '--loss-column'],
] as const

/** What is said to stand beside the scores has a row for each of them. */
function refuseOthers(source: ArrayFile, leader: NamedArray, options: ReadingOptions): void {
  for (const [key, flag] of BESIDE) {
    const said = options[key]
    if (said === undefined || !source.arrays.some(({ name }) => name === said)) continue
    const array = findSaid(source, said, flag)
    if (array?.shape?.[0] === leader.shape![0]) continue
    throw new InputError(
      joinMember(source.path, said),
      `has ${array?.shape?.[0]} rows, and "${leader.name}" has ${leader.shape![0]}`,
      `${flag} names an array with a number for each row`,
    )
  }
}
