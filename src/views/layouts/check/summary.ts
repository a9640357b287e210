/** A check on the page of a GitHub job: the verdict as a heading, what failed, and behind a fold what passed. */
import type { CheckReport } from '../../../questions/check/check.ts'
import { type Finding, VERDICTS, type Verdict } from '../../../questions/check/findings.ts'
import { type Document, text } from '../../document.ts'
import { drawMarkdown, markdownLine } from '../../drawings/markdown.ts'
import { checksOf } from '../../words/check-words.ts'
import { formatCount } from '../../words/numbers.ts'
import { sourceLine } from '../../words/source-line.ts'
import { checkNotes, countOf, reasons, tableOf } from './check.ts'

const MARKS: Readonly<Record<Verdict, string>> = {
  passed: '✅',
  improved: '✅',
  regressed: '❌',
  'cannot compare': '⚠️',
}

/** Rows of a table: a page holds a megabyte. */
const MAX_ROWS = 200

export function drawSummary(report: CheckReport): string {
  const { findings } = report
  const failed = findings.filter(({ verdict }) => verdict === 'regressed')
  const passed = findings
    .filter(({ verdict }) => verdict === 'passed' || verdict === 'improved')
    .toSorted((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict))
  const notes = checkNotes(report)
  return [
    `### ${heading(report)}\n`,
    drawMarkdown([...table(failed, report), ...reasons(report), text(sourceLine(report.source), 'dim')]),
    ...(passed.length > 0 ? [folded(`${formatCount(passed.length)} passed`, table(passed, report))] : []),
    ...(notes.length > 0 ? [drawMarkdown([text(notes.join('\n'), 'dim')])] : []),
  ].join('\n')
}

/** `❌ lossctl: 3 of 15 checks failed against main.json`. */
function heading({ verdict, findings, baseline }: CheckReport): string {
  if (verdict === null) return 'lossctl: nothing was checked, there was no rule'
  const [failed, unknown] = [countOf(findings, 'regressed'), countOf(findings, 'cannot compare')]
  const all = findings.length
  const said = [
    ...(failed > 0 ? [`${checksOf(failed, all)} failed`] : []),
    ...(unknown > 0
      ? [`${failed > 0 ? formatCount(unknown) : checksOf(unknown, all)} could not be compared`]
      : []),
  ]
  const words = said.length > 0 ? said.join(', ') : `${checksOf(all, all)} passed`
  const against = baseline === null ? '' : ` against ${baseline}`
  return `${MARKS[verdict]} lossctl: ${markdownLine(`${words}${against}`)}`
}

function table(findings: readonly Finding[], report: CheckReport): Document {
  if (findings.length === 0) return []
  const more = findings.length - MAX_ROWS
  const rest = more > 0 ? [text(`${formatCount(more)} more; --format csv has all.`, 'dim')] : []
  return [tableOf(findings.slice(0, MAX_ROWS), report), ...rest]
}

/** GitHub reads Markdown in it where empty lines part it from the tags. */
function folded(title: string, document: Document): string {
  return `<details><summary>${title}</summary>\n\n${drawMarkdown(document)}\n</details>\n`
}
