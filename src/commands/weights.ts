import { InputError, UsageError } from '../errors.ts'
import type { Case } from '../questions/weights/weights.ts'
import type { CommandModule } from './command.ts'
import { chosenLosses } from './options/chosen-losses.ts'
import { lossOptions } from './options/losses.ts'
import type { OptionRecord, Values } from './options/option.ts'
import { outputOptions } from './options/output.ts'
import { THRESHOLD } from './options/question.ts'

/** Cases in one table; more is a job for `samples`. */
const MAX_CASES = 10_000

const CASES_GROUP = 'Cases:'

const OPTIONS = [
  {
    key: 'p',
    value: '<list>',
    help: 'probabilities of the positive class',
    isUsual: true,
    group: CASES_GROUP,
  },
  {
    key: 'y',
    value: '<list>',
    help: 'labels, 0 or 1; one for all, or one each',
    isUsual: true,
    group: CASES_GROUP,
  },
  { ...THRESHOLD, group: CASES_GROUP },
  ...lossOptions('focal:alpha=0.25,gamma=2'),
  ...outputOptions(),
] as const satisfies readonly OptionRecord[]

type Options = Values<(typeof OPTIONS)[number]>

export const weightsCommand: CommandModule<typeof OPTIONS> = {
  name: 'weights',
  summary: "the article's table of modulated weights: p, y, CE, FL, weight and rate",
  args: [
    {
      name: '[file]',
      help: "a file of cases, with columns p and y; the article's six without one",
      isInput: true,
    },
  ],
  examples: [
    'lossctl weights',
    'lossctl weights --p 0.5,0.9,0.99 --y 1 --gamma 1,2,5',
    'lossctl weights --loss poly1:epsilon=-1 --loss focal:gamma=2',
    'lossctl weights cases.csv',
  ],
  options: OPTIONS,

  async run([file], options) {
    const { weigh } = await import('../questions/weights/weights.ts')
    const { layoutWeights, flattenWeights } = await import('../views/layouts/weights.ts')
    const report = weigh(await casesOf(file, options), await lossesOf(options), options.threshold)
    return {
      answer: {
        kind: 'weights',
        content: report,
        document: () => layoutWeights(report),
        records: () => flattenWeights(report),
      },
    }
  },
}

/** Without a word it is the article's focal loss, alpha 0.25 and gamma 2. */
async function lossesOf(options: Options) {
  const { checkTask } = await import('../losses/spec/choose.ts')
  const named = options.loss ?? options.lossesFile
  const alpha = options.alpha ?? (named ? undefined : '0.25')
  const losses = await chosenLosses({ ...options, alpha }, ['focal'])
  checkTask(losses, 'binary')
  return losses
}

async function casesOf(file: string | undefined, { p, y }: Options): Promise<readonly Case[]> {
  if (file !== undefined && (p !== undefined || y !== undefined))
    throw new UsageError('give a file of cases or --p and --y, not both')
  if (file !== undefined) return readCases(file)
  if (p === undefined && y === undefined)
    return (await import('../questions/weights/weights.ts')).ARTICLE_CASES
  return pairCases(p, y)
}

async function pairCases(p: string | undefined, y: string | undefined): Promise<readonly Case[]> {
  if (p === undefined) throw new UsageError('--y needs --p', 'as in --p 0.9,0.1 --y 1,0')
  const { parseAxis } = await import('../losses/spec/axis.ts')
  const ps = parseAxis(p, 'p')
  const ys = parseAxis(y ?? '1', 'y')
  if (ys.length !== 1 && ys.length !== ps.length)
    throw new UsageError(
      `--p has ${ps.length} values and --y ${ys.length}`,
      'give one y for all, or one each',
    )
  const wrong = ps.find((value) => value < 0 || value > 1)
  if (wrong !== undefined) throw new UsageError(`--p ${wrong} is not a probability (0 to 1)`)
  const strange = ys.find((value) => value !== 0 && value !== 1)
  if (strange !== undefined) throw new UsageError(`--y ${strange} is neither 0 nor 1`)
  return ps.map((value, index) => ({ p: value, y: (ys[index] ?? ys[0]) as 0 | 1 }))
}

async function readCases(file: string): Promise<readonly Case[]> {
  const { openScan } = await import('./open-scan.ts')
  const scan = await openScan(file, { task: 'binary', from: 'probs', onBadRow: 'fail' }, false)
  const cases: Case[] = []
  for await (const block of scan.blocks()) {
    for (let i = 0; i < block.length; i++) cases.push({ p: block.scoreOf(i), y: block.label[i] as 0 | 1 })
    if (cases.length > MAX_CASES)
      throw new InputError(
        file,
        `holds more than ${MAX_CASES} cases`,
        'lossctl samples --output evaluates any number',
      )
  }
  return cases
}
