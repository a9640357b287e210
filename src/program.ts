/** What commander makes of the command line. Loaded when there is a command, so that --version is instant. */
import { Command, CommanderError } from 'commander'
import type { CommandModule } from './commands/command.ts'
import { defineCommand, defineOption } from './commands/define.ts'
import { COMMANDS } from './commands/index.ts'
import type { AnyValues } from './commands/options/option.ts'
import { COLOR } from './commands/options/program.ts'
import type { Host } from './host/host.ts'
import { type ColorChoice, messageScreenOf, screenOf } from './host/screen.ts'
import { VERSION } from './version.ts'
import { drawMessage } from './views/drawings/message.ts'
import { cleanLine } from './words/clean.ts'
import { elide } from './words/elide.ts'

type Run = (command: CommandModule, args: readonly string[], options: AnyValues) => Promise<void>

/**
 * The command line: all commands with their options. `run` is called for the one that was asked for.
 *
 * @param words the command line without the program's name and --color
 */
export function createProgram(host: Host, words: readonly string[], color: ColorChoice, run: Run): Command {
  const { width, colorLevel } = screenOf(host, color)
  const messages = messageScreenOf(host, color)
  const program = new Command('lossctl')
    .description('Evaluate and compare classification losses on prediction files.')
    .version(VERSION, '-V, --version', 'the version; with --json those of Node and of formats too')
    .addOption(defineOption(COLOR).helpGroup('Options:'))
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
      getOutHasColors: () => colorLevel > 0,
      getErrHasColors: () => messages.colorLevel > 0,
      outputError: (text, write) => write(drawMessage('error', complaint(text), messages)),
    })
    .showSuggestionAfterError(true)
    .addHelpText(
      'before',
      `Examples:
  lossctl compare preds.csv                             where does each loss put its weight?
  lossctl compare probs.npy --labels labels.npy --gamma 0,1,2,5
  lossctl report preds.csv --open                       the same on a page, with sliders
  lossctl sweep preds.csv --over gamma=0..5/0.25        what does each setting do?
  lossctl solve preds.csv --for gamma --want "easy.negative.loss <= 10%"
  lossctl diff before.csv after.csv                     is the new model better by more than chance?
  lossctl check preds.csv --baseline main.json --max-increase focal.mean=2%
  lossctl diagnose preds.csv --loss-column loss         which loss does my script really compute?
  lossctl samples preds.csv --top 20                    which samples are hardest?
  lossctl weights                                       the table of modulated weights
  lossctl curve --cdf preds.csv -o cdf.svg              what do the hardest samples carry?
  lossctl inspect preds.csv                             what would be read, and why?
`,
    )
    .addHelpText('after', '\nlossctl COMMAND --help tells all of a command.')
  // Of fourteen commands one is asked for, and to define the options of all takes a while.
  const asked = COMMANDS.filter(({ name }) => name === words[0])
  for (const module of asked.length > 0 ? asked : COMMANDS) {
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

/** Most characters of a complaint of commander's, which quotes the command line as it is. */
const MAX_COMPLAINT = 500

/** What commander complains of, in one line; it puts what may have been meant on a second one. */
function complaint(text: string): string {
  const words = text
    .trim()
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
  return elide(cleanLine(words), MAX_COMPLAINT)
}

/** The code with which commander asks to exit, once it has said why; null for any other error. */
export function exitCodeOf(error: unknown): number | null {
  return error instanceof CommanderError ? error.exitCode : null
}
