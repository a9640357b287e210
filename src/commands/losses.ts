import type { CommandModule } from './command.ts'
import { addOutputOptions } from './options/options.ts'

export const lossesCommand: CommandModule = {
  define(program) {
    const command = program
      .command('losses')
      .summary('formula, parameters, gradient, reference and conventions of each loss')
      .argument('[name]', 'tell all of one loss')
      .addHelpText('before', 'Examples:\n  lossctl losses\n  lossctl losses focal\n')
    return addOutputOptions(command)
  },

  async run([name]) {
    const { LOSSES } = await import('../losses/index.ts')
    const { findLoss } = await import('../losses/spec/spec.ts')
    const { flattenLosses, layoutLoss, layoutLosses } = await import('../views/layouts/losses.ts')
    const losses = name === undefined ? LOSSES : [findLoss(name)]
    return {
      answer: {
        kind: 'losses',
        content: { losses },
        document: () => (name === undefined ? layoutLosses(losses) : layoutLoss(losses[0])),
        records: () => flattenLosses(losses),
      },
    }
  },
}
