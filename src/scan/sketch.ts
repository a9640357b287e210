/** Builds the sketch of a data set in one pass, and hands each block to whoever wants more of it. */
import { reference } from '../kernels/reference.ts'
import { createGrid } from '../sketch/grid.ts'
import { createSketch, type Sketch } from '../sketch/sketch.ts'
import type { SampleBlock, Scan } from './samples.ts'

/**
 * @param edges margins at which sums must be parted
 * @param visit is shown every block, for what a sketch cannot answer
 */
export async function buildSketch(
  scan: Scan,
  edges: readonly number[],
  visit?: (block: SampleBlock) => void,
): Promise<Sketch> {
  const sketch = createSketch(createGrid(edges), scan.dataset.reading.weight !== null)
  for await (const block of scan.blocks()) {
    reference.accumulate(sketch, block)
    visit?.(block)
  }
  return sketch
}
