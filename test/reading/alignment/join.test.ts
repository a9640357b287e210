import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openTable } from '../../../src/formats/index.ts'
import { joinTables } from '../../../src/reading/alignment/join.ts'
import { draws } from '../../made/draws.ts'
import { lossctl } from '../../made/host.ts'
import { readTexts, scratchFolder } from '../../made/scratch.ts'

const write = scratchFolder()

const csv = (name: string, lines: readonly string[]) => write(name, `${lines.join('\n')}\n`)

/** Rows of the left file, and in which order and in how many shards the right one has them. */
const twoFiles = fc
  .uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 2, maxLength: 30 })
  .chain((ids) =>
    fc.record({
      ids: fc.constant(ids),
      order: fc.oneof(
        fc.shuffledSubarray(ids, { minLength: ids.length }),
        // In the same order up to some row.
        fc.nat(ids.length).map((same) => [...ids.slice(0, same), ...ids.slice(same).toReversed()]),
      ),
      cut: fc.integer({ min: 1, max: ids.length - 1 }),
    }),
  )

describe('rows joined by their ids', () => {
  it('have the cells of their ids, in any order and any number of shards', async () => {
    await fc.assert(
      fc.asyncProperty(twoFiles, async ({ ids, order, cut }) => {
        const rows = order.map((id) => `label of ${id},${id}.0`)
        const left = await openTable(csv('left.csv', ['id,prob', ...ids.map((id) => `${id},0.5`)]))
        const right = [
          await openTable(csv('a.csv', ['label,id', ...rows.slice(0, cut)])),
          await openTable(csv('b.csv', ['label,id', ...rows.slice(cut)])),
        ]
        const joined = joinTables([left], right, { left: 0, right: 1 })
        expect(await readTexts(joined)).toEqual(ids.map((id) => [`label of ${id}`, `${id}.0`]))
        const last = ids.length - 1
        const at = order.indexOf(ids[last])
        const line = at < cut ? `${right[0].path}:${at + 2}:1` : `${right[1].path}:${at - cut + 2}:1`
        expect((await joined.locate(last, 0)).place).toBe(line)
      }),
      { numRuns: draws(60) },
    )
  })

  const left = ['id,prob', 'p,0.9', 'q,0.2', 'r,0.7']
  it.each([
    [['q,0', 'p,1'], 'lacks 1 of the ids of LEFT: "r"; '],
    [['p,1', 'q,0'], 'lacks 1 of the ids of LEFT: "r"; '],
    [['p,1', 'q,0', 'r,1', 's,0'], 'has 1 that LEFT lacks: "s"; '],
    [['q,0', 'p,1', 'r,1', 's,0'], 'has 1 that LEFT lacks: "s"; '],
    [['q,0', 'p,1', 'p,1'], '"id" names several rows alike'],
  ])('are refused when they are not the same: %s', async (rows, words) => {
    const files = [csv('left.csv', left), csv('right.csv', ['id,label', ...rows])]
    const { code, stdout, stderr } = await lossctl(['compare', files[0], '--labels', files[1]])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain(words.replace('LEFT', files[0]))
  })

  it('are found by a bad cell where it stands', async () => {
    const labels = csv('labels.csv', ['id,label', 'r,x', 'q,0', 'p,1'])
    const { stderr } = await lossctl(['compare', csv('left.csv', left), '--labels', labels])
    expect(stderr).toContain(`${labels}:2:2: "x" is no label`)
  })
})
