/** What the build made of src/page: the page's program and its style. */
import { readFile } from 'node:fs/promises'
import type { ReportAssets } from '../views/layouts/report.ts'

/** They lie beside the bundle that this becomes; the tests run the source. */
const FOLDER = import.meta.url.endsWith('.ts') ? '../../dist/' : './'

export async function readReportAssets(): Promise<ReportAssets> {
  const read = (name: string) => readFile(new URL(FOLDER + name, import.meta.url), 'utf8')
  const [script, style] = await Promise.all([read('report-page.js'), read('report-page.css')])
  return { script, style }
}
