/** Commands as commander has them: made from what each says of itself. */
import { type Command, Option } from 'commander'
import { UsageError } from '../errors.ts'
import type { CommandModule } from './command.ts'
import { optionsOf, termOf } from './help/texts.ts'
import { flagOf, type OptionRecord } from './options/option.ts'
import { LACKING, lacking, type Reason } from './options/shared-words.ts'

/** Adds a command with its arguments and options to the program. What it says of itself is told by help/. */
export function defineCommand(program: Command, module: CommandModule): Command {
  const command = program.command(module.name).helpOption(false)
  for (const { name } of module.args) command.argument(name)
  for (const option of optionsOf(module)) command.addOption(defineOption(option))
  for (const [key, reason] of Object.entries(LACKING[module.name] ?? {}))
    command.addOption(defineLack(module.name, key, reason))
  return command
}

/** No help has it; whoever asks for it is told why. */
function defineLack(command: string, key: string, reason: Reason): Option {
  const flag = flagOf({ key, value: '<value>' })
  const option = new Option(`${flag} <value>`).hideHelp()
  return option.argParser(() => {
    throw lacking(command, flag, reason)
  })
}

function defineOption(record: OptionRecord): Option {
  const { key, value, repeats, required } = record
  const flag = flagOf(record)
  const option = new Option(termOf(record))
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
