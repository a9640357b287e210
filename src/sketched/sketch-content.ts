/** What stands in a sketch file under `sketch`: a sketched data set, encoded, and checked when it comes back. */
import { InputError } from '../errors.ts'
import { createGrouping, type Grouping } from '../margin/grouping.ts'
import { thresholdMargin } from '../margin/margins.ts'
import {
  countSamples,
  decodeSketch,
  encodeSketch,
  isFiniteCode,
  type SketchCode,
} from '../sketch/code/codec.ts'
import {
  checkFields,
  FLAG,
  isText,
  type Kind,
  kind,
  listOf,
  NUMBER,
  NUMBERS,
  orNull,
  TEXT,
  TEXTS,
  WHOLE,
} from '../sketch/code/fields.ts'
import { OLDER_LOWEST } from '../sketch/code/older.ts'
import { createGrid, type Grid, MAX_EDGES, SAME_EDGE } from '../sketch/grid.ts'
import { BELOW, type Sketch } from '../sketch/sketch.ts'
import { isPlain } from '../sketch/squares.ts'
import { faultOfTotals } from '../sketch/sums/totals.ts'
import { unsoundSketch } from '../sketch/unsound.ts'
import type { SketchedData } from './sketched-data.ts'
import { type SourceReport, withSketch } from './source.ts'

export interface SketchContent extends SketchCode {
  readonly source: SourceReport
  /** Whether the classes of softmax and multi-label data are kept apart. */
  readonly perClass: boolean
  readonly slices: readonly string[]
  readonly thresholds: readonly number[]
  /** Edges where a loss is not smooth; absent without any. */
  readonly kinks?: readonly number[]
}

/** Throws an InputError where sums are no doubles, which JSON cannot say. */
export function toContent({ source, grouping, slices, thresholds, sketch }: SketchedData): SketchContent {
  const code = encodeSketch(sketch)
  if (!isFiniteCode(code) || sketch.squares?.some((group) => group && !isPlain(group)))
    throw new InputError(
      source.name,
      'has logits or weights whose squares are beyond what a double holds (1e-308 to 1e308), so a file cannot hold them',
      'leave such rows out, or divide the weights by a constant',
    )
  const kinks = kinkEdges(sketch.grid, thresholds)
  return {
    source,
    perClass: grouping.perClass,
    slices,
    thresholds,
    ...(kinks.length > 0 ? { kinks } : {}),
    ...code,
  }
}

/** Edges that are the margin of no threshold: somebody asked for a loss that is not smooth there. */
export function kinkEdges({ edges }: Grid, thresholds: readonly number[]): readonly number[] {
  const margins = thresholds.map(thresholdMargin)
  return edges.filter((edge) => !margins.includes(edge))
}

/** Checks what was read from `path`. Throws an InputError that says what is wrong. */
export function fromContent(path: string, content: unknown): SketchedData {
  const data = partFromContent(path, content)
  return { ...data, source: withSketch(data.source, data.sketch, data.grouping) }
}

/** The same for one of many that are added up, of which none is asked whether it is implausible: it takes longer than all else. */
export function partFromContent(path: string, content: unknown): SketchedData {
  try {
    return check(content as SketchContent)
  } catch (error) {
    throw unsoundSketch(path, `is no sound sketch: ${(error as Error).message}`)
  }
}

const TASKS = ['binary', 'softmax', 'multilabel']

const PRECISIONS: readonly unknown[] = ['float16', 'float32', 'float64']

/** Fields that older sketches do not have; `held` follows from the groups. */
type LaterField =
  | 'precision'
  | 'held'
  | 'rounding'
  | 'form'
  | 'adjustment'
  | 'predicted'
  | 'joinedBy'
  | 'perhapsModels'
  | 'negations'
  | 'implausible'

/** What sketches have had from the start. */
const SOURCE_FIELDS: Readonly<Record<keyof Omit<SourceReport, LaterField>, Kind>> = {
  name: TEXT,
  files: WHOLE,
  format: TEXT,
  task: kind(`one of ${TASKS.join(', ')}`, (value) => isText(value) && TASKS.includes(value as string)),
  from: kind('logits or probs', (value) => value === 'logits' || value === 'probs'),
  scores: TEXTS,
  labels: TEXTS,
  labelCodes: TEXT,
  labelsFile: orNull(TEXT),
  classes: TEXTS,
  id: orNull(TEXT),
  weight: orNull(TEXT),
  by: orNull(TEXT),
  rows: WHOLE,
  samples: WHOLE,
  ignored: WHOLE,
  skipped: WHOLE,
  clamped: WHOLE,
}

/** Of the later ones those that may be absent. */
const OPTIONAL_FIELDS = {
  form: kind('percent or log-probs', (value) => value === 'percent' || value === 'log-probs'),
  predicted: TEXT,
  joinedBy: orNull(TEXT),
  perhapsModels: TEXTS,
  negations: TEXTS,
  adjustment: kind('how scores were moved', isAdjustment),
}

function isAdjustment(value: unknown): boolean {
  const { given, temperature, priors, strength } = Object(value)
  const isScale = given === 'logits' || given === 'probs'
  return isScale && temperature > 0 && Number.isFinite(strength) && (priors === null || NUMBERS.holds(priors))
}

const ROUNDING_FIELDS = { probability: orNull(NUMBER), sum: orNull(NUMBER) }

/** Of what is known of rows alone; all else that is implausible is told from the groups. */
const FOLLOWING_FIELDS = { rows: WHOLE, confidence: NUMBER }

function check(content: SketchContent): SketchedData {
  checkFields('the sketch', content, {
    source: kind('an object', (value) => typeof value === 'object'),
    perClass: FLAG,
    slices: listOf('texts', isText),
    thresholds: NUMBERS,
    edges: NUMBERS,
  })
  if (content.kinks !== undefined) checkFields('the sketch', content, { kinks: NUMBERS })
  checkFields('its source', content.source, SOURCE_FIELDS)
  for (const [name, kind] of Object.entries(OPTIONAL_FIELDS))
    if (name in content.source) checkFields('its source', content.source, { [name]: kind })
  if (content.source.rounding !== undefined)
    checkFields('the rounding of its source', content.source.rounding, ROUNDING_FIELDS)
  if (content.source.implausible?.kind === 'following')
    checkFields('what its labels follow', content.source.implausible, FOLLOWING_FIELDS)
  const { source, perClass, slices, thresholds } = content
  const grouping = checkGrouping(source, perClass, slices)
  const edges = checkThresholds(content)
  const sketch = decodeSketch({ ...content, edges }, grouping.size * slices.length)
  const fault = faultOfTotals(sketch)
  if (fault) throw new Error(`sums over its groups are ${fault} for what a double holds`)
  const held = countSamples(content)
  if (held === 0) throw new Error('it holds no samples')
  if (held !== source.samples)
    throw new Error(`its groups hold ${held} samples, and its source says ${source.samples}`)
  const complete = { ...source, ...laterFields(source, sketch) }
  return { source: complete, grouping, slices, thresholds, sketch }
}

/** What older files do not say is null. */
function laterFields(
  { precision = null, from }: Partial<SourceReport>,
  { groups }: Sketch,
): Pick<SourceReport, 'precision' | 'held'> {
  if (precision !== null && !PRECISIONS.includes(precision))
    throw new Error(`"precision" of its source is not one of ${PRECISIONS.join(', ')}, or null`)
  const held = groups.reduce((sum, group) => sum + (group?.far[BELOW] ?? 0), 0)
  return { precision, held: from === 'logits' ? 0 : Number.isNaN(held) ? null : held }
}

function checkGrouping(
  { task, classes, by }: SourceReport,
  perClass: boolean,
  slices: readonly string[],
): Grouping {
  const fewest = task === 'multilabel' ? 1 : 2
  if (classes.length < fewest || (task === 'binary' && classes.length > 2))
    throw new Error(
      `its task is ${task}, and it names ${classes.length} class${classes.length === 1 ? '' : 'es'}`,
    )
  if (slices.length === 0) throw new Error('it has no slices, not even one without a name')
  if (by === null && (slices.length > 1 || slices[0] !== ''))
    throw new Error('it has named slices, and its source was not read by any column')
  if (new Set(slices).size < slices.length) throw new Error('two of its slices have the same name')
  return createGrouping(task, classes, perClass)
}

/** The edges that belong to the thresholds and kinks, to the bit. */
function checkThresholds({ thresholds, kinks = [], edges, lowest }: SketchContent): readonly number[] {
  const sound = thresholds.every((pt, i) => pt > 0 && pt < 1 && (i === 0 || pt > thresholds[i - 1]))
  if (!sound || thresholds.length === 0 || thresholds.length > MAX_EDGES)
    throw new Error(`its thresholds are not 1 to ${MAX_EDGES} ascending numbers between 0 and 1`)
  if (thresholds.length + kinks.length > MAX_EDGES)
    throw new Error(`its thresholds and kinks are more than ${MAX_EDGES}`)
  const own = createGrid([...thresholds.map(thresholdMargin), ...kinks]).edges
  // Writers of version 1 were told that a logarithm of another make would do.
  const near = lowest === OLDER_LOWEST ? SAME_EDGE : 0
  if (own.length !== edges.length || own.some((edge, i) => Math.abs(edge - edges[i]) > near))
    throw new Error(
      `its edges are not the margins of its thresholds${kinks.length > 0 ? ' and kinks' : ''}, which are ${own.join(', ') || 'none'}`,
    )
  return own
}
