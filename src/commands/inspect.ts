import type { CommandModule } from './command.ts'
import { addOutputOptions, addReadOptions, type ReadOptions } from './options/options.ts'

export const inspectCommand: CommandModule = {
  define(program) {
    const command = program
      .command('inspect')
      .summary('what would be read from a file, and why')
      .argument('<file>', 'predictions: CSV or NPY; a folder or a quoted glob is one data set')
      .addHelpText(
        'before',
        'Examples:\n  lossctl inspect preds.csv\n  lossctl inspect probs.npy --labels labels.npy\n',
      )
    addReadOptions(command).option('--by <column>', 'column to break down by')
    return addOutputOptions(command)
  },

  async run([file], options) {
    const { inspect } = await import('../questions/inspect/inspect.ts')
    const { flattenInspect, layoutInspect } = await import('../views/layouts/inspect.ts')
    const { openScan } = await import('./open-scan.ts')
    const report = await inspect(await openScan(file, options as unknown as ReadOptions, false))
    return {
      answer: {
        kind: 'inspect',
        content: report,
        document: () => layoutInspect(report),
        records: () => flattenInspect(report),
      },
    }
  },
}
