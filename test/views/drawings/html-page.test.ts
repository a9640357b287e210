import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { BROWSER, createStudio } from '../../made/browser.ts'
import { lossctl } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core')

const studio = createStudio()
afterAll(() => studio.close())

async function pageOf(name: string, ...args: readonly string[]): Promise<string> {
  const path = join(studio.folder, `${name}.html`)
  const { code, stderr } = await lossctl([...args, '-o', path])
  expect([code, stderr]).toEqual([0, ''])
  return path
}

const PAGES: readonly (readonly [string, ...string[]])[] = [
  ['curve', 'curve'],
  ['cdf', 'curve', '--cdf', fixture('scenes.csv')],
  ['calibrate', 'calibrate', fixture('digits.csv')],
]

describe('a page with a chart', () => {
  it('says its title once, with an index, and a title of its own as it is written', async () => {
    const page = readFileSync(await pageOf('own', 'curve'), 'utf8')
    expect(page.match(/<h1>.*<\/h1>/g)).toEqual(['<h1>Loss against <var>p</var><sub>t</sub></h1>'])
    expect(page).toContain('FL = <var>α</var><sub>t</sub> (1 − <var>p</var><sub>t</sub>)<sup>γ</sup> · CE')
    expect(page).not.toContain('font-weight="bold">Loss against')
    const given = readFileSync(await pageOf('given', 'curve', '--title', 'pt < 1'), 'utf8')
    expect(given).toContain('<h1>pt &lt; 1</h1>')
  })
})

describe.skipIf(BROWSER === undefined)('in a browser', () => {
  it.each(
    PAGES,
  )('%s has nothing that keeps people from using it, light and dark, wide and narrow', async (name, ...args) => {
    const path = await pageOf(name, ...args)
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [375, 768, 1280]) {
        const { page, problems } = await studio.visit(path, {
          colorScheme,
          viewport: { width, height: 900 },
          bypassCSP: true,
        })
        await page.addScriptTag({ path: AXE })
        const violations = await page.evaluate(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)]))',
        )
        expect(violations, `${colorScheme} ${width}`).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
        expect(problems).toEqual([])
      }
    }
  })

  it('is dark where the system is, its curves and names too', async () => {
    const path = await pageOf('dark', 'curve')
    const { page } = await studio.visit(path, { colorScheme: 'dark' })
    const styleOf = (selector: string, name: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${name}')`)
    expect(await styleOf('body', 'background-color')).toBe('rgb(20, 23, 27)')
    expect(await styleOf('figure.wide rect', 'fill')).toBe('rgb(20, 23, 27)')
    // The fifth curve has the colour of the text.
    expect(await styleOf('figure.wide g[stroke="#000000"]', 'stroke')).toBe('rgb(233, 236, 240)')
  })

  it('has letters on a phone as large as anywhere', async () => {
    const { page } = await studio.visit(await pageOf('phone', 'curve', '--cdf', fixture('scenes.csv')), {
      viewport: { width: 375, height: 800 },
    })
    const drawings = page.locator('figure.narrow svg')
    expect(await drawings.count()).toBe(2)
    for (const drawing of await drawings.all()) {
      const [shown, drawn] = [
        (await drawing.boundingBox())!.width,
        Number(await drawing.getAttribute('width')),
      ]
      expect(shown / drawn).toBeCloseTo(1, 2)
    }
    expect(await page.locator('figure.wide').isVisible()).toBe(false)
  })
})
