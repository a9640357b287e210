import { UsageError } from '../errors.ts'
import type { Loss } from '../losses/loss.ts'
import type { Evaluator, SampleReport } from '../questions/samples/samples.ts'
import type { SampleBlock, Scan } from '../scan/scan.ts'
import type { CommandModule, Result } from './command.ts'
import { chosenLosses, refuseBatchLosses } from './options/chosen-losses.ts'
import {
  addLossOptions,
  addOutputOptions,
  addReadOptions,
  addThreshold,
  type LossOptions,
  type OutputOptions,
  type ReadOptions,
} from './options/options.ts'
import { parseCount } from './options/parse.ts'

interface Options extends ReadOptions, LossOptions, OutputOptions {
  readonly threshold: number
  readonly top?: number
  readonly sort: string
  readonly only?: string
}

/** Samples shown unless --top says otherwise. */
const DEFAULT_TOP = 20

export const samplesCommand: CommandModule = {
  define(program) {
    const command = program
      .command('samples')
      .summary('one line a sample: pt, margin, each loss and its weight')
      .argument('<file>', 'predictions: CSV or NPY; a folder or a quoted glob is one data set')
      .addHelpText(
        'before',
        `Examples:
  lossctl samples preds.csv --top 10
  lossctl samples preds.csv --only hard,negative --sort focal
  lossctl samples preds.csv --loss ce --loss focal:gamma=2 --output losses.csv
  lossctl samples probs.npy --labels labels.npy --output losses.npy
`,
      )
    command
      .optionsGroup('Question:')
      .option('--top <n>', `how many to show (${DEFAULT_TOP} unless said)`, parseCount('--top', 100_000))
      .option('--sort <loss>', 'the loss to rank by, or margin', 'margin')
      .option('--only <words>', 'easy, hard, positive, negative; several with commas')
    addThreshold(command)
    addLossOptions(command, 'ce and focal unless said')
    addReadOptions(command)
    return addOutputOptions(
      command,
      'stream every sample to FILE.csv, FILE.jsonl or FILE.npy, in the order of the rows',
    )
  },

  async run([file], raw, context) {
    const options = raw as unknown as Options
    const { checkTask } = await import('../losses/spec/choose.ts')
    const { thresholdMargin } = await import('../margin/margins.ts')
    const { createEvaluator } = await import('../questions/samples/samples.ts')
    const { openScan } = await import('./open-scan.ts')
    const losses = await chosenLosses(options, ['ce', 'focal'])
    const scan = await openScan(
      file,
      options,
      losses.some(({ parameters }) => Array.isArray(parameters.alpha)),
      context,
    )
    checkTask(losses, scan.grouping.task)
    refuseBatchLosses(losses)
    const threshold = thresholdMargin(options.threshold)
    const evaluator = createEvaluator(scan, losses, threshold)
    const keep = parseOnly(options.only, evaluator)
    if (options.output === undefined) return rank(scan, losses, threshold, keep, options)
    if (options.top !== undefined)
      throw new UsageError('--output writes every sample in the order of the rows, so --top has no meaning')
    return stream(scan, losses, evaluator, keep, options.output)
  },
}

type Keep = (block: SampleBlock, i: number) => boolean

function parseOnly(words: string | undefined, { isEasy, identity }: Evaluator): Keep {
  const tests = new Map<string, Keep>([
    ['easy', isEasy],
    ['hard', (block, i) => !isEasy(block, i)],
    ['positive', (block, i) => identity(block, i).positive === true],
    ['negative', (block, i) => identity(block, i).positive === false],
  ])
  const chosen = (words?.split(',') ?? []).map((word) => {
    const test = tests.get(word.trim())
    if (!test) throw new UsageError(`--only ${word}: it is one of ${[...tests.keys()].join(', ')}`)
    return test
  })
  return (block, i) => chosen.every((test) => test(block, i))
}

async function rank(
  scan: Scan,
  losses: readonly Loss[],
  threshold: number,
  keep: Keep,
  options: Options,
): Promise<Result> {
  const { createRanking } = await import('../questions/samples/samples.ts')
  const { describeSource } = await import('../sketched/source.ts')
  const { flattenSample, layoutSamples } = await import('../views/layouts/samples.ts')
  const { skippedNotes } = await import('../views/words/source-line.ts')
  const sort = sortIndex(losses, options.sort)
  const ranking = createRanking(scan, losses, threshold, { top: options.top ?? DEFAULT_TOP, sort, keep })
  for await (const block of scan.blocks()) ranking.add(block)
  const report = {
    source: describeSource(scan),
    threshold: options.threshold,
    sort: sort === null ? 'margin' : losses[sort].title,
    samples: ranking.reports(),
  }
  return {
    answer: {
      kind: 'samples',
      content: report,
      document: () => layoutSamples(report),
      records: () => report.samples.map(flattenSample),
    },
    // The other formats say it themselves.
    notes: options.format === 'csv' ? skippedNotes(report.source) : [],
  }
}

/** By spec, or by name alone where that is enough. */
function sortIndex(losses: readonly Loss[], sort: string): number | null {
  if (sort === 'margin') return null
  const matches = losses.flatMap((loss, index) =>
    loss.spec === sort || loss.definition.name === sort ? [index] : [],
  )
  if (matches.length === 1) return matches[0]
  const names = losses.map(({ spec }) => spec).join(', ')
  throw new UsageError(
    `--sort ${sort} fits ${matches.length === 0 ? 'none' : 'several'} of the losses`,
    `they are ${names}`,
  )
}

async function stream(
  scan: Scan,
  losses: readonly Loss[],
  evaluator: Evaluator,
  keep: Keep,
  path: string,
): Promise<Result> {
  const { writeSamples } = await import('./sample-file.ts')
  const { skippedNotes } = await import('../views/words/source-line.ts')
  const written = await writeSamples(path, losses, reported(scan, evaluator, keep))
  const { skipped, rows } = scan.counts
  const notes = skippedNotes({ name: scan.dataset.name, skipped, rows })
  return { notes: [`${path}: ${written} sample${written === 1 ? '' : 's'} written`, ...notes] }
}

async function* reported(scan: Scan, evaluator: Evaluator, keep: Keep): AsyncGenerator<SampleReport[]> {
  for await (const block of scan.blocks()) {
    const reports: SampleReport[] = []
    for (let i = 0; i < block.length; i++) if (keep(block, i)) reports.push(evaluator.report(block, i))
    yield reports
  }
}
