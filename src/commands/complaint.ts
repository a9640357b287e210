/** What is wrong with a command line, and what may have been meant. */
import { existsSync } from 'node:fs'
import { isDatabase } from '../engines/client/clients.ts'
import { UsageError } from '../errors.ts'
import { LOSSES } from '../losses/index.ts'
import { nearest } from '../words/nearest.ts'
import { adviseCommand, quoteWord } from '../words/shell.ts'
import type { CommandModule } from './command.ts'
import { BESIDE_COMMANDS, optionsOf, termOf } from './help/texts.ts'
import { COMMANDS } from './index.ts'
import { flagOf } from './options/option.ts'

export function moduleOf(name: string | undefined): CommandModule | undefined {
  return COMMANDS.find((one) => one.name === name)
}

/** Has an ending, or stands in a folder. */
const LIKE_A_FILE = /\.[a-z]\w*$|[/\\]/i

/** The complaint about a first word that is no command: a file in its place is to be compared. */
export function refuseUnknown([name, ...others]: readonly string[]): UsageError {
  if (name.startsWith('-'))
    return new UsageError(
      `"${name}" stands where a command is named`,
      'name it first, as in lossctl compare preds.csv; lossctl help lists all',
    )
  // Its name may hold a password.
  if (isDatabase(name))
    return new UsageError(
      'a database stands where a command is named',
      'name it first: lossctl compare takes databases, as lossctl help compare says',
    )
  const problem = `there is no command "${name}"`
  const isThere = existsSync(name)
  if (isThere || LIKE_A_FILE.test(name)) {
    const command = ['lossctl', 'compare', ...[name, ...others].map(quoteWord)].join(' ')
    return new UsageError(
      isThere ? problem : `${problem}, and no such file`,
      adviseCommand('did you mean', command, 'lossctl compare FILE is the first to ask of a file'),
    )
  }
  const names = [...BESIDE_COMMANDS, ...COMMANDS].map((one) => one.name)
  const guess = nearest(name, names)
  return new UsageError(problem, guess ? `did you mean ${guess}?` : 'lossctl help lists all')
}

/** What the parser of command lines says, in our words. */
export function complaintOf(code: string, message: string, module: CommandModule): UsageError {
  const [, quoted = ''] = /'([\s\S]*)'/.exec(message) ?? []
  if (code === 'commander.unknownOption') return refuseOption(quoted.replace(/=[\s\S]*/, ''), module)
  if (code === 'commander.missingArgument')
    return new UsageError(`${module.name} needs ${nounOf(module)}`, `as in ${module.examples[0]}`)
  if (code === 'commander.excessArguments') return refuseExcess(message, module)
  const option = optionsOf(module).find((one) => termOf(one) === quoted)
  if (option && code === 'commander.optionMissingArgument')
    return new UsageError(`${flagOf(option)} has no value`, `after it comes ${option.value}: ${option.help}`)
  if (option && code === 'commander.missingMandatoryOptionValue')
    return new UsageError(`${module.name} needs ${flagOf(option)}`, `as in ${module.examples[0]}`)
  return new UsageError(message.replace(/^error: /, '').replaceAll('\n', ' '))
}

/** What a first argument is: `a file`. */
function nounOf({ args: [first] }: CommandModule): string {
  return first.name.includes('sketch') ? 'a sketch' : 'a file'
}

const NUMBERS = ['no', 'one', 'two']

function refuseExcess(message: string, { name, args, examples, insteadOfFile }: CommandModule): UsageError {
  const noun = `${args[0]?.name === '[name]' ? 'name' : 'file'}${args.length === 1 ? '' : 's'}`
  const [, given] = /got (\d+)/.exec(message) ?? []
  return new UsageError(
    `${name} takes ${NUMBERS[args.length]} ${noun}, and ${given} ${given === '1' ? 'is' : 'are'} given`,
    insteadOfFile ?? `as in ${examples[0]}`,
  )
}

/** Most commands that are named. */
const FEW = 3

function refuseOption(flag: string, module: CommandModule): UsageError {
  const problem = `${module.name} has no option "${flag}"`
  const others = COMMANDS.filter((one) => one.options.some((option) => flagOf(option) === flag))
  const guess = nearest(flag, optionsOf(module).map(flagOf))
  if (guess && others.length === 0) return new UsageError(problem, `did you mean ${guess}?`)
  const moved = flag.replace(/^--/, '')
  if (module.options.some(({ key }) => key === 'over') && LOSSES.some((loss) => moved in loss.parameters))
    return new UsageError(
      problem,
      `it moves a parameter: --over ${moved}=FROM..TO/STEP, as in --over gamma=0..5/0.5`,
    )
  const names = others.slice(0, FEW).map(({ name }) => `lossctl ${name}`)
  return new UsageError(
    problem,
    names.length > 0
      ? `${names.join(' and ')} ${names.length > 1 ? 'have' : 'has'} it`
      : `lossctl help ${module.name} lists all`,
  )
}

/** A number that the shell has made a word of its own. */
const isNumber = (word: string) => word.trim() !== '' && Number.isFinite(Number(word))

/** The beginning of the first, in a list of the values of a parameter. */
const PARAMETER = /^[a-z][a-z0-9-]{0,40}=/

/**
 * Throws a UsageError for a list whose values stand apart: all but the first would be files.
 *
 * @param isLoss whether a word names a loss
 */
export function refuseLooseLists(
  words: readonly string[],
  module: CommandModule,
  isLoss: (word: string) => boolean,
): void {
  words.forEach((word, at) => {
    const option = module.options.find((one) => one.value !== undefined && flagOf(one) === word)
    if (!option) return
    const isMeant =
      option.value === '<spec>' ? isLoss : (text: string) => isNumber(text.replace(PARAMETER, ''))
    const values = words.slice(at + 1)
    const end = values.findIndex((value, i) => !isMeant(value) || (i > 0 && existsSync(value)))
    const list = end < 0 ? values : values.slice(0, end)
    if (list.length < 2) return
    throw new UsageError(
      `${[word, ...list].map(quoteWord).join(' ')}: ${list[1]} would be a file`,
      option.value === '<spec>'
        ? `say ${list.map((value) => `${word} ${value}`).join(' ')}`
        : `say ${word} ${list.join(',')}`,
    )
  })
}
