/** What is said of a file that another program unpacks: the command line that was given, with its output in the place of the file. */
import { InputError, type PackedError } from '../errors.ts'
import { adviseCommand, quoteWord } from '../words/shell.ts'
import { isStandardInput } from '../words/standard-input.ts'

/** Flags whose files are no standard input. */
const ALONE = /^--(?:weight|by)(?:=|$)/

/** @param words of the command line, behind the name of the program */
export function throughPipe(error: PackedError, words: readonly string[]): InputError {
  const { place, problem, hint, unpacking } = error
  const named = words.flatMap((word, at) => (word === place || word.endsWith(`=${place}`) ? [at] : []))
  const [at] = named
  if (named.length !== 1 || words.some(isStandardInput)) return error
  if (ALONE.test(words[at]) || ALONE.test(words[at - 1])) return error
  const piped = words.with(at, `${words[at].slice(0, -place.length)}-`)
  const command = ['lossctl', ...piped].map(quoteWord).join(' ')
  return new InputError(
    place,
    problem,
    adviseCommand('unpack it on the way:', `${unpacking} | ${command}`, hint),
  )
}
