/** The atoms of a loss that is linear in parameters are asked once at each node, for all groups whose classes share them. */
import { expect, it } from 'vitest'
import { reference } from '../../src/kernels/reference.ts'
import type { BoundLoss } from '../../src/losses/loss.ts'
import { completeLoss, parseLoss } from '../../src/losses/spec/spec.ts'
import { createGrid, MOMENTS } from '../../src/sketch/grid.ts'
import { createSketch } from '../../src/sketch/sketch.ts'
import { createLossesAtNodes } from '../../src/sketch/sums/at-nodes.ts'
import { basesOf } from '../../src/sketch/sums/basis.ts'
import { evaluateBasis } from '../../src/sketch/sums/basis-sums.ts'
import { prepareGroup } from '../../src/sketch/sums/evaluate.ts'
import { uniforms } from '../made/uniforms.ts'

const next = uniforms(5)
const margin = Float64Array.from({ length: 2000 }, () => 30 * (next() + next() - 1))
const group = Int32Array.from(margin, () => (next() < 0.3 ? 1 : 0))
const sketch = createSketch(createGrid([]), false)
reference.accumulate(sketch, { length: margin.length, margin, group, weight: null, held: [] })
const groups = [0, 1].map((index) => prepareGroup(sketch, index, 0)!)

const bases = basesOf(completeLoss(parseLoss('poly1-focal:gamma=1.5')), 'binary', 2)

it('whichever groups are asked about together, with the same sums', () => {
  const asked: number[] = []
  const counting = (atom: BoundLoss): BoundLoss => ({
    ...atom,
    value(s) {
      asked.push(s)
      return atom.value(s)
    },
  })
  const [first, second] = bases[0].atoms
  expect(bases[1].atoms).toEqual([first, second])
  const shared = { ...bases[0], atoms: [counting(first), second] }
  const atNodes = createLossesAtNodes()
  const together = groups.map((one) => evaluateBasis(one, shared, atNodes))
  const margins = new Set(groups.flatMap(({ nodes }) => [...nodes.margin]))
  expect(margins.size).toBeLessThan(groups.reduce((sum, { nodes }) => sum + nodes.margin.length, 0))
  expect(asked.length % MOMENTS).toBe(0)
  expect(asked.toSorted((a, b) => a - b)).toEqual([...margins].toSorted((a, b) => a - b))
  expect(together).toEqual(groups.map((one, i) => evaluateBasis(one, bases[i], createLossesAtNodes())))
})
