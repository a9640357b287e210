import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CdfReport } from '../../src/questions/curves/cdf.ts'
import { formatShare } from '../../src/views/words/numbers.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

/** What fixtures/make_shares.py wrote: sums in long double, from a program that shares nothing with this one. */
interface Fixture {
  readonly hardest: readonly number[]
  readonly sets: readonly {
    readonly name: string
    readonly margins: readonly number[]
    readonly weights: readonly number[] | null
    readonly shares: Readonly<Record<string, readonly number[]>>
  }[]
}

const { sets }: Fixture = JSON.parse(readFileSync(fixture('shares.json'), 'utf8'))
const specs = Object.keys(sets[0].shares)
const losses = specs.flatMap((spec) => ['--loss', spec])
const folder = mkdtempSync(join(tmpdir(), 'lossctl-shares-'))

describe.each(sets)('what the hardest samples carry: $name', ({ name, margins, weights, shares }) => {
  const path = join(folder, `${name}.csv`)
  const rows = margins.map((s, i) => (weights ? `1,${s},${weights[i]}` : `1,${s}`))
  writeFileSync(path, `label,logit${weights ? ',weight' : ''}\n${rows.join('\n')}\n`)
  const reading = weights ? ['--weight', 'weight'] : []

  it('is found in the predictions, to every digit shown', async () => {
    const { classes } = await lossctlJson<CdfReport>('curve', '--cdf', path, ...reading, ...losses)
    for (const [k, { hardest, hardestLow, hardestHigh }] of classes[0].curves.entries()) {
      for (const [i, truth] of shares[specs[k]].entries()) {
        const [low, high] = [hardestLow![i], hardestHigh![i]]
        const words = `${specs[k]}: ${truth} in ${low} to ${high}`
        expect(low <= truth && truth <= high, words).toBe(true)
        expect(high - low, words).toBeLessThan(1e-5)
        expect(formatShare(hardest![i])).toBe(formatShare(truth))
      }
    }
    const { stdout } = await lossctl(['curve', '--cdf', path, ...reading, ...losses, '--format', 'markdown'])
    const page = stdout.replaceAll('&gt;', '>').replaceAll('&lt;', '<')
    for (const spec of specs) expect(page).toContain(` | ${shares[spec].map(formatShare).join(' | ')} |`)
  })

  it('is bounded by a sketch of them', async () => {
    const sketch = join(folder, `${name}.sketch.json`)
    expect((await lossctl(['sketch', path, ...reading, '-o', sketch])).code).toBe(0)
    const { classes } = await lossctlJson<CdfReport>('curve', '--cdf', sketch, ...losses)
    for (const [k, { hardest, hardestLow, hardestHigh }] of classes[0].curves.entries()) {
      for (const [i, truth] of shares[specs[k]].entries()) {
        const [low, value, high] = [hardestLow![i], hardest![i], hardestHigh![i]]
        const words = `${specs[k]}: ${truth} in ${low} to ${high}`
        expect(low <= truth && truth <= high, words).toBe(true)
        expect(low <= value && value <= high, words).toBe(true)
      }
    }
  })
})
