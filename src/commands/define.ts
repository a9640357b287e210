/** Commands as commander has them: made from what each says of itself. */
import { type Command, Option } from 'commander'
import { UsageError } from '../errors.ts'
import type { CommandModule } from './command.ts'
import { flagOf, type OptionRecord } from './options/option.ts'
import { PROGRAM_OPTIONS } from './options/program.ts'

const SOURCES = `
A file may be packed with gzip or zstd, and - is standard input. What is packed, or comes through a
pipe, is laid down in a temporary file first, in the folder that TMPDIR names.`

/** Adds a command with its arguments and options to the program. */
export function defineCommand(
  program: Command,
  { name, summary, args, examples, options }: CommandModule,
): Command {
  const command = program.command(name).summary(summary).addHelpText('before', `${examples}\n`)
  for (const { name, help } of args) command.argument(name, help)
  if (args.some(({ isInput }) => isInput)) command.addHelpText('after', SOURCES)
  for (const option of [...options, ...PROGRAM_OPTIONS]) command.addOption(defineOption(option))
  return command
}

export function defineOption(record: OptionRecord): Option {
  const { key, short, value, help, group, repeats, required } = record
  const flag = flagOf(record)
  const option = new Option(
    `${short ? `-${short}, ` : ''}${flag}${value ? ` ${value}` : ''}`,
    help,
  ).helpGroup(group)
  if (required) option.makeOptionMandatory()
  if (value === undefined) return option
  if (record.default !== undefined) option.default(record.default)
  const parse = (text: string) => (record.parse ? record.parse(text, flag) : text)
  if (repeats) option.argParser<readonly unknown[]>((text, before = []) => [...before, parse(text)])
  else option.argParser(once(flag, parse))
  // Options of one list add to one value.
  return Object.assign(option, { attributeName: () => key })
}

/** Of two values one would be passed over in silence. */
function once(flag: string, parse: (text: string) => unknown): (text: string) => unknown {
  let isGiven = false
  return (text) => {
    if (isGiven) throw new UsageError(`${flag} is given twice`, 'it takes one value')
    isGiven = true
    return parse(text)
  }
}
