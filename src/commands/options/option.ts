import { existsSync } from 'node:fs'
import { isPattern } from '../../words/pattern.ts'
import { flagWords } from '../../words/shell.ts'

/**
 * An option is one record. Its flag, its place in the help, how its text is read and what the rest of the program has to
 * know of it stand together; the types of a command's options follow from its list of records.
 */
export interface OptionRecord {
  /** Its name in a program: `lossColumn` is --loss-column. */
  readonly key: string
  /** Where several options add to one list, the flag of this one: --max and --min are `rules`. */
  readonly flag?: string
  /** A letter of its own: `l` for -l. */
  readonly short?: string
  /** What stands for its value in the help, as in `<file>`; absent when it is on or off. */
  readonly value?: string
  readonly help: string
  /** The heading that it stands under in the help. */
  readonly group: string
  /** The text itself when absent. Throws a UsageError that names the flag. */
  readonly parse?: (text: string, flag: string) => unknown
  /** The text that `parse` made this value of; the value as text when absent. */
  write?(value: unknown): string
  /** Given several times, its values make a list. */
  readonly repeats?: true
  readonly required?: true
  /** Of an option without a value: true for what --no-... turns off. */
  readonly default?: unknown
  /** What holds without it, in words, where `default` does not say it. */
  readonly otherwise?: string
  /** Among the few that most people ask for, which the short help has. */
  readonly isUsual?: true
  /** Its value is, or begins with, what can be asked of the data, or of calibration alone: help lists it. */
  readonly asks?: 'quantity' | 'calibration'
  /** Its value names files to read: predictions, labels, a baseline. */
  readonly isInput?: true
  /** Its value names a file to write. */
  readonly isOutput?: true
  /** Those that the name of its file may have, where not every name will do. */
  readonly endings?: readonly string[]
  /** The file in a value that says more, as in json=FILE; null when it says none. */
  readonly pathOf?: (text: string) => string | null
  /** The key of an input that its file may be: a baseline may take the place of the one before. */
  readonly mayReplace?: string
  /** It says how predictions are read, so whoever reads them again has to say it again. */
  readonly isReading?: true
}

/** A positional argument. */
export interface ArgumentRecord {
  /** As in the help: `<file>`, `[file]`, `<file...>`. */
  readonly name: string
  readonly help: string
  readonly isInput?: true
  /** A folder in its place is one of sketches, and not the shards of predictions. */
  readonly folder?: 'sketches'
}

type OneValue<O extends OptionRecord> = OptionRecord extends O
  ? unknown
  : O extends { parse: (text: string, flag: string) => infer V }
    ? V
    : O extends { value: string }
      ? string
      : boolean

type Value<O extends OptionRecord> = O extends { repeats: true } ? readonly OneValue<O>[] : OneValue<O>

/** An option that always has a value. */
type Sure = { readonly default: unknown } | { readonly required: true }

/** What a command gets: the values of its options by their keys. */
export type Values<O extends OptionRecord> = {
  readonly [R in O as R extends Sure ? R['key'] : never]: Value<R>
} & {
  readonly [R in O as R extends Sure ? never : R['key']]?: Value<R>
}

/** The long flag: --loss-column, --no-noise. */
export function flagOf(option: Pick<OptionRecord, 'key' | 'flag' | 'value' | 'default'>): string {
  const name = option.flag ?? option.key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const turnsOff = option.value === undefined && option.default === true
  return turnsOff ? `--no-${name}` : `--${name}`
}

/** The file, or the pattern of files, that a column's name may be instead. */
export function fileNamed(text: string): string | null {
  return isPattern(text) || existsSync(text) ? text : null
}

/** Values whose options are not known here. */
export type AnyValues = Readonly<Record<string, unknown>>

/** Those that say how predictions are read. */
export function ofReading(options: readonly OptionRecord[]): readonly OptionRecord[] {
  return options.filter(({ isReading }) => isReading)
}

/** The options that were given, and are not what they are without a word. */
export function givenOptions(options: readonly OptionRecord[], values: AnyValues): readonly OptionRecord[] {
  return options.filter(({ key, default: usual }) => values[key] !== undefined && values[key] !== usual)
}

/** Options as the words of a command line that gives them. A shell may want them quoted. */
export function wordsOf(options: readonly OptionRecord[], values: AnyValues): readonly string[] {
  return givenOptions(options, values).flatMap((option) => {
    const value = values[option.key]
    if (option.value === undefined) return [flagOf(option)]
    const list = option.repeats && Array.isArray(value) ? value : [value]
    return list.flatMap((one) => flagWords(flagOf(option), option.write?.(one) ?? `${one}`))
  })
}
