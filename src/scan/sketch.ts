/** Builds the sketch of a data set in one pass, and hands each block to whoever wants more of it. */
import type { TopShape } from '../kernels/shape.ts'
import { createGrid } from '../sketch/grid.ts'
import { lookAt, type View } from '../sketch/lens.ts'
import { createSketch, type Sketch } from '../sketch/sketch.ts'
import { createStore } from '../sketch/store.ts'
import { weighGroup } from '../sketch/sums/evaluate.ts'
import type { Sums } from './bytes/parallel.ts'
import { type Look, mostGroups, planLook, planRaw, type RawPlan } from './bytes/plan.ts'
import { areColumns, sketchColumns } from './columns.ts'
import { blockOfHardest, createHardestOfAll, tellHardest } from './hardest.ts'
import { addMargins } from './margin-sketch.ts'
import { progressOf } from './samples.ts'
import type { SampleBlock, Scan } from './scan.ts'

/**
 * Throws SketchFull when it would have too many segments.
 *
 * @param edges margins at which sums must be parted
 * @param visit is shown every block, for what a sketch cannot answer
 * @param most segments
 * @param hardest so many of the smallest margins are all that `visit` is for: where the kernels tell them, it is shown one block of them
 */
export async function buildSketch(
  scan: Scan,
  edges: readonly number[],
  visit?: (block: SampleBlock) => void,
  most?: number,
  hardest?: number,
): Promise<Sketch> {
  const areTold = visit !== undefined && hardest !== undefined && tellHardest(scan, hardest)
  const found = areTold ? createHardestOfAll(scan.dataset.reading, hardest) : undefined
  const fast =
    visit && !found
      ? null
      : await sketchFromBytes(scan, edges, { most, hardest: found && hardest, addHardest: found?.add })
  if (fast && found) visit?.(await blockOfHardest(scan, found.take()))
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

/**
 * The sketch of the log-odds of the likeliest class of softmax rows, in group 1 where it is the truth, else in group 0: the quick
 * way alone. Null where rows must be looked at one by one.
 *
 * @param addTop takes what blocks come to beside it, in their order
 */
export async function sketchTop(
  scan: Scan,
  edges: readonly number[],
  top: TopShape,
  addTop: (sums: Float64Array) => void,
): Promise<Sketch | null> {
  const { task, by } = scan.dataset.reading
  return task === 'softmax' && by === null ? sketchFromBytes(scan, edges, { top, addTop }) : null
}

/** Whether any sample has a weight above 0. */
function hasWeight({ groups }: Sketch): boolean {
  return groups.some((group) => group && weighGroup(group) > 0)
}

/** The quick way, for arrays without a fault. Null where there is one: row by row it is found, named or skipped. */
async function sketchFromBytes(
  scan: Scan,
  edges: readonly number[],
  {
    most,
    addTop,
    addHardest,
    ...look
  }: Look & Pick<Sums, 'addTop' | 'addHardest'> & { readonly most?: number },
): Promise<Sketch | null> {
  const grid = createGrid(edges)
  const plans = planRaw(scan, grid.edges)
  if (!plans && !areColumns(scan)) return null
  const { dataset, grouping, options } = scan
  const sketch = createSketch(grid, !look.view && dataset.reading.weight !== null, createStore(most))
  const counts = { ...scan.counts }
  const { slices } = scan
  const known = slices.length
  const sums = { sketch, counts, slices, groupsOfSlice: grouping.size, addTop, addHardest }
  const onMerged = () => options.onProgress?.(progressOf(dataset, counts))
  const isPlain = plans
    ? await sketchAll(plans, sums, look, options.threads, onMerged)
    : await sketchColumns(scan, sums, grid.edges, look, onMerged)
  const isKnown = look.view !== undefined || look.top?.bins === 0 || dataset.reading.weight === null
  const weighs = isKnown || hasWeight(sketch)
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
  look: Look,
  threads: number | null,
  onMerged: () => void,
): Promise<boolean> {
  const { sketchInParallel } = await import('./bytes/parallel.ts')
  for (const plan of plans) {
    if (!(await sketchInParallel(planLook(plan, look), sums, threads, onMerged))) return false
  }
  return true
}
