import type { CommandModule } from './command.ts'
import { outputOptions } from './options/output.ts'

const OPTIONS = outputOptions()

export const lossesCommand: CommandModule<typeof OPTIONS> = {
  name: 'losses',
  summary: 'formula, parameters, gradient, reference and conventions of each loss',
  args: [{ name: '[name]', help: 'tell all of one loss' }],
  examples: 'Examples:\n  lossctl losses\n  lossctl losses focal',
  options: OPTIONS,

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
