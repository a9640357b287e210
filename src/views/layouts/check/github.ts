/** A check as annotations of a GitHub workflow: what is wrong, each on the run's page. */
import type { CheckReport } from '../../../questions/check/check.ts'
import { clean, cleanLine } from '../../../words/clean.ts'
import { sentence } from '../../words/check-words.ts'
import { checkNotes, headline } from './check.ts'

/** GitHub shows ten annotations of a step. */
const MAX_ANNOTATIONS = 10

export function drawGithub(report: CheckReport): string {
  const wrong = report.findings.filter(
    ({ verdict }) => verdict === 'regressed' || verdict === 'cannot compare',
  )
  // The last of ten says how many are not shown.
  const shown = wrong.length > MAX_ANNOTATIONS ? wrong.slice(0, MAX_ANNOTATIONS - 1) : wrong
  const rest = wrong.length - shown.length
  const ruleOf = (name: string) => report.rules.find(({ text }) => text === name)!
  return [
    ...shown.map((finding) => {
      const { rule, slice } = finding
      const title = cleanLine(slice === null ? rule : `${rule} in ${clean(slice)}`)
      return command('error', title, sentence(finding, ruleOf(rule)))
    }),
    ...(rest > 0 ? [command('error', 'lossctl check', `${rest} more; see the job's summary`)] : []),
    command('notice', 'lossctl check', [headline(report), ...checkNotes(report)].join('\n')),
    '',
  ].join('\n')
}

function command(level: 'error' | 'notice', title: string, message: string): string {
  return `::${level} title=${escapeProperty(title)}::${escapeData(message)}`
}

/** As GitHub's own toolkit escapes them: %, line ends, and in properties : and , as well. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
