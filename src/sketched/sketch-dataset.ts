/** From a scan to its sketch, and from the sketches of several data sets to that of all. */
import { InputError } from '../errors.ts'
import type { Loss } from '../losses/loss.ts'
import { widest } from '../losses/task.ts'
import { identifyGroup, inSlice } from '../margin/grouping.ts'
import { thresholdMargin } from '../margin/margins.ts'
import type { SampleBlock, Scan } from '../scan/scan.ts'
import { buildSketch } from '../scan/sketch.ts'
import { mergeInto } from '../sketch/merge.ts'
import { addRowSums } from '../sketch/row-sums.ts'
import type { GroupSketch, Sketch } from '../sketch/sketch.ts'
import { MAX_GROUPS, SketchFull } from '../sketch/store.ts'
import { adjustmentWords } from '../words/adjusted.ts'
import { joinNames } from '../words/names.ts'
import { writeFlag } from '../words/shell.ts'
import { edgesFor, needsRows } from './edges.ts'
import { explainFull } from './full.ts'
import { checkTotals } from './overflow.ts'
import { createRowSummer } from './row-sums.ts'
import { kinkEdges } from './sketch-content.ts'
import type { SketchedData } from './sketched-data.ts'
import { describeSource, type SourceReport, withSketch } from './source.ts'

/** What a pass will be asked about beside its thresholds: losses, other margins where the sketch must be parted, the hardest samples. */
export interface Parting {
  readonly losses?: readonly Loss[]
  readonly edges?: readonly number[]
  /** So many of the smallest margins are all that the visitor is for: it may be shown one block of them in place of all. */
  readonly hardest?: number
}

/**
 * Runs a scan's pass, for questions about these losses. `visit` is shown every block, for what a sketch cannot answer.
 * Throws an InputError when so many groups are kept apart that the sketch would be larger than memory.
 *
 * @param most segments
 */
export async function sketchScan(
  scan: Scan,
  thresholds: readonly number[],
  visit?: (block: SampleBlock) => void,
  { losses = [], edges: more = [], hardest }: Parting = {},
  most?: number,
): Promise<SketchedData> {
  const { grouping, slices } = scan
  const edges = edgesFor(thresholds, losses, grouping, more)
  const rows = needsRows(losses, grouping) ? createRowSummer(scan, thresholdMargin(thresholds[0])) : null
  const look = rows
    ? (block: SampleBlock) => {
        rows.add(block)
        visit?.(block)
      }
    : visit
  const built = await buildSketch(scan, edges, look, most, rows ? undefined : hardest).catch((error) => {
    throw explainFull(error, scan.dataset.name, scan)
  })
  const sketch = rows ? { ...built, rows: rows.sums() } : built
  const source = withSketch(describeSource(scan), sketch, grouping)
  const data = { source, grouping, slices, thresholds, sketch }
  await checkTotals(scan, data)
  return data
}

/**
 * Parts that are added up one by one before their sum joins that of all. Each addition rounds by half a unit, so that n
 * parts one after another may lose n/2 of them, and in steps no more than (64 + n/256).
 */
const STEP = 128

/** Data sets that become one. */
export interface Adder {
  /** The part may be no more of use then. Throws an InputError when it is not of one kind with the others, or all are too large. */
  add(part: SketchedData): void
  /** Of one part at least. */
  sum(): SketchedData
}

/** Any number of data sets needs the memory of three. */
export function createAdder(): Adder {
  let [all, step, added]: [SketchedData | null, SketchedData | null, number] = [null, null, 0]
  const join = (one: SketchedData | null, other: SketchedData) => (one ? addTwo(one, other) : other)
  return {
    add(part) {
      const first = all ?? step
      if (first) checkAlike(first, part)
      step = join(step, part)
      if (++added % STEP > 0) return
      all = join(all, step)
      step = null
    },
    sum() {
      const sum = step ? join(all, step) : all!
      return { ...sum, source: withSketch(sum.source, sum.sketch, sum.grouping) }
    },
  }
}

/** The sketch of `sum` takes up the other's samples. */
function addTwo(sum: SketchedData, part: SketchedData): SketchedData {
  const slices = isSame(sum.slices, part.slices) ? sum.slices : [...new Set([...sum.slices, ...part.slices])]
  const move = slices === sum.slices ? (group: number) => group : movesSlices(part, slices)
  const sketch: Sketch = { ...sum.sketch, rows: addRowSums(sum.sketch.rows, part.sketch.rows, move) }
  const both = { ...sum, source: addSources(sum.source, part.source), slices, sketch }
  try {
    if (slices.length * sum.grouping.size > MAX_GROUPS) throw new SketchFull('groups', MAX_GROUPS)
    mergeInto(sum.sketch, moveGroups(part, move))
  } catch (error) {
    throw explainFull(error, part.source.name, both, 'add fewer files up, or keep fewer groups apart')
  }
  return both
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index])
}

function checkAlike(sum: SketchedData, part: SketchedData): void {
  const theirs = kindOf(part)
  for (const [index, [what, ours]] of kindOf(sum).entries()) {
    if (ours === theirs[index][1]) continue
    throw new InputError(
      part.source.name,
      `does not go together with ${sum.source.name}: ${what} ${theirs[index][1]}, not ${ours}`,
      what.startsWith(CLASS_NAME) ? nameAlike(sum, part) : undefined,
    )
  }
}

const CLASS_NAME = 'the name of class'

/** Classes without a name are called by their columns, in a query, or by what these have of their own, of a file. */
function nameAlike({ source: { classes } }: SketchedData, { source }: SketchedData): string {
  const isIndexed = source.labelCodes === 'class indices' && source.format.startsWith('sketched by ')
  const words = writeFlag('--class-names', joinNames(classes))
  return `if they are the same classes in the same order, sketch it again with ${words}${isIndexed ? ' --label-is index' : ''}`
}

/** What data sets must have in common, so that their groups and segments are the same. */
function kindOf({ source, thresholds, grouping, sketch }: SketchedData): readonly (readonly string[])[] {
  return [
    ['its task is', source.task],
    ['its number of classes is', `${source.classes.length}`],
    ...source.classes.map((name, index) => [`${CLASS_NAME} ${index} is`, `"${name}"`]),
    ['its scores are', source.adjustment ? adjustmentWords(source.adjustment, source.task) : 'as they stand'],
    ['its thresholds are', thresholds.join(' and ')],
    ['it is also parted at', kinkEdges(sketch.grid, thresholds).join(' and ') || 'nothing'],
    ['its slices are by', source.by ?? 'nothing'],
    ['its classes are kept', grouping.perClass ? 'apart' : 'together'],
    ['its samples are', sketch.squares ? 'weighted' : 'unweighted'],
  ]
}

/** The number of a group where slices are numbered as in `slices`. */
function movesSlices(
  { grouping, slices: own }: SketchedData,
  slices: readonly string[],
): (group: number) => number {
  const numbers = new Map(slices.map((name, index) => [name, index]))
  return (group) => inSlice(grouping, group, numbers.get(own[identifyGroup(grouping, group).slice])!)
}

/** The same samples with their groups numbered otherwise. */
function moveGroups({ sketch }: SketchedData, move: (group: number) => number): Sketch {
  const moved = (groups: Sketch['groups']) => {
    const all: (GroupSketch | undefined)[] = []
    groups.forEach((group, index) => {
      all[move(index)] = group
    })
    return all
  }
  return { ...sketch, groups: moved(sketch.groups), squares: sketch.squares && moved(sketch.squares) }
}

function addSources(sum: SourceReport, part: SourceReport): SourceReport {
  return {
    ...sum,
    files: sum.files + part.files,
    rows: sum.rows + part.rows,
    samples: sum.samples + part.samples,
    ignored: sum.ignored + part.ignored,
    skipped: sum.skipped + part.skipped,
    clamped: sum.clamped + part.clamped,
    held: sum.held === null || part.held === null ? null : sum.held + part.held,
    precision: sum.precision && part.precision && widest([sum.precision, part.precision]),
  }
}
