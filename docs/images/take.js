/**
 * Takes the pictures of README.md here: `npm run build && node docs/images/take.js`. They show the report of
 * fixtures/scenes.csv as it opens, and the same dark, with other losses and logarithmic counts.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { findBrowser } from '../../scripts/find-browser.js'

process.chdir(dirname(dirname(import.meta.dirname)))

const PICTURES = [
  { name: 'report.png', colorScheme: 'light', hash: '' },
  {
    name: 'report-dark.png',
    colorScheme: 'dark',
    hash: '#loss=ce&loss=focal:alpha=0.25,gamma=2&loss=poly1-focal:alpha=0.25,gamma=2,epsilon=-1&selected=2&counts=log&curve=weight',
  },
]

const folder = mkdtempSync(join(tmpdir(), 'pictures-'))
const report = join(folder, 'report.html')
execFileSync(process.execPath, ['bin/lossctl.js', 'report', 'fixtures/scenes.csv', '-o', report])
const browser = await chromium.launch({
  executablePath: findBrowser(),
  args: ['--no-sandbox'],
})
for (const { name, colorScheme, hash } of PICTURES) {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1360, height: 1240 } })
  await page.goto(`${pathToFileURL(report)}${hash}`)
  await page.waitForTimeout(500)
  await page.screenshot({ path: join('docs/images', name) })
}
await browser.close()
rmSync(folder, { recursive: true })
