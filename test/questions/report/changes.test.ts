/** What a page of several files says of their changes is what `compare` says, from the command, Node and memory. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as api from '../../../src/index.ts'
import type { ReportContent } from '../../../src/questions/report/report-content.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { scratchFolder } from '../../made/scratch.ts'

const write = scratchFolder()
const ROWS = 200
/** Of nearly even shares, and no two alike. */
const prob = (i: number, by: number) => ((i * 37 + by * 11) % 97) / 100 + 0.01
const LABELS = Array.from({ length: ROWS }, (_, i) => Number((i * 7) % 5 < 2))

function file(name: string, by: number, { turned = false, ids = 's' } = {}): string {
  const rows = LABELS.map((label, i) => [`${ids}${i}`, label, prob(i, by).toFixed(4)])
  return write(
    name,
    `id,label,prob\n${(turned ? rows.toReversed() : rows).map((row) => `${row.join()}\n`).join('')}`,
  )
}

const contentIn = (page: string): ReportContent =>
  JSON.parse(/<script type="application\/json" id="content">(.*)<\/script>/.exec(page)![1])

type Changes = Pick<ReportContent, 'changes'>

const [A, B, C] = [file('a.csv', 0), file('b.csv', 1, { turned: true }), file('c.csv', 2, { ids: 't' })]
const ASKED = ['--loss', 'ce', '--loss', 'focal:gamma=2']
const losses = ['ce', 'focal:gamma=2']

it('are those of compare, joined by id, and none of other samples', async () => {
  const page = A.replace('a.csv', 'page.html')
  const { code, stderr } = await lossctl(['report', A, B, C, ...ASKED, '-o', page])
  expect([code, stderr]).toEqual([0, expect.any(String)])
  const { changes } = contentIn(readFileSync(page, 'utf8'))
  const { changes: asked } = await lossctlJson<Changes>('compare', A, B, C, ...ASKED)
  expect(changes).toMatchObject([null, { by: 'id', confidence: 0.95 }, null])
  for (const [at, loss] of changes![1]!.losses.entries()) {
    const { spec, title, difference, interval, significant } = asked![1]!.losses[at]!
    expect(loss).toEqual({ spec, title, difference, interval, significant })
    expect(interval![1]).toBeGreaterThan(interval![0])
  }
  // The table that stands there without a script.
  expect(readFileSync(page, 'utf8')).toContain(
    '95 % interval of the change in the same samples, joined by id',
  )
})

it('are the same of the function, of files and of arrays, and none of sums', async () => {
  const { changes } = contentIn(await api.report([A, B], { losses }))
  const { changes: asked } = await lossctlJson<Changes>('compare', A, B, ...ASKED)
  expect(changes![1]!.losses.map((loss) => loss?.interval)).toEqual(
    asked![1]!.losses.map((loss) => loss?.interval),
  )
  const arrays = [0, 1].map((by) => ({
    scores: Float64Array.from(LABELS, (_, i) => Number(prob(i, by).toFixed(4))),
    labels: Float64Array.from(LABELS),
    from: 'probs' as const,
  }))
  const [, ofArrays] = contentIn(await api.report(arrays, { losses })).changes!
  expect(ofArrays!.by).toBe('row')
  for (const [at, loss] of ofArrays!.losses.entries())
    expect(loss!.difference).toBeCloseTo(asked![1]!.losses[at]!.difference, 12)
  expect(contentIn(await api.report([A, B], { losses, reduction: 'sum' })).changes).toBe(null)
})
