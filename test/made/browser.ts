/** A real browser for tests of the report's page: opened from disk, with the network off. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { findBrowser } from '../../scripts/find-browser.js'
import { lossctl } from './host.ts'

/** Where a browser is; undefined where there is none. */
export const BROWSER = findBrowser()

export interface Visit {
  readonly page: Page
  /** Everything that went wrong: errors of the page, complaints of the console, requests that left the disk. */
  readonly problems: readonly string[]
}

/** A folder for reports, and a browser that looks at them, each visit until the end of its test. Call `close` when done. */
export function createStudio() {
  const folder = mkdtempSync(join(tmpdir(), 'report-'))
  let browser: Promise<Browser> | undefined
  const made = new Map<string, Promise<string>>()
  const launch = () => {
    // A sandbox needs rights that containers do not give; the pages are our own. Without windows letters would be of whole
    // pixels, which they are not for those who look at them.
    const args = ['--no-sandbox', '--font-render-hinting=none']
    browser ??= chromium.launch({ executablePath: BROWSER, args })
    return browser
  }
  return {
    folder,
    /** Writes a file of data, and gives its path. */
    write(name: string, content: string | Uint8Array): string {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    },
    /** The path of a report of these arguments, which is made once. */
    report(...args: string[]): Promise<string> {
      const key = args.join(' ')
      const path = made.get(key) ?? makeReport(join(folder, `report-${made.size}.html`), args)
      made.set(key, path)
      return path
    },
    async visit(path: string, options: BrowserContextOptions = {}, hash = ''): Promise<Visit> {
      const context = await (await launch()).newContext({ offline: true, ...options })
      onTestFinished(() => context.close())
      const page = await context.newPage()
      const problems: string[] = []
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) problems.push(message.text())
      })
      page.on('pageerror', (error) => problems.push(`${error}`))
      page.on('dialog', (dialog) => {
        problems.push(`dialog: ${dialog.message()}`)
        void dialog.dismiss()
      })
      page.on('request', (request) => {
        // A thread of the page's own is a blob.
        if (!/^(file|blob):/.test(request.url())) problems.push(`request: ${request.url()}`)
      })
      await page.goto(`${pathToFileURL(path)}${hash}`)
      // Where no script may run, there are no frames to wait for.
      if (options.javaScriptEnabled !== false) await settle(page)
      return { page, problems }
    },
    async close(): Promise<void> {
      await (await browser)?.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function makeReport(path: string, args: readonly string[]): Promise<string> {
  const { code, stderr } = await lossctl(['report', ...args, '-o', path])
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`)
  return path
}

/** Waits until the page has drawn what was asked of it: it draws once a frame. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
}

export interface Figure {
  readonly loss: string
  readonly name: string
  readonly value: number | null
}

/** The figures of the table of numbers, with all their digits. */
export async function figuresOf(page: Page): Promise<readonly Figure[]> {
  const cells = await page.locator('.numbers [data-name]').evaluateAll((elements) =>
    elements.map((element) => ({
      loss: element.getAttribute('data-loss')!,
      name: element.getAttribute('data-name')!,
      value: element.getAttribute('data-value'),
    })),
  )
  return cells.map((cell) => ({
    ...cell,
    value: cell.value === null || cell.value === '' ? null : Number(cell.value),
  }))
}
