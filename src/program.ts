/** What commander makes of the command line. Loaded when there is a command, so that --version is instant. */
import { Command, CommanderError } from 'commander'
import type { CommandModule } from './commands/command.ts'
import { complaintOf, moduleOf, refuseLooseLists, refuseUnknown } from './commands/complaint.ts'
import { defineCommand } from './commands/define.ts'
import type { AnyValues } from './commands/options/option.ts'

type Run = (command: CommandModule, args: readonly string[], options: AnyValues) => Promise<void>

/**
 * The command line. `run` is called for the command that was asked for.
 *
 * @param asked that command, or all of them: to define the options of all takes a while
 */
export function createProgram(asked: readonly CommandModule[], run: Run): Command {
  const program = new Command('lossctl')
    .helpCommand(false)
    .helpOption(false)
    .exitOverride()
    .showSuggestionAfterError(false)
    // It is told by whoever catches the error.
    .configureOutput({ outputError: () => {} })
  for (const module of asked) {
    const command = defineCommand(program, module)
    command.action(async (...words: unknown[]) => {
      // Commander hands over the arguments one by one, then the options, then the command.
      await run(
        module,
        (words.slice(0, -2).flat() as (string | undefined)[]).filter((word) => word !== undefined),
        command.opts(),
      )
    })
  }
  return program
}

/** Runs the command that the words ask for. Throws a UsageError where they ask for none, or not as it takes them. */
export async function runWords(words: readonly string[], run: Run): Promise<void> {
  const module = moduleOf(words[0])
  if (!module) throw refuseUnknown(words)
  await refuseLoose(words, module)
  try {
    await createProgram([module], run).parseAsync(words, { from: 'user' })
  } catch (error) {
    throw error instanceof CommanderError ? complaintOf(error.code, error.message, module) : error
  }
}

/** The register of losses is loaded where a loss is named. */
async function refuseLoose(words: readonly string[], module: CommandModule): Promise<void> {
  const names = words.includes('--loss') ? (await import('./losses/index.ts')).LOSSES : []
  refuseLooseLists(words, module, (word) => names.some(({ name }) => name === word))
}
