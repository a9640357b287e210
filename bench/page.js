/**
 * How long the report's page takes to redraw while a slider is dragged, in a browser: `node bench/page.js`.
 *
 * A turn gives gamma a new value and waits until the browser has painted. `redraw` is the page's own work, as it
 * measures it; `paint` is the time from the event to the frame that shows it, which the browser's clock for frames
 * (16.7 ms) is part of.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findBrowser } from '../scripts/find-browser.js'
import { median } from './median.js'
import { normals, uniforms } from './random.js'

process.chdir(dirname(import.meta.dirname))

const CASES = [
  { classes: 2, rows: 200_000, most: 50 },
  { classes: 10, rows: 50_000 },
  { classes: 100, rows: 20_000, most: 150 },
  { classes: 1000, rows: 5_000 },
]

const TURNS = 40

function makeReport(folder, { classes, rows }) {
  const normal = normals(uniforms(classes))
  const columns = classes === 2 ? ['logit'] : Array.from({ length: classes }, (_, c) => `logit_${c}`)
  const lines = Array.from({ length: rows }, (_, i) => {
    const label = classes === 2 ? Number(i % 50 === 0) : i % classes
    const scores = columns.map(
      (_, c) => 2 * normal() + (classes === 2 ? 3 * (2 * label - 1) : 4 * Number(c === label)),
    )
    return [label, ...scores.map((score) => score.toFixed(4))].join(',')
  })
  const data = join(folder, `${classes}.csv`)
  writeFileSync(data, `label,${columns.join(',')}\n${lines.join('\n')}\n`)
  const page = join(folder, `${classes}.html`)
  execFileSync(process.execPath, ['bin/lossctl.js', 'report', data, '-o', page], { stdio: 'pipe' })
  return page
}

/** Runs in the page: drags gamma of the selected loss to and fro. */
async function drag(turns) {
  const slider = [...document.querySelectorAll('input[type=range]')]
    .filter((input) => input.checkVisibility())
    .at(-1)
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  const paint = []
  performance.clearMeasures()
  for (let turn = 0; turn < turns; turn++) {
    slider.value = `${0.3 + ((turn * 7) % turns) / 10}`
    const start = performance.now()
    slider.dispatchEvent(new Event('input', { bubbles: true }))
    await frame()
    paint.push(performance.now() - start)
  }
  return { paint, redraw: performance.getEntriesByName('lossctl redraw').map(({ duration }) => duration) }
}

async function measureCase(browser, folder, testCase) {
  const page = await browser.newPage()
  const path = makeReport(folder, testCase)
  await page.goto(`${pathToFileURL(path)}#selected=2`)
  // The first turns are slower, while the browser compiles.
  await page.evaluate(drag, 5)
  const { paint, redraw } = await page.evaluate(drag, TURNS)
  await page.close()
  return {
    ...testCase,
    bytes: statSync(path).size,
    redraw: median(redraw),
    worst: Math.max(...redraw),
    paint: median(paint),
  }
}

const { chromium } = await import('playwright-core')
const folder = mkdtempSync(join(tmpdir(), 'lossctl-page-'))
const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] })
try {
  const results = []
  for (const testCase of CASES) results.push(await measureCase(browser, folder, testCase))
  process.stdout.write(`${JSON.stringify(results)}\n`)
} finally {
  await browser.close()
  rmSync(folder, { recursive: true })
}
