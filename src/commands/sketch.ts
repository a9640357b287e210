import type { Database } from '../engines/client/clients.ts'
import { UsageError } from '../errors.ts'
import { MOST_BINS } from '../questions/calibrate/bin-count.ts'
import { MAX_EDGES } from '../sketch/grid.ts'
import type { Identified } from '../sources/same-file.ts'
import { sumName } from '../words/names.ts'
import type { CommandModule, Context, Result } from './command.ts'
import { BINS } from './options/calibrate.ts'
import { CODE } from './options/code.ts'
import { SHOW_QUERY } from './options/database.ts'
import { flagOf, givenOptions, type OptionRecord, type Values } from './options/option.ts'
import { NAME, OUTPUT_GROUP, QUIET, SKETCH_ENDINGS } from './options/output.ts'
import { parseThresholds } from './options/parse.ts'
import { by, QUESTION_GROUP } from './options/question.ts'
import { READING } from './options/reading.ts'
import { SQL } from './options/sql.ts'
import { addUp, checkOutput, nameOf, saveSketch } from './save-sketch.ts'

const OPTIONS = [
  {
    key: 'threshold',
    value: '<list>',
    help: 'pt at which easy and hard can be parted later',
    otherwise: '0.5',
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
  SHOW_QUERY,
  CODE,
  {
    key: 'output',
    short: 'o',
    value: '<file>',
    help: 'the sketch, packed with gzip when its name ends in .gz; with --sql the query, with --code the module; without it these go to standard output',
    isUsual: true,
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
  examples: [
    'lossctl sketch preds.csv -o preds.sketch.json',
    'lossctl sketch probs.npy --labels labels.npy -o preds.sketch.json.gz',
    'lossctl sketch preds.csv --by scene --threshold 0.5,0.3 -o preds.sketch.json',
    'lossctl sketch preds.csv --bins 15 --loss asl -o preds.sketch.json',
    'lossctl sketch --code pytorch --classes 10 -o lossctl_sketch.py',
    'lossctl sketch duckdb:preds.db --table preds --label y --logit z -o preds.sketch.json',
  ],
  options: OPTIONS,
  takes: { databases: true },

  async run(files, options, context) {
    const { sql, code } = options
    if (files.length === 0 || sql !== undefined || code !== undefined) return printText(files, options)
    const output = checkOutput(options.output)
    if (options.selfTest)
      throw new UsageError('--self-test goes with --sql', 'leave it out, or say --sql duckdb')
    if (context.databases.size > 0) return sketchDatabases(files, options, output, context)
    const { openSketched } = await import('./open-sketched.ts')
    const { edgesOfBins } = await import('../questions/calibrate/bins.ts')
    const { bins, ...parting } = await partingOf(options)
    const needs = { ...parting, perClass: options.by === 'class', edges: edgesOfBins(bins ?? 1) }
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
  context: Context,
): Promise<Result> {
  const { prepareDatabase } = await import('./open-database.ts')
  const { refuseSame } = await import('../sources/same-file.ts')
  const needs = { ...(await partingOf(options)), perClass: options.by === 'class' }
  const databases = files.map((file) => context.databases.get(file)!)
  await refuseSame(identifyDatabases(databases), 'database')
  const prepared = await Promise.all(databases.map((one) => prepareDatabase(one, options, needs, context)))
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

/** Where the sketch must be parted, beside its bins. */
async function partingOf({ bins, threshold: thresholds, loss }: SketchOptions) {
  const { edgesOfBins } = await import('../questions/calibrate/bins.ts')
  checkEdges(thresholds, edgesOfBins(bins ?? 1))
  const losses = loss === undefined ? [] : (await import('../losses/spec/choose.ts')).chooseLosses(loss, {})
  return { thresholds, losses, bins }
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
  if (sql !== undefined && options.selfTest) refuseOfSelfTest(options)
  const { edgesOfBins } = await import('../questions/calibrate/bins.ts')
  const { bins, ...parting } = await partingOf(options)
  const asked = { ...parting, bins, edges: edgesOfBins(bins ?? 1), perClass: false }
  const text =
    code === undefined
      ? await (await import('./sketch-sql.ts')).sqlOf(options, asked)
      : await (await import('./sketch-code.ts')).codeOf(code, options, asked)
  return { files: [{ path: options.output ?? '-', content: text }] }
}

/** All that the query over rows of its own takes. */
const OF_SELF_TEST: readonly string[] = ['sql', 'selfTest', 'output', 'quiet']

function refuseOfSelfTest(options: SketchOptions): void {
  const [given] = givenOptions(OPTIONS, options).filter(({ key }) => !OF_SELF_TEST.includes(key))
  if (given)
    throw new UsageError(
      `--self-test asks of binary logits of its own, and ${flagOf(given)} changes nothing of them`,
      'leave one of the two out',
    )
}

function checkEdges({ length }: readonly number[], edges: readonly number[]): void {
  const most = MAX_EDGES - edges.length
  if (length <= most) return
  const beside = edges.length > 0 ? ' beside these --bins' : ''
  throw new UsageError(`--threshold has ${length} values`, `it takes ${most} at most${beside}`)
}
