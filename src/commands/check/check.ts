import { EXIT } from '../../errors.ts'
import type { Loss } from '../../losses/loss.ts'
import { refuseBatchLosses } from '../../losses/spec/plain.ts'
import type { CheckReport } from '../../questions/check/check.ts'
import type { Verdict } from '../../questions/check/findings.ts'
import type { StoredRows } from '../../sketched/baseline.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { sayPath } from '../../words/standard-input.ts'
import type { CommandModule, Context } from '../command.ts'
import { CHECK_OPTIONS } from '../options/check.ts'
import { chosenLosses } from '../options/chosen-losses.ts'
import { refuseOverwriting } from '../refuse-overwriting.ts'
import { sharedNames, sharedSource } from '../shared-name.ts'
import { configInputs, readConfig } from './config.ts'
import { parseOutputs } from './outputs.ts'
import { type Question, questionOf } from './question.ts'

const EXIT_CODES: Readonly<Record<Verdict, number>> = {
  passed: EXIT.fine,
  improved: EXIT.fine,
  regressed: EXIT.checkFailed,
  'cannot compare': EXIT.input,
}

export const checkCommand: CommandModule<typeof CHECK_OPTIONS> = {
  name: 'check',
  summary: 'a gate for CI: rules against a file and a baseline; exit 1 when one is broken',
  args: [
    {
      name: '<file>',
      help: 'predictions: CSV, JSON, Parquet, NPY, NPZ, safetensors or .pt, or a sketch',
      isInput: true,
    },
  ],
  examples: [
    'lossctl check preds.csv --max focal.mean=0.05 --max hard.positive.share=0.02',
    'lossctl check preds.csv --save-baseline main.json',
    'lossctl check preds.csv --baseline main.json --max-increase focal.mean=2%',
    'lossctl check preds.csv --baseline main.json --max-increase focal.mean=2% --by scene --min-slice 50 --format table --format junit=check.xml --format markdown=check.md',
  ],
  options: CHECK_OPTIONS,
  takes: { databases: true },

  async run([file], options, context) {
    const config = await readConfig(options.config)
    const question = questionOf(options, config)
    const { save } = question
    await refuseOverwriting(CHECK_OPTIONS, options, configInputs(options.config, question.baseline))
    const outputs = parseOutputs(options.format)
    const { report, data, losses, stored } = await evaluate(file, question, context)
    const sound = report.verdict === null || EXIT_CODES[report.verdict] === EXIT.fine
    const { checkContent, flattenCheck, layoutCheck } = await import('../../views/layouts/check/check.ts')
    return {
      answer: {
        kind: 'check',
        content: checkContent(report),
        document: () => layoutCheck(report, save === undefined ? null : sayPath(save)),
        records: () => flattenCheck(report),
        summary: async () => (await import('../../views/layouts/check/summary.ts')).drawSummary(report),
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
                content: await baselineText(
                  save,
                  data,
                  question.name ?? sharedNames([file])[0],
                  losses,
                  stored,
                ),
              },
            ]
          : [],
      written:
        save === undefined
          ? []
          : [sound ? `${save}: baseline written` : `${save}: not written, since ${whyNot(report)}`],
      exitCode: report.verdict === null ? EXIT.fine : EXIT_CODES[report.verdict],
    }
  },
}

/** Rules about changes never pass where there is nothing to compare with, as of the first baseline. */
function whyNot({ findings }: CheckReport): string {
  const isFirst = findings.some(({ reason }) => reason?.kind === 'no-baseline')
  return isFirst
    ? 'there is none to compare with; --unchecked saves it without a check'
    : 'the check did not pass'
}

async function evaluate(file: string, question: Question, context: Context) {
  const { checkSketched } = await import('../../questions/check/check.ts')
  const { refuseMisspelt } = await import('../../questions/check/name-rule.ts')
  const { openCheckData, saveAgain } = await import('./data.ts')
  const { losses, asked } = await lossesOf(question)
  refuseBatchLosses(losses)
  refuseMisspelt([...asked.rules, ...asked.unheld], losses)
  const { data, baseline, rows, stored } = await openCheckData(file, asked, losses, context)
  const { partedBy } = await import('./rows.ts')
  const by = partedBy(asked.by)
  const settings = { ...asked, by, saveAgain: saveAgain(file, asked) }
  const report = await checkSketched(data, baseline, losses, asked.rules, settings, rows)
  return { report, data, losses, stored }
}

/** The losses that options choose and rules add; with these, the question says in --loss what its rules are about. */
async function lossesOf(question: Question): Promise<{ losses: readonly Loss[]; asked: Question }> {
  const { specsNamed, withNamed } = await import('../../questions/check/name-rule.ts')
  const { alpha, gamma, epsilon, parting } = question
  const chosen = await chosenLosses(question)
  const losses = withNamed(chosen, parting, { alpha, gamma, epsilon })
  if (losses === chosen) return { losses, asked: question }
  const lists = { alpha: undefined, gamma: undefined, epsilon: undefined, lossesFile: undefined }
  return { losses, asked: { ...question, ...lists, loss: specsNamed(losses, parting) } }
}

async function baselineText(
  path: string,
  data: SketchedData,
  name: string,
  losses: readonly Loss[],
  rows: StoredRows | null,
): Promise<string | Buffer> {
  const { toBaseline } = await import('../../sketched/baseline.ts')
  const { packFor } = await import('../../formats/sketch-file.ts')
  const { sketchText } = await import('../../formats/sketch-text.ts')
  const shared = { ...data, source: sharedSource(data.source, name) }
  return packFor(path, sketchText(data.source.name, toBaseline(shared, losses, rows)))
}
