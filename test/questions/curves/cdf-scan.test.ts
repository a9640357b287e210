import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CdfReport } from '../../../src/questions/curves/cdf.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-cdf-'))
const LOSSES = ['--loss', 'ce', '--loss', 'focal:gamma=5', '--loss', 'poly1:epsilon=-3']

const classesOf = async (...args: readonly string[]) =>
  (await lossctlJson<CdfReport>('curve', '--cdf', ...args, ...LOSSES)).classes

describe('the passes over a file', () => {
  const arrays = [fixture('scenes-logits.npy'), '--labels', fixture('scenes-labels.npy')]

  it('find the same on one thread as on three', async () => {
    expect(await classesOf(...arrays, '--threads', '3')).toEqual(await classesOf(...arrays, '--threads', '1'))
  })

  it('find the same in plain lines as row by row', async () => {
    const lines = readFileSync(fixture('scenes.csv'), 'utf8')
    const path = join(folder, 'quoted.csv')
    // Quotes are not for the quick way.
    writeFileSync(path, lines.replace(/^([^,\n]+),/gm, '"$1",'))
    const [quick, slow] = [await classesOf(fixture('scenes.csv')), await classesOf(path)]
    for (const [i, { curves }] of quick.entries()) {
      for (const [k, { hardest, loss }] of curves.entries()) {
        const other = slow[i].curves[k]
        // Added up in another order.
        expect(hardest).toEqual(other.hardest!.map((share) => expect.closeTo(share, 11)))
        expect(loss).toEqual(other.loss!.map((share) => expect.closeTo(share, 11)))
      }
    }
  })

  it('leave out the rows that the first has skipped', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, i) => `${i % 3 === 0 ? 1 : 0},${(i % 17) / 17 + 0.003 * (i % 7)}`,
    )
    const [fine, bad] = [join(folder, 'fine.csv'), join(folder, 'bad.csv')]
    writeFileSync(fine, `label,prob\n${rows.join('\n')}\n`)
    writeFileSync(bad, `label,prob\n${[...rows.slice(0, 99), '1,7', '1,x', ...rows.slice(99)].join('\n')}\n`)
    expect(await classesOf(bad, '--on-bad-row', 'skip')).toEqual(await classesOf(fine, '--from', 'probs'))
  })
})

describe('a saved sketch of many slices', () => {
  it('has the curves of all samples together', async () => {
    const rows = Array.from(
      { length: 3000 },
      (_, i) => `${Number(i % 7 === 0)},${(((i * 37) % 1999) + 0.5) / 1999},s${i % 500}`,
    )
    const [file, sliced] = ['sliced.csv', 'sliced.sketch.json'].map((name) => join(folder, name))
    writeFileSync(file, `label,prob,slice\n${rows.join('\n')}\n`)
    await lossctl(['sketch', file, '--by', 'slice', '-o', sliced])
    const whole = join(folder, 'whole.sketch.json')
    await lossctl(['sketch', file, '-o', whole])
    const [ofSlices, ofAll] = [await classesOf(sliced), await classesOf(whole)]
    expect(ofSlices.map(({ count }) => count)).toEqual(ofAll.map(({ count }) => count))
    for (const [i, { curves, samples }] of ofAll.entries()) {
      expect(ofSlices[i].samples).toEqual(samples)
      // Added up in another order.
      for (const [k, { loss }] of curves.entries())
        expect(ofSlices[i].curves[k].loss).toEqual(loss!.map((share) => expect.closeTo(share, 11)))
    }
  })
})
