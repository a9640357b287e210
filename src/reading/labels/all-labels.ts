/** Labels of all rows, looked at where the first ones do not tell from which number classes count. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import type { Key } from '../alignment/key.ts'
import type { Beside } from '../beside.ts'
import { findModels } from '../models/models.ts'
import { bySide, findOthers } from '../others.ts'
import type { Reading, ReadingOptions } from '../reading.ts'
import { type Ignore, isIgnored } from './codes.ts'
import { findLabels } from './columns.ts'
import type { AllLabels } from './evidence.ts'

/**
 * What `detect` makes of the first labels, or else of all.
 * @param columnOf finds the column of labels
 */
export async function detectByAll(
  labels: readonly Table[],
  columnOf: () => number,
  ignore: Ignore | undefined,
  detect: (all?: AllLabels) => Reading | Promise<Reading>,
): Promise<Reading> {
  try {
    return await detect()
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'first-number') throw error
    return detect(await readLabels(labels, columnOf(), ignore))
  }
}

/** A 0 says all there is to be known. */
async function readLabels(tables: readonly Table[], column: number, ignore?: Ignore): Promise<AllLabels> {
  const distinct = new Set<number>()
  const ignored = new Set<number>()
  let rows = 0
  for (const table of tables)
    for await (const { numbers } of table.read({ numbers: [column], texts: [] }))
      for (const label of numbers) {
        if (Number.isNaN(label) || ignored.has(label)) continue
        rows++
        if (distinct.has(label)) continue
        if (isIgnored(`${label}`, ignore)) ignored.add(label)
        else distinct.add(label)
        if (label === 0 && distinct.has(label)) return { rows, distinct }
      }
  return { rows, distinct }
}

/** The first column of labels, as a reading finds it. */
export function labelColumnOf(
  scores: Table,
  labels: Table | null,
  options: ReadingOptions,
  key: Key | null,
  beside: Beside,
): number {
  const [here, there] = bySide(findOthers(scores, labels, options, key, beside))
  const { other, predicted, model } = options
  const said = [other, predicted].flatMap((name) =>
    name === undefined ? [] : [scores.columns.indexOf(name)],
  )
  const ofModel = model === undefined ? [] : findModels(scores, model).columns
  const taken = labels ? [...there, ...(key ? [key.right] : [])] : [...here, ...said, ...ofModel]
  return findLabels(labels ?? scores, options, new Set(taken), [], scores)[0]
}
