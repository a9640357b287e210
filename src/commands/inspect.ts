import type { InspectReport } from '../questions/inspect/inspect.ts'
import type { CommandModule, Context } from './command.ts'
import { type DatabaseOptions, OF_DATABASES } from './options/database.ts'
import type { OptionRecord } from './options/option.ts'
import { outputOptions } from './options/output.ts'
import { by } from './options/question.ts'
import { READING, READING_GROUP, readingOptions } from './options/reading.ts'

const OPTIONS = [
  ...READING,
  ...OF_DATABASES,
  { ...by('column to break down by'), group: READING_GROUP },
  ...outputOptions(),
] as const satisfies readonly OptionRecord[]

export const inspectCommand: CommandModule<typeof OPTIONS> = {
  name: 'inspect',
  summary: 'what would be read from a file, and why',
  args: [
    {
      name: '<file>',
      help: 'predictions, or a sketch: CSV, JSON, Parquet, NPY, NPZ, safetensors or .pt; a folder or a quoted glob is one data set',
      isInput: true,
    },
  ],
  examples: ['lossctl inspect preds.csv', 'lossctl inspect probs.npy --labels labels.npy'],
  options: OPTIONS,
  takes: { databases: true },

  async run([file], options, context) {
    const { flattenInspect, layoutInspect } = await import('../views/layouts/inspect.ts')
    const report = await inspectFile(file, options, context)
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

/** What is unclear is told, not refused. */
async function inspectFile(file: string, options: DatabaseOptions, context: Context): Promise<InspectReport> {
  const { inspectScan, inspectSketched, inspectUnclear } = await import('../questions/inspect/inspect.ts')
  const { openFileSet } = await import('../reading/file-set.ts')
  const { tellSideBySide } = await import('../reading/models/side-by-side.ts')
  const { tryToRead } = await import('../reading/unclear.ts')
  const { planScan, refuseIdle } = await import('./open-scan.ts')
  const { openSaved } = await import('./open-sketched.ts')
  const saved = await openSaved(file, options, { thresholds: [], perClass: false }, context)
  if (saved) return inspectSketched(saved)
  const files = await openFileSet(file, options.labels)
  const found = await tryToRead(files, readingOptions(options))
  if ('question' in found) {
    const question = await tellSideBySide(files, readingOptions(options), found.question)
    return inspectUnclear(files, { ...found, question })
  }
  refuseIdle([found.reading], options)
  return inspectScan(planScan(found, options, false, context))
}
