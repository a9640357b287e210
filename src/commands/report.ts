import { UsageError } from '../errors.ts'
import type { Scores } from '../losses/libraries/library.ts'
import type { Loss } from '../losses/loss.ts'
import { MAX_LOSSES, type ReportFile } from '../questions/report/report-content.ts'
import type { Dataset } from '../reading/dataset.ts'
import { sayPath } from '../words/standard-input.ts'
import type { CommandModule, Context, Result } from './command.ts'
import type { ComparedFile } from './compare-changes.ts'
import type { OpenedSketch } from './open-sketched.ts'
import { chosenLosses } from './options/chosen-losses.ts'
import { OF_DATABASES } from './options/database.ts'
import { lossOptions, USUAL_LOSSES } from './options/losses.ts'
import { type OptionRecord, ofReading, type Values, wordsOf } from './options/option.ts'
import { OUTPUT_GROUP, QUIET } from './options/output.ts'
import { by, QUESTION_GROUP, REDUCTION, THRESHOLD } from './options/question.ts'
import { READING, readingFlag } from './options/reading.ts'
import { sharedNames, sharedReading, sharedSource } from './shared-name.ts'

const BY = by('bars for the values of a column; classes have theirs anyway')

const OPTIONS = [
  ...lossOptions(USUAL_LOSSES),
  THRESHOLD,
  REDUCTION,
  BY,
  {
    key: 'baseline',
    value: '<file>',
    help: 'predictions, or a saved sketch, that the files are compared with',
    isUsual: true,
    group: QUESTION_GROUP,
    isInput: true,
  },
  {
    key: 'samples',
    help: 'leave out the list of the hardest samples, and with it every id',
    default: true,
    group: QUESTION_GROUP,
  },
  ...READING,
  ...OF_DATABASES,
  {
    key: 'output',
    short: 'o',
    value: '<file>',
    help: 'the page',
    isUsual: true,
    default: 'report.html',
    group: OUTPUT_GROUP,
    isOutput: true,
  },
  { key: 'open', help: 'open it in the browser', isUsual: true, group: OUTPUT_GROUP },
  QUIET,
] as const satisfies readonly OptionRecord[]

type Options = Values<(typeof OPTIONS)[number]>

export const reportCommand: CommandModule<typeof OPTIONS> = {
  name: 'report',
  summary: 'one HTML page that shows where each loss looks, with sliders; works from disk',
  args: [
    {
      name: '<file...>',
      help: 'predictions: CSV, JSON, Parquet, NPY, NPZ, safetensors or .pt, or sketches; several are shown side by side',
      isInput: true,
    },
  ],
  examples: [
    'lossctl report preds.csv --open',
    'lossctl report before.csv after.csv -o report.html',
    'lossctl report probs.npy --labels labels.npy --baseline baseline.json --no-samples',
  ],
  options: OPTIONS,
  takes: { databases: true },

  async run(files, options, context): Promise<Result> {
    checkOutput(options.output)
    const losses = await chosenLosses(options)
    if (losses.length > MAX_LOSSES)
      throw new UsageError(
        `that makes ${losses.length} losses, and a page shows ${MAX_LOSSES}`,
        'sliders do the rest',
      )
    const { inOrderOfCourse } = await import('../questions/report/course-files.ts')
    const { checkAlike } = await import('../questions/report/report.ts')
    const { shortened } = await import('../questions/compare/paired-changes.ts')
    const { firstAnswers } = await import('../questions/report/first-answer.ts')
    const { today } = await import('../host/today.ts')
    const { drawReport } = await import('../views/layouts/report.ts')
    const { readReportAssets } = await import('../host/report-assets.ts')
    const { VERSION } = await import('../version.ts')
    const paths = [...(options.baseline ? [options.baseline] : []), ...files]
    const names = sharedNames(paths)
    const named: NamedPart[] = []
    for (const [index, path] of paths.entries())
      for (const part of await readParts(path, names[index], losses, options, context)) named.push(part)
    const parts = named.map(({ part }) => part)
    await refuseIdleReading(named, options)
    checkAlike(parts)
    const { threshold, reduction, output } = options
    const shared = named.map(({ part, name }) => shareFile(part, name))
    // A baseline stays what the others are compared with.
    const inOrder = options.baseline ? shared : inOrderOfCourse(shared)
    const specs = losses.map(({ spec }) => spec)
    const first = firstAnswers({ files: inOrder, losses: specs, threshold, reduction })
    const { changesOf } = await import('./compare-changes.ts')
    // Files of a course are sketches, which are not paired: all others stand in their order.
    const compared = named.map((one, at) => ({ ...one, report: first[at] }))
    const content = {
      version: VERSION,
      made: today(context.env),
      files: inOrder,
      losses: specs,
      threshold,
      reduction,
      changes: reduction === 'mean' ? shortened(await changesOf(compared, losses)) : null,
    }
    const page = drawReport(content, readReportAssets(), first)
    return {
      files: [{ path: output, content: page }],
      written: [`${output}: ${Math.ceil(Buffer.byteLength(page) / 1000)} kB`],
      ...(options.open ? { opens: output } : {}),
    }
  },
}

function checkOutput(output: string): void {
  if (!/\.html?$/i.test(output))
    throw new UsageError(`--output ${output}: a report is an HTML page`, 'give a name that ends in .html')
}

/** Errors name a file as it was typed; the page goes elsewhere. */
function shareFile(file: ReportFile, name: string): ReportFile {
  const source = sharedSource(file.sketch.source, name)
  return { ...file, name: source.name, sketch: { ...file.sketch, source } }
}

/** What the page shows of one data set, and what it calls it. */
interface NamedPart {
  readonly part: ReportFile
  readonly name: string
  /** Whether it is of a table that an engine made. */
  readonly isTable: boolean
  /** Whether options of reading say how it is asked. */
  readonly isDatabase: boolean
  /** Null of a sketch, which has no samples. */
  readonly dataset: Dataset | null
  readonly options: ComparedFile['options']
}

/** Throws a UsageError for a loss or a reduction that the page could not show of these data. */
async function readParts(
  file: string,
  name: string,
  losses: readonly Loss[],
  options: Options,
  context: Context,
): Promise<readonly NamedPart[]> {
  const { checkQuestion } = await import('../questions/compare/compare.ts')
  const { MAX_CLASSES, reportScan, reportSketched } = await import('../questions/report/report.ts')
  const saved = await openWithoutReading(file, losses, options, context)
  if (saved) {
    const { data, isTable } = saved
    checkQuestion(data.grouping, losses, options)
    const isDatabase = context.databases.has(file)
    const asked = isDatabase ? [...ofReading(OPTIONS)] : [BY]
    const part = await reportSketched(data, losses, [name, ...wordsOf(asked, options)])
    return [{ part, name, isTable, isDatabase, dataset: null, options }]
  }
  const { openModels, planScan } = await import('./open-scan.ts')
  const parts: NamedPart[] = []
  for (const { dataset, options: own } of await openModels(file, options)) {
    const perClass = dataset.reading.task !== 'binary' && dataset.reading.scores.length <= MAX_CLASSES
    const scan = planScan(dataset, own, perClass, context)
    checkQuestion(scan.grouping, losses, own)
    const words = [name, ...wordsOf(ofReading(OPTIONS), sharedReading(own, dataset.beside))]
    // A model is called by the file's name and its own behind it.
    const ofModel = dataset.name.slice(sayPath(file).length)
    parts.push({
      part: await reportScan(scan, { ...own, losses, words }),
      name: `${name}${ofModel}`,
      isTable: false,
      isDatabase: false,
      dataset,
      options: own,
    })
  }
  return parts
}

/** Options of reading are for the predictions among the files, so a sketch does not mind them. */
async function openWithoutReading(
  file: string,
  losses: readonly Loss[],
  options: Options,
  context: Context,
): Promise<OpenedSketch | null> {
  const { by, threshold, onBadRow } = options
  const { tellClassesApart } = await import('../losses/bound.ts')
  const { checkNeeds, openSaved, openSketch } = await import('./open-sketched.ts')
  if (context.databases.has(file)) {
    const { edgesOfPage, MAX_CLASSES } = await import('../questions/report/report.ts')
    const ofScores = async ({ task, classes }: Scores) => ({
      losses,
      edges: edgesOfPage(task),
      perClass: classes <= MAX_CLASSES || tellClassesApart(losses),
    })
    const data = await openSaved(
      file,
      options,
      { thresholds: [threshold], perClass: false, ofScores },
      context,
    )
    return data && { data, isTable: true }
  }
  const { fromContent } = await import('../sketched/sketch-content.ts')
  const { weighing } = await import('../sketched/weighing.ts')
  const opened = await openSketch(file, { skips: onBadRow === 'skip' }, fromContent)
  if (opened)
    checkNeeds(weighing(opened.data), { by }, { thresholds: [threshold], perClass: tellClassesApart(losses) })
  return opened
}

/** Throws a UsageError for options of reading that none of the files has a use for. */
async function refuseIdleReading(parts: readonly NamedPart[], options: Options): Promise<void> {
  const read = parts.map(({ part }) => part).filter(({ isSaved }) => !isSaved)
  const isAnyTable = parts.some(({ isTable }) => isTable)
  if (parts.some(({ isDatabase }) => isDatabase)) return
  const useless = readingFlag(isAnyTable ? { ...options, onBadRow: 'fail' } : options)
  if (useless && read.length === 0)
    throw new UsageError(
      `${useless} says how to read predictions, and there are sketches alone`,
      'leave it out',
    )
  const { refuseIdle } = await import('./open-scan.ts')
  if (read.length > 0)
    refuseIdle(
      read.map(({ sketch }) => sketch.source),
      options,
    )
}
