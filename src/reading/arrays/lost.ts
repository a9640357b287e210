/** Arrays that cannot be read and by their absence would change every mean. */
import { InputError } from '../../errors.ts'
import type { ArrayFile, NamedArray } from '../../formats/table.ts'
import { joinMember } from '../../sources/member.ts'
import { isWeightName } from '../column-names.ts'
import { namesModels } from '../models/names.ts'
import type { ReadingOptions } from '../reading.ts'

/** Throws an InputError for weights that are there and cannot be read. */
export function refuseLostWeights(source: ArrayFile, { weight }: ReadingOptions): void {
  const lost = source.arrays.find(({ name, fault }) => fault !== null && isWeightName(name))
  if (!lost || weight !== undefined) return
  throw new InputError(
    joinMember(source.path, lost.name),
    lost.fault!.problem,
    `${lost.fault!.hint}, or say --weight none`,
  )
}

/** What pickles call an array of numpy; its length is known to whoever makes it. */
const PICKLED = /(?:^|\.)_reconstruct$/

/**
 * Throws an InputError for names of models, one for each row, that cannot be read: rows of several would be taken for those of one.
 * A list of Python whose items are no texts is an array for each of them.
 */
export function refuseLostModels({ path, arrays }: ArrayFile, rows: number): void {
  const isOfRows = ({ shape, type }: NamedArray) =>
    shape === null ? PICKLED.test(type) : shape[0] === rows && shape.length === 1
  const named = arrays.filter(({ name }) => namesModels(lastOf(name)))
  if (named.some((array) => array.fault === null && isOfRows(array))) return
  const lost =
    named.find((array) => array.fault !== null && isOfRows(array))?.name ?? listOfRows(arrays, rows)
  if (lost === undefined) return
  throw new InputError(
    joinMember(path, lost),
    'cannot be read and seems to name the model of each row: the mean would be that over all models',
    'save it as numbers, one for each model, or leave it out if all rows are of one',
  )
}

function lastOf(name: string): string {
  return name.split('.').at(-1)!
}

function listOfRows(arrays: readonly NamedArray[], rows: number): string | undefined {
  const counts = new Map<string, number>()
  for (const { name, fault } of arrays) {
    const list = fault === null ? undefined : /^(.*)\.\d+$/s.exec(name)?.[1]
    if (list !== undefined) counts.set(list, (counts.get(list) ?? 0) + 1)
  }
  return [...counts.keys()].find((name) => namesModels(lastOf(name)) && counts.get(name) === rows)
}
