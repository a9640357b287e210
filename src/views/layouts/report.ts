/** The page of a report: the program that the build made of src/page, and what it shows. */
import type { CompareReport } from '../../questions/compare/compare.ts'
import type { ReportContent } from '../../questions/report/report-content.ts'
import type { Document } from '../document.ts'
import { drawBlocks } from '../drawings/html.ts'
import { drawPage, escapeHtml } from '../drawings/page-shell.ts'
import { dayWords } from '../words/day.ts'
import { layoutCompare } from './compare.ts'
import { areSideBySide, layoutComparisons } from './comparisons.ts'

export interface ReportAssets {
  readonly script: string
  readonly style: string
}

/** @param first what the page shows at first: it stands there until the script runs, and stays where none may */
export function drawReport(
  content: ReportContent,
  { script, style }: ReportAssets,
  first: readonly CompareReport[],
): string {
  const names = content.files.map(({ name }) => name).join(', ')
  const title = names.length > 80 ? `${names.slice(0, 80)}…` : names
  return drawPage({
    title: `lossctl: ${title}`,
    style,
    script,
    body: `<main id="page">
<h1>${escapeHtml(title)}</h1>
<p class="facts">lossctl ${escapeHtml(content.version)}, ${dayWords(content.made)}. These are its first numbers; with JavaScript, the page draws charts and has sliders.</p>
${drawBlocks(layoutFirst(first, content.changes))}
</main>
<script type="application/json" id="content">${embed(content)}</script>`,
  })
}

function layoutFirst(reports: readonly CompareReport[], changes: ReportContent['changes']): Document {
  if (areSideBySide(reports)) return layoutComparisons(reports, null, changes)
  return reports.flatMap((report) => layoutCompare(report, null, false, true))
}

/** JSON that no name in it can end: `</script>` and `<!--` begin with what is escaped. */
function embed(content: ReportContent): string {
  return JSON.stringify(content).replaceAll('<', '\\u003c')
}
