import type { Command } from 'commander'
import { EXIT } from '../../errors.ts'
import type { Loss } from '../../losses/loss.ts'
import type { Verdict } from '../../questions/check/findings.ts'
import { parseRule, RULE_KINDS } from '../../questions/check/rules.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { CHECK_FORMATS } from '../../views/drawings/index.ts'
import type { CommandModule, Context } from '../command.ts'
import { chosenLosses, refuseBatchLosses } from '../options/chosen-losses.ts'
import { addLossOptions, addReadOptions, parseOneThreshold } from '../options/options.ts'
import { collect, parseCount, parseNumberIn } from '../options/parse.ts'
import { sharedNames, sharedSource } from '../shared-name.ts'
import { readConfig } from './config.ts'
import { parseOutputs } from './outputs.ts'
import { type CheckFlags, type Question, questionOf } from './question.ts'

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
      .option(
        '--save-baseline <file>',
        'save these predictions as a baseline; with rules, only when they hold',
      )
      .option('--name <name>', 'what it calls the data (their file, without its folder)')
      .option('--unchecked', 'save it whatever the rules of the configuration say')
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
    const options = raw as unknown as CheckFlags
    const config = await readConfig(options.config)
    const question = questionOf(options, config)
    const { save } = question
    const outputs = parseOutputs(
      options.format,
      [file, options.labels, options.baselinePreds, question.baseline],
      save,
    )
    const { report, data, losses } = await evaluate(file, question, context)
    const sound = report.verdict === null || EXIT_CODES[report.verdict] === EXIT.fine
    const { flattenCheck, layoutCheck } = await import('../../views/layouts/check/check.ts')
    return {
      answer: {
        kind: 'check',
        content: report,
        document: () => layoutCheck(report),
        records: () => flattenCheck(report),
        drawings: {
          junit: async () => (await import('../../views/layouts/check/junit.ts')).drawJunit(report),
          github: async () => (await import('../../views/layouts/check/github.ts')).drawGithub(report),
          benchmark: async () =>
            (await import('../../views/layouts/check/benchmark.ts')).drawBenchmark(report),
        },
      },
      outputs,
      files:
        save !== undefined && sound
          ? [
              {
                path: save,
                content: await baselineText(save, data, question.name ?? sharedNames([file])[0], losses),
              },
            ]
          : [],
      notes:
        save === undefined
          ? []
          : [sound ? `${save}: baseline written` : `${save}: not written, since the check did not pass`],
      exitCode: report.verdict === null ? EXIT.fine : EXIT_CODES[report.verdict],
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

async function evaluate(file: string, question: Question, context: Context) {
  const { check } = await import('../../questions/check/check.ts')
  const { openCheckData } = await import('./data.ts')
  const losses = await chosenLosses(question)
  refuseBatchLosses(losses)
  const { data, baseline, paired } = await openCheckData(file, question, losses, context)
  const { by, rules } = question
  const parted = by === undefined ? null : by === 'class' ? ('class' as const) : ('slice' as const)
  const report = await check(data, baseline, losses, rules, { ...question, by: parted }, paired)
  return { report, data, losses }
}

async function baselineText(
  path: string,
  data: SketchedData,
  name: string,
  losses: readonly Loss[],
): Promise<string | Buffer> {
  const { toBaseline } = await import('../../sketched/baseline.ts')
  const { packFor } = await import('../../formats/sketch-file.ts')
  const { sketchText } = await import('../../formats/sketch-text.ts')
  const shared = { ...data, source: sharedSource(data.source, name) }
  return packFor(path, sketchText(data.source.name, toBaseline(shared, losses)))
}
