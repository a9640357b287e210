import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import type { InspectReport } from '../../src/questions/inspect/inspect.ts'
import { draws } from '../made/draws.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

interface Row {
  readonly id: string
  readonly label: string
  readonly p: number
  readonly w: number
  readonly site: string
}

const rows = fc
  .array(
    fc.record({
      label: fc.constantFrom('0', '1'),
      p: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      w: fc.constantFrom(0.5, 1, 2.25, 3),
      site: fc.constantFrom('a', 'b', 'c'),
    }),
    { minLength: 20, maxLength: 60 },
  )
  .map((list) => list.map((row, i): Row => ({ id: `r${i}`, ...row })))
  .filter((list) => new Set(list.map(({ label }) => label)).size === 2)

function table(name: string, list: readonly Row[], columns: readonly (keyof Row)[]): string {
  return write(
    name,
    [columns, ...list.map((row) => columns.map((column) => row[column]))]
      .map((cells) => `${cells.join(',')}\n`)
      .join(''),
  )
}

const compare = async (...words: string[]) => {
  const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', ...words, '--from', 'probs')
  return results[0]
}

describe('a weight and a slice beside the labels', () => {
  it('count as those beside the scores do, joined or row by row, whatever labels are', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.boolean(), fc.boolean(), async (list, isJoined, areWords) => {
        const named = list.map((row) => ({
          ...row,
          label: areWords ? ['no', 'yes'][Number(row.label)] : row.label,
        }))
        const ids = isJoined ? (['id'] as const) : []
        const one = table('one.csv', named, [...ids, 'p', 'label', 'w', 'site'])
        const scores = table('scores.csv', named, [...ids, 'p'])
        const labels = table('labels.csv', isJoined ? named.toReversed() : named, [
          ...ids,
          'w',
          'label',
          'site',
        ])
        const words = ['--weight', 'w', '--by', 'site', '--label', 'label']
        const together = await compare(one, ...words, '--score', 'p')
        const apart = await compare(scores, '--labels', labels, ...words)
        expect([apart.losses, apart.groups, apart.bands]).toEqual([
          together.losses,
          together.groups,
          together.bands,
        ])
        expect([apart.source.weight, apart.source.by]).toEqual(['w', 'site'])
        const weights = list.reduce((sum, { w }) => sum + w, 0)
        const sum = list.reduce(
          (total, { p, w, label }) => total - w * Math.log(label === '1' ? p : 1 - p),
          0,
        )
        expect(apart.losses[0].value! / (sum / weights)).toBeCloseTo(1, 12)
      }),
      { numRuns: draws(30) },
    )
  })

  const list = Array.from({ length: 30 }, (_, i) => ({
    id: `r${i}`,
    label: `${i % 2}`,
    p: (i + 1) / 40,
    w: i === 7 ? -1 : 1,
    site: 'a',
  }))

  it('are named where they are bad, and shown by inspect', async () => {
    const [scores, labels] = [table('s.csv', list, ['p']), table('l.csv', list, ['label', 'w', 'site'])]
    const words = ['--labels', labels, '--label', 'label', '--weight', 'w', '--by', 'site', '--from', 'probs']
    const { code, stderr } = await lossctl(['compare', scores, ...words])
    expect([code, stderr]).toEqual([3, expect.stringContaining(`${labels}:9:2: the weight "-1" is below 0`)])
    const { columns, reasons } = await lossctlJson<InspectReport>('inspect', scores, ...words)
    expect(columns.map(({ role }) => role)).toEqual(['probability', 'label', 'weight', 'slice'])
    expect(reasons).toContain('weight is "w" beside the labels')
  })

  it('are looked for in both files, and missed in both', async () => {
    const [scores, labels] = [table('s.csv', list, ['id', 'p']), table('l.csv', list, ['id', 'label'])]
    const { code, stderr } = await lossctl(['compare', scores, '--labels', labels, '--weight', 'w'])
    expect([code, stderr]).toEqual([
      3,
      `error: ${scores}: has no column "w" for --weight, and neither has ${labels}; the columns are id, p, and there id, label\n`,
    ])
  })
})
