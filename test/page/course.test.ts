/** The page of a report of sketches that are one course: fixtures/make_run.py. */
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { inOrderOfCourse } from '../../src/questions/report/course-files.ts'
import type { ReportFile } from '../../src/questions/report/report-content.ts'
import { BROWSER, createStudio, settle } from '../made/browser.ts'
import { lossctlJson } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

const studio = createStudio()
afterAll(() => studio.close())

const EPOCHS = 12
const inOrder = Array.from({ length: EPOCHS }, (_, i) => fixture(`run/epoch-${i + 1}.sketch.json`))
/** As a shell has them: 1, 10, 11, 12, 2. */
const given = [...inOrder].sort()

type Report = { results: { losses: { title: string; value: number }[] }[] }

const panel = (page: Page) =>
  page.locator('section.panel').filter({ has: page.getByRole('heading', { name: 'Course', exact: true }) })

/** What the chart says of an epoch, for who hears it: `epoch 8: ce 0.1167, focal γ=2 0.0688`. */
async function readingAt(page: Page, epoch: number): Promise<string> {
  const slider = panel(page).getByRole('slider')
  await slider.focus()
  await page.keyboard.press('Home')
  for (let i = 1; i < epoch; i++) await page.keyboard.press('ArrowRight')
  await settle(page)
  return (await slider.getAttribute('aria-valuetext'))!
}

const title = 'the course of a report'

describe.skipIf(!BROWSER)(BROWSER ? title : `${title} (skipped: there is no chromium in the path)`, () => {
  it('has the means that compare has, at every epoch and wherever gamma is', async () => {
    const { page, problems } = await studio.visit(await studio.report(...given))
    for (const gamma of ['2', '4']) {
      if (gamma !== '2') {
        await page
          .getByRole('radio', { name: /^focal/ })
          .first()
          .check()
        await page.locator('input[type=range]').filter({ visible: true }).last().fill(gamma)
        await settle(page)
      }
      const asked = ['--loss', 'ce', '--loss', `focal:gamma=${gamma}`]
      const { results } = await lossctlJson<Report>('compare', ...inOrder, ...asked)
      for (const epoch of [1, 2, 8, 12]) {
        const reading = await readingAt(page, epoch)
        const [, ce, focal] = /^epoch (?:\d+): ce ([\d.]+), focal γ=\d ([\d.]+)/.exec(reading)!
        expect(reading).toMatch(new RegExp(`^epoch ${epoch}: `))
        // It has four digits.
        const [first, second] = results[epoch - 1].losses.map(({ value }) => value)
        expect(Math.abs(Number(ce) / first - 1)).toBeLessThan(1e-3)
        expect(Math.abs(Number(focal) / second - 1)).toBeLessThan(1e-3)
      }
    }
    expect(problems).toEqual([])
  })

  it('says where each loss is lowest, marks the file that is shown, and has files in their order', async () => {
    const { page } = await studio.visit(await studio.report(...given))
    const { results } = await lossctlJson<Report>('compare', ...inOrder, '--loss', 'ce')
    const values = results.map(({ losses }) => losses[0].value)
    const lowest = values.indexOf(Math.min(...values)) + 1
    expect(await panel(page).locator('.notes').innerText()).toMatch(
      new RegExp(`^Lowest: ce.* in epoch ${lowest}`),
    )
    const options = await page.getByRole('combobox', { name: 'File' }).locator('option').allInnerTexts()
    expect(options).toEqual(inOrder.map((path) => path.split('/').at(-1)))
    expect(await panel(page).locator('.mark').isVisible()).toBe(true)
  })

  it('is not there where files are no course', async () => {
    const { page } = await studio.visit(await studio.report(inOrder[0], inOrder[5]))
    expect(await panel(page).count()).toBe(0)
    const predictions = await studio.visit(await studio.report(fixture('digits.csv')))
    expect(await panel(predictions.page).count()).toBe(0)
  })
})

it('leaves files of predictions in the order given', () => {
  const named = (isSaved: boolean) =>
    ['epoch-3', 'epoch-20', 'epoch-1'].map((name) => ({ name, isSaved }) as ReportFile)
  const names = (files: readonly ReportFile[]) => files.map(({ name }) => name)
  expect(names(inOrderOfCourse(named(true)))).toEqual(['epoch-1', 'epoch-3', 'epoch-20'])
  expect(names(inOrderOfCourse(named(false)))).toEqual(['epoch-3', 'epoch-20', 'epoch-1'])
})
