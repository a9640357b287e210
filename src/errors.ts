/**
 * What can go wrong, and the exit code each kind ends in.
 *
 * 0 fine; 1 a check failed; 2 the question was malformed; 3 it could not be answered; 4 a bug of ours.
 */
export const EXIT = { fine: 0, checkFailed: 1, usage: 2, input: 3, bug: 4 } as const

/** Data that cannot be read or do not make sense. The person can put it right: say where, what and how. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly exitCode = EXIT.input

  /**
   * @param place `file:line:column` or `file[row,column]`, whatever is known of it
   * @param problem what is wrong, in one clause
   * @param hint what to do about it, in one clause
   */
  constructor(
    readonly place: string,
    readonly problem: string,
    readonly hint = '',
  ) {
    super(`${place}: ${problem}${hint && `; ${hint}`}`)
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
    super(`${problem}${hint && `; ${hint}`}`)
  }
}
