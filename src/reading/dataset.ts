/** A data set: one file or many shards of scores, labels in them or beside them, and how they are read. */
import { precisionIn, type Table } from '../formats/table.ts'
import { type Precision, widest } from '../losses/task.ts'
import { joinTables } from './alignment/join.ts'
import { findKey } from './alignment/key.ts'
import { refuseOtherRows } from './alignment/shared-columns.ts'
import { settleArrays } from './arrays/settle.ts'
import { type Beside, openBeside } from './beside.ts'
import { detectReading } from './columns.ts'
import { type FileSet, openFileSet } from './file-set.ts'
import { detectByAll, labelColumnOf } from './labels/all-labels.ts'
import { predictedClass } from './labels/predicted-classes.ts'
import { detectRare } from './labels/rare.ts'
import { refuseModelsOfAll } from './models/all-rows.ts'
import { refuseLabelsOfAll } from './models/labels-apart.ts'
import type { LongRows } from './models/long-rows.ts'
import { findModels, onlyModel } from './models/models.ts'
import { findColumns } from './named-columns.ts'
import { bySide } from './others.ts'
import { type Reading, type ReadingOptions, sharesRow } from './reading.ts'
import { adjustReading } from './scores/adjusted.ts'
import { changeColumns, formOf, ofPositive } from './scores/changed.ts'
import { refuseOtherScale } from './scores/shards.ts'
import { settleShapes } from './shapes.ts'
import { withoutSummaries } from './summaries/rows.ts'

export interface Dataset {
  /** As the user named it. */
  readonly name: string
  readonly scores: readonly Table[]
  /** The same tables, when scores and labels stand in one file. */
  readonly labels: readonly Table[]
  /** Weights and slices in files of their own. */
  readonly beside: Beside
  readonly reading: Reading
  /** Of the scores: the widest of their files. */
  readonly precision: Precision
  /** Columns that may be the scores of one more model, where it is one of several side by side. */
  readonly perhapsModels?: readonly string[]
}

/**
 * Opens a file, a folder, or a glob pattern as one data set.
 * @param labels where the labels are, when they are not in the file itself
 */
export async function openDataset(
  name: string,
  labels: string | undefined,
  options: ReadingOptions,
): Promise<Dataset> {
  return readFileSet(await openFileSet(name, labels), options)
}

/** Throws an InputError that names the flag to use where it is not clear what is what. */
export async function readFileSet(found: FileSet, asked: ReadingOptions): Promise<Dataset> {
  const settled =
    found.model === undefined ? await settleArrays(found, asked) : { files: found, options: asked }
  const { files, options } = settled
  const isParted = options.model === undefined || files.model !== undefined
  const ofModel = isParted ? files : await onlyModel(settled, options.model)
  const { name } = ofModel
  const beside = await openBeside(ofModel, options)
  const { scores, labels, reason } = await settleShapes(ofModel.scores, ofModel.labels, options)
  if (labels === null) {
    const column = () => labelColumnOf(scores[0], null, options, null, beside)
    const detected = await detectByAll(scores, column, options.ignoreLabel, (all) =>
      detectRare(scores[0], options, beside, (table) =>
        detectReading(table, table, options, null, beside, all),
      ),
    )
    await refuseModelsOfAll(scores, longRows(scores[0], detected, detected.labels, options))
    const reading = adjustReading(detected, options)
    const used = [...reading.scores, ...reading.labels]
    const samples = await withoutSummaries(scores, used, reading.scores, options.skips ?? false)
    const tables = asRead(samples, reading, options.skips ?? false)
    const precision = precisionOf(scores, reading)
    return { name, scores: tables, labels: tables, beside, reading, precision }
  }
  const key = await findKey(
    { tables: scores, taken: said(scores[0], options.score, '--score') },
    { tables: labels, taken: said(labels[0], options.label, '--label') },
    options,
  )
  if (key === null && !options.byRow) refuseOtherRows(scores[0], labels[0])
  if (key === null && scores.length === 1) await refuseLabelsOfAll(scores[0], labels[0], options, files.model)
  const column = () => labelColumnOf(scores[0], labels[0], options, key, beside)
  const detected = await detectByAll(labels, column, options.ignoreLabel, (all) =>
    detectReading(scores[0], labels[0], options, key, beside, all),
  )
  await refuseModelsOfAll(scores, longRows(scores[0], detected, [], options))
  const reasons = reason === null ? detected.reasons : [reason, ...detected.reasons]
  const reading = adjustReading({ ...detected, reasons }, options)
  const skips = options.skips ?? false
  const samples = await withoutSummaries(scores, reading.scores, reading.scores, skips)
  const truths = await withoutSummaries(labels, reading.labels, [], skips)
  const joined = key === null ? truths : [joinTables(samples, truths, key)]
  const tables = asRead(samples, reading, skips)
  return { name, scores: tables, labels: joined, beside, reading, precision: precisionOf(scores, reading) }
}

/** What is known of the columns of a table whose rows may be those of several models. */
function longRows(
  table: Table,
  reading: Reading,
  labels: readonly number[],
  { model }: ReadingOptions,
): LongRows {
  const { id, by, sides } = reading
  const [beside] = bySide({ ...reading, id: null })
  return {
    table,
    id,
    labels,
    taken: new Set([
      ...beside,
      ...reading.scores,
      ...(reading.predicted === null ? [] : [reading.predicted]),
    ]),
    models: model === undefined ? null : findModels(table, model).columns,
    by: sides.by === 'scores' ? by : null,
  }
}

function precisionOf(tables: readonly Table[], { scores }: Reading): Precision {
  return widest(tables.map((table) => precisionIn(table, scores)))
}

/** The tables with their scores as logits or probabilities of the classes, which they may not be in the file. */
function asRead(tables: readonly Table[], reading: Reading, skips: boolean): readonly Table[] {
  const { form, task, predicted, codes, scores } = reading
  if (form === null) refuseOtherScale(tables, reading)
  const changed =
    form === null
      ? tables
      : tables.map((table) =>
          changeColumns(table, scores, formOf(form, sharesRow(reading) ? 'softmax' : task), skips),
        )
  if (predicted === null) return changed
  const classOf = (cell: string) => predictedClass(codes, cell)
  // Logarithms have become the logits of their probabilities.
  const other = form === 'log-probs' ? (x: number) => -x : (p: number) => 1 - p
  return changed.map((table) => ofPositive(table, scores[0], predicted, classOf, other, skips))
}

/** The columns that a flag names. */
function said(table: Table, text: string | undefined, flag: string): ReadonlySet<number> {
  return new Set(text === undefined ? [] : findColumns(table, text, flag))
}
