import { UsageError } from '../errors.ts'
import type { Scores } from '../losses/libraries/adapt.ts'
import type { CompareOptions, CompareReport, Reduction } from '../questions/compare/compare.ts'
import type { CommandModule, Context } from './command.ts'
import { chosenLosses } from './options/chosen-losses.ts'
import {
  COMPAT,
  type CompatOptions,
  libraryLosses,
  libraryOf,
  scoresOf,
  scoresRead,
} from './options/compat.ts'
import {
  addLossOptions,
  addOutputOptions,
  addReadOptions,
  addReduction,
  addThreshold,
  type LossOptions,
  type ReadOptions,
} from './options/options.ts'
import { parseClassWeight, parseCount } from './options/parse.ts'

interface Options extends ReadOptions, LossOptions, CompatOptions {
  readonly threshold: number
  readonly reduction: Reduction
  readonly classWeight?: readonly number[] | 'balanced'
  readonly perSample: number
}

export const compareCommand: CommandModule = {
  define(program) {
    const command = program
      .command('compare')
      .summary('where each loss puts its weight: means, and shares by easy/hard and class')
      .argument(
        '<file...>',
        'predictions: CSV or NPY, or a sketch; a folder or a quoted glob is one data set',
      )
      .addHelpText(
        'before',
        `Examples:
  lossctl compare preds.csv
  lossctl compare probs.npy --labels labels.npy --gamma 0,1,2,5
  lossctl compare preds.csv --loss ce --loss focal:alpha=0.25,gamma=2 --reduction positives
  lossctl compare preds.csv --by class --per-sample 10
  lossctl compare preds.csv --compat torchvision
`,
      )
    addLossOptions(command, 'ce, focal, poly1 and poly1-focal unless said').addOption(COMPAT)
    command.optionsGroup('Question:')
    addReduction(addThreshold(command))
      .option(
        '--class-weight <list>',
        'one factor a class, or balanced; means are sum(w loss) / sum(w)',
        parseClassWeight,
      )
      .option('--by <column>', 'break down by the values of a column, or by class')
      .option('--per-sample <n>', 'list the n hardest samples', parseCount('--per-sample', 10_000), 0)
    addReadOptions(command)
    return addOutputOptions(command)
  },

  async run(files, options, context) {
    const reports: CompareReport[] = []
    for (const file of files) reports.push(await compareFile(file, options as unknown as Options, context))
    const { flattenCompare, layoutCompare } = await import('../views/layouts/compare.ts')
    const { skippedNotes } = await import('../views/words/source-line.ts')
    return {
      answer: {
        kind: 'compare',
        content: { results: reports },
        document: () => reports.flatMap(layoutCompare),
        records: () => reports.flatMap(flattenCompare),
      },
      // The other formats say it themselves.
      notes: options.format === 'csv' ? reports.flatMap(({ source }) => skippedNotes(source)) : [],
    }
  },
}

async function compareFile(file: string, options: Options, context: Context): Promise<CompareReport> {
  const { compareSketched, needsClasses } = await import('../questions/compare/compare.ts')
  const { compare } = await import('../questions/compare/compare-scan.ts')
  const { openDataset, planScan } = await import('./open-scan.ts')
  const { checkApart, openSaved } = await import('./open-sketched.ts')
  const library = await libraryOf(options)
  const ours = library ? [] : await chosenLosses(options)
  const lossesFor = (scores: Scores) => (library ? libraryLosses(library, scores, options) : ours)
  const settings = settingsOf(options)
  const saved = await openSaved(file, options, { thresholds: [options.threshold], perClass: false })
  if (saved) {
    if (settings.hardest > 0)
      throw new UsageError(`${file} is a sketch, which has no samples to list`, 'leave --per-sample out')
    const losses = await lossesFor(scoresOf(saved.source))
    checkApart(saved, options, { perClass: needsClasses(losses, settings) })
    return compareSketched(saved, losses, settings)
  }
  const dataset = await openDataset(file, options)
  const losses = await lossesFor(scoresRead(dataset.reading))
  return compare(planScan(dataset, options, needsClasses(losses, settings), context), losses, settings)
}

function settingsOf({ threshold, reduction, classWeight, by, perSample }: Options): CompareOptions {
  return {
    threshold,
    reduction,
    classWeights: classWeight ?? null,
    by: by === undefined ? null : by === 'class' ? 'class' : 'slice',
    hardest: perSample,
  }
}
