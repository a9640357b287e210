import { UsageError } from '../errors.ts'
import type { Loss } from '../losses/loss.ts'
import type { Scale } from '../reading/scores/scale.ts'
import type { Pairs } from '../scan/pairs/pairs.ts'
import type { Progress, Scan } from '../scan/scan.ts'
import type { CommandModule, Context } from './command.ts'
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
import { parseChoice, parseCount, parseNumberIn } from './options/parse.ts'

interface Options extends ReadOptions, LossOptions, OutputOptions {
  readonly threshold: number
  readonly confidence: number
  readonly top: number
  readonly bootstrap?: number
  readonly seed?: number
  readonly byRow?: boolean
  readonly labelsB?: string
  readonly scoreB?: string
  readonly fromB?: Scale
}

export const diffCommand: CommandModule = {
  define(program) {
    const command = program
      .command('diff')
      .summary('two models on the same samples: whether B is better than A by more than chance')
      .argument(
        '<A>',
        'predictions of the first model: CSV or NPY; a folder or a quoted glob is one data set',
      )
      .argument('<B>', 'predictions of the second one, joined by id where both have one, else row by row')
      .addHelpText(
        'before',
        `Examples:
  lossctl diff before.csv after.csv
  lossctl diff a.npy b.npy --labels labels.npy --loss focal:gamma=2
  lossctl diff preds.csv preds.csv --score prob_a --score-b prob_b
  lossctl diff before.csv after.csv --id image --bootstrap 2000 --seed 1 --top 20
`,
      )
    command.optionsGroup('Question:')
    addThreshold(command)
      .option('--confidence <level>', 'of the intervals', parseNumberIn('--confidence', 0.5, 1 - 1e-9), 0.95)
      .option(
        '--bootstrap <n>',
        "intervals from n replicates instead of Student's t",
        parseCount('--bootstrap', 100_000),
      )
      .option('--seed <s>', 'of the bootstrap; a whole number (0)', parseCount('--seed', 2 ** 32 - 1))
      .option(
        '--top <n>',
        'list the n samples that moved most by the first loss',
        parseCount('--top', 10_000),
        10,
      )
    command
      .optionsGroup('Pairing:')
      .option('--by-row', 'pair row by row though both files have ids')
      .option('--labels-b <file>', 'labels of B, when they are others than those of --labels')
      .option('--score-b <column>', 'column of scores in B, when it is another than in A')
      .option(
        '--from-b <scale>',
        'logits or probs, when B has others than A',
        parseChoice('--from-b', ['logits', 'probs'] as const),
      )
    addLossOptions(command, 'ce, focal, poly1 and poly1-focal unless said')
    addReadOptions(command)
    return addOutputOptions(command)
  },

  async run([fileA, fileB], raw, context) {
    const options = raw as unknown as Options
    if (options.seed !== undefined && options.bootstrap === undefined)
      throw new UsageError('--seed changes nothing without --bootstrap', 'add --bootstrap 2000')
    const { diff } = await import('../questions/diff/diff.ts')
    const losses = await chosenLosses(options)
    refuseBatchLosses(losses)
    const { threshold, confidence, top, bootstrap, seed = 0 } = options
    const report = await diff(await openPairs(fileA, fileB, options, losses, context), losses, {
      threshold,
      confidence,
      top,
      bootstrap: bootstrap === undefined ? null : { replicates: bootstrap, seed },
    })
    const { flattenDiff, layoutDiff } = await import('../views/layouts/diff/diff.ts')
    const { skippedNotes } = await import('../views/words/source-line.ts')
    return {
      answer: {
        kind: 'diff',
        content: report,
        document: () => layoutDiff(report),
        records: () => flattenDiff(report),
      },
      // The other formats say it themselves.
      notes: options.format === 'csv' ? [report.a, report.b].flatMap(skippedNotes) : [],
    }
  },
}

async function openPairs(
  fileA: string,
  fileB: string,
  options: Options,
  losses: readonly Loss[],
  context: Context,
): Promise<Pairs> {
  const { openScan } = await import('./open-scan.ts')
  const { createPairs } = await import('../scan/pairs/pairs.ts')
  const { progressOf } = await import('../scan/samples.ts')
  const perClass = losses.some(({ parameters }) => Array.isArray(parameters.alpha))
  const scans: Scan[] = []
  const both = {
    onProgress: () =>
      context.onProgress(scans.map(({ dataset, counts }) => progressOf(dataset, counts)).reduce(addUp)),
  }
  scans.push(await openScan(fileA, options, perClass, both))
  scans.push(await openScan(fileB, optionsOfB(options), perClass, both))
  return createPairs(scans[0], scans[1], { byRow: options.byRow ?? false, named: options.id !== undefined })
}

/** Weights are those of A. */
function optionsOfB(options: Options): ReadOptions {
  return {
    ...options,
    labels: options.labelsB ?? options.labels,
    score: options.scoreB ?? options.score,
    from: options.fromB ?? options.from,
    weight: undefined,
  }
}

function addUp(a: Progress, b: Progress): Progress {
  return {
    rows: a.rows + b.rows,
    expectedRows: a.expectedRows + b.expectedRows,
    bytes: a.bytes + b.bytes,
  }
}
