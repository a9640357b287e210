/** The commands, in the order help lists them. */
import type { CommandModule } from './command.ts'
import { compareCommand } from './compare.ts'
import { inspectCommand } from './inspect.ts'
import { lossesCommand } from './losses.ts'
import { samplesCommand } from './samples.ts'
import { weightsCommand } from './weights.ts'

export const COMMANDS: readonly CommandModule[] = [
  compareCommand,
  samplesCommand,
  weightsCommand,
  inspectCommand,
  lossesCommand,
]
