import { UsageError } from '../errors.ts'
import type { Scores } from '../losses/libraries/library.ts'
import type { CompareOptions } from '../questions/compare/compare.ts'
import { courseOf } from '../words/course.ts'
import { flagWords, writeCommand } from '../words/shell.ts'
import type { CommandModule, Context } from './command.ts'
import type { ComparedFile } from './compare-changes.ts'
import { chosenLosses } from './options/chosen-losses.ts'
import { COMPAT, libraryLosses, libraryOf, scoresOf, scoresRead } from './options/compat.ts'
import { OF_DATABASES } from './options/database.ts'
import { lossOptions, USUAL_LOSSES } from './options/losses.ts'
import { type OptionRecord, type Values, wordsOf } from './options/option.ts'
import { OUTPUT_GROUP, outputOptions } from './options/output.ts'
import { parseCount } from './options/parse.ts'
import { by, CLASS_WEIGHT, QUESTION_GROUP, REDUCTION, THRESHOLD } from './options/question.ts'
import { READING } from './options/reading.ts'

const OPTIONS = [
  ...lossOptions(USUAL_LOSSES),
  COMPAT,
  THRESHOLD,
  REDUCTION,
  CLASS_WEIGHT,
  {
    key: 'set',
    value: '<list>',
    help: 'losses of the whole file as one batch: dice, tversky, focal-tversky, aucm, ghm, ohem, ohem-thresh, as in dice:smooth=1,ohem; with --by, of each value too',
    group: QUESTION_GROUP,
  },
  by('break down by the values of a column, or by class'),
  {
    key: 'perSample',
    value: '<n>',
    help: 'list the n hardest samples',
    isUsual: true,
    parse: parseCount(10_000),
    default: 0,
    group: QUESTION_GROUP,
  },
  {
    key: 'detail',
    isUsual: true,
    help: 'shares of the gradient, mean weights and effective samples too, and files one by one; json and csv always have them',
    group: OUTPUT_GROUP,
  },
  ...READING,
  ...OF_DATABASES,
  ...outputOptions(),
] as const satisfies readonly OptionRecord[]

type Options = Values<(typeof OPTIONS)[number]>

export const compareCommand: CommandModule<typeof OPTIONS> = {
  name: 'compare',
  summary: 'where each loss puts its weight: means, and shares by easy/hard and class',
  args: [
    {
      name: '<file...>',
      help: 'predictions: CSV, JSON, Parquet, NPY, NPZ, safetensors or .pt, or a sketch; a folder or a quoted glob is one data set',
      isInput: true,
    },
  ],
  examples: [
    'lossctl compare preds.csv',
    'lossctl compare probs.npy --labels labels.npy --gamma 0,1,2,5',
    'lossctl compare preds.csv --loss ce --loss focal:alpha=0.25,gamma=2 --reduction positives',
    'lossctl compare preds.csv --by class --per-sample 10',
    'lossctl compare preds.npz --score logits --label y',
    'xz -dc preds.csv.xz | lossctl compare -',
    'lossctl compare preds.csv --compat torchvision',
    'lossctl compare pixels.npz --set dice,tversky:alpha=0.3,beta=0.7 --by image',
  ],
  options: OPTIONS,
  takes: { databases: true },

  async run(files, options, context) {
    if (options.perSample > 0 && context.format === 'csv')
      throw new UsageError(
        '--per-sample: the CSV of a comparison has no place for samples',
        'lossctl samples --top N --format csv lists them',
      )
    const compared: Compared[] = []
    for (const file of files) {
      const models = await compareFile(file, options, files.length > 1, context).catch(async (error) => {
        const { labelsAmong } = await import('./labels-among.ts')
        throw await labelsAmong(error, files, options)
      })
      for (const one of models) compared.push(one)
    }
    const reports = compared.map(({ report }) => report)
    const { otherSettings } = await import('./other-settings.ts')
    const { flattenCompare, layoutCompare } = await import('../views/layouts/compare.ts')
    const { flattenChanges } = await import('../views/layouts/changes.ts')
    const { areSideBySide, layoutComparisons } = await import('../views/layouts/comparisons.ts')
    const { barestNotes } = await import('../views/words/source-line.ts')
    const { isCourse, layoutCourse } = await import('../views/layouts/course.ts')
    const sideBySide = options.detail !== true && areSideBySide(reports)
    const isOfMeans = options.reduction === 'mean' && options.classWeight === undefined
    const { areTried, changesOf, hasDifference } = await import('./compare-changes.ts')
    const losses = sideBySide && options.compat === undefined ? await chosenLosses(options) : []
    const changes = isOfMeans ? await changesOf(compared, losses) : null
    // What could not be paired here will be refused there.
    const isPaired =
      !(isOfMeans && areTried(compared, losses)) || changes?.slice(1).every((one) => one !== null)
    const course =
      compared.every(({ dataset }) => dataset === null) && isCourse(reports) ? courseOf(files) : null
    const layOut = (isPaper: boolean) =>
      sideBySide
        ? course && !isPaper
          ? layoutCourse(reports, course)
          : layoutComparisons(
              reports,
              isPaired && hasDifference(compared, losses) ? differenceOf(compared, options) : null,
              changes,
            )
        : compared.flatMap(({ report, file, options: own, dataset }) =>
            layoutCompare(
              report,
              otherSettings(file, own, report, dataset),
              options.detail === true,
              isPaper,
            ),
          )
    return {
      answer: {
        kind: 'compare',
        content: { results: reports, ...(changes && { changes }) },
        document: () => layOut(false),
        paper: () => layOut(true),
        records: () => flattenChanges(reports.map(flattenCompare), changes),
      },
      // The other formats say it themselves.
      notes:
        context.format === 'csv' ? [...new Set(reports.flatMap(({ source }) => barestNotes(source)))] : [],
    }
  },
}

/** Of one data set, and what reads it alone. */
interface Compared extends ComparedFile {
  readonly file: string
  readonly options: Options
}

/** The question that pairs the samples of two files, of more the two lowest ones; null where these are not of so many each. */
function differenceOf(compared: readonly Compared[], options: Options): string | null {
  const [a, b] = compared.length > 2 ? lowestTwo(compared) : compared
  if (a.dataset === null || b.dataset === null) return null
  if (a.report.count !== b.report.count) return null
  // It weighs no classes, and knows no library's means.
  if (options.classWeight !== undefined || options.compat !== undefined) return null
  const asked = [...lossOptions(USUAL_LOSSES), ...READING, THRESHOLD]
  const { score, from, model } = b.options
  const isOther = score !== undefined && score !== a.options.score
  // Those that rows of one file name are told apart by --model alone.
  if (a.file === b.file && !isOther) return null
  // Both are read by one --model, and what is said of A holds for B where nothing else is.
  const isLost = (said: unknown, ofA: unknown) => said === undefined && ofA !== undefined
  if (model !== a.options.model || isLost(score, a.options.score) || isLost(from, a.options.from)) return null
  return writeCommand('diff', a.file === b.file ? [a.file] : [a.file, b.file], [
    ...wordsOf(asked, a.options),
    ...(isOther ? flagWords('--score-b', score) : []),
    ...(from === undefined || from === a.options.from ? [] : flagWords('--from-b', from)),
  ])
}

/** By the first of the losses, the lower one last: what it gains on the other is asked. */
function lowestTwo(compared: readonly Compared[]): readonly Compared[] {
  const lossOf = ({ report }: Compared) => report.losses[0].value ?? Number.POSITIVE_INFINITY
  return compared
    .toSorted((a, b) => lossOf(a) - lossOf(b))
    .slice(0, 2)
    .reverse()
}

async function compareFile(
  file: string,
  options: Options,
  isOfSeveral: boolean,
  context: Context,
): Promise<readonly Compared[]> {
  const { compareSketched, needsClasses } = await import('../questions/compare/compare.ts')
  const { edgesOfSets } = await import('../questions/compare/sets/set-report.ts')
  const { compareScan } = await import('../questions/compare/compare-scan.ts')
  const { openModels, planScan, refuseIdle } = await import('./open-scan.ts')
  const { checkApart, openSaved } = await import('./open-sketched.ts')
  const library = await libraryOf(options)
  const ours = library ? [] : await chosenLosses(options)
  const lossesFor = (scores: Scores) => (library ? libraryLosses(library, scores, options) : ours)
  const settings = settingsOf(options)
  const sets = await chosenSets(options)
  if (context.databases.has(file) && settings.hardest > 0)
    throw new UsageError(`${file} is a database, which gives no samples to list`, 'leave --per-sample out')
  const needs = {
    thresholds: [options.threshold],
    perClass: false,
    ofScores: async (scores: Scores) => {
      const losses = await lossesFor(scores)
      return { losses, edges: edgesOfSets(sets), perClass: needsClasses(losses, settings, sets, scores.task) }
    },
  }
  const saved = await openSaved(file, options, needs, context)
  if (saved) {
    if (settings.hardest > 0)
      throw new UsageError(`${file} is a sketch, which has no samples to list`, 'leave --per-sample out')
    const losses = await lossesFor(scoresOf(saved.source))
    checkApart(saved, options, { perClass: needsClasses(losses, settings, sets, saved.grouping.task) })
    return [{ report: compareSketched(saved, losses, settings, sets), file, options, dataset: null }]
  }
  const compared: Compared[] = []
  for (const { dataset, options: own } of await openModels(file, options)) {
    refuseIdle([dataset.reading], isOfSeveral ? { ...options, byRow: undefined } : options)
    const losses = await lossesFor(scoresRead(dataset))
    const perClass = needsClasses(losses, settings, sets, dataset.reading.task)
    const scan = planScan(dataset, options, perClass, context)
    compared.push({
      report: await compareScan(scan, losses, settings, sets),
      file,
      options: own,
      dataset,
    })
  }
  return compared
}

/** Losses of sets have conventions of their own, and no mean over samples that classes would weigh in. */
async function chosenSets({ set, compat, classWeight }: Options) {
  if (set === undefined) return []
  if (compat !== undefined)
    throw new UsageError(
      '--set is not computed as --compat says',
      'leave one of them out; lossctl losses NAME says what libraries do',
    )
  if (classWeight !== undefined)
    throw new UsageError(
      '--class-weight weighs classes in a mean over samples, and losses of --set are none',
      'leave one of them out',
    )
  const { parseSets } = await import('../losses/spec/set-spec.ts')
  return parseSets(set)
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
