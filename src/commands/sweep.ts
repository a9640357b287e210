import { UsageError } from '../errors.ts'
import type { Axis } from '../questions/tune/sweep.ts'
import type { CommandModule } from './command.ts'
import {
  addOutputOptions,
  addReadOptions,
  addThreshold,
  type OutputOptions,
  type ReadOptions,
} from './options/options.ts'
import { collect, parseCount, parseNumberIn } from './options/parse.ts'

interface Options extends ReadOptions, OutputOptions {
  readonly threshold: number
  readonly loss?: readonly string[]
  readonly over?: readonly string[]
  readonly rank?: string
  readonly target?: number
  readonly top?: number
}

/** Settings of a ranking unless --top says otherwise. */
const DEFAULT_TOP = 20

/** Settings that JSON and CSV hold without being asked. */
const MAX_RECORDS = 100_000

export const sweepCommand: CommandModule = {
  define(program) {
    const command = program
      .command('sweep')
      .summary('every setting of a grid, from one pass: who carries the loss and the gradient')
      .argument('<file>', 'predictions: CSV or NPY, or a sketch')
      .addHelpText(
        'before',
        `Examples:
  lossctl sweep preds.csv --over gamma=0..5/0.25
  lossctl sweep preds.csv --over gamma=0..5/0.5 --over alpha=0.1..0.9/0.1
  lossctl sweep preds.csv --loss poly1-focal --over gamma=0,1,2 --over epsilon=-1..4/0.5 --over alpha=none,0.25
  lossctl sweep preds.sketch.json --over gamma=0..5/0.1 --over alpha=0.05..0.95/0.05 \\
    --rank positive:negative.gradient --target 1
`,
      )
    command
      .optionsGroup('Question:')
      .option('-l, --loss <spec>', 'a loss; repeat for more (focal unless said)', collect)
      .option('--over <axis>', 'a parameter and its values: gamma=0..5/0.25; repeat for a grid', collect)
      .option(
        '--rank <quantity>',
        'rank by this: easy.loss, hard.positive.gradient, positive:negative.gradient, effective, mean, …',
      )
      .option(
        '--target <x>',
        'the value it should have, nearest first; without it, the largest first',
        parseNumberIn('--target', -Number.MAX_VALUE, Number.MAX_VALUE),
      )
      .option(
        '--top <n>',
        `how many settings (${DEFAULT_TOP} of a ranking, all otherwise)`,
        parseCount('--top', 1e6),
      )
    addThreshold(command)
    command.option('--by <column>', 'the column a sketch was made by')
    addReadOptions(command)
    return addOutputOptions(command)
  },

  async run([file], raw, context) {
    const options = raw as unknown as Options
    const { sweep } = await import('../questions/tune/sweep.ts')
    const { parseLoss } = await import('../losses/spec/spec.ts')
    const { openSketched } = await import('./open-sketched.ts')
    const { layoutSweep, flattenSweep } = await import('../views/layouts/sweep.ts')
    const losses = (options.loss ?? ['focal']).map(parseLoss)
    const axes = await parseAxes(options.over)
    if (options.target !== undefined && options.rank === undefined)
      throw new UsageError('--target needs --rank', 'as in --rank positive:negative.gradient --target 1')
    const data = await openSketched(
      file,
      options,
      { thresholds: [options.threshold], perClass: false },
      context,
    )
    const report = sweep(data, losses, axes, {
      threshold: options.threshold,
      rank: options.rank ?? null,
      target: options.target ?? null,
      top: options.top ?? (options.rank === undefined || isForMachines(options) ? null : DEFAULT_TOP),
    })
    if (isForMachines(options) && report.settings.length > MAX_RECORDS)
      throw new UsageError(
        `that makes ${report.settings.length} records`,
        `say how many with --rank and --top`,
      )
    return {
      answer: {
        kind: 'sweep',
        content: report,
        document: () => layoutSweep(report),
        records: () => flattenSweep(report),
      },
    }
  },
}

function isForMachines({ format }: Options): boolean {
  return format === 'json' || format === 'csv'
}

/** `gamma=0..5/0.25` and its like. Alpha may also be none. */
async function parseAxes(texts: readonly string[] = []): Promise<readonly Axis[]> {
  const { parseAxis } = await import('../losses/spec/axis.ts')
  if (texts.length === 0) throw new UsageError('a sweep needs --over', 'as in --over gamma=0..5/0.25')
  return texts.map((text) => {
    const equals = text.indexOf('=')
    if (equals < 1) throw new UsageError(`--over ${text}: it is PARAMETER=VALUES`, 'as in gamma=0..5/0.25')
    const parameter = text.slice(0, equals).trim()
    const words = text.slice(equals + 1).split(',')
    const values = words.flatMap((word): readonly (number | 'none')[] =>
      word === 'none' ? ['none'] : parseAxis(word, `over ${parameter}`),
    )
    return { parameter, values: [...new Set(values)] }
  })
}
