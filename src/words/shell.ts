/** Command lines to paste: every word as a POSIX shell takes it back, and nothing in them that a terminal would act on. */
import { isStandardInput } from './standard-input.ts'
import { RUNNER_COMMANDS, UNSAFE } from './unsafe.ts'

/** Means nothing to sh, bash or zsh. A word that begins with = does to zsh. */
const PLAIN_ASCII = /^(?!::)[\w@%+:,./-][\w@%+:,./=-]*$/

/** The same of any letters. It is made where it is needed: its many thousand ranges take longer than many a command. */
const isPlain = (word: string) => /^(?!::)[\p{L}\p{N}_@%+:,./-][\p{L}\p{N}_@%+:,./=-]*$/u.test(word)

/** Quoted where it has to be. No quoting brings a NUL through: no argument holds one. */
export function quoteWord(word: string): string {
  if (PLAIN_ASCII.test(word) || isPlain(word)) return word
  const isSafe = word.search(UNSAFE) < 0 && word.search(RUNNER_COMMANDS) < 0
  return isSafe ? `'${word.replaceAll("'", "'\\''")}'` : `$'${octals(word)}'`
}

/** Between $' and ', where each of these characters is written as its bytes. */
function octals(word: string): string {
  return word.replace(new RegExp(`${UNSAFE.source}|${RUNNER_COMMANDS.source}|[\\\\'!]`, 'gu'), octal)
}

function octal(characters: string): string {
  return Array.from(
    new TextEncoder().encode(characters),
    (byte) => `\\${byte.toString(8).padStart(3, '0')}`,
  ).join('')
}

/** An option as words, the value in one with the flag where it would be taken for a flag itself. */
export function flagWords(flag: string, value: string | number): readonly string[] {
  return `${value}`.startsWith('-') ? [`${flag}=${value}`] : [flag, `${value}`]
}

/** Longest option and longest command that advice spells out: messages are cut, and half a command is none. */
const MAX_FLAG = 200
const MAX_COMMAND = 400

/** `--score 'prob a'`: an option as it can be pasted; `--score NAME` where a message has no room for the value. */
export function writeFlag(flag: string, value: string | number, stand = 'NAME'): string {
  const written = flagWords(flag, value).map(quoteWord).join(' ')
  return written.length > MAX_FLAG ? `${flag} ${stand}` : written
}

/** Advice that ends in a command, or `instead` of it where a message has no room for it. */
export function adviseCommand(words: string, command: string, instead: string): string {
  return command.length > MAX_COMMAND ? instead : `${words} ${command}`
}

/**
 * A command line of lossctl. Files that begin with a dash stand at its end.
 *
 * @param options words, as `flagWords` gives them
 */
export function writeCommand(name: string, files: readonly string[], options: readonly string[]): string {
  const isPlain = files.every((file) => !file.startsWith('-') || isStandardInput(file))
  const words = isPlain ? [...files, ...options] : [...options, '--', ...files]
  return ['lossctl', name, ...words].map(quoteWord).join(' ')
}
