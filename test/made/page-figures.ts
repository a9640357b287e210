/** The figures of a report's page, held against what compare prints. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { type Figure, figuresOf } from './browser.ts'
import { lossctlJson } from './host.ts'

/** What compare says of the figures that the page shows. */
async function expected(figures: readonly Figure[], ...args: string[]): Promise<readonly Figure[]> {
  const specs = [...new Set(figures.map(({ loss }) => loss))]
  const { results } = await lossctlJson<{ results: CompareReport[] }>(
    'compare',
    ...args,
    ...specs.flatMap((spec) => ['--loss', spec]),
  )
  return figures.map(({ loss, name }) => {
    const report = results[0].losses.find(({ spec }) => spec === loss)!
    const [, band, share] = /^(.+)\.(lossShare|gradientShare)$/.exec(name) ?? []
    const value = band
      ? report.bands.find((one) => one.band === band)![share as 'lossShare']
      : report[name as 'value' | 'ratioToCe' | 'effectiveSamples']
    return { loss, name, value }
  })
}

/** Every figure of the page to 1e-12 of what compare prints. */
export async function checkFigures(page: Page, ...args: string[]): Promise<void> {
  const figures = await figuresOf(page)
  expect(figures.length).toBeGreaterThan(3)
  const wanted = await expected(figures, ...args)
  for (const [i, { loss, name, value }] of figures.entries()) {
    const other = wanted[i].value
    if (value === null || other === null) expect(value, `${loss} ${name}`).toBe(other)
    else expect(Math.abs(value - other), `${loss} ${name}`).toBeLessThanOrEqual(1e-12 * Math.abs(other))
  }
}
