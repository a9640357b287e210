import type { CommandModule } from './command.ts'
import type { OptionRecord } from './options/option.ts'
import { outputOptions } from './options/output.ts'
import { by } from './options/question.ts'
import { READING, READING_GROUP } from './options/reading.ts'

const OPTIONS = [
  ...READING,
  { ...by('column to break down by'), group: READING_GROUP },
  ...outputOptions(),
] as const satisfies readonly OptionRecord[]

export const inspectCommand: CommandModule<typeof OPTIONS> = {
  name: 'inspect',
  summary: 'what would be read from a file, and why',
  args: [
    {
      name: '<file>',
      help: 'predictions: CSV or NPY; a folder or a quoted glob is one data set',
      isInput: true,
    },
  ],
  examples: 'Examples:\n  lossctl inspect preds.csv\n  lossctl inspect probs.npy --labels labels.npy',
  options: OPTIONS,

  async run([file], options) {
    const { inspectScan } = await import('../questions/inspect/inspect.ts')
    const { flattenInspect, layoutInspect } = await import('../views/layouts/inspect.ts')
    const { openScan } = await import('./open-scan.ts')
    const report = await inspectScan(await openScan(file, options, false))
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
