import { UsageError } from '../errors.ts'
import type { Loss } from '../losses/loss.ts'
import { refuseBatchLosses } from '../losses/spec/plain.ts'
import type { Task } from '../losses/task.ts'
import type { Evaluator } from '../questions/samples/samples.ts'
import type { SampleBlock, Scan } from '../scan/scan.ts'
import { endingOf, FORMATS } from '../views/drawings/index.ts'
import { nearest } from '../words/nearest.ts'
import type { CommandModule, Context, Result } from './command.ts'
import { chosenLosses } from './options/chosen-losses.ts'
import { lossOptions } from './options/losses.ts'
import type { OptionRecord, Values } from './options/option.ts'
import { outputOptions } from './options/output.ts'
import { parseCount } from './options/parse.ts'
import { QUESTION_GROUP, THRESHOLD } from './options/question.ts'
import { READING } from './options/reading.ts'
import type { Kept } from './sample-lines.ts'

/** Samples shown unless --top says otherwise. */
const DEFAULT_TOP = 20

/** Of the files that hold every sample. */
const SAMPLE_ENDINGS = ['csv', 'jsonl', 'ndjson', 'npy']

/** What samples are ranked by unless --sort says otherwise. */
const MARGIN = 'margin'
/** Likely label errors first. */
const SUSPICION = 'suspicion'

const OPTIONS = [
  {
    key: 'top',
    value: '<n>',
    help: 'how many to show',
    otherwise: `${DEFAULT_TOP}`,
    isUsual: true,
    parse: parseCount(100_000),
    group: QUESTION_GROUP,
  },
  {
    key: 'sort',
    value: '<loss>',
    help: 'the loss to rank by, or margin, or suspicion: labels that are likely to be wrong first',
    isUsual: true,
    default: MARGIN,
    group: QUESTION_GROUP,
  },
  {
    key: 'only',
    value: '<words>',
    help: 'easy, hard, positive, negative; several with commas',
    isUsual: true,
    group: QUESTION_GROUP,
  },
  {
    key: 'keep',
    value: '<columns>',
    help: 'other columns to carry along, as they stand in the file: a list, or a prefix with *; repeat for more',
    repeats: true,
    group: QUESTION_GROUP,
  },
  THRESHOLD,
  ...lossOptions('ce, focal'),
  ...READING,
  ...outputOptions(
    'stream every sample to FILE.csv, FILE.jsonl or FILE.npy, in the order of the rows',
    FORMATS,
    SAMPLE_ENDINGS,
  ),
] as const satisfies readonly OptionRecord[]

type Options = Values<(typeof OPTIONS)[number]>

export const samplesCommand: CommandModule<typeof OPTIONS> = {
  name: 'samples',
  summary: 'one line per sample: pt, margin, each loss and its weight',
  args: [
    {
      name: '<file>',
      help: 'predictions: CSV, JSON, Parquet, NPY, NPZ, safetensors or .pt; a folder or a quoted glob is one data set',
      isInput: true,
    },
  ],
  examples: [
    'lossctl samples preds.csv --top 10',
    'lossctl samples preds.csv --only hard,negative --sort focal',
    'lossctl samples out-of-fold.csv --sort suspicion --top 50',
    'lossctl samples preds.csv --keep camera,url --format csv',
    'lossctl samples preds.csv --loss ce --loss focal:gamma=2 --output losses.csv',
    'lossctl samples probs.npy --labels labels.npy --output losses.npy',
  ],
  options: OPTIONS,

  async run([file], options, context) {
    if (options.output !== undefined) refuseIdle(options, options.output)
    const { tellClassesApart } = await import('../losses/bound.ts')
    const { checkTask } = await import('../losses/spec/choose.ts')
    const { thresholdMargin } = await import('../margin/margins.ts')
    const { createEvaluator } = await import('../questions/samples/samples.ts')
    const { openScan } = await import('./open-scan.ts')
    const losses = await chosenLosses(options, ['ce', 'focal'])
    const scan = await openScan(file, options, tellClassesApart(losses), context)
    checkTask(losses, scan.grouping.task, scan.grouping.classes)
    refuseBatchLosses(losses)
    const evaluator = createEvaluator(scan, losses, thresholdMargin(options.threshold))
    const keep = parseOnly(options.only, evaluator, scan.grouping.task)
    if (options.output === undefined) return rank(scan, losses, keep, options, context)
    return stream(scan, losses, evaluator, keep, options.output)
  },
}

/** Throws a UsageError for what says nothing to a file of all samples. */
function refuseIdle({ top, sort, format, only, threshold, keep }: Options, output: string): void {
  const useless = top !== undefined ? '--top' : sort !== MARGIN ? '--sort' : null
  if (useless)
    throw new UsageError(
      `--output writes every sample in the order of the rows, so ${useless} has no meaning`,
      'leave it out',
    )
  const ending = endingOf(output)
  if (format !== undefined && format !== ending)
    throw new UsageError(
      `--output ${output}: its ending says the format, and not --format ${format}`,
      'leave it out',
    )
  if (ending === 'npy' && keep !== undefined)
    throw new UsageError('--keep carries texts along, and .npy holds losses alone', 'name it .csv or .jsonl')
  if (ending === 'npy' && threshold !== THRESHOLD.default && !/easy|hard/.test(only ?? ''))
    throw new UsageError(
      '--threshold parts easy samples from hard ones, and .npy holds losses alone',
      'leave it out',
    )
}

type Keep = (block: SampleBlock, i: number) => boolean

function parseOnly(text: string | undefined, { isEasy, identity }: Evaluator, task: Task): Keep {
  const tests = new Map<string, Keep>([
    ['easy', isEasy],
    ['hard', (block, i) => !isEasy(block, i)],
    ['positive', (block, i) => identity(block, i).positive === true],
    ['negative', (block, i) => identity(block, i).positive === false],
  ])
  const words = text?.split(',').map((word) => word.trim()) ?? []
  const chosen = words.map((word) => {
    const test = tests.get(word)
    if (!test) throw new UsageError(`--only ${word}: it is one of ${[...tests.keys()].join(', ')}`)
    return test
  })
  refuseNone(words, task)
  return (block, i) => chosen.every((test) => test(block, i))
}

/** Throws a UsageError for words that no sample answers to, whatever the data are. */
function refuseNone(words: readonly string[], task: Task): void {
  const [sign] = words.filter((word) => word === 'positive' || word === 'negative')
  if (sign && task === 'softmax')
    throw new UsageError(`--only ${sign}: softmax samples are neither positive nor negative`, 'leave it out')
  for (const both of [
    ['easy', 'hard'],
    ['positive', 'negative'],
  ])
    if (both.every((word) => words.includes(word)))
      throw new UsageError(`--only ${words.join(',')}: no sample is both ${both.join(' and ')}`, 'keep one')
}

async function rank(
  scan: Scan,
  losses: readonly Loss[],
  keep: Keep,
  options: Options,
  context: Context,
): Promise<Result> {
  const { thresholdMargin } = await import('../margin/margins.ts')
  const { createRanking } = await import('../questions/samples/samples.ts')
  const { describeSource } = await import('../sketched/source.ts')
  const { flattenSample, layoutSamples } = await import('../views/layouts/samples.ts')
  const { barestNotes } = await import('../views/words/source-line.ts')
  const sort = sortIndex(losses, options.sort)
  const ranking = createRanking(scan, losses, thresholdMargin(options.threshold), {
    top: options.top ?? DEFAULT_TOP,
    sort,
    keep,
  })
  for await (const block of scan.blocks()) ranking.add(block)
  const report = {
    source: describeSource(scan),
    threshold: options.threshold,
    sort: typeof sort === 'number' ? losses[sort].title : (sort ?? MARGIN),
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
    notes: context.format === 'csv' ? barestNotes(report.source) : [],
  }
}

/** By spec, or by name alone where that is enough. */
function sortIndex(losses: readonly Loss[], sort: string): number | null | typeof SUSPICION {
  if (sort === MARGIN) return null
  if (sort === SUSPICION) return SUSPICION
  const matches = losses.flatMap((loss, index) =>
    loss.spec === sort || loss.definition.name === sort ? [index] : [],
  )
  if (matches.length === 1) return matches[0]
  const specs = losses.map(({ spec }) => spec)
  const guess =
    matches.length === 0 &&
    (nearest(sort, [MARGIN, ...losses.map(({ definition }) => definition.name)]) ??
      (sort.startsWith(SUSPICION.slice(0, 4)) ? SUSPICION : undefined))
  throw new UsageError(
    `--sort ${sort} fits ${matches.length === 0 ? 'none' : 'several'} of the losses`,
    guess
      ? `did you mean --sort ${guess}?`
      : `they are ${specs.join(', ')}; it may be margin or suspicion too`,
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
  const { describeSource } = await import('../sketched/source.ts')
  const { barestNotes } = await import('../views/words/source-line.ts')
  const written = await writeSamples(path, losses, evaluator, kept(scan, keep))
  const notes = barestNotes(describeSource(scan))
  return { written: [`${path}: ${written} sample${written === 1 ? '' : 's'} written`], notes }
}

async function* kept(scan: Scan, keep: Keep): AsyncGenerator<Kept> {
  for await (const block of scan.blocks()) {
    const places: number[] = []
    for (let i = 0; i < block.length; i++) if (keep(block, i)) places.push(i)
    yield { block, places: Uint32Array.from(places) }
  }
}
