/** How a data set would be read and why, with a few samples as proof; or what has to be said before it can be. */
import { InputError } from '../../errors.ts'
import type { NamedArray } from '../../formats/table.ts'
import { CROSS_ENTROPY } from '../../losses/spec/plain.ts'
import type { FileSet } from '../../reading/file-set.ts'
import type { Unclear } from '../../reading/unclear.ts'
import { createScan } from '../../scan/samples.ts'
import type { Scan } from '../../scan/scan.ts'
import { kinkEdges } from '../../sketched/sketch-content.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { type CompareOptions, type CompareReport, compareSketched } from '../compare/compare.ts'
import { compareScan } from '../compare/compare-scan.ts'
import { createEvaluator, type SampleReport } from '../samples/samples.ts'
import { describeColumns, type InspectedColumn } from './columns.ts'

export interface InspectReport {
  readonly name: string
  readonly format: string
  readonly files: number
  readonly labelsFile: string | null
  /** Null where it is unclear, as is `from`. */
  readonly task: string | null
  readonly from: string | null
  readonly classes: readonly string[]
  readonly reasons: readonly string[]
  /** Of a file of named arrays all that it has, read or not; absent for others. */
  readonly arrays?: readonly InspectedArray[]
  /** What a sketch holds, which has no columns and no samples; absent for predictions. */
  readonly sketch?: InspectedSketch
  readonly columns: readonly InspectedColumn[]
  readonly samples: readonly SampleReport[]
  /** What stands in the way of an answer; none where `compare` has one. */
  readonly questions: readonly OpenQuestion[]
  /** What `compare` makes of cross-entropy. */
  readonly compare: CompareReport | null
}

export interface InspectedArray {
  readonly name: string
  /** numpy's name of it: float32, text, ... */
  readonly type: string
  /** Null where it is not known. */
  readonly shape: readonly number[] | null
  /** Why it cannot be read; null where it can. */
  readonly problem: string | null
}

export interface InspectedSketch {
  readonly thresholds: readonly number[]
  /** Margins where it is parted beside, for losses that are not smooth or for bins of calibration. */
  readonly kinks: readonly number[]
  /** Whether the classes of softmax and multi-label data are kept apart, and the names of the slices that are. */
  readonly perClass: boolean
  readonly by: string | null
  readonly slices: readonly string[]
  /** Whether it knows what losses of whole softmax rows need. */
  readonly rows: boolean
  readonly samples: number
  readonly segments: number
}

/** What is unclear or wrong, where, and what to say or mend. */
export interface OpenQuestion {
  readonly place: string
  readonly problem: string
  readonly hint: string
}

/** Samples shown. */
const SAMPLES = 3

const PLAIN: CompareOptions = { threshold: 0.5, reduction: 'mean', classWeights: null, by: null, hardest: 0 }

/** Reads all rows, as a comparison does. */
export async function inspectScan(scan: Scan): Promise<InspectReport> {
  const { scores, labels, beside, reading, name } = scan.dataset
  const apart = labels !== scores
  const compared = await orQuestion(() => compareScan(scan, [CROSS_ENTROPY], PLAIN))
  return {
    ...headOf({ name, scores, labels: apart ? labels : null }),
    task: reading.task,
    from: reading.from,
    classes: reading.codes.classes,
    reasons: reading.reasons,
    columns: describeColumns({ scores, labels: apart ? labels : null, beside }, reading),
    samples: await firstSamples(scan),
    questions: 'problem' in compared ? [compared] : [],
    compare: 'problem' in compared ? null : compared,
  }
}

/** What a sketch holds, and what a comparison makes of it. */
export async function inspectSketched(data: SketchedData): Promise<InspectReport> {
  const { source, grouping, slices, thresholds, sketch } = data
  const compared = await orQuestion(async () => compareSketched(data, [CROSS_ENTROPY], PLAIN))
  const groups = sketch.groups.filter((group) => group !== undefined)
  return {
    name: source.name,
    format: source.format,
    files: source.files,
    labelsFile: source.labelsFile,
    task: source.task,
    from: source.from,
    classes: source.classes,
    reasons: [],
    sketch: {
      thresholds,
      kinks: kinkEdges(sketch.grid, thresholds),
      perClass: grouping.perClass,
      by: source.by,
      slices: source.by === null ? [] : slices,
      rows: sketch.rows !== undefined,
      samples: source.samples,
      segments: groups.reduce((sum, { segments }) => sum + segments.size, 0),
    },
    columns: [],
    samples: [],
    questions: 'problem' in compared ? [compared] : [],
    compare: 'problem' in compared ? null : compared,
  }
}

/** What can be seen of files that cannot be read as they stand. */
export function inspectUnclear(files: FileSet, unclear: Unclear): InspectReport {
  return {
    ...headOf(files),
    task: null,
    from: null,
    classes: [],
    reasons: unclear.reasons,
    columns: describeColumns({ ...files, beside: unclear.beside }, unclear),
    samples: [],
    questions: [questionOf(unclear.question)],
    compare: null,
  }
}

function headOf({ name, scores, labels }: FileSet) {
  const arrays = scores[0].archive?.arrays ?? []
  const readable = arrays.filter(({ fault }) => !fault)
  const isOneOf = arrays.length > 1 && readable.length === 1
  return {
    name,
    format: `${scores[0].summary}${isOneOf ? `, the only one of ${arrays.length} arrays that can be read` : ''}`,
    files: scores.length,
    labelsFile: labels === null ? null : labels[0].path,
    ...(scores[0].archive && { arrays: scores[0].archive.arrays.map(describeArray) }),
  }
}

function describeArray({ name, type, shape, fault }: NamedArray): InspectedArray {
  return { name, type, shape, problem: fault?.problem ?? null }
}

function questionOf({ place, problem, hint }: InputError): OpenQuestion {
  return { place, problem, hint }
}

async function orQuestion<Found>(answer: () => Promise<Found>): Promise<Found | OpenQuestion> {
  try {
    return await answer()
  } catch (error) {
    if (error instanceof InputError) return questionOf(error)
    throw error
  }
}

/** Of the first rows that can be read. */
async function firstSamples({ dataset, options }: Scan): Promise<readonly SampleReport[]> {
  const scan = createScan(dataset, { ...options, onBadRow: 'skip', onProgress: undefined })
  const evaluator = createEvaluator(scan, [], 0)
  const found = await orQuestion(async () => {
    for await (const block of scan.blocks())
      return Array.from({ length: Math.min(SAMPLES, block.length) }, (_, i) => evaluator.report(block, i))
    return []
  })
  return 'problem' in found ? [] : found
}
