/** The page of a report: the program that the build made of src/page, and what it shows. */
import type { ReportContent } from '../../questions/report/report-content.ts'
import { drawPage } from '../drawings/page-shell.ts'

export interface ReportAssets {
  readonly script: string
  readonly style: string
}

export function drawReport(content: ReportContent, { script, style }: ReportAssets): string {
  const names = content.files.map(({ name }) => name).join(', ')
  const title = names.length > 80 ? `${names.slice(0, 80)}…` : names
  return drawPage({
    title: `lossctl: ${title}`,
    style,
    script,
    body: `<script type="application/json" id="content">${embed(content)}</script>
<noscript><p>This page computes what it shows, and needs JavaScript for it.</p></noscript>
<main id="page"></main>`,
  })
}

/** JSON that no name in it can end: `</script>` and `<!--` begin with what is escaped. */
function embed(content: ReportContent): string {
  return JSON.stringify(content).replaceAll('<', '\\u003c')
}
