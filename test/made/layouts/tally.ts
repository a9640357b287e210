/** Many layouts asked about, one after another, and what came of them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { judge, kindOf } from './judge.ts'
import { drawLayout } from './layout.ts'

export interface Tally {
  readonly right: number
  /** Wrong answers, each with its seed and what was drawn. */
  readonly wrong: readonly string[]
  /** Of those that a careful person could read: how many of each kind, and seeds of some. */
  readonly refused: ReadonlyMap<string, readonly number[]>
  /** Those that nobody could read without asking. */
  readonly doubtful: number
}

export async function tallyLayouts(first: number, draws: number): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'lossctl-layouts-'))
  const wrong: string[] = []
  const refused = new Map<string, number[]>()
  let [right, doubtful] = [0, 0]
  for (let seed = first; seed < first + draws; seed++) {
    const layout = drawLayout(seed)
    const { outcome, message } = await judge(layout, join(folder, 'one'))
    if (outcome === 'wrong')
      wrong.push(`${seed}: ${message} (${[...layout.traits, ...layout.doubts].join(', ')})`)
    else if (layout.doubts.length > 0) doubtful++
    else if (outcome === 'right') right++
    else {
      const kind = kindOf(message, join(folder, 'one'))
      refused.set(kind, [...(refused.get(kind) ?? []), seed])
    }
  }
  rmSync(folder, { recursive: true })
  return { right, wrong, refused, doubtful }
}

/** How many were refused needlessly. */
export function countRefused({ refused }: Tally): number {
  return [...refused.values()].reduce((sum, { length }) => sum + length, 0)
}

/** By kind, the most frequent first. */
export function describeRefused({ refused }: Tally): string {
  return [...refused]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([kind, seeds]) => `${seeds.length} ${kind} (as layout ${seeds.slice(0, 3).join(', ')})`)
    .join('\n')
}
