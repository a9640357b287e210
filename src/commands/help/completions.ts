/** Completions for shells, made of the records of commands and options. */
import { COMMANDS } from '../index.ts'
import { flagOf, type OptionRecord } from '../options/option.ts'
import type { CompletedCommand, CompletedOption } from './completed.ts'
import { bashScript } from './shells/bash.ts'
import { fishScript } from './shells/fish.ts'
import { zshScript } from './shells/zsh.ts'
import { BESIDE_COMMANDS, optionsOf } from './texts.ts'
import { argumentsOf, valuesOf } from './values.ts'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

const SCRIPTS: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}

export function completionsFor(shell: Shell): string {
  return SCRIPTS[shell]([...COMMANDS.map(completed), ...OTHERS])
}

type Described = (typeof COMMANDS)[number]

function completed(module: Described): CompletedCommand {
  const { name, summary } = module
  const options = [...optionsOf(module).map(completedOption), HELP]
  return { name, words: summary, options, args: argumentsOf(module) }
}

function completedOption(option: OptionRecord): CompletedOption {
  return {
    flag: flagOf(option),
    short: option.short ? `-${option.short}` : null,
    values: option.value === undefined ? null : valuesOf(option),
    words: option.help,
  }
}

const HELP: CompletedOption = { flag: '--help', short: '-h', values: null, words: 'help' }

const ARGUMENTS: Readonly<Record<(typeof BESIDE_COMMANDS)[number]['name'], readonly string[]>> = {
  help: COMMANDS.map(({ name }) => name),
  completions: SHELLS,
}

const OTHERS = BESIDE_COMMANDS.map(
  ({ name, summary }): CompletedCommand => ({ name, words: summary, options: [], args: ARGUMENTS[name] }),
)
