/** Many layouts asked about, one after another, and what came of them. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
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

/** Some at a time: while one waits for the disk, another is read. */
const AT_A_TIME = 4

/** Where a file takes no disk, if there is such a place. */
const MEMORY = '/dev/shm'

export async function tallyLayouts(first: number, draws: number): Promise<Tally> {
  const wrong: string[] = []
  const refused = new Map<string, number[]>()
  let [right, doubtful] = [0, 0]
  const ask = async (seed: number, folder: string) => {
    const layout = drawLayout(seed)
    const { outcome, message } = await judge(layout, folder)
    if (outcome === 'wrong')
      wrong.push(`${seed}: ${message} (${[...layout.traits, ...layout.doubts].join(', ')})`)
    else if (layout.doubts.length > 0) doubtful++
    else if (outcome === 'right') right++
    else {
      const kind = kindOf(message, folder)
      refused.set(kind, [...(refused.get(kind) ?? []), seed])
    }
  }
  let next = first
  const askAll = async () => {
    const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'lossctl-layouts-'))
    while (next < first + draws) await ask(next++, folder)
    rmSync(folder, { recursive: true })
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, askAll))
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
