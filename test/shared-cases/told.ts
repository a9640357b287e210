/**
 * The folders of ../shared/cases: inputs that were read wrongly once, each with a text that says what is right. What is
 * right is computed by right.py beside this, from the files and the texts.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
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
  /** The name of what is right in right.json: of the number, of those of models side by side, or of that to which the printed ways lead. */
  readonly is?: string | readonly string[]
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

/** The first loss of each result of `compare`, or the words of the refusal. */
export async function numbersOf(
  argv: readonly string[],
): Promise<{ readonly refusal: string } | { readonly answer: readonly number[] }> {
  const { code, stdout, stderr } = await lossctl([...argv, '--format', 'json'])
  if (code !== 0) return { refusal: stderr }
  const { results }: { results: readonly CompareReport[] } = JSON.parse(stdout)
  return { answer: results.map(({ losses }) => losses[0].value ?? Number.NaN) }
}

/** A command of a folder answers right at once, or says why not, and where else its words lead. */
export async function judge(folder: string, told: Told): Promise<void> {
  const argv = wordsIn(copyOfCase(folder), told.command)
  const wanted = [told.is ?? []].flat()
  const first = await numbersOf(argv)
  if ('answer' in first) {
    expect(told.refusal, `answered ${first.answer}`).toBeUndefined()
    expect(namesOf(folder, first.answer, wanted)).toEqual(wanted)
    return
  }
  expect(first.refusal).toMatch(told.refusal ?? /^$/)
  const known = [...wanted, ...(told.others ?? [])]
  const reached = await numbersReached(argv, first.refusal)
  expect(new Set(namesOf(folder, reached, known))).toEqual(new Set(known))
  expect(Boolean(told.is) !== Boolean(told.noWay), 'a way, or why there is none').toBe(true)
}

/** What numbers are of those that are known, or themselves. */
const namesOf = (folder: string, values: readonly number[], known: readonly string[]) =>
  values.map((value) => known.find((name) => isNear(value, rightOf(folder, name))) ?? value)

/** All numbers to which flags lead that are printed, one after another. */
async function numbersReached(argv: readonly string[], refusal: string): Promise<readonly number[]> {
  const reached: number[] = []
  const ask = (flags: readonly string[]) => numbersOf(withFlags(argv, flags))
  await followAdvice(refusal, ask, (answer) => {
    reached.push(...answer)
    return false
  })
  return reached
}
