/** From a scan to its sketch, and from the sketches of several data sets to that of all. */
import { InputError } from '../errors.ts'
import type { Loss } from '../losses/loss.ts'
import { widest } from '../losses/task.ts'
import { identifyGroup, inSlice } from '../margin/grouping.ts'
import type { SampleBlock, Scan } from '../scan/scan.ts'
import { buildSketch } from '../scan/sketch.ts'
import { mergeInto } from '../sketch/merge.ts'
import type { GroupSketch, Sketch } from '../sketch/sketch.ts'
import { MAX_GROUPS, SketchFull } from '../sketch/store.ts'
import { edgesFor } from './edges.ts'
import { explainFull } from './full.ts'
import { checkTotals } from './overflow.ts'
import { kinkEdges } from './sketch-content.ts'
import type { SketchedData } from './sketched-data.ts'
import { describeSource, type SourceReport, withSketch } from './source.ts'

/** What a sketch will be asked about beside its thresholds: losses, and other margins where it must be parted. */
export interface Parting {
  readonly losses?: readonly Loss[]
  readonly edges?: readonly number[]
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
  { losses = [], edges: more = [] }: Parting = {},
  most?: number,
): Promise<SketchedData> {
  const { grouping, slices } = scan
  const edges = edgesFor(thresholds, losses, grouping, more)
  const sketch = await buildSketch(scan, edges, visit, most).catch((error) => {
    throw explainFull(error, scan.dataset.name, scan)
  })
  const source = withSketch(describeSource(scan), sketch, grouping)
  const data = { source, grouping, slices, thresholds, sketch }
  await checkTotals(scan, data)
  return data
}

/**
 * Two data sets as one. The sketch of `sum` takes up the other's samples, so that any number of files needs the memory
 * of two. Throws an InputError when they are not of one kind, or together too large.
 */
export function addSketched(sum: SketchedData, part: SketchedData): SketchedData {
  checkAlike(sum, part)
  const slices = [...new Set([...sum.slices, ...part.slices])]
  const both = { ...sum, source: addSources(sum.source, part.source), slices }
  try {
    if (slices.length * sum.grouping.size > MAX_GROUPS) throw new SketchFull('groups', MAX_GROUPS)
    mergeInto(sum.sketch, moveSlices(part, slices))
  } catch (error) {
    throw explainFull(error, part.source.name, both, 'add fewer files up, or keep fewer groups apart')
  }
  return { ...both, source: withSketch(both.source, both.sketch, both.grouping) }
}

function checkAlike(sum: SketchedData, part: SketchedData): void {
  const theirs = kindOf(part)
  for (const [index, [what, ours]] of kindOf(sum).entries()) {
    if (ours === theirs[index][1]) continue
    throw new InputError(
      part.source.name,
      `does not go together with ${sum.source.name}: ${what} ${theirs[index][1]}, not ${ours}`,
    )
  }
}

/** What data sets must have in common, so that their groups and segments are the same. */
function kindOf({ source, thresholds, grouping, sketch }: SketchedData): readonly (readonly string[])[] {
  return [
    ['its task is', source.task],
    ['its number of classes is', `${source.classes.length}`],
    ...source.classes.map((name, index) => [`the name of class ${index} is`, `"${name}"`]),
    ['its thresholds are', thresholds.join(' and ')],
    ['it is also parted at', kinkEdges(sketch.grid, thresholds).join(' and ') || 'nothing'],
    ['its slices are by', source.by ?? 'nothing'],
    ['its classes are kept', grouping.perClass ? 'apart' : 'together'],
    ['its samples are', sketch.squares ? 'weighted' : 'unweighted'],
  ]
}

/** The same samples with their slices numbered as in `slices`. */
function moveSlices({ sketch, grouping, slices: own }: SketchedData, slices: readonly string[]): Sketch {
  const numbers = new Map(slices.map((name, index) => [name, index]))
  const move = (groups: Sketch['groups']) => {
    const moved: (GroupSketch | undefined)[] = []
    groups.forEach((group, index) => {
      const slice = numbers.get(own[identifyGroup(grouping, index).slice])!
      moved[inSlice(grouping, index, slice)] = group
    })
    return moved
  }
  return { ...sketch, groups: move(sketch.groups), squares: sketch.squares && move(sketch.squares) }
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
