/** Completions for shells, made of the records of commands and options. */
import { COMMANDS } from '../index.ts'
import { flagOf, type OptionRecord } from '../options/option.ts'
import type { CompletedCommand, CompletedOption } from './completed.ts'
import { bashScript } from './shells/bash.ts'
import { fishScript } from './shells/fish.ts'
import { zshScript } from './shells/zsh.ts'
import { optionsOf } from './texts.ts'
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

/** What is told of the commands themselves. */
const OTHERS: readonly CompletedCommand[] = [
  { name: 'help', words: 'all of a command', options: [], args: COMMANDS.map(({ name }) => name) },
  { name: 'completions', words: 'completions for a shell', options: [], args: SHELLS },
]
