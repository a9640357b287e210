import { elide } from './words/elide.ts'
import { maskPasswords } from './words/mask.ts'

/**
 * What can go wrong, and the exit code each kind ends in.
 *
 * 0 fine; 1 a check failed; 2 the question was malformed; 3 it could not be answered; 4 a bug of ours.
 */
export const EXIT = { fine: 0, checkFailed: 1, usage: 2, input: 3, bug: 4 } as const

/** Most characters of each piece of a message: files and command lines may hold anything, at any length. */
const MAX = { place: 300, problem: 500, hint: 500 } as const

/** What programs tell errors apart by. Words are for people, and may change. */
export type ErrorCode =
  | 'no-such-file'
  | 'unsound-sketch'
  | 'rowless'
  | 'one-label'
  | 'first-number'
  | 'changed'

/** Data that cannot be read or do not make sense. The person can put it right: say where, what and how. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly exitCode = EXIT.input

  /**
   * @param place `file:line:column` or `file[row,column]`, whatever is known of it
   * @param problem what is wrong, in one clause
   * @param hint what to do about it, in one clause
   * @param code where somebody has to know which error it is
   */
  constructor(
    readonly place: string,
    readonly problem: string,
    readonly hint = '',
    readonly code: ErrorCode | null = null,
  ) {
    super(`${elide(maskPasswords(place), MAX.place)}: ${sentence(problem, hint)}`)
  }
}

/** A file that another program unpacks: what that writes can be read in its place. */
export class PackedError extends InputError {
  /** @param unpacking the command that writes what is in it to standard output */
  constructor(
    place: string,
    problem: string,
    hint: string,
    readonly unpacking: string,
  ) {
    super(place, problem, hint)
  }
}

/** A question that makes no sense: an unknown loss, a parameter out of range, flags that contradict each other. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly exitCode = EXIT.usage

  constructor(
    readonly problem: string,
    readonly hint = '',
  ) {
    super(sentence(problem, hint))
  }
}

/** A hint that has room is whole, since what it quotes may be there to be pasted. */
function sentence(problem: string, hint: string): string {
  const said = maskPasswords(hint)
  const advice = said.length > MAX.hint ? elide(said, MAX.hint) : said
  return `${elide(maskPasswords(problem), MAX.problem)}${advice && `; ${advice}`}`
}
