/** What a check looks at: the predictions, and a baseline from its sketch or from its own predictions. */
import { join } from 'node:path'
import { InputError, UsageError } from '../../errors.ts'
import type { Loss } from '../../losses/loss.ts'
import type { RowEvidence } from '../../questions/check/findings.ts'
import { classesOfRules, edgesOfRules } from '../../questions/check/set-rules.ts'
import type { Baseline, StoredRows } from '../../sketched/baseline.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { adviseCommand, flagWords, writeCommand } from '../../words/shell.ts'
import { isStandardInput, sayPath } from '../../words/standard-input.ts'
import type { Context } from '../command.ts'
import { CHECK_OPTIONS } from '../options/check.ts'
import { type LossOptions, lossOptions } from '../options/losses.ts'
import { ofReading, wordsOf } from '../options/option.ts'
import { collectRows, partedBy, quantitiesOf, type RowOptions, scanPredictions } from './rows.ts'

export interface CheckData {
  readonly data: SketchedData
  readonly baseline: SketchedData | null
  readonly rows: RowEvidence
  /** What a baseline of the predictions is to hold of their rows; null where they are a sketch or no multi-label data. */
  readonly stored: StoredRows | null
}

export interface CheckDataOptions extends RowOptions, LossOptions {
  readonly baselinePreds?: string
  readonly otherLabels: boolean
  readonly configured: { readonly rules: boolean; readonly threshold: boolean }
}

export async function openCheckData(
  file: string,
  options: CheckDataOptions,
  losses: readonly Loss[],
  context: Context,
): Promise<CheckData> {
  const { tellClassesApart } = await import('../../losses/bound.ts')
  const perClass = options.by === 'class' || tellClassesApart(losses)
  if (options.baselinePreds !== undefined)
    return openPaired(file, options.baselinePreds, options, losses, perClass, context)
  const { openSaved } = await import('../open-sketched.ts')
  const { checkComparable } = await import('../../sketched/baseline.ts')
  const { UNSEEN } = await import('../../questions/compare/sets/set-values.ts')
  const { recallRows } = await import('../../questions/check/baseline-rows.ts')
  // The small file first: what is wrong with it shows at once.
  const baseline = options.baseline === undefined ? null : await readBaseline(options.baseline, file, options)
  const parting = { losses, edges: edgesOfRules(options.parting) }
  const ofScores = async () => ({ ...parting, perClass: perClass || classesOfRules(options.parting) })
  const needs = { thresholds: [options.threshold], perClass, ofScores }
  const saved = await openSaved(file, options, needs, context)
  const { data, now, stored, softmax, seen, cells } = saved
    ? { data: saved, now: null, stored: null, softmax: null, seen: UNSEEN, cells: null }
    : await scanPredictions(file, options, losses, perClass, context)
  if (baseline) checkComparable(data, baseline.data, { ...options, by: options.by ?? null })
  const before = recallRows(baseline?.rows ?? null, options.threshold)
  const ofRows = { now: softmax, before: null }
  const looked = { now: seen, before: UNSEEN }
  return {
    data,
    baseline: baseline?.data ?? null,
    rows: { changes: null, now, before, softmax: ofRows, seen: looked, cells: { now: cells, before: null } },
    stored,
  }
}

async function openPaired(
  file: string,
  other: string,
  options: CheckDataOptions,
  losses: readonly Loss[],
  perClass: boolean,
  context: Context,
): Promise<CheckData> {
  if (context.databases.has(file))
    throw new UsageError(
      '--baseline-preds pairs samples, and a database gives sums of them',
      'save a baseline with --save-baseline --unchecked, and give it to --baseline',
    )
  await refuseItself(file, other, options)
  const { openNamed, planScan, refuseIdle } = await import('../open-scan.ts')
  const { createPairs } = await import('../../scan/pairs/pairs.ts')
  const { pairDatasets } = await import('../../reading/alignment/pair.ts')
  const { sketchPairs } = await import('../../questions/check/paired-check.ts')
  const { lookAtPairs } = await import('../../questions/check/set-look.ts')
  const { changesOf } = await import('../../questions/check/row-collector.ts')
  const { countOf, pairedFigures } = await import('../../questions/check/softmax-figures.ts')
  const { by, threshold, rules } = options
  // Weights and parts are those of the predictions at hand.
  const ofBefore = { ...options, weight: 'none', by: undefined }
  const pair = await pairDatasets(await openNamed(file, options), await openNamed(other, ofBefore), options)
  refuseIdle([pair.a.reading, pair.b.reading], options)
  const apart = perClass || classesOfRules(options.parting)
  const scan = planScan(pair.a, options, apart, context)
  const before = planScan(pair.b, ofBefore, apart)
  const pairs = createPairs(scan, before, pair.by, false)
  const parted = partedBy(by)
  const rows = await collectRows(scan, options, losses)
  const paired = await sketchPairs(
    pairs,
    losses,
    changesOf(rules, losses, scan),
    threshold,
    parted,
    rows?.add,
    edgesOfRules(options.parting),
  )
  return {
    data: paired.now,
    baseline: paired.before,
    rows: {
      changes: paired.changes,
      now: null,
      before: null,
      seen: await lookAtPairs(pairs, paired, quantitiesOf(options), { by: parted }),
      ...(await pairedFigures(scan, before, quantitiesOf(options), countOf(paired.now.sketch))),
    },
    stored: rows?.stored() ?? null,
  }
}

/** All options are of both sides, so that one file is the same scores twice: nothing could ever fail. */
async function refuseItself(file: string, other: string, options: CheckDataOptions): Promise<void> {
  const { areOne } = await import('../../sources/same-file.ts')
  if (!(await areOne(file, other))) return
  const { model, score = 'A' } = options
  const [what, sides, more] =
    model === undefined
      ? ['columns', { score }, flagWords('--score-b', 'B')]
      : ['models', { model: 'COLUMN=OLD,NEW' }, []]
  const reading = wordsOf(ofReading(CHECK_OPTIONS), { ...options, by: undefined, ...sides })
  throw new UsageError(
    `--baseline-preds ${other} is the predictions themselves: a file held against itself always passes`,
    adviseCommand(
      `give the predictions of before; two ${what} of one file are compared by:`,
      writeCommand('diff', [file], [...reading, ...more]),
      'give the predictions of before',
    ),
  )
}

const SAVING = 'make one of the predictions to compare with, by --save-baseline'
const MAKE = 'make one of the predictions to compare with:'
const AGAIN = 'save it again with --save-baseline'

async function readBaseline(path: string, file: string, options: CheckDataOptions): Promise<Baseline> {
  const { fromBaseline } = await import('../../sketched/baseline.ts')
  const { readSketchFile } = await import('../../formats/sketch-file.ts')
  try {
    const content = await readSketchFile(path)
    if (content !== null) return fromBaseline(sayPath(path), content)
    const { openSketchTable } = await import('../../engines/table/open.ts')
    const table = await openSketchTable(path, { skips: options.onBadRow === 'skip' })
    return table
      ? { data: table, rows: null }
      : await refuseOther(path, (to, of = before(file)) => writeSaving(to, of, options))
  } catch (error) {
    // A baseline is a sketch, and may be one that was made by `lossctl sketch`; whoever checks thinks of a baseline.
    if (error instanceof InputError && error.code === 'unsound-sketch')
      throw new InputError(sayPath(path), error.problem, AGAIN)
    throw error
  }
}

/** Says why a file that does not begin as a baseline cannot be taken for one. */
async function refuseOther(path: string, saving: (path: string, of?: string) => string): Promise<never> {
  const { isFolder } = await import('../../sources/file.ts')
  const { openSource } = await import('../../sources/source.ts')
  if (await isFolder(path))
    throw new InputError(
      path,
      'is a folder, and --baseline takes a file',
      adviseCommand(MAKE, saving(join(path, 'baseline.json')), SAVING),
    )
  const opened = await openSource(path).catch((error) => {
    throw error instanceof InputError && error.code === 'no-such-file'
      ? new InputError(
          path,
          'the baseline is missing',
          adviseCommand(
            'check the path, or make it of the predictions to compare with:',
            saving(path),
            `check the path, or ${SAVING}`,
          ),
        )
      : error
  })
  await opened.close()
  throw new InputError(
    opened.path,
    'is no baseline',
    isStandardInput(path)
      ? adviseCommand(MAKE, saving('baseline.json'), SAVING)
      : adviseCommand(
          'if it holds predictions, say --baseline-preds in place of --baseline, or make a baseline of them:',
          saving(path.replace(/(\.[^./\\]*)?$/, '.baseline.json'), path),
          SAVING,
        ),
  )
}

/** Stands for the predictions to compare with: those at hand would be held against themselves. */
const before = (file: string) => `BEFORE${/\.[a-z0-9]+$/i.exec(file)?.[0] ?? ''}`

/** What to do about a baseline that was saved without regard to a loss, and does not tell its sums. */
export function saveAgain(file: string, options: CheckDataOptions): string {
  return adviseCommand(
    'save it again, of its own predictions:',
    writeSaving(options.baseline ?? 'baseline.json', before(file), options),
    `${AGAIN} and --loss`,
  )
}

/** The command that saves predictions as a baseline for the same question. */
function writeSaving(path: string, file: string, options: CheckDataOptions): string {
  const { threshold, configured } = options
  // Those for which a baseline must be parted.
  const parting = options.rules.filter(({ quantity }) => {
    return edgesOfRules([quantity]).length > 0 || classesOfRules([quantity])
  })
  return writeCommand(
    'check',
    [file],
    [
      ...wordsOf([...ofReading(CHECK_OPTIONS), ...lossOptions('')], { ...options }),
      ...(threshold !== 0.5 || configured.threshold ? flagWords('--threshold', threshold) : []),
      ...parting.flatMap(({ kind, text }) => [`--${kind}`, text.slice(kind.length + 1)]),
      ...flagWords('--save-baseline', path),
      ...(configured.rules || parting.length > 0 ? ['--unchecked'] : []),
    ],
  )
}
