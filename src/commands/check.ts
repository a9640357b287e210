import type { Command } from 'commander'
import type { CheckReport } from '../analysis/check.ts'
import type { Verdict } from '../analysis/findings.ts'
import { parseRule, RULE_KINDS, type Rule } from '../analysis/rules.ts'
import type { SketchedData } from '../analysis/sketched.ts'
import { EXIT, UsageError } from '../errors.ts'
import { CHECK_FORMATS, type CheckFormat } from '../views/index.ts'
import { type CheckConfig, readConfig } from './check-config.ts'
import { chosenLosses } from './chosen-losses.ts'
import type { CommandModule, Context, Output } from './command.ts'
import {
  addLossOptions,
  addReadOptions,
  type LossOptions,
  parseOneThreshold,
  type ReadOptions,
} from './options.ts'
import { collect, parseCount, parseNumberIn } from './parse.ts'

interface Options extends ReadOptions, LossOptions {
  readonly rules?: readonly Rule[]
  readonly baseline?: string
  readonly baselinePreds?: string
  readonly saveBaseline?: string
  readonly config?: string
  readonly minSlice?: number
  readonly confidence?: number
  readonly threshold?: number
  readonly noise: boolean
  readonly allowOtherLabels?: boolean
  readonly format?: readonly string[]
}

const EXIT_CODES: Readonly<Record<Verdict, number>> = {
  passed: EXIT.fine,
  improved: EXIT.fine,
  regressed: EXIT.checkFailed,
  'cannot compare': EXIT.input,
}

export const checkCommand: CommandModule = {
  severalOutputs: true,

  define(program) {
    const command = program
      .command('check')
      .summary('a gate for CI: rules against a file and a baseline; exit 1 when one is broken')
      .argument('<file>', 'predictions: CSV or NPY, or a sketch')
      .addHelpText(
        'before',
        `Examples:
  lossctl check preds.csv --max focal.mean=0.05 --max hard.positive.share=0.02
  lossctl check preds.csv --save-baseline main.json
  lossctl check preds.csv --baseline main.json --max-increase focal.mean=2%
  lossctl check preds.csv --baseline main.json --max-increase focal.mean=2% --by scene --min-slice 50 \\
    --format table --format junit=check.xml --format markdown=check.md
`,
      )
    command.optionsGroup('Rules (also in lossctl.config.json, .yaml, or "lossctl" in package.json):')
    for (const kind of RULE_KINDS) {
      command.option(`--${kind} <quantity=limit>`, MEANINGS[kind], collectRule(command, kind))
    }
    command
      .option('--config <file>', 'read rules and settings from this file')
      .optionsGroup('Baseline:')
      .option('--baseline <file>', 'what changes are measured against: a saved baseline or sketch')
      .option(
        '--baseline-preds <file>',
        'the predictions of the baseline: the same samples, so that noise is far smaller',
      )
      .option('--save-baseline <file>', 'save these predictions as a baseline; no rule is needed for it')
      .option('--allow-other-labels', 'compare although the samples by class differ')
      .optionsGroup('Question:')
      .option('--by <column>', 'hold change rules and bounds in each value of a column, or in each class')
      .option('--min-slice <n>', 'pass over parts with fewer samples (1)', parseCount('--min-slice', 1e9))
      .option(
        '--confidence <level>',
        'a change counts when it is beyond noise at this level (0.95)',
        parseNumberIn('--confidence', 0.5, 1 - 1e-9),
      )
      .option('--no-noise', 'count every change beyond its limit')
      .option(
        '--threshold <pt>',
        'a sample is easy from this probability of the truth on (0.5)',
        parseOneThreshold,
      )
    addLossOptions(command, 'ce, focal, poly1 and poly1-focal unless said')
    addReadOptions(command)
    return command
      .optionsGroup('Output:')
      .option(
        '-f, --format <format[=file]>',
        `${CHECK_FORMATS.join(', ')}; repeat for several (table)`,
        collect,
      )
      .option('-q, --quiet', 'no progress bar')
  },

  async run([file], raw, context) {
    const options = raw as unknown as Options
    const outputs = parseOutputs(options.format)
    const config = await readConfig(options.config)
    const rules = [...config.rules, ...(options.rules ?? [])]
    if (rules.length === 0 && options.saveBaseline === undefined)
      throw new UsageError('check has no rule', 'as in --max focal.mean=0.05 or --max-increase focal.mean=2%')
    const report = await evaluate(file, options, config, rules, context)
    const { flattenCheck, layoutCheck } = await import('../views/check.ts')
    return {
      answer: {
        kind: 'check',
        content: report,
        document: () => layoutCheck(report),
        records: () => flattenCheck(report),
        drawings: {
          junit: async () => (await import('../views/junit.ts')).drawJunit(report),
          github: async () => (await import('../views/github.ts')).drawGithub(report),
          benchmark: async () => (await import('../views/benchmark.ts')).drawBenchmark(report),
        },
      },
      outputs,
      exitCode: rules.length === 0 ? EXIT.fine : EXIT_CODES[report.verdict],
    }
  },
}

const MEANINGS = {
  max: 'at most: focal.mean=0.05, hard.positive.share=2%',
  min: 'at least: positive:negative.gradient=0.5',
  'max-increase': 'it may rise by so much over the baseline: focal.mean=2%, or a difference, 0.001',
  'max-decrease': 'it may fall by so much below the baseline',
} as const

/** Rules of every kind in one list, in the order given. */
function collectRule(command: Command, kind: (typeof RULE_KINDS)[number]) {
  return (words: string) => {
    const rule = parseRule(kind, words)
    command.setOptionValue('rules', [...(command.getOptionValue('rules') ?? []), rule])
    return words
  }
}

async function evaluate(
  file: string,
  options: Options,
  config: CheckConfig,
  rules: readonly Rule[],
  context: Context,
): Promise<CheckReport> {
  const { check } = await import('../analysis/check.ts')
  const { openCheckData } = await import('./check-data.ts')
  const losses = await chosenLosses({ ...options, loss: options.loss ?? config.losses })
  const by = options.by ?? config.by
  const threshold = options.threshold ?? config.threshold ?? 0.5
  const baseline =
    options.baselinePreds === undefined ? (options.baseline ?? config.baseline) : options.baseline
  const { data, ...against } = await openCheckData(
    file,
    { ...options, by, threshold, baseline, otherLabels: options.allowOtherLabels ?? false },
    losses,
    context,
  )
  const settings = {
    threshold,
    confidence: options.confidence ?? config.confidence ?? 0.95,
    noise: options.noise && (config.noise ?? true),
    by: by === undefined ? null : by === 'class' ? ('class' as const) : ('slice' as const),
    minSlice: options.minSlice ?? config.minSlice ?? 1,
  }
  const report = await check(data, against.baseline, losses, rules, settings, against.paired)
  if (options.saveBaseline !== undefined) await saveBaseline(options.saveBaseline, data, losses)
  return report
}

async function saveBaseline(
  path: string,
  data: SketchedData,
  losses: Awaited<ReturnType<typeof chosenLosses>>,
): Promise<void> {
  const { toBaseline } = await import('../analysis/baseline.ts')
  const { packFor, sketchText } = await import('../formats/sketch-file.ts')
  const { writeAtomically } = await import('./atomic-file.ts')
  await writeAtomically(path, packFor(path, sketchText(data.source.name, toBaseline(data, losses))))
}

/** `table`, `junit=out.xml`. At most one may go to standard output. */
function parseOutputs(texts: readonly string[] = ['table']): readonly Output[] {
  const outputs = texts.map((text): Output => {
    const equals = text.indexOf('=')
    const name = equals < 0 ? text : text.slice(0, equals)
    const format = CHECK_FORMATS.find((one) => one === name) as CheckFormat | undefined
    if (!format) throw new UsageError(`--format ${text}: it is one of ${CHECK_FORMATS.join(', ')}`)
    const path = equals < 0 ? null : text.slice(equals + 1)
    if (path === '') throw new UsageError(`--format ${text}: the file is missing`, `as in ${name}=out`)
    return { format, path }
  })
  if (outputs.filter(({ path }) => path === null).length > 1)
    throw new UsageError('two formats would go to standard output', 'give all but one a file: junit=out.xml')
  return outputs
}
