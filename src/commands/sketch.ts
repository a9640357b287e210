import { type Database, databaseOf, isDatabase } from '../engines/client/clients.ts'
import { UsageError } from '../errors.ts'
import { MOST_BINS } from '../questions/calibrate/bin-count.ts'
import { MAX_EDGES } from '../sketch/grid.ts'
import type { Identified } from '../sources/same-file.ts'
import { writeCommand } from '../words/shell.ts'
import type { CommandModule, Context, Result } from './command.ts'
import { BINS } from './options/calibrate.ts'
import { CODE } from './options/code.ts'
import { flagOf, givenOptions, type OptionRecord, type Values, wordsOf } from './options/option.ts'
import { NAME, OUTPUT_GROUP, QUIET, SKETCH_ENDINGS } from './options/output.ts'
import { parseThresholds } from './options/parse.ts'
import { by, QUESTION_GROUP } from './options/question.ts'
import { READING } from './options/reading.ts'
import { SQL } from './options/sql.ts'
import { addUp, checkOutput, nameOf, saveSketch, sumName } from './save-sketch.ts'

const OPTIONS = [
  {
    key: 'threshold',
    value: '<list>',
    help: 'pt at which easy and hard can be parted later (0.5)',
    parse: parseThresholds,
    default: [0.5],
    group: QUESTION_GROUP,
  },
  {
    key: 'loss',
    short: 'l',
    value: '<spec>',
    help: 'part it for a loss that is not smooth everywhere, such as asl; repeat for more',
    repeats: true,
    group: QUESTION_GROUP,
  },
  { ...BINS, help: `part it for lossctl calibrate, into so many bins, 2 to ${MOST_BINS}` },
  by('keep the values of a column apart, or the classes: class'),
  ...READING,
  ...SQL,
  CODE,
  {
    key: 'output',
    short: 'o',
    value: '<file>',
    help: 'the sketch, packed with gzip when its name ends in .gz; with --sql the query, with --code the module (standard output)',
    group: OUTPUT_GROUP,
    isOutput: true,
    endings: [...SKETCH_ENDINGS, 'sql', 'py'],
  },
  NAME,
  QUIET,
] as const satisfies readonly OptionRecord[]

export const sketchCommand: CommandModule<typeof OPTIONS> = {
  name: 'sketch',
  summary: 'save a sketch: some 10 to 40 kB from which every loss at every setting follows',
  args: [
    {
      name: '[file...]',
      help: 'predictions: CSV, JSON, Parquet, NPY, NPZ, safetensors or .pt; several files become one data set; or a database, as duckdb:preds.db, sqlite:preds.db or postgres://user@host/db',
      isInput: true,
    },
  ],
  examples: `Examples:
  lossctl sketch preds.csv -o preds.sketch.json
  lossctl sketch probs.npy --labels labels.npy -o preds.sketch.json.gz
  lossctl sketch preds.csv --by scene --threshold 0.5,0.3 -o preds.sketch.json
  lossctl sketch preds.csv --bins 15 --loss asl -o preds.sketch.json
  lossctl sketch --code pytorch --classes 10 -o lossctl_sketch.py
  lossctl sketch duckdb:preds.db --table preds --label y --logit z -o preds.sketch.json`,
  options: OPTIONS,

  async run(files, options, context) {
    const { sql, code } = options
    if (files.length === 0 || sql !== undefined || code !== undefined) return printText(files, options)
    const output = checkOutput(options.output)
    if (files.some(isDatabase)) return sketchDatabases(files, options, output, context)
    refuseSql(options)
    const { openSketched } = await import('./open-sketched.ts')
    const { losses, edges } = await partingOf(options)
    const needs = { thresholds: options.threshold, perClass: options.by === 'class', edges, losses }
    const { expandPath } = await import('../reading/expand-path.ts')
    const { refuseTwice } = await import('../sources/same-file.ts')
    await refuseTwice((await Promise.all(files.map((file) => expandPath(file)))).flat())
    const sum = await addUp(files, (file) => openSketched(file, options, needs, context))
    if (options.bins !== undefined)
      (await import('../questions/calibrate/bins.ts')).refuseBinsOf(sum.source.task)
    return saveSketch(sum, options.name ?? nameOf(files), output, null)
  },
}

type SketchOptions = Values<(typeof OPTIONS)[number]>

/** Of databases, whose own programs run the query. */
async function sketchDatabases(
  files: readonly string[],
  options: SketchOptions,
  output: string,
  { env }: Context,
): Promise<Result> {
  const { prepareDatabase } = await import('./open-database.ts')
  const asked = await partingOf(options)
  const opened = files.map((file) => databaseOf(file, env))
  const databases = opened.filter((one) => one !== null)
  if (databases.length < files.length)
    throw new UsageError(
      'databases and files are not read at once',
      'sketch each, and add them up with lossctl merge',
    )
  const { refuseSame } = await import('../sources/same-file.ts')
  await refuseSame(identifyDatabases(databases), 'database')
  const prepared = databases.map((one) =>
    prepareDatabase(one, options, asked, printingCommand(one.dialect, options)),
  )
  const sum = await addUp(prepared, (open) => open())
  const all = sumName(
    databases.map(({ shared }) => shared),
    databases.length,
  )
  return saveSketch(sum, options.name ?? all, output, null)
}

async function* identifyDatabases(databases: readonly Database[]): AsyncGenerator<Identified> {
  const { identifyFile } = await import('../sources/same-file.ts')
  for (const { shown, file, place } of databases)
    yield { path: shown, identity: file === null ? place : await identifyFile(file) }
}

/** What the table of a query is read by, and the query itself does not say. */
const NOT_PRINTED: readonly string[] = ['onBadRow', 'output', 'name', 'quiet']

/** The command that prints the query of these options. */
function printingCommand(sql: string, options: SketchOptions): string {
  const printed: readonly OptionRecord[] = OPTIONS.filter(({ key }) => !NOT_PRINTED.includes(key))
  return writeCommand('sketch', [], wordsOf(printed, { ...options, sql }))
}

/** Where the sketch must be parted beside its thresholds. */
async function partingOf({ bins, threshold, loss }: SketchOptions) {
  const { edgesOfBins } = await import('../questions/calibrate/bins.ts')
  const edges = bins === undefined ? [] : edgesOfBins(bins)
  checkEdges(threshold, edges)
  const losses = loss === undefined ? [] : (await import('../losses/spec/choose.ts')).chooseLosses(loss, {})
  return { losses, edges }
}

/** The query or the module that makes the sketch, which says nothing of any file. */
async function printText(files: readonly string[], options: SketchOptions): Promise<Result> {
  const { sql, code } = options
  if (sql !== undefined && code !== undefined)
    throw new UsageError('--sql and --code both say what to print', 'give one of them')
  if (sql === undefined && code === undefined)
    throw new UsageError(
      'a sketch is made of files',
      'give predictions, or say --sql for a query, or --code for a module, that makes one where the data are',
    )
  if (files.length > 0)
    throw new UsageError(
      sql === undefined
        ? '--code prints a module, and reads no file'
        : '--sql prints a query, and reads no file',
      `leave the file out, or ${sql === undefined ? '--code' : '--sql'}`,
    )
  const parting = await partingOf(options)
  const text =
    code === undefined
      ? await (await import('./sketch-sql.ts')).sqlOf(options, parting)
      : await (await import('./sketch-code.ts')).codeOf(code, options, parting)
  return { files: [{ path: options.output ?? '-', content: text }] }
}

/** Throws a UsageError for an option of --sql without it. */
function refuseSql(options: SketchOptions): void {
  const [given] = givenOptions(SQL, options)
  if (given)
    throw new UsageError(
      `${flagOf(given)} goes with --sql`,
      'leave it out, or say --sql duckdb in place of the file, or name a database: duckdb:preds.db',
    )
}

function checkEdges({ length }: readonly number[], edges: readonly number[]): void {
  const most = MAX_EDGES - edges.length
  if (length <= most) return
  const beside = edges.length > 0 ? ' beside these --bins' : ''
  throw new UsageError(`--threshold has ${length} values`, `it takes ${most} at most${beside}`)
}
