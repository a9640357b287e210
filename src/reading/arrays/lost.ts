/** Arrays that cannot be read and by their absence would change every mean. */
import { InputError } from '../../errors.ts'
import type { ArrayFile, NamedArray } from '../../formats/table.ts'
import { joinMember } from '../../sources/member.ts'
import { isWeightName } from '../column-names.ts'
import { surelyModels } from '../models/names.ts'
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

/** models, model_names: each of them once, where nothing says that there are as many as rows. */
const ARE_LISTED = /s$/i

/**
 * Throws an InputError for names of models, one for each row, that cannot be read: rows of several would be taken for those of one.
 * A list of Python whose items are no texts is an array for each of them.
 */
export function refuseLostModels({ path, arrays }: ArrayFile, rows: number): void {
  const isOfRows = ({ name, shape, type }: NamedArray) =>
    shape === null ? PICKLED.test(type) && !ARE_LISTED.test(name) : shape[0] === rows && shape.length === 1
  const named = arrays.filter(({ name }) => surelyModels(lastOf(name)))
  if (named.some((array) => array.fault === null && isOfRows(array))) return
  const lost =
    named.find((array) => array.fault !== null && isOfRows(array))?.name ?? listOfRows(arrays, rows)
  if (lost === undefined) return
  throw new InputError(
    joinMember(path, lost),
    'cannot be read and seems to name the model of each row: the mean would be that over all models',
    'save it as text, as NumPy does of names.astype(str), or leave it out if all rows are of one',
  )
}

/**
 * Throws an InputError for names of several models beside scores that are read whole, as maps are and arrays with `--class-axis`.
 * @param scores the array of scores, of whose axes one has the models
 */
export async function refuseModelsApart(
  source: ArrayFile,
  { shape }: NamedArray,
  { by }: ReadingOptions,
): Promise<void> {
  const named = source.arrays.find(
    ({ name, shape: own }) =>
      name !== by && surelyModels(lastOf(name)) && own?.length === 1 && shape?.includes(own[0]),
  )
  if (named === undefined || (named.fault === null && !(await holdsSeveral(source, named)))) return
  throw new InputError(
    joinMember(source.path, named.name),
    'seems to name the model of each row, and scores of more axes or with --class-axis are read as those of one: the mean would be that over all models',
    `save the scores of each model to a file of their own${shape?.length === 2 ? ', or with a row per sample, of which --model takes some' : ''}`,
  )
}

async function holdsSeveral({ only }: ArrayFile, { name }: NamedArray): Promise<boolean> {
  const found = new Set<string>()
  const { read } = await only(name)
  for await (const { texts } of read({ numbers: [], texts: [0] })) {
    for (const text of texts[0]) found.add(text)
    if (found.size > 1) return true
  }
  return false
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
  return [...counts.keys()].find((name) => surelyModels(lastOf(name)) && counts.get(name) === rows)
}
