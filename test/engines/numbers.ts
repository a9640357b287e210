/** Two sketches of the same rows, by every number of compare. */
import { expect } from 'vitest'
import { lossctlJson } from '../made/host.ts'

const LOSSES = ['ce', 'focal:gamma=2', 'poly1', 'focal:gamma=10'].flatMap((loss) => ['--loss', loss])

/**
 * Each within 1e-12 of the other's, of the size of the terms, at every threshold.
 *
 * @param options with which the expected one was made
 * @param rows losses of whole softmax rows, which are summed at the first threshold alone
 */
export async function expectSame(
  found: string,
  expected: string,
  name: string,
  options: readonly string[],
  rows: readonly string[] = [],
): Promise<void> {
  const by = options.includes('--by') ? ['--by', options[options.indexOf('--by') + 1]] : []
  const parted = options.indexOf('--threshold')
  const thresholds = parted < 0 ? ['0.5'] : options[parted + 1].split(',')
  for (const [index, threshold] of thresholds.entries()) {
    const more = index === 0 ? rows.flatMap((loss) => ['--loss', loss]) : []
    const asked = [...LOSSES, ...more, ...by, '--threshold', threshold]
    const [ours, theirs] = await Promise.all([numbersAsked(found, asked), numbersOnce(expected, asked)])
    expect([...ours.keys()], name).toEqual([...theirs.keys()])
    for (const [path, value] of theirs)
      expect(Math.abs(ours.get(path)! - value), `${name} at ${threshold} ${path}`).toBeLessThanOrEqual(
        1e-12 * Math.max(Math.abs(value), 1e-2),
      )
  }
}

const known = new Map<string, Promise<Map<string, number>>>()

/** Those of a file that stays as it is, which several engines are held to. */
function numbersOnce(path: string, asked: readonly string[]): Promise<Map<string, number>> {
  const key = [path, ...asked].join('\n')
  const numbers = known.get(key) ?? numbersAsked(path, asked)
  known.set(key, numbers)
  return numbers
}

async function numbersAsked(path: string, asked: readonly string[]): Promise<Map<string, number>> {
  type Report = { results: readonly { losses: object; groups: object }[] }
  const { results } = await lossctlJson<Report>('compare', path, ...asked)
  return numbersOf({ losses: results[0].losses, groups: results[0].groups })
}

export function numbersOf(value: unknown, path = ''): Map<string, number> {
  if (typeof value === 'number') return new Map([[path, value]])
  if (typeof value !== 'object' || value === null) return new Map()
  return new Map(Object.entries(value).flatMap(([key, of]) => [...numbersOf(of, `${path}/${key}`)]))
}
