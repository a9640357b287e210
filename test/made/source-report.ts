/** A report whose page is made of the source as it is, whatever the last build made of it. */
import { build } from 'esbuild'
import type { ReportContent } from '../../src/questions/report/report-content.ts'
import { drawReport } from '../../src/views/layouts/report.ts'

const options = { bundle: true, write: false, logLevel: 'error', platform: 'browser' } as const

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({ ...options, entryPoints: [`src/page/${entry}`] })
  return outputFiles[0].text
}

const assets = Promise.all(['main.ts', 'style/page.css'].map(bundle))

export async function sourceReport(content: ReportContent): Promise<string> {
  const [script, style] = await assets
  return drawReport(content, { script, style }, [])
}
