/** Several files of the same samples: the change of each loss from the first, with its interval. */
import { describe, expect, it } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { chooseLosses } from '../../src/losses/spec/choose.ts'
import { changeBetween } from '../../src/questions/compare/changes.ts'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { changed } from '../../src/sources/file.ts'
import { newFolder } from '../made/files.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { printedCommands } from '../made/paste.ts'
import { fixture } from '../made/shared.ts'

interface Change {
  readonly by: string
  readonly confidence: number
  readonly losses: readonly ({
    readonly spec: string
    readonly difference: number
    readonly interval: readonly [number, number]
    readonly significant: boolean
  } | null)[]
}
interface Report {
  readonly results: readonly { readonly losses: readonly { readonly value: number }[] }[]
  readonly changes?: readonly (Change | null)[]
}

const A = [0.9, 0.8, 0.3, 0.6, 0.7, 0.2, 0.55, 0.95, 0.4, 0.65]
const B = [0.92, 0.7, 0.5, 0.65, 0.6, 0.4, 0.7, 0.94, 0.45, 0.8]
const LABELS = [1, 0, 1, 1, 0, 0, 1, 0, 1, 1]

/** Rows of an id, a label, and the probability of the positive class where that of the truth is given. */
function table(
  name: string,
  pts: readonly number[],
  { ids = true, order = pts.map((_, i) => i) } = {},
): string {
  const header = ids ? 'id,label,prob' : 'label,prob'
  const rows = order.map((i) => {
    const prob = LABELS[i] === 1 ? pts[i] : Number((1 - pts[i]).toFixed(6))
    return [...(ids ? [`s${i}`] : []), LABELS[i], prob]
  })
  return folder.csv(name, header, rows)
}
let folder: ReturnType<typeof newFolder>

/** Of the mean difference of two losses, by the sums of a textbook; 2.262157162740992 is the quantile of Student's t at 0.975 for 9 degrees. */
function intervalOf(
  lossOf: (pt: number) => number,
  pts: readonly number[] = B,
): readonly [number, number, number] {
  const differences = A.map((pt, i) => lossOf(pts[i]) - lossOf(pt))
  const n = differences.length
  const mean = differences.reduce((sum, d) => sum + d, 0) / n
  const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (n - 1)
  const reach = 2.262157162740992 * Math.sqrt(variance / n)
  return [mean, mean - reach, mean + reach]
}

const ce = (pt: number) => -Math.log(pt)
const focal = (pt: number) => (1 - pt) ** 2 * ce(pt)
const ASKED = ['--loss', 'ce', '--loss', 'focal:gamma=2']

describe('a comparison of several files', () => {
  it('has them in its CSV too, and none of the first file or of bands', async () => {
    folder = newFolder()
    const files = [
      table('a.csv', A),
      table('b.csv', B),
      folder.csv('other.csv', 'label,prob', [
        [1, 0.75],
        [0, 0.25],
      ]),
    ]
    const { stdout } = await lossctl(['compare', ...files, ...ASKED, '--format', 'csv'])
    const [header, ...lines] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.match(/"[^"]*"|[^,"]+|(?<=,|^)(?=,|$)/g)!)
    const records = lines.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i]])))
    const told = records.filter(({ difference }) => difference !== '')
    expect(told.map(({ file, band, confidence }) => [file, band, confidence])).toEqual(
      [ce, focal].map(() => [files[1], 'all', '0.95']),
    )
    for (const [at, lossOf] of [ce, focal].entries())
      for (const [i, want] of intervalOf(lossOf).entries())
        expect(Number(told[at][['difference', 'low', 'high'][i]])).toBeCloseTo(want, 11)
    expect(records.filter(({ low, high }) => low !== '' || high !== '')).toEqual(told)
    const { stdout: alone } = await lossctl(['compare', files[0], ...ASKED, '--format', 'csv'])
    expect(alone.split('\n')[0]).not.toContain('difference')
  })

  it('names the changes of three files that are within chance', async () => {
    folder = newFolder()
    const better = A.map((pt) => 0.5 * (pt + 1))
    const shaken = A.map((pt, i) => Number((pt + (i % 2 === 0 ? 0.01 : -0.01)).toFixed(6)))
    // By the interval of the definition: the cross-entropy of the second is lower, and no other change is told.
    const told = (pts: readonly number[]) =>
      [ce, focal].map((lossOf) => {
        const [, low, high] = intervalOf(lossOf, pts)
        return low > 0 || high < 0
      })
    expect([told(better), told(shaken)]).toEqual([
      [true, false],
      [false, false],
    ])
    const files = [table('a.csv', A), table('better.csv', better), table('shaken.csv', shaken)]
    const { stdout } = await lossctl(['compare', ...files, ...ASKED])
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'better.csv is lowest by both losses. No change from a.csv beyond chance: focal γ=2 in better.csv; ce and focal γ=2 in shaken.csv.',
    )
    // What is told above is not asked again.
    expect(stdout).toContain('\nThe lowest two by ce, sample by sample:\n')
    // Which of the lowest two is lower, the lower one last: pasted as it stands.
    const [asked] = printedCommands(stdout)
    expect(asked.slice(0, 3)).toEqual(['diff', files[0], files[1]])
    const { code, stdout: answer } = await lossctl(asked)
    expect([code, answer]).toEqual([0, expect.stringContaining('ce')])
  })

  it('has the paired interval of each change, by id in any order, and row by row without ids', async () => {
    folder = newFolder()
    const order = [3, 1, 4, 0, 9, 2, 6, 5, 8, 7]
    for (const [by, files] of [
      ['id', [table('a.csv', A), table('b.csv', B, { order })]],
      ['row', [table('c.csv', A, { ids: false }), table('d.csv', B, { ids: false })]],
    ] as const) {
      const { changes } = await lossctlJson<Report>('compare', ...files, ...ASKED)
      expect([changes?.length, changes?.[0], changes?.[1]?.by]).toEqual([2, null, by])
      for (const [at, lossOf] of [ce, focal].entries()) {
        const change = changes![1]!.losses[at]!
        const [mean, low, high] = intervalOf(lossOf)
        // Ten differences below 3: rounding of their sums is below 1e-14, and of a quotient by their scatter 1e-12.
        expect(change.difference).toBeCloseTo(mean, 12)
        expect(change.interval[0]).toBeCloseTo(low, 11)
        expect(change.interval[1]).toBeCloseTo(high, 11)
        expect(change.significant).toBe(low > 0 || high < 0)
      }
      const { stdout } = await lossctl(['compare', ...files, ...ASKED], { tty: 80, env: { NO_COLOR: '1' } })
      const [mean, , high] = intervalOf(ce)
      const digits = stdout
        .match(/^ {2}ce +−(\S+) ± (\S+)$/m)!
        .slice(1)
        .map(Number)
      expect(Math.abs(digits[0] + mean)).toBeLessThan(0.005)
      expect(Math.abs(digits[1] - (high - mean))).toBeLessThan(0.005)
      expect(stdout).toContain(by === 'id' ? 'joined by id' : 'row by row')
      const isOpen = intervalOf(ce)[2] > 0
      expect(/ % ~/.test(stdout)).toBe(isOpen || intervalOf(focal)[2] > 0)
    }
  })

  it('is told in LaTeX by the signs that stand in the table that is printed, and those alone', async () => {
    folder = newFolder()
    const shaken = A.map((pt, i) => Number((pt + (i % 2 === 0 ? 0.01 : -0.01)).toFixed(6)))
    const files = [table('a.csv', A), table('shaken.csv', shaken)]
    const { stdout } = await lossctl(['compare', ...files, ...ASKED, '-f', 'latex'])
    expect(stdout).toContain('$\\sim$')
    expect(stdout).toContain('% ~ is no change beyond chance')
    expect(stdout).not.toMatch(/±|\\pm/)
    const diff = await lossctl(['diff', ...files, ...ASKED, '-f', 'latex'])
    expect(diff.stdout).toMatch(/\\pm|±/)
  })

  it('says nothing of what has no interval: losses of the whole file, and a single sample', async () => {
    folder = newFolder()
    const better = A.map((pt) => 0.5 * (pt + 1))
    const files = [table('a.csv', A), table('better.csv', better)]
    const asked = ['--loss', 'ce', '--set', 'dice']
    const { stdout } = await lossctl(['compare', ...files, ...asked])
    expect(stdout).toContain('Beyond chance: ce.')
    expect(stdout).not.toContain('All changes')
    const shaken = A.map((pt, i) => Number((pt + (i % 2 === 0 ? 0.01 : -0.01)).toFixed(6)))
    const within = await lossctl(['compare', files[0], table('shaken.csv', shaken), ...asked])
    expect(within.stdout).toContain('Not beyond chance: ce.')
    const one = [A, better].map((pts, at) => table(`one${at}.csv`, pts.slice(0, 1)))
    const { code, stdout: ofOne } = await lossctl(['compare', ...one, '--loss', 'ce'])
    expect([code, ofOne]).toEqual([0, expect.not.stringMatching(/No change|All changes|interval|±|~/)])
  })

  it('is given row by row where that is said, and no diff is advised that is known to fail', async () => {
    folder = newFolder()
    const named = table('a.csv', A)
    const other = folder.csv(
      'other-ids.csv',
      'id,label,prob',
      B.map((pt, i) => [`t${i}`, LABELS[i], LABELS[i] === 1 ? pt : Number((1 - pt).toFixed(6))]),
    )
    const { stdout } = await lossctl(['compare', named, other, ...ASKED])
    expect(stdout).not.toContain('lossctl diff')
    expect((await lossctl(['diff', named, other])).code).toBe(3)
    const { changes } = await lossctlJson<Report>('compare', named, other, ...ASKED, '--by-row')
    const [mean, low, high] = intervalOf(ce)
    const { difference, interval } = changes![1]!.losses[0]!
    for (const [at, value] of [difference, ...interval].entries())
      expect(value).toBeCloseTo([mean, low, high][at], 11)
  })

  it('is refused where a file changed after its numbers were told, and absent where files cannot be paired', async () => {
    const report = {
      threshold: 0.5,
      source: { task: 'binary', classes: ['0', '1'] },
    } as unknown as CompareReport
    const found = (error: Error) =>
      changeBetween(() => Promise.reject(error), chooseLosses(['ce'], {}), [report, report])
    await expect(found(changed('b.csv'))).rejects.toThrow('changed while it was read')
    expect(await found(new InputError('b.csv', 'lacks 3 of the ids of a.csv', 'leave it out'))).toBe(null)
    await expect(found(new TypeError('a fault'))).rejects.toThrow(TypeError)
  })

  it('is that of diff', async () => {
    const files = [fixture('digits.csv'), fixture('digits-units.csv')]
    const { changes } = await lossctlJson<Report>('compare', ...files)
    const { losses } = await lossctlJson<{ losses: object[] }>('diff', ...files)
    expect(changes![1]!.losses).toEqual(losses)
  })

  it('has none of other samples, of sums, or of weights of their own, and says of which files', async () => {
    folder = newFolder()
    const [a, b] = [table('a.csv', A), table('b.csv', B)]
    const other = folder.csv(
      'c.csv',
      'id,label,prob',
      LABELS.map((label, i) => [`t${i}`, 1 - label, 0.5]),
    )
    const weighed = folder.csv(
      'w.csv',
      'id,label,prob,weight',
      LABELS.map((label, i) => [`s${i}`, label, A[i], i + 1]),
    )
    const changesOf = async (...args: string[]) => (await lossctlJson<Report>('compare', ...args)).changes
    expect(await changesOf(a, other)).toBeUndefined()
    expect((await changesOf(a, b, other))?.map((change) => change !== null)).toEqual([false, true, false])
    expect(await changesOf(a, b, '--reduction', 'sum')).toBeUndefined()
    expect(await changesOf(a, b, '--class-weight', 'balanced')).toBeUndefined()
    // The mean of the second has weights, and that of the pairs has none.
    expect(await changesOf(a, weighed, '--loss', 'ce')).toBeUndefined()
    expect(await changesOf(a)).toBeUndefined()
    const { stdout } = await lossctl(['compare', a, b, other], { tty: 100, env: { NO_COLOR: '1' } })
    expect(stdout).toContain(
      'Not known to be of the same samples as a.csv, and so without an interval: c.csv.',
    )
  })

  it('leaves out what single samples do not have, and tells the others', async () => {
    const files = [fixture('digits.csv'), fixture('digits-units.csv')]
    const asked = ['--loss', 'brier', '--loss', 'ce']
    const { changes } = await lossctlJson<Report>('compare', ...files, ...asked)
    expect(changes![1]!.losses.map((loss) => loss?.spec ?? null)).toEqual([null, 'ce:alpha=none'])
    const { stdout } = await lossctl(['compare', ...files, ...asked], { tty: 80, env: { NO_COLOR: '1' } })
    expect(stdout).toMatch(/^ {2}brier +–$/m)
    expect(stdout.split('\n').every((line) => [...line].length <= 80)).toBe(true)
    // It refuses the first.
    expect(stdout).not.toContain('lossctl diff')
  })
})
