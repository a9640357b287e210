import { EXIT, UsageError } from '../errors.ts'
import { adviseCommand } from '../words/shell.ts'
import { isStandardInput } from '../words/standard-input.ts'
import type { CommandModule, Result } from './command.ts'
import { writeComputing, writeExample } from './diagnose-commands.ts'
import { DIAGNOSE_OPTIONS, type DiagnoseOptions, OF_VALUES } from './options/diagnose.ts'
import { flagOf, givenOptions } from './options/option.ts'
import { readingFlag } from './options/reading.ts'

export const diagnoseCommand: CommandModule<typeof DIAGNOSE_OPTIONS> = {
  name: 'diagnose',
  summary: 'which loss a training script really computes, told from the values it gave',
  args: [
    {
      name: '[file]',
      help: 'predictions: CSV, JSON, Parquet, NPY, NPZ, safetensors or .pt; a folder or a quoted glob is one data set',
      isInput: true,
    },
  ],
  examples: [
    'lossctl diagnose preds.csv --loss-column loss',
    'lossctl diagnose logits.npy --labels labels.npy --loss-values losses.npy',
    'lossctl diagnose preds.csv --printed 0.0421,0.0399 --batch-size 32',
    'lossctl diagnose preds.csv --printed train.log --batch-size 32',
    'lossctl diagnose preds.csv --loss-column loss --expect focal:alpha=0.25,gamma=2',
    'lossctl diagnose --explain focal --compat keras',
  ],
  options: DIAGNOSE_OPTIONS,

  async run([file], options, context) {
    if (options.explain !== undefined || options.compat !== undefined) return explainLibrary(file, options)
    checkQuestion(file, options)
    const { diagnoseSamples } = await import('../questions/diagnose/diagnose.ts')
    const { expectationOf } = await import('../questions/diagnose/expectation.ts')
    const { describeSource } = await import('../sketched/source.ts')
    const { readEvidence } = await import('./diagnose-input.ts')
    const { layoutDiagnosis, flattenDiagnosis } = await import('../views/layouts/diagnose.ts')
    const { barestNotes } = await import('../views/words/source-line.ts')
    const evidence = await readEvidence(file, options, context)
    const diagnosis = diagnoseSamples(evidence.samples, evidence.observed)
    const expected = options.expect === undefined ? null : expectationOf(options.expect, diagnosis)
    const report = {
      source: describeSource(evidence.scan),
      subsampled: evidence.subsampled,
      ...diagnosis,
      expected,
    }
    const result: Result = {
      answer: {
        kind: 'diagnose',
        content: report,
        document: () => layoutDiagnosis(report),
        records: () => flattenDiagnosis(report),
      },
      // The other formats say it themselves.
      notes: context.format === 'csv' ? barestNotes(report.source) : [],
    }
    return expected && !expected.met ? { ...result, exitCode: EXIT.checkFailed } : result
  },
}

/** How a library computes a loss; no data are needed for that. */
async function explainLibrary(file: string | undefined, options: DiagnoseOptions): Promise<Result> {
  const { explain, compat } = options
  if (explain === undefined || compat === undefined)
    throw new UsageError(
      '--explain LOSS and --compat LIBRARY go together',
      'as in lossctl diagnose --explain focal --compat keras',
    )
  if (file !== undefined)
    throw new UsageError(
      `--explain takes no file, and ${file} is given`,
      adviseCommand(
        'compute it with',
        writeComputing(file, explain, compat, options),
        'lossctl compare takes --compat too',
      ),
    )
  const [useless] = givenOptions(OF_VALUES, options)
  if (useless)
    throw new UsageError(
      `${flagOf(useless)} is about values to explain, and --explain takes none`,
      'leave it out',
    )
  const reading = readingFlag(options)
  if (reading)
    throw new UsageError(`${reading} says how to read predictions, and --explain takes none`, 'leave it out')
  const { differFromLibrary } = await import('../questions/explain/library-difference.ts')
  const { findLibrary } = await import('../losses/libraries/adapt.ts')
  const { parseLoss } = await import('../losses/spec/spec.ts')
  const { flattenDifferences, layoutDifferences } = await import('../views/layouts/library-difference.ts')
  const report = differFromLibrary(findLibrary(compat), parseLoss(explain))
  return {
    answer: {
      kind: 'explain',
      content: report,
      document: () => layoutDifferences(report),
      records: () => flattenDifferences(report),
    },
  }
}

function checkQuestion(file: string | undefined, options: DiagnoseOptions): asserts file is string {
  const { lossColumn, lossValues, printed, batchSize, reductionOfPrint, weight, renormalize } = options
  if (file === undefined)
    throw new UsageError('diagnose needs a file of predictions', adviseExample('preds.csv', options))
  const given = [lossColumn, lossValues, printed].filter((value) => value !== undefined).length
  if (given !== 1)
    throw new UsageError(
      `diagnose takes one of --loss-column, --loss-values and --printed, and ${given === 0 ? 'none is' : 'several are'} given`,
      adviseExample(file, options),
    )
  if (weight !== undefined)
    throw new UsageError(
      '--weight: diagnose knows losses without sample weights',
      'divide the values by them first, or leave it out',
    )
  if (renormalize)
    throw new UsageError('--renormalize: diagnose takes scores as the script does', 'leave it out')
  if (batchSize !== undefined && printed === undefined)
    throw new UsageError('--batch-size goes with --printed', 'leave it out')
  if (reductionOfPrint !== undefined && printed === undefined)
    throw new UsageError('--reduction-of-print goes with --printed', 'leave it out')
  if (options.printedPattern !== undefined && printed === undefined)
    throw new UsageError('--printed-pattern goes with --printed', 'leave it out')
  if (printed !== undefined && isStandardInput(printed) && isStandardInput(file))
    throw new UsageError(
      '- is read once, and the predictions and --printed are both -',
      'write one of them to a file',
    )
  if (batchSize === 0) throw new UsageError('--batch-size 0: it takes at least one row')
}

function adviseExample(file: string, options: DiagnoseOptions): string {
  return adviseCommand('as in', writeExample(file, options), 'add --loss-column NAME')
}
