/** What every command takes, before its name or after it, and the program itself. */
import { UsageError } from '../../errors.ts'
import { COLOR_CHOICES, type ColorChoice } from '../../host/screen.ts'
import { flagOf, type OptionRecord } from './option.ts'
import { OUTPUT_GROUP } from './output.ts'
import { parseChoice } from './parse.ts'

export const COLOR = {
  key: 'color',
  value: '<when>',
  help: 'auto (in a terminal), always or never; NO_COLOR and FORCE_COLOR say it too',
  parse: parseChoice(COLOR_CHOICES),
  default: 'auto',
  group: OUTPUT_GROUP,
} as const satisfies OptionRecord

/** They are taken off the command line before a command sees it, and stand in the help of each. */
export const PROGRAM_OPTIONS: readonly OptionRecord[] = [COLOR]

/** Words of a command line without --color, and what that says: an error on the other words has its colour too. */
export function takeColor(words: readonly string[]): {
  readonly words: readonly string[]
  readonly color: ColorChoice
} {
  const flag = flagOf(COLOR)
  const end = words.indexOf('--')
  const isFlag = (word: string, at: number) =>
    (word === flag || word.startsWith(`${flag}=`)) && (end < 0 || at < end)
  const at = words.findIndex(isFlag)
  if (at < 0) return { words, color: COLOR.default }
  if (words.some((word, index) => index > at && isFlag(word, index)))
    throw new UsageError(`${flag} is given twice`, 'it takes one value')
  const isApart = words[at] === flag
  const value = isApart ? words[at + 1] : words[at].slice(flag.length + 1)
  if (value === undefined)
    throw new UsageError(`${flag} has no value`, `it is one of ${COLOR_CHOICES.join(', ')}`)
  return { words: words.toSpliced(at, isApart ? 2 : 1), color: COLOR.parse(value, flag) }
}
