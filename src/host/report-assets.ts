/** What the build made of src/page: the page's program and its style. */
import { readOwnFile } from '../own-file.ts'
import type { ReportAssets } from '../views/layouts/report.ts'

export function readReportAssets(): ReportAssets {
  return {
    script: readOwnFile('report-page.js').toString(),
    style: readOwnFile('report-page.css').toString(),
  }
}
