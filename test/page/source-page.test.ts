import { afterAll, describe, expect, it } from 'vitest'
import type { ReportContent } from '../../src/questions/report/report-content.ts'
import { BROWSER, createStudio, settle } from '../made/browser.ts'
import { BINARY, contentOf, SOFTMAX } from '../made/contents.ts'
import { sourceReport } from '../made/source-report.ts'

const studio = createStudio()
afterAll(() => studio.close())

const visit = async (name: string, content: ReportContent) =>
  studio.visit(studio.write(name, await sourceReport(content)))

const title = 'the page'

describe.skipIf(!BROWSER)(BROWSER ? title : `${title} (skipped: there is no chromium in the path)`, () => {
  it('opens though nothing that the report asks for fits its data', async () => {
    const content = contentOf([SOFTMAX], ['article-ce', 'focal:alpha=0.25', 'nonsense'])
    const { page, problems } = await visit('wrong.html', { ...content, reduction: 'positives', threshold: 1 })
    expect(problems).toEqual([])
    expect(await page.locator('.numbers tbody tr').count()).toBe(2)
  })

  it('shows a parameter of 0 in its field', async () => {
    const { page } = await visit(
      'zero.html',
      contentOf([BINARY], ['focal-star:gamma=4,beta=0', 'focal:gamma=0']),
    )
    expect(await page.getByLabel('beta, to type').inputValue()).toBe('0')
    await page.getByRole('radio', { name: /^focal γ/ }).check()
    await settle(page)
    expect(await page.getByLabel('gamma, to type').inputValue()).toBe('0')
  })

  it('has the line where it was asked for, and in sight, though no sample is near', async () => {
    const asked = { ...contentOf([{ ...BINARY, thresholds: [0.9999] }], ['ce']), threshold: 0.9999 }
    const { page } = await visit('far.html', asked)
    const line = page.locator('.threshold')
    expect(await line.getAttribute('aria-valuetext')).toMatch(/^pt 0\.9999|^pt 1 − 1\.00e-4/)
    const [now, max] = await Promise.all(
      ['aria-valuenow', 'aria-valuemax'].map(async (name) => Number(await line.getAttribute(name))),
    )
    expect(now).toBe(max)
  })

  it('tells a screen reader what came and what went, and what then stands out', async () => {
    const { page } = await visit('told.html', contentOf([BINARY], ['ce', 'focal:gamma=2']))
    const told = () => page.locator('[role=status].unseen').textContent()
    await page.getByLabel('Loss to add').selectOption('poly1')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await expect.poll(told).toMatch(/^Added poly1 ε=1\. poly1 ε=1 puts/)
    await page.getByRole('button', { name: 'Remove poly1 ε=1' }).click()
    await expect.poll(told).toMatch(/^Removed poly1 ε=1\. focal γ=2 puts/)
  })

  it('has no command for a line that lossctl cannot part a saved sketch at', async () => {
    const content = contentOf([BINARY], ['ce'])
    const files = content.files.map((file) => ({ ...file, isSaved: true }))
    const { page } = await visit('saved.html', { ...content, files })
    const command = page.locator('.copy.command')
    expect(await command.locator('pre').innerText()).toContain('--threshold 0.5')
    await page.locator('.threshold').press('ArrowRight')
    await settle(page)
    expect(await command.innerText()).toMatch(
      /^made-1\.csv is a saved sketch: lossctl parts it at pt 0\.5 alone/,
    )
    expect(await command.locator('pre, button').filter({ visible: true }).count()).toBe(0)
  })

  it('says beside the groups what the strokes across them are', async () => {
    const { page } = await visit('groups.html', contentOf([SOFTMAX, { ...SOFTMAX, shift: 1 }], ['ce']))
    const groups = page.locator('.group-bars')
    expect(await groups.locator('p.key').innerText()).toBe('made-1.csv')
    expect(await groups.locator('tbody tr').first().locator('td').last().innerText()).toMatch(/^\d\.\d+$/)
  })
})
