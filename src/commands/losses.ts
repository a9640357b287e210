import type { CommandModule } from './command.ts'
import { outputOptions } from './options/output.ts'

const OPTIONS = outputOptions()

export const lossesCommand: CommandModule<typeof OPTIONS> = {
  name: 'losses',
  summary: 'formula, parameters, gradient, reference and conventions of each loss',
  args: [{ name: '[name]', help: 'tell all of one loss' }],
  examples: ['lossctl losses', 'lossctl losses focal', 'lossctl losses dice'],
  options: OPTIONS,

  async run([name]) {
    const { LOSSES } = await import('../losses/index.ts')
    const { findLoss } = await import('../losses/spec/spec.ts')
    const { SET_LOSSES } = await import('../losses/set/index.ts')
    const { flattenLosses, layoutLosses, layoutLoss, layoutSetLoss } = await import(
      '../views/layouts/losses.ts'
    )
    const set = SET_LOSSES.find((one) => one.name === name)
    const losses = name === undefined ? LOSSES : set ? [] : [findLoss(name)]
    const sets = name === undefined ? SET_LOSSES : set ? [set] : []
    return {
      answer: {
        kind: 'losses',
        content: { losses, sets },
        document: () => {
          if (name === undefined) return layoutLosses(losses, sets)
          return set ? layoutSetLoss(set) : layoutLoss(losses[0])
        },
        records: () => flattenLosses(losses, sets),
      },
    }
  },
}
