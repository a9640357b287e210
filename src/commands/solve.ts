import { UsageError } from '../errors.ts'
import type { PartialLoss } from '../losses/spec/spec.ts'
import type { Task } from '../losses/task.ts'
import { adviseCommand, writeCommand } from '../words/shell.ts'
import type { CommandModule, Result } from './command.ts'
import { DATABASE, OF_DATABASES } from './options/database.ts'
import { flagOf, givenOptions, type OptionRecord, ofReading, type Values, wordsOf } from './options/option.ts'
import { outputOptions } from './options/output.ts'
import { parseNumberIn } from './options/parse.ts'
import { CLASS_WEIGHT, QUESTION_GROUP, refuseByClass, SKETCHED_BY, THRESHOLD } from './options/question.ts'
import { READING } from './options/reading.ts'

const ASKED = [
  {
    key: 'loss',
    short: 'l',
    value: '<spec>',
    help: 'the loss, with what is fixed of it',
    isUsual: true,
    default: 'focal',
    group: QUESTION_GROUP,
  },
  {
    key: 'for',
    value: '<parameter>',
    help: 'the parameter to find: alpha, gamma, epsilon, temperature, …; a file alone is asked for the alpha that balances its gradient, softmax scores for a gamma',
    isUsual: true,
    group: QUESTION_GROUP,
  },
  {
    key: 'want',
    value: '<relation>',
    help: 'a quantity, then <=, = or >=, then a number or a percentage',
    asks: 'quantity',
    isUsual: true,
    group: QUESTION_GROUP,
  },
  {
    key: 'p0',
    value: '<p>',
    help: 'the gamma whose gradient crosses that of cross-entropy at this pt (Mukhoti et al. 2020)',
    parse: parseNumberIn(0, 1),
    group: QUESTION_GROUP,
  },
  THRESHOLD,
  CLASS_WEIGHT,
  SKETCHED_BY,
  ...READING,
  ...OF_DATABASES,
] as const satisfies readonly OptionRecord[]

const OPTIONS = [...ASKED, ...outputOptions()] as const

type Options = Values<(typeof OPTIONS)[number]>

export const solveCommand: CommandModule<typeof OPTIONS> = {
  name: 'solve',
  summary: 'the gamma, alpha or epsilon that gives a share, a ratio or a mean the value you want',
  args: [
    {
      name: '[file]',
      help: 'predictions: CSV, JSON, Parquet, NPY, NPZ, safetensors or .pt, or a sketch; --p0 needs none',
      isInput: true,
    },
  ],
  examples: [
    'lossctl solve preds.csv',
    'lossctl solve preds.csv --for gamma --want "easy.negative.loss <= 10%"',
    'lossctl solve preds.csv --loss focal:gamma=2 --for alpha --want "positive:negative.gradient = 1"',
    'lossctl solve preds.csv --loss poly1 --for epsilon --want "easy.loss = 20%"',
    'lossctl solve --for gamma --p0 0.25',
  ],
  options: OPTIONS,
  takes: { databases: true },

  async run([file], options, context): Promise<Result> {
    if (options.p0 !== undefined) return solveRule(file, options.p0, options)
    refuseByClass('solve', options)
    if (file === undefined)
      throw new UsageError(
        'solve needs a file',
        adviseCommand(
          'as in',
          writeCommand('solve', ['preds.csv'], wordsOf(ASKED, options)),
          'name one of predictions',
        ),
      )
    const isUsual = options.want === undefined && options.for === undefined
    if (options.want === undefined && !isUsual)
      throw new UsageError('solve needs --want', 'as in --want "easy.negative.loss <= 10%"')
    if (options.for === undefined && !isUsual) throw new UsageError('solve needs --for', 'as in --for gamma')
    const { tellClassesApart } = await import('../losses/bound.ts')
    const { solveSketched, withoutPoles } = await import('../questions/tune/solve.ts')
    const { parseWant } = await import('../questions/tune/want.ts')
    const { completeLoss, parseLoss } = await import('../losses/spec/spec.ts')
    const { openSketched } = await import('./open-sketched.ts')
    const { layoutSolve, flattenSolve } = await import('../views/layouts/solve.ts')
    const { usualQuestion } = await import('../views/layouts/usual-question.ts')
    const loss = parseLoss(options.loss)
    // A wish that cannot be read is told before a file is.
    const said = isUsual ? null : { for: options.for!, want: options.want! }
    if (said) parseWant(said.want)
    const data = await openSketched(
      file,
      options,
      {
        thresholds: [options.threshold],
        perClass: options.classWeight !== undefined || tellClassesApart([completeLoss(loss)]),
        losses: [completeLoss(loss)],
      },
      context,
    )
    const asked = said ?? usualOf(data.grouping.task, loss)
    const { threshold, classWeight = null } = options
    const report = solveSketched(data, loss, asked.for, parseWant(asked.want), threshold, classWeight)
    const before = said ? [] : usualQuestion(wordsOf(ASKED, asked))
    return {
      answer: {
        kind: 'solve',
        content: withoutPoles(report),
        document: () => [...before, ...layoutSolve(report)],
        records: () => flattenSolve(report),
      },
    }
  },
}

/** What is asked when nothing is said: a balance of positives and negatives, or of easy and hard where there are no such. */
function usualOf(
  task: Task,
  { definition, given }: PartialLoss,
): { readonly for: string; readonly want: string } {
  const usual =
    task === 'softmax'
      ? { for: 'gamma', want: 'easy.loss <= 10%' }
      : { for: 'alpha', want: 'positive:negative.gradient = 1' }
  const isFree = (name: string) => Object.hasOwn(definition.parameters, name) && !Object.hasOwn(given, name)
  if (isFree(usual.for)) return usual
  // Of softmax an alpha is a list, and no number.
  const other = Object.entries(definition.parameters).find(
    ([name, { kind, ...rest }]) =>
      kind === 'number' && !('whole' in rest) && name !== usual.for && isFree(name),
  )
  if (other) return { ...usual, for: other[0] }
  throw new UsageError(
    `${definition.name} leaves no number to solve for with ${task} scores`,
    task === 'softmax'
      ? 'say another --loss, such as focal, whose gamma is asked for'
      : 'leave a number of it open, or say --for and --want',
  )
}

async function solveRule(file: string | undefined, p0: number, options: Options): Promise<Result> {
  const { for: parameter, loss } = options
  if (file !== undefined || options.want !== undefined)
    throw new UsageError('--p0 is a rule without a file or --want')
  const [idle] = givenOptions(
    [THRESHOLD, CLASS_WEIGHT, SKETCHED_BY, ...ofReading([...READING, ...DATABASE])],
    options,
  )
  if (idle)
    throw new UsageError(`--p0 is a rule without data, and ${flagOf(idle)} is about data`, 'leave it out')
  if ((parameter ?? 'gamma') !== 'gamma' || loss.trim() !== 'focal')
    throw new UsageError(
      '--p0 is a rule for the gamma of focal alone',
      'say --for gamma, and no other --loss',
    )
  const { gammaOfP0 } = await import('../questions/tune/p0-rule.ts')
  const { layoutRule } = await import('../views/layouts/solve.ts')
  const report = { p0, gamma: gammaOfP0(p0) }
  return {
    answer: {
      kind: 'p0-rule',
      content: report,
      document: () => layoutRule(report),
      records: () => [report],
    },
  }
}
