/** Sketches: made, added up, saved. */
import { sharedNames, sharedSource } from '../commands/shared-name.ts'
import { refuseDatabase } from '../engines/client/as-sketch.ts'
import { openSketchTable } from '../engines/table/open.ts'
import { InputError, UsageError } from '../errors.ts'
import { packFor, readSketchFile } from '../formats/sketch-file.ts'
import { sketchText } from '../formats/sketch-text.ts'
import { writeAll } from '../host/write-all.ts'
import { chooseLosses } from '../losses/spec/choose.ts'
import { edgesOfBins, refuseBinsOf } from '../questions/calibrate/bins.ts'
import { encodeSketch } from '../sketch/code/codec.ts'
import { LOWEST } from '../sketch/grid.ts'
import { fromContent, partFromContent, type SketchContent, toContent } from '../sketched/sketch-content.ts'
import { createAdder } from '../sketched/sketch-dataset.ts'
import { sumName } from '../words/names.ts'
import { BAD_ROW, BINS, BY, checkAsked, type Kinds, TEXTS, THRESHOLDS } from './asked.ts'
import { type By, type Data, openAsSketch } from './data.ts'

export interface SketchQuestion {
  /** The pt at which easy and hard can be parted later; 0.5 unless said. */
  readonly thresholds?: readonly number[]
  /** Specs of losses that are not smooth everywhere, such as `asl`, which it is parted for. */
  readonly losses?: readonly string[]
  /** Part it for `calibrate` with so many bins. */
  readonly bins?: number
  /** Keep classes, or the slices that the data name, apart. */
  readonly by?: By
}

const KINDS: Kinds<Required<SketchQuestion>> = { thresholds: THRESHOLDS, losses: TEXTS, bins: BINS, by: BY }

/**
 * A plain object of some 20 kB from which every loss at every setting follows to 1e-12, whatever the number of samples. All
 * functions that need no single samples take it for data. docs/sketch.md specifies it.
 *
 * Throws an InputError for data that cannot be read.
 *
 * @example
 * const sketched = await sketch('preds.csv')
 * const found = [(await compare(sketched, { losses: ['ce'] })).losses[0].value]
 */
export async function sketch(data: Data, question: SketchQuestion = {}): Promise<SketchContent> {
  checkAsked(question, KINDS)
  const { thresholds = [0.5], losses = [], bins, by = null } = question
  const edges = bins === undefined ? [] : edgesOfBins(bins)
  const ascending = [...new Set(thresholds)].sort((a, b) => a - b)
  const parting = { edges, losses: losses.length > 0 ? chooseLosses(losses, {}) : [] }
  const sketched = await openAsSketch(data, ascending, parting, by)
  if (bins !== undefined) refuseBinsOf(sketched.source.task)
  const content = toContent(sketched)
  const [name] = sharedNames([content.source.name])
  return { ...content, source: sharedSource(content.source, name) }
}

/**
 * Sketches of shards, machines or days as that of all their samples.
 *
 * Throws an InputError when they are not of one kind.
 *
 * @example
 * const [monday, tuesday] = [await sketch('monday.csv'), await sketch('tuesday.csv')]
 * const found = merge([monday, tuesday], 'both days').source.samples
 */
export function merge(sketches: readonly SketchContent[], name?: string): SketchContent {
  if (sketches.length === 0) throw new UsageError('merge has no sketches')
  const adder = createAdder()
  for (const one of sketches) adder.add(partFromContent(one.source.name, one))
  const sum = adder.sum()
  const names = sketches.map(({ source }) => source.name)
  return toContent({ ...sum, source: { ...sum.source, name: name ?? sumName(names, names.length) } })
}

export interface ReadQuestion {
  /** What to do about the table of an engine that could not read some of its rows; `fail` unless said. */
  readonly onBadRow?: 'fail' | 'skip'
}

const READ: Kinds<Required<ReadQuestion>> = { onBadRow: BAD_ROW }

/**
 * Reads what `lossctl sketch` or `writeSketch` has written, a baseline, or the table of a query that `lossctl sketch --sql`
 * printed; checked throughout. Throws an InputError.
 *
 * @example
 * await writeSketch('preds.sketch.json', await sketch('preds.csv'))
 * const found = (await readSketch('preds.sketch.json')).source.rows
 */
export async function readSketch(path: string, question: ReadQuestion = {}): Promise<SketchContent> {
  checkAsked(question, READ)
  refuseDatabase(path)
  const content = await readSketchFile(path)
  const table = content === null ? await openSketchTable(path, { skips: question.onBadRow === 'skip' }) : null
  if (table) return toContent(table)
  if (content === null) throw new InputError(path, 'is no sketch', 'make one with lossctl sketch')
  const { sketch: read } = fromContent(path, content)
  const saved = content as SketchContent
  // One of version 1 is made what would be written now.
  return saved.lowest === LOWEST ? saved : { ...saved, ...encodeSketch(read) }
}

/**
 * Writes a sketch as a whole or not at all; packed with gzip when the name ends in .gz. Throws an InputError where that
 * cannot be done.
 *
 * @example
 * await writeSketch('preds.sketch.json.gz', await sketch({ scores: [2, -1, 0], labels: [1, 0, 1] }))
 */
export async function writeSketch(path: string, sketch: SketchContent): Promise<void> {
  await writeAll([{ path, content: packFor(path, sketchText(sketch.source.name, sketch)) }])
}
