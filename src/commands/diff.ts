import { UsageError } from '../errors.ts'
import type { Loss } from '../losses/loss.ts'
import { refuseBatchLosses } from '../losses/spec/plain.ts'
import type { DatasetPair } from '../reading/alignment/pair.ts'
import { LEAST_TEMPERATURE, MOST_TEMPERATURE } from '../reading/scores/adjustment.ts'
import type { Pairs } from '../scan/pairs/pairs.ts'
import type { Progress, Scan } from '../scan/scan.ts'
import { writeFlag } from '../words/shell.ts'
import type { CommandModule, Context } from './command.ts'
import { chosenLosses } from './options/chosen-losses.ts'
import { lossOptions, USUAL_LOSSES } from './options/losses.ts'
import type { OptionRecord, Values } from './options/option.ts'
import { outputOptions } from './options/output.ts'
import { parseChoice, parseCount, parseNumberIn } from './options/parse.ts'
import { QUESTION_GROUP, THRESHOLD } from './options/question.ts'
import { READING, type ReadOptions, readingOptions } from './options/reading.ts'

const PAIRING = [
  {
    key: 'labelsB',
    value: '<file>',
    help: 'labels of B, when they are others than those of --labels',
    group: 'Pairing:',
    isInput: true,
    isReading: true,
  },
  {
    key: 'scoreB',
    value: '<column>',
    help: 'column of scores in B, when it is another than in A',
    group: 'Pairing:',
    isReading: true,
  },
  {
    key: 'fromB',
    value: '<scale>',
    help: 'what the scores of B are, when they are others than those of A',
    parse: parseChoice(['logits', 'probs', 'log-probs', 'percent']),
    group: 'Pairing:',
    isReading: true,
  },
  {
    key: 'temperatureB',
    value: '<T>',
    help: 'what logits of B are divided by, when it is another than --temperature',
    parse: parseNumberIn(LEAST_TEMPERATURE, MOST_TEMPERATURE),
    group: 'Pairing:',
    isReading: true,
  },
] as const satisfies readonly OptionRecord[]

/** Samples listed unless --top says otherwise. */
const DEFAULT_TOP = 10

const OPTIONS = [
  THRESHOLD,
  {
    key: 'confidence',
    value: '<level>',
    help: 'of the intervals',
    parse: parseNumberIn(0.5, 1 - 1e-9),
    default: 0.95,
    group: QUESTION_GROUP,
  },
  {
    key: 'bootstrap',
    value: '<n>',
    help: "intervals from n replicates instead of Student's t",
    parse: parseCount(100_000),
    group: QUESTION_GROUP,
  },
  {
    key: 'seed',
    value: '<s>',
    help: 'of the bootstrap; a whole number',
    otherwise: '0',
    parse: parseCount(2 ** 32 - 1),
    group: QUESTION_GROUP,
  },
  {
    key: 'top',
    value: '<n>',
    help: 'list the n samples that moved most by the first loss',
    isUsual: true,
    parse: parseCount(10_000),
    default: DEFAULT_TOP,
    group: QUESTION_GROUP,
  },
  {
    key: 'quantity',
    value: '<name>',
    help: 'of calibration, of both models: ece, log-loss, slope, …, or calibration for all; repeat for more',
    asks: 'calibration',
    isUsual: true,
    repeats: true,
    group: QUESTION_GROUP,
  },
  ...PAIRING,
  ...lossOptions(USUAL_LOSSES),
  ...READING,
  ...outputOptions(),
] as const satisfies readonly OptionRecord[]

type Options = Values<(typeof OPTIONS)[number]>

export const diffCommand: CommandModule<typeof OPTIONS> = {
  name: 'diff',
  summary: 'two models on the same samples: whether B is better than A by more than chance',
  args: [
    {
      name: '<A>',
      help: 'predictions of the first model: CSV, JSON, Parquet, NPY, NPZ, safetensors or .pt; a folder or a quoted glob is one data set',
      isInput: true,
    },
    {
      name: '[B]',
      help: 'predictions of the second one, joined by id where both have one, else row by row; A without it: see --score-b and --model',
      isInput: true,
    },
  ],
  examples: [
    'lossctl diff before.csv after.csv',
    'lossctl diff a.npy b.npy --labels labels.npy --loss focal:gamma=2',
    'lossctl diff preds.csv --score prob_a --score-b prob_b',
    'lossctl diff preds.csv --model model=old,new',
    'lossctl diff before.csv after.csv --quantity ece --quantity slope',
    'lossctl diff before.csv after.csv --id image --bootstrap 2000 --seed 1 --top 20',
  ],
  options: OPTIONS,

  async run([fileA, fileB], options, context) {
    if (options.seed !== undefined && options.bootstrap === undefined)
      throw new UsageError('--seed changes nothing without --bootstrap', 'add --bootstrap 2000')
    if (context.format === 'csv' && options.top !== DEFAULT_TOP)
      throw new UsageError(
        '--top: the CSV of a comparison has no place for samples',
        'say --format json, or leave it out',
      )
    const { diffPairs } = await import('../questions/diff/diff.ts')
    const losses = await chosenLosses(options)
    refuseBatchLosses(losses)
    const { threshold, confidence, top, bootstrap, seed = 0 } = options
    const report = await diffPairs(await openPairs(fileA, fileB, options, losses, context), losses, {
      threshold,
      confidence,
      top,
      bootstrap: bootstrap === undefined ? null : { replicates: bootstrap, seed },
      calibration: options.quantity ?? [],
    })
    const { flattenCalibrations } = await import('../views/layouts/diff/calibration.ts')
    const { flattenDiff, layoutDiff } = await import('../views/layouts/diff/diff.ts')
    const { barestNotes } = await import('../views/words/source-line.ts')
    return {
      answer: {
        kind: 'diff',
        content: report,
        document: () => layoutDiff(report),
        records: () => [...flattenDiff(report), ...flattenCalibrations(report)],
      },
      // The other formats say it themselves.
      notes: context.format === 'csv' ? [report.a, report.b].flatMap(barestNotes) : [],
    }
  },
}

async function openPairs(
  fileA: string,
  fileB: string | undefined,
  options: Options,
  losses: readonly Loss[],
  context: Context,
): Promise<Pairs> {
  const { planScan, refuseIdle } = await import('./open-scan.ts')
  const { createPairs } = await import('../scan/pairs/pairs.ts')
  const { progressOf } = await import('../scan/samples.ts')
  const { tellClassesApart } = await import('../losses/bound.ts')
  const perClass = tellClassesApart(losses)
  const scans: Scan[] = []
  const both: Context = {
    ...context,
    onProgress: () =>
      context.onProgress(scans.map(({ dataset, counts }) => progressOf(dataset, counts)).reduce(addUp)),
  }
  const ofB = optionsOfB(options)
  const { a, b, by } = await openBoth(fileA, fileB, options, ofB)
  refuseIdle([a.reading, b.reading], options)
  scans.push(planScan(a, options, perClass, both), planScan(b, ofB, perClass, both))
  return createPairs(scans[0], scans[1], by)
}

/** Two files; or two models of one, in columns or in rows of their own. */
async function openBoth(
  fileA: string,
  fileB: string | undefined,
  options: Options,
  ofB: ReadOptions,
): Promise<DatasetPair> {
  const { openNamed } = await import('./open-scan.ts')
  const { pairDatasets } = await import('../reading/alignment/pair.ts')
  if (fileB === undefined && options.scoreB === undefined) return openTwoModels(fileA, options, ofB)
  const [a, b] = [await openNamed(fileA, options), await openNamed(fileB ?? fileA, ofB)]
  // Of one file each row belongs to itself.
  return pairDatasets(a, b, fileB === undefined ? { byRow: true } : options)
}

/** Throws a UsageError where a column does not name two models. */
async function openTwoModels(file: string, options: Options, ofB: ReadOptions): Promise<DatasetPair> {
  const { model, labels } = options
  if (model === undefined)
    throw new UsageError(
      'diff compares two models, and there is one file',
      'give B; or say --score A --score-b B for two columns of scores, or --model COLUMN where a column names the model of each row',
    )
  const { settleArrays } = await import('../reading/arrays/settle.ts')
  const { readFileSet } = await import('../reading/dataset.ts')
  const { openFileSet } = await import('../reading/file-set.ts')
  const { partModels, writeModel } = await import('../reading/models/models.ts')
  const { refuseTwoScales } = await import('../reading/models/two-scales.ts')
  const { pairDatasets } = await import('../reading/alignment/pair.ts')
  const settled = await settleArrays(await openFileSet(file, labels), readingOptions(options))
  const models = await partModels(settled, model)
  if (models.length !== 2)
    throw new UsageError(
      `diff compares two models, and --model ${model} names ${models.length}`,
      models.length > 2
        ? `name two, as in ${writeFlag('--model', writeModel(settled.files, model, ...models.slice(0, 2).map((one) => one.model!)))}`
        : 'give the predictions of the other as B',
    )
  const [a, b] = models
  const { score, label } = settled.options
  const datasets = [
    await readFileSet(a, settled.options),
    await readFileSet(b, { ...readingOptions(ofB), score, label }),
  ] as const
  refuseTwoScales(
    file,
    models.map((part, at) => ({
      part,
      dataset: datasets[at],
      said: writeModel(settled.files, model, part.model!),
    })),
  )
  return pairDatasets(...datasets, options)
}

/** Weights are those of A. */
function optionsOfB(options: Options): ReadOptions {
  return {
    ...options,
    labels: options.labelsB ?? options.labels,
    score: options.scoreB ?? options.score,
    from: options.fromB ?? options.from,
    temperature: options.temperatureB ?? options.temperature,
    weight: 'none',
  }
}

function addUp(a: Progress, b: Progress): Progress {
  return {
    rows: a.rows + b.rows,
    expectedRows: a.expectedRows + b.expectedRows,
    bytes: a.bytes + b.bytes,
  }
}
