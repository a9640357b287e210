/** From a file name to its sketch: read from a saved one, or made in one pass over the predictions. */

import type { TableAsked } from '../engines/table/read.ts'
import { InputError, UsageError } from '../errors.ts'
import { readSketchFile } from '../formats/sketch-file.ts'
import type { SampleBlock, Scan } from '../scan/scan.ts'
import { fromContent } from '../sketched/sketch-content.ts'
import { type Parting, sketchScan } from '../sketched/sketch-dataset.ts'
import { partingMargin, type SketchedData } from '../sketched/sketched-data.ts'
import { isMadeBy } from '../sketched/source.ts'
import { weighing } from '../sketched/weighing.ts'
import { writeFlag } from '../words/shell.ts'
import { sayPath } from '../words/standard-input.ts'
import type { Context } from './command.ts'
import type { QueryNeeds } from './open-database.ts'
import { openScan } from './open-scan.ts'
import type { DatabaseOptions } from './options/database.ts'
import { type ReadOptions, readingFlag } from './options/reading.ts'

/** What a command needs of a sketch. */
export interface SketchNeeds extends Parting {
  readonly thresholds: readonly number[]
  /** Keep the classes of softmax and multi-label data apart. */
  readonly perClass: boolean
  /** Looks at the samples of predictions, for what a sketch cannot answer. */
  readonly visitor?: (scan: Scan) => (block: SampleBlock) => void
}

export async function openSketched(
  file: string,
  options: DatabaseOptions,
  needs: SketchNeeds,
  context: Context,
): Promise<SketchedData> {
  const saved = await openSaved(file, options, needs, context)
  if (saved) return saved
  const scan = await openScan(file, options, needs.perClass, context)
  return sketchScan(scan, needs.thresholds, needs.visitor?.(scan), needs)
}

/** The sketch that was saved in a file, or that a database gives; null when the name is of neither. */
export async function openSaved(
  file: string,
  options: DatabaseOptions,
  needs: QueryNeeds,
  context: Context,
): Promise<SketchedData | null> {
  const database = context.databases.get(file)
  if (database) {
    const { prepareDatabase } = await import('./open-database.ts')
    return (await prepareDatabase(database, options, needs, context))()
  }
  const opened = await openSketch(file, { skips: options.onBadRow === 'skip' }, fromContent)
  if (opened === null) return null
  const { isTable } = opened
  const data = weighing(opened.data)
  // Of a table that an engine made rows that it could not read may be left out.
  const useless = readingFlag(isTable ? { ...options, onBadRow: 'fail' } : options)
  if (useless)
    throw new UsageError(
      `${useless} says how to read predictions, and ${sayPath(file)} is a sketch`,
      'leave it out, or give the predictions',
    )
  checkNeeds(data, options, needs)
  return data
}

/** Throws an InputError when a sketch is not parted as it has to be. */
export function checkNeeds(
  data: SketchedData,
  { by }: Pick<ReadOptions, 'by'>,
  needs: Pick<SketchNeeds, 'thresholds' | 'perClass'>,
): void {
  checkApart(data, { by }, needs)
  for (const threshold of needs.thresholds) partingMargin(data, threshold)
}

export interface OpenedSketch {
  readonly data: SketchedData
  /** Whether an engine made it: rows that it could not read may be left out. */
  readonly isTable: boolean
}

/**
 * A sketch that was saved, or the table of an engine; null when the file is neither.
 *
 * @param read what checks a sketch that was saved
 */
export async function openSketch(
  file: string,
  asked: TableAsked,
  read: typeof fromContent,
): Promise<OpenedSketch | null> {
  const content = await readSketchFile(file)
  const name = sayPath(file)
  const data =
    content === null
      ? await (await import('../engines/table/open.ts')).openSketchTable(file, asked)
      : read(name, content)
  return data && { data: { ...data, source: { ...data.source, name } }, isTable: content === null }
}

/** Throws an InputError when a sketch does not keep apart what has to be. */
export function checkApart(
  { source, grouping }: SketchedData,
  { by }: Pick<ReadOptions, 'by'>,
  { perClass }: Pick<SketchNeeds, 'perClass'>,
): void {
  const again = (words: string) => `sketch the predictions again with ${words}`
  if (by !== undefined && by !== 'class' && !isMadeBy(source, by)) {
    const flag = writeFlag('--by', by)
    const made = source.by === null ? `was made without ${flag}` : `was made by ${source.by}, not by ${by}`
    throw new InputError(source.name, made, again(flag))
  }
  if (perClass && source.task !== 'binary' && !grouping.perClass)
    throw new InputError(source.name, 'does not keep its classes apart', again('--by class'))
}
