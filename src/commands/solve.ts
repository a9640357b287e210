import { UsageError } from '../errors.ts'
import type { CommandModule, Result } from './command.ts'
import {
  addOutputOptions,
  addReadOptions,
  addThreshold,
  type OutputOptions,
  type ReadOptions,
} from './options/options.ts'
import { parseNumberIn } from './options/parse.ts'

interface Options extends ReadOptions, OutputOptions {
  readonly threshold: number
  readonly loss: string
  readonly for: string
  readonly want?: string
  readonly p0?: number
}

export const solveCommand: CommandModule = {
  define(program) {
    const command = program
      .command('solve')
      .summary('the gamma, alpha or epsilon that gives a share, a ratio or a mean the value you want')
      .argument('[file]', 'predictions: CSV or NPY, or a sketch; --p0 needs none')
      .addHelpText(
        'before',
        `Examples:
  lossctl solve preds.csv --for gamma --want "easy.negative.loss <= 10%"
  lossctl solve preds.csv --loss focal:gamma=2 --for alpha --want "positive:negative.gradient = 1"
  lossctl solve preds.csv --loss poly1 --for epsilon --want "easy.loss = 20%"
  lossctl solve --for gamma --p0 0.25
`,
      )
    command
      .optionsGroup('Question:')
      .option('-l, --loss <spec>', 'the loss, with what is fixed of it', 'focal')
      .requiredOption('--for <parameter>', 'the parameter to find: alpha, gamma, epsilon, beta')
      .option('--want <relation>', 'a quantity, then <=, = or >=, then a number or a percentage')
      .option(
        '--p0 <p>',
        'the gamma whose gradient crosses that of cross-entropy at this pt (Mukhoti et al. 2020)',
        parseNumberIn('--p0', 0, 1),
      )
    addThreshold(command)
    command.option('--by <column>', 'the column a sketch was made by')
    addReadOptions(command)
    return addOutputOptions(command)
  },

  async run([file], raw, context): Promise<Result> {
    const options = raw as unknown as Options
    if (options.p0 !== undefined) return solveRule(file, options)
    if (options.want === undefined)
      throw new UsageError('solve needs --want', 'as in --want "easy.negative.loss <= 10%"')
    if (file === undefined)
      throw new UsageError('solve needs a file', 'lossctl solve preds.csv --for gamma --want …')
    const { solve } = await import('../questions/tune/solve.ts')
    const { parseWant } = await import('../questions/tune/want.ts')
    const { parseLoss } = await import('../losses/spec/spec.ts')
    const { openSketched } = await import('./open-sketched.ts')
    const { layoutSolve, flattenSolve } = await import('../views/layouts/solve.ts')
    const [loss, want] = [parseLoss(options.loss), parseWant(options.want)]
    const data = await openSketched(
      file,
      options,
      { thresholds: [options.threshold], perClass: false },
      context,
    )
    const report = solve(data, loss, options.for, want, options.threshold)
    return {
      answer: {
        kind: 'solve',
        content: report,
        document: () => layoutSolve(report),
        records: () => flattenSolve(report),
      },
    }
  },
}

async function solveRule(
  file: string | undefined,
  { for: parameter, want, p0, loss }: Options,
): Promise<Result> {
  if (file !== undefined || want !== undefined)
    throw new UsageError('--p0 is a rule without a file or --want')
  if (parameter !== 'gamma' || loss.split(':')[0] !== 'focal')
    throw new UsageError('--p0 is a rule for the gamma of focal', 'say --for gamma')
  const { gammaOfP0 } = await import('../questions/tune/p0-rule.ts')
  const { layoutRule } = await import('../views/layouts/solve.ts')
  const report = { p0: p0!, gamma: gammaOfP0(p0!) }
  return {
    answer: {
      kind: 'p0-rule',
      content: report,
      document: () => layoutRule(report),
      records: () => [report],
    },
  }
}
