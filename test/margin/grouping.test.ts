import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Task } from '../../src/losses/task.ts'
import { createGrouping, groupOf, identifyGroup, inSlice } from '../../src/margin/grouping.ts'

const SLICES = 3

const anyGrouping = fc
  .record({
    task: fc.constantFrom<Task>('binary', 'softmax', 'multilabel'),
    classes: fc.integer({ min: 2, max: 5 }),
    perClass: fc.boolean(),
  })
  .map(({ task, classes, perClass }) =>
    createGrouping(
      task,
      Array.from({ length: task === 'binary' ? 2 : classes }, (_, i) => `${i}`),
      perClass,
    ),
  )

describe('the number of a group', () => {
  it('tells what its samples have in common, and nothing else', () => {
    const property = fc.property(anyGrouping, (grouping) => {
      const { task, classes, perClass, size } = grouping
      const labels = task === 'softmax' ? classes.map((_, label) => label) : [0, 1]
      const cells = task === 'multilabel' ? classes.map((_, cell) => cell) : [undefined]
      const used = new Set<number>()
      for (let slice = 0; slice < SLICES; slice++)
        for (const label of labels)
          for (const cell of cells) {
            const number = groupOf(grouping, slice, label, cell)
            used.add(number)
            const ofClass = task === 'multilabel' ? cell : label
            expect(identifyGroup(grouping, number)).toEqual({
              slice,
              classIndex: perClass || task === 'binary' ? ofClass : null,
              positive: task === 'softmax' ? null : label === 1,
            })
            expect(inSlice(grouping, number, 7)).toBe(groupOf(grouping, 7, label, cell))
          }
      expect([...used].sort((a, b) => a - b)).toEqual(Array.from({ length: SLICES * size }, (_, i) => i))
    })
    fc.assert(property, { numRuns: 60 })
  })
})
