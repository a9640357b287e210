/**
 * The folders of ../shared/cases: inputs that were read wrongly once, each with a text that says what is right. What is
 * right is computed by right.py beside this, from the files and the texts.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { lossctl } from '../made/host.ts'
import { wordsOf } from '../made/paste.ts'
import { followAdvice, withFlags } from '../made/remedies.ts'
import { sharedPath } from '../made/shared.ts'
import right from './right.json' with { type: 'json' }

export const hasCases = sharedPath('cases') !== undefined

const RIGHT: Readonly<Record<string, Readonly<Record<string, number>>>> = right

export const rightOf = (folder: string, name: string): number => {
  const value = RIGHT[folder]?.[name]
  if (value === undefined) throw new Error(`right.json has no ${folder}, ${name}`)
  return value
}

/** Both are doubles of the same sum: only its rounding may differ, by far less than one in a billion. */
export const isNear = (value: number, wanted: number) => Math.abs(value - wanted) <= 1e-9 * Math.abs(wanted)

export interface Told {
  /** As it stands in the folder's text, or as one types it first. */
  readonly command: string
  /** The name of what is right in right.json: of the number, or of that to which the printed ways lead. */
  readonly is?: string
  /** What the refusal says of the true reason. */
  readonly refusal?: RegExp
  /** Numbers to which other printed ways lead: those of other data, and the message says of which. */
  readonly others?: readonly string[]
  /** Why no flag leads to the right number. */
  readonly noWay?: string
}

/** A folder of the cases in a place where one may write. */
export function copyOfCase(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'lossctl-case-'))
  cpSync(sharedPath(`cases/${folder}`)!, copy, { recursive: true })
  return copy
}

export const textOf = (folder: string, name: string) =>
  readFileSync(sharedPath(`cases/${folder}/${name}`)!, 'utf8')

/** The words of a command, with the paths of files of the folder. */
export const wordsIn = (folder: string, command: string): readonly string[] =>
  wordsOf(command).map((word) => pathIn(folder, word))

function pathIn(folder: string, word: string): string {
  const path = join(folder, word)
  return word !== '' && (existsSync(path) || word.startsWith('runs/')) ? path : word
}

/** The first loss of the first result of `compare`, or the words of the refusal. */
export async function firstNumber(
  argv: readonly string[],
): Promise<{ readonly refusal: string } | { readonly answer: number }> {
  const { code, stdout, stderr } = await lossctl([...argv, '--format', 'json'])
  if (code !== 0) return { refusal: stderr }
  const { results } = JSON.parse(stdout)
  // A comparison of several models is an answer to another question.
  return { answer: results.length === 1 ? Number(results[0].losses[0].value) : Number.NaN }
}

/** A command of a folder answers right at once, or says why not, and where else its words lead. */
export async function judge(folder: string, told: Told): Promise<void> {
  const argv = wordsIn(copyOfCase(folder), told.command)
  const first = await firstNumber(argv)
  if ('answer' in first) {
    expect(told.refusal, `answered ${first.answer}`).toBeUndefined()
    expect(isNear(first.answer, rightOf(folder, told.is!)), `${first.answer} is not ${told.is}`).toBe(true)
    return
  }
  expect(first.refusal).toMatch(told.refusal ?? /^$/)
  const reached = await numbersReached(argv, first.refusal)
  const known = [told.is ?? [], told.others ?? []]
    .flat()
    .map((name) => [name, rightOf(folder, name)] as const)
  const named = reached.map((value) => known.find(([, wanted]) => isNear(value, wanted))?.[0] ?? value)
  expect(new Set(named)).toEqual(new Set(known.map(([name]) => name)))
  expect(Boolean(told.is) !== Boolean(told.noWay), 'a way, or why there is none').toBe(true)
}

/** All numbers to which flags lead that are printed, one after another. */
async function numbersReached(argv: readonly string[], refusal: string): Promise<readonly number[]> {
  const reached: number[] = []
  const ask = (flags: readonly string[]) => firstNumber(withFlags(argv, flags))
  await followAdvice(refusal, ask, (answer) => {
    reached.push(answer)
    return false
  })
  return reached
}
