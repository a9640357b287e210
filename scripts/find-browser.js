/** Where a browser is that Playwright can drive; undefined where there is none. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

// The first shows no window, and so takes half the time for a page; the engine is the same.
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]

export function findBrowser() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path))
}
