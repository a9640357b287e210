/** Builds the sketch of a data set in one pass, and hands each block to whoever wants more of it. */
import { createGrid } from '../sketch/grid.ts'
import { lookAt, type View } from '../sketch/lens.ts'
import { createSketch, type Sketch } from '../sketch/sketch.ts'
import { createStore } from '../sketch/store.ts'
import { weighGroup } from '../sketch/sums/evaluate.ts'
import type { Sums } from './bytes/parallel.ts'
import { mostGroups, planRaw, planView, type RawPlan } from './bytes/plan.ts'
import { areColumns, sketchColumns } from './columns.ts'
import { addMargins } from './margin-sketch.ts'
import { progressOf } from './samples.ts'
import type { SampleBlock, Scan } from './scan.ts'

/**
 * Throws SketchFull when it would have too many segments.
 *
 * @param edges margins at which sums must be parted
 * @param visit is shown every block, for what a sketch cannot answer
 * @param most segments
 */
export async function buildSketch(
  scan: Scan,
  edges: readonly number[],
  visit?: (block: SampleBlock) => void,
  most?: number,
): Promise<Sketch> {
  const fast = visit ? null : await sketchFromBytes(scan, edges, { most })
  if (fast) return fast
  const weighted = scan.dataset.reading.weight !== null
  const sketch = createSketch(createGrid(edges), weighted, createStore(most))
  const adder = addMargins(sketch, mostGroups(scan), weighted)
  for await (const block of scan.blocks()) {
    adder.add(block)
    visit?.(block)
  }
  adder.finish()
  return sketch
}

/** The sketch of the samples that a view looks at, as they lie under its lenses. It has no squares. */
export async function sketchView(scan: Scan, view: View): Promise<Sketch> {
  const fast = await sketchFromBytes(scan, [], { view })
  if (fast) return fast
  const sketch = createSketch(createGrid(), false)
  const adder = addMargins(sketch, view.size, scan.dataset.reading.weight !== null)
  for await (const block of scan.blocks()) adder.add(lookAt(view, block))
  adder.finish()
  return sketch
}

/** Whether any sample has a weight above 0. */
function hasWeight({ groups }: Sketch): boolean {
  return groups.some((group) => group && weighGroup(group) > 0)
}

/** The quick way, for arrays without a fault. Null where there is one: row by row it is found, named or skipped. */
async function sketchFromBytes(
  scan: Scan,
  edges: readonly number[],
  { most, view }: { readonly most?: number; readonly view?: View },
): Promise<Sketch | null> {
  const grid = createGrid(edges)
  const plans = planRaw(scan, grid.edges)
  if (!plans && !areColumns(scan)) return null
  const { dataset, grouping, options } = scan
  const sketch = createSketch(grid, !view && dataset.reading.weight !== null, createStore(most))
  const counts = { ...scan.counts }
  const { slices } = scan
  const [known, sums] = [slices.length, { sketch, counts, slices, groupsOfSlice: grouping.size }]
  const onMerged = () => options.onProgress?.(progressOf(dataset, counts))
  const isPlain = plans
    ? await sketchAll(plans, sums, view, options.threads, onMerged)
    : await sketchColumns(scan, sums, grid.edges, view, onMerged)
  const weighs = view !== undefined || dataset.reading.weight === null || hasWeight(sketch)
  if (!isPlain || counts.samples === 0 || !weighs) {
    slices.length = known
    return null
  }
  Object.assign(scan.counts, counts)
  return sketch
}

async function sketchAll(
  plans: readonly RawPlan[],
  sums: Sums,
  view: View | undefined,
  threads: number | null,
  onMerged: () => void,
): Promise<boolean> {
  const { sketchInParallel } = await import('./bytes/parallel.ts')
  for (const plan of plans) {
    const seen = view ? planView(plan, view) : plan
    if (!(await sketchInParallel(seen, sums, threads, onMerged))) return false
  }
  return true
}
