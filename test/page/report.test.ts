import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { formatShare } from '../../src/views/words/numbers.ts'
import { BROWSER, createStudio, figuresOf, settle } from '../made/browser.ts'
import { inTurn, places } from '../made/draws.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { checkFigures } from '../made/page-figures.ts'
import { fixture } from '../made/shared.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core')

const studio = createStudio()
afterAll(() => studio.close())

/** Drags from the middle of a range input to a share of its width. */
async function drag(page: Page, slider: Locator, share: number): Promise<void> {
  await slider.scrollIntoViewIfNeeded()
  const box = (await slider.boundingBox())!
  const y = box.y + box.height / 2
  const value = Number(await slider.inputValue())
  const [min, max] = await Promise.all(
    ['min', 'max'].map(async (end) => Number(await slider.getAttribute(end))),
  )
  await page.mouse.move(box.x + 8 + ((box.width - 16) * (value - min)) / (max - min), y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * share, y, { steps: 12 })
  await page.mouse.up()
  await settle(page)
}

const gammaSlider = (page: Page) => page.locator('input[type=range]').filter({ visible: true }).last()

/** Selects the loss whose name begins so. */
async function select(page: Page, name: string): Promise<void> {
  await page
    .getByRole('radio', { name: new RegExp(`^${name}`) })
    .first()
    .check()
  await settle(page)
}

function slicedFile(): string {
  const lines = Array.from({ length: 300 }, (_, i) => `${i % 3 === 0 ? 1 : 0},${Math.sin(i) * 3},cam${i % 4}`)
  return studio.write('sliced.csv', `label,logit,camera\n${lines.join('\n')}\n`)
}

const FILES = {
  binary: [fixture('breast-cancer.csv')],
  softmax: [fixture('digits.csv')],
  multilabel: [fixture('multilabel.csv')],
  sliced: [slicedFile(), '--by', 'camera'],
}

const NAMES = Object.keys(FILES) as (keyof typeof FILES)[]

const title = 'the page of a report'
const skipped = `${title} (skipped: there is no chromium in the path)`

describe.skipIf(!BROWSER)(BROWSER ? title : skipped, () => {
  it.each(
    places(NAMES.length).map((at) => NAMES[at]),
  )('opens from disk with the network off, and has the numbers of lossctl compare wherever gamma is dragged: %s', async (kind) => {
    const args = FILES[kind]
    const { page, problems } = await studio.visit(await studio.report(...args))
    expect(await page.locator('h1').count()).toBe(1)
    await checkFigures(page, ...args)
    await select(page, 'focal')
    const before = await figuresOf(page)
    for (const share of inTurn([0.9, 0.13], kind.length)) {
      await drag(page, gammaSlider(page), share)
      const figures = await figuresOf(page)
      expect(figures).not.toEqual(before)
      await checkFigures(page, ...args)
    }
    expect(problems).toEqual([])
  })

  it('has them under another threshold and reduction, set by keys', async () => {
    const [file] = FILES.binary
    const { page } = await studio.visit(await studio.report(file))
    const line = page.locator('[role=slider].threshold')
    await line.focus()
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight')
    await page.getByRole('radio', { name: 'positives', exact: true }).first().check()
    await settle(page)
    const margin = Number(await line.getAttribute('aria-valuenow'))
    expect(margin).toBeGreaterThan(0)
    // The program parts samples a few units in the last place below the margin of a pt.
    const threshold = 1 / (1 + Math.exp(-margin))
    await checkFigures(page, file, '--threshold', `${threshold}`, '--reduction', 'positives')
  })

  it('keeps its state in the address: another visit sees the same', async () => {
    const path = await studio.report(...FILES.softmax)
    const { page } = await studio.visit(path)
    await select(page, 'focal')
    await drag(page, gammaSlider(page), 0.77)
    await page.getByRole('radio', { name: 'gradient', exact: true }).first().check()
    await page.locator('[role=slider].threshold').focus()
    await page.keyboard.press('PageDown')
    await settle(page)
    // The address follows when the state has come to rest.
    const hashOf = () => new URL(page.url()).hash
    await expect.poll(hashOf).toContain('threshold')
    const hash = hashOf()
    expect(hash).toContain('loss=focal')
    const again = await studio.visit(path, {}, hash)
    const shown = (one: Page) => one.locator('main section').allInnerTexts()
    expect((await shown(page)).length).toBeGreaterThan(5)
    expect(await shown(again.page)).toEqual(await shown(page))
    expect(new URL(again.page.url()).hash).toBe(hash)
    expect(again.problems).toEqual([])
  })

  it('has no address in the frame of a notebook, and moves on there', async () => {
    const report = readFileSync(await studio.report(...FILES.binary), 'utf8')
    const escaped = report.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
    const frame = `<iframe sandbox="allow-scripts" width="1000" height="800" srcdoc="${escaped}"></iframe>`
    const { page, problems } = await studio.visit(studio.write('notebook.html', `<!doctype html>${frame}`))
    const inside = page.frameLocator('iframe')
    const shown = () => inside.locator('main').innerText()
    const before = await shown()
    await inside.locator('input[type=range]').last().fill('3')
    await expect.poll(shown).not.toBe(before)
    // The address follows when the state has come to rest.
    await page.waitForTimeout(600)
    expect(problems).toEqual([])
  })

  it('takes a broken address calmly', async () => {
    const path = await studio.report(...FILES.binary)
    const hash = '#loss=nonsense&threshold=NaN&selected=-3&file=99&reduction=%00&curve=<script>&by=%FF'
    const { page, problems } = await studio.visit(path, {}, hash)
    expect(problems).toEqual([])
    await checkFigures(page, ...FILES.binary)
    expect(await page.getByRole('alert').first().innerText()).toContain('nonsense')
  })

  it('reaches every control by the keyboard', async () => {
    const path = await studio.report(fixture('digits.csv'), fixture('digits-units.csv'))
    const { page } = await studio.visit(path)
    const missed = await page.evaluate(listOfControls)
    expect(missed.length).toBeGreaterThan(15)
    const reached = new Set<string>()
    for (let i = 0; i < 200 && reached.size < missed.length; i++) {
      await page.keyboard.press('Tab')
      const key = await page.evaluate("document.activeElement?.getAttribute('data-test') ?? ''")
      if (key !== '') reached.add(key as string)
    }
    expect(missed.filter((key) => !reached.has(key))).toEqual([])
  })

  it('goes to a cell of the heat map by Enter', async () => {
    const { page } = await studio.visit(await studio.report(...FILES.binary))
    await select(page, 'focal')
    const cell = page.locator('[role=gridcell][tabindex="0"]').first()
    await cell.focus()
    const before = await figuresOf(page)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await settle(page)
    expect(await figuresOf(page)).not.toEqual(before)
    await checkFigures(page, ...FILES.binary)
  })

  it.each([
    'light',
    'dark',
  ] as const)('has nothing that keeps people from using it, in %s', async (colorScheme) => {
    const path = await studio.report(fixture('digits.csv'), fixture('digits-units.csv'))
    const { page } = await studio.visit(path, { colorScheme, bypassCSP: true })
    await page.addScriptTag({ path: AXE })
    const violations = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)]))',
    )
    expect(violations).toEqual([])
  })

  it('saves each chart as it is seen, as SVG and as PNG, and needs nothing of the page for it', async () => {
    const { page, problems } = await studio.visit(await studio.report(...FILES.binary))
    const buttons = await page.locator('.save button').all()
    expect(buttons.length).toBeGreaterThan(8)
    const heads: string[] = []
    for (const button of buttons) {
      const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
      const saved = readFileSync(await download.path())
      const name = download.suggestedFilename()
      expect(await button.getAttribute('aria-label')).toContain('Save this chart as')
      if (name.endsWith('.png')) {
        // Its head: the signature, and at byte 16 how wide it is.
        expect(saved.toString('latin1', 1, 4)).toBe('PNG')
        expect(saved.readUInt32BE(16)).toBeGreaterThan(600)
        continue
      }
      const text = saved.toString('utf8')
      expect(text).toMatch(/^<\?xml/)
      expect(text).not.toMatch(/var\(--|light-dark\(| class=|<script|NaN/)
      const named = [...text.matchAll(/url\("?#([\w-]+)"?\)/g)].map(([, id]) => id)
      for (const id of named) expect(text).toContain(`id="${id}"`)
      const words = [...text.matchAll(/<text[^>]*>([^<]*)</g)].map(([, one]) => one)
      const head = words.slice(0, words.indexOf('breast-cancer.csv')).join(' ')
      if (name.includes('other-settings'))
        expect(head).toMatch(/^focal: share of the loss that the .* samples carry$/)
      heads.push(head)
      const parsed = `new DOMParser().parseFromString(${JSON.stringify(text)}, 'image/svg+xml').querySelector('parsererror')`
      expect(await page.evaluate(parsed)).toBeNull()
    }
    // Each says another thing, with the file below it.
    expect(new Set(heads).size).toBe(buttons.length / 2)
    // A picture of what the page drew itself is no request to anybody.
    expect(problems.filter((problem) => !problem.startsWith('request: blob:'))).toEqual([])
  })

  it('saves the legend of a phone as it is there, its samples beside their names', async () => {
    const { page } = await studio.visit(await studio.report(...FILES.binary), {
      viewport: { width: 375, height: 800 },
    })
    const button = page.getByRole('button', { name: 'Save this chart as SVG: Where the loss falls' })
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
    const text = readFileSync(await download.path(), 'utf8')
    const pairs = await page.evaluate(`
      [...new DOMParser().parseFromString(${JSON.stringify(text)}, 'image/svg+xml').querySelectorAll('svg > svg')]
        .filter((svg) => svg.querySelector(':scope > rect') && svg.getAttribute('width') > 0 && svg.getAttribute('width') < 40)
        .map((svg) => [Number.parseFloat(svg.querySelector('rect').getAttribute('width')), Number(svg.getAttribute('width'))])
    `)
    expect(pairs).toEqual(Array(4).fill([15, 16]))
  })

  it('has its first numbers without a script, and the date', async () => {
    const path = await studio.report(...FILES.softmax)
    const { page, problems } = await studio.visit(path, { javaScriptEnabled: false })
    const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', ...FILES.softmax)
    const text = await page.locator('main').innerText()
    const rows = text.split('\n').map((line) => line.split('\t'))
    for (const { title, value, bands } of results[0].losses) {
      const cells = rows.find(([first]) => first === title)!
      expect(Math.abs(Number(cells[1]) - value!)).toBeLessThan(1e-5 * value!)
      expect(cells.slice(-bands.length)).toEqual(bands.map(({ lossShare }) => formatShare(lossShare)))
    }
    expect(text).toMatch(/lossctl [\d.]+, \d{1,2} [A-Z][a-z]+ 20\d\d\./)
    expect(problems).toEqual([])
    const shown = await studio.visit(path)
    expect(await shown.page.locator('main').innerText()).not.toContain('with JavaScript')
    expect(await shown.page.locator('h1').count()).toBe(1)
  })

  it('opens on what several files are to each other, and says of which one the rest is', async () => {
    const files = ['digits.csv', 'digits-units.csv', 'digits.csv'].map(fixture)
    const { page } = await studio.visit(await studio.report(...files))
    expect(await page.locator('h1').innerText()).toBe('3 files')
    const { stdout } = await lossctl(['compare', ...files])
    const headline = await page.locator('.answer').innerText()
    expect(stdout.replaceAll(/\s+/g, ' ').replaceAll(fixture(''), '')).toContain(headline)
    expect(await page.locator('header .facts').innerText()).toMatch(/^each compared with digits\.csv; /)
    for (const [file, name] of ['digits.csv', 'digits-units.csv'].entries()) {
      await page.getByLabel('File', { exact: true }).selectOption(`${file}`)
      await settle(page)
      expect(await page.locator('.shown h2').innerText()).toBe(name)
      expect(await page.locator('.shown').innerText()).toMatch(
        /899 samples, softmax of 10 classes[\s\S]* on hard samples/,
      )
      expect(await page.locator('.answer').innerText()).toBe(headline)
    }
  })

  it('cuts no column of the hardest samples in a window of 1,100 pixels', async () => {
    const { page } = await studio.visit(await studio.report(...FILES.binary), {
      viewport: { width: 1100, height: 900 },
    })
    const table = page.getByRole('region', { name: 'Hardest samples' })
    const [room, width] = await table.evaluate((one) => [one.clientWidth, one.scrollWidth])
    expect(width).toBe(room)
  })

  it('draws the line between easy and hard through no heading, wherever it stands', async () => {
    const { page } = await studio.visit(await studio.report(...FILES.binary))
    const line = page.locator('[role=slider].threshold')
    await line.focus()
    for (const key of ['Home', ...Array(6).fill('PageUp'), 'End']) {
      await page.keyboard.press(key)
      await settle(page)
      const { headings, segments, label } = await page.evaluate(threshold)
      expect(headings).toHaveLength(2)
      expect(segments).toHaveLength(2)
      for (const heading of headings) {
        expect(heading.top >= label.bottom || heading.bottom <= label.top).toBe(true)
        for (const { x, top, bottom } of segments)
          expect(
            x < heading.left || x > heading.right || bottom <= heading.top || top >= heading.bottom,
          ).toBe(true)
      }
    }
  })

  it('goes on paper: light, without what can only be used, and with nothing cut', async () => {
    const files = [fixture('digits.csv'), fixture('digits-units.csv')]
    const losses = Array.from({ length: 8 }, (_, i) => ['--loss', `poly1-focal:gamma=${i},epsilon=1`]).flat()
    const path = await studio.report(...files, ...losses)
    // A4 with the page's margins, at 96 pixels per inch.
    const viewport = { width: Math.floor(((210 - 26) / 25.4) * 96), height: 900 }
    const { page } = await studio.visit(path, { colorScheme: 'dark', viewport })
    await page.evaluate("document.documentElement.dataset.theme = 'dark'")
    await page.emulateMedia({ media: 'print' })
    await settle(page)
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
    const found = await page.evaluate(onPaper)
    expect(found.usable).toEqual([])
    expect(found.tables.length).toBeGreaterThan(4)
    for (const { name, width, room } of found.tables)
      expect([name, width]).toEqual([name, Math.min(width, room)])
    // What was chosen is told.
    expect(found.choices).toEqual(
      expect.arrayContaining(['Reduction mean', 'Shares of the loss', 'Shown loss']),
    )
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width)
  })

  it.each([
    ['A4', 210, 1360],
    ['A4', 210, 1920],
    ['Letter', 215.9, 1360],
    ['Letter', 215.9, 1920],
  ])('has letters of 7 points and more on %s of %d mm, from a window of %i pixels', async (_, paper, width) => {
    const { page } = await studio.visit(await studio.report(...FILES.binary), {
      viewport: { width, height: 900 },
    })
    await page.addInitScript(DEAF)
    await page.reload()
    await settle(page)
    const before = await page.evaluate(CHART_WIDTHS)
    // What a browser does that prints, in a window: no observer is asked.
    await page.evaluate("globalThis.isPrinting = true; dispatchEvent(new Event('beforeprint'))")
    await page.emulateMedia({ media: 'print' })
    await page.evaluate(`document.body.style.width = ${Math.floor(((paper - 26) / 25.4) * 96)} + 'px'`)
    const sizes = (await page.evaluate(LETTERS)) as readonly number[]
    expect(sizes.length).toBeGreaterThan(100)
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(7)
    await page.emulateMedia({ media: 'screen' })
    await page.evaluate("document.body.style.width = ''; dispatchEvent(new Event('afterprint'))")
    expect(await page.evaluate(CHART_WIDTHS)).toEqual(before)
  })

  it.each([320, 375, 1280])('has no need to scroll sideways at %i pixels', async (width) => {
    const { page } = await studio.visit(await studio.report(...FILES.softmax), {
      viewport: { width, height: 800 },
    })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
  })

  it.each([
    [320, 'files, numbers and hardest samples', [...FILES.softmax, fixture('digits-units.csv')]],
    [375, 'files, numbers and hardest samples', [...FILES.softmax, fixture('digits-units.csv')]],
    [900, 'files, numbers and hardest samples', [...FILES.softmax, fixture('digits-units.csv')]],
    [375, 'numbers, hardest samples and sets', FILES.multilabel],
  ])('stacks at %i pixels the tables of %s, with all of their numbers', async (width, _, words) => {
    const { page } = await studio.visit(await studio.report(...words), { viewport: { width, height: 800 } })
    const tables = page.locator('.table.stacks')
    expect(await tables.count()).toBe(3)
    for (const table of await tables.all()) {
      const [inner, outer] = await table.evaluate((one) => [one.scrollWidth, one.clientWidth])
      expect(inner).toBeLessThanOrEqual(outer)
    }
    const cells = page.locator('.stacks [data-value]:not([data-value=""]):not(.below)')
    expect(await cells.count()).toBeGreaterThan(8)
    for (const cell of await cells.all()) {
      const box = await cell.boundingBox()
      expect(box!.x).toBeGreaterThanOrEqual(0)
      expect(box!.x + box!.width).toBeLessThanOrEqual(width)
    }
    const counted = words === FILES.multilabel ? 'labels' : 'samples'
    expect(await page.getByRole('region', { name: 'Each loss in numbers' }).textContent()).toContain(
      `share of the ${counted}`,
    )
    // Still a table to those who have it read.
    expect(await page.getByRole('columnheader').count()).toBeGreaterThan(5)
    expect(await tables.first().getByRole('cell').count()).toBeGreaterThan(3)
  })

  it('has no rows of the data with --no-samples', async () => {
    const secret = studio.write('secret.csv', 'id,label,prob\npatient-4711,1,0.1\npatient-4712,0,0.2\n')
    const path = await studio.report(secret, '--no-samples')
    const { page } = await studio.visit(path)
    expect(await page.content()).not.toContain('patient-47')
    const shown = await studio.visit(await studio.report(secret))
    expect(await shown.page.locator('main').innerText()).toContain('patient-4711')
  })
})

/** Observers that hear nothing while the page is printed. */
const DEAF = `{
  const Real = ResizeObserver
  globalThis.ResizeObserver = class extends Real {
    constructor(onResize) { super((entries) => globalThis.isPrinting || onResize(entries)) }
  }
}`

const CHART_WIDTHS = `[...document.querySelectorAll('figure > svg')].map((svg) => svg.getAttribute('width'))`

/** Sizes on paper of all letters, in points, of which a pixel is three quarters; those of drawings by how these are scaled. */
const LETTERS = `[...document.querySelectorAll('main *')].flatMap((element) => {
  const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
  const { width, height } = element.getBoundingClientRect()
  if (!words || width <= 1 || height <= 1 || getComputedStyle(element).visibility === 'hidden') return []
  return 0.75 * Number.parseFloat(getComputedStyle(element).fontSize) * (element.getScreenCTM?.().a ?? 1)
})`

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Where the line is, a part after another, and what it might cross. */
const threshold = `(() => {
  const boxOf = ({ left, right, top, bottom }) => ({ left, right, top, bottom })
  const one = (element) => boxOf(element.getBoundingClientRect())
  const path = document.querySelector('.threshold path')
  const { top } = path.ownerSVGElement.getBoundingClientRect()
  const { left } = path.getBoundingClientRect()
  const segments = [...path.getAttribute('d').matchAll(/M([\\d.]+),([\\d.]+)V([\\d.]+)/g)].map(([, , from, to]) => ({
    x: left, top: top + Number(from), bottom: top + Number(to),
  }))
  return { headings: [...document.querySelectorAll('.heading .name')].map(one), segments, label: one(document.querySelector('.threshold text')) }
})()` as unknown as () => {
  readonly headings: readonly Box[]
  readonly segments: readonly { readonly x: number; readonly top: number; readonly bottom: number }[]
  readonly label: Box
}

/** What would be in the way on paper. */
const onPaper = `(() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true })
  const usable = [...document.querySelectorAll('button, input[type=range], input[type=number], input[type=search], .controls, .tools')]
  const choices = [...document.querySelectorAll('.choice')].map((choice) =>
    [...choice.querySelectorAll('legend, label')].filter(shown).map((one) => one.textContent).join(' '))
  const tables = [...document.querySelectorAll('table')].filter(shown).map((table) => ({
    name: table.textContent.slice(0, 40), width: table.scrollWidth, room: table.parentElement.clientWidth }))
  return { usable: usable.filter(shown).map(({ outerHTML }) => outerHTML.slice(0, 80)), choices, tables }
})()` as unknown as () => {
  readonly usable: readonly string[]
  readonly choices: readonly string[]
  readonly tables: readonly { readonly name: string; readonly width: number; readonly room: number }[]
}

/** Marks what can be used, and lists it; a group of radio buttons is one, as a grid with one cell in the order is. */
const listOfControls = `(() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true })
  const candidates = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  const usable = candidates.filter((element) => shown(element) && !element.disabled)
  const inOrder = usable.filter((element) => element.type !== 'radio' || element.checked)
  return inOrder.map((element, index) => {
    element.setAttribute('data-test', 'c' + index + ' ' + element.tagName + ' ' + (element.getAttribute('aria-label') ?? element.textContent ?? '').slice(0, 30))
    return element.getAttribute('data-test')
  })
})()` as unknown as () => string[]

const HOSTILE = [
  '<script>window.hacked = 1</script>',
  '</script><script>window.hacked = 2</script>',
  '<img src=x onerror="window.hacked = 3">',
  '"\'><svg onload=window.hacked=4>',
  'javascript:alert(5)',
  '\u202egnp.txt\u2066abc',
  '{{constructor.constructor("window.hacked = 6")()}}',
  `${'very long '.repeat(1000)}end`,
]

const quote = (text: string) => `"${text.replaceAll('"', '""')}"`

describe.skipIf(!BROWSER)(
  BROWSER ? 'hostile names' : 'hostile names (skipped: there is no chromium in the path)',
  () => {
    it('are inert as classes, ids, slices and names of files', async () => {
      const lines = HOSTILE.flatMap((name, i) =>
        [0, 1].map((k) => {
          const scores = HOSTILE.map((_, c) =>
            c === i ? 0.3 + 0.2 * k : (0.7 - 0.2 * k) / (HOSTILE.length - 1),
          )
          return [quote(name), quote(HOSTILE[(i + 1) % HOSTILE.length]), quote(name), ...scores].join(',')
        }),
      )
      const columns = HOSTILE.map((name) => quote(`prob_${name}`))
      const text = `${['id', 'label', 'slice', ...columns].join(',')}\n${lines.join('\n')}\n`
      const file = studio.write("<img src=x onerror='window.hacked=7'>.csv", text)
      const path = await studio.report(file, file, '--by', 'slice', '--score', 'prob_*', '--id', 'id')
      const { page, problems } = await studio.visit(path, { viewport: { width: 1280, height: 900 } })
      expect(problems).toEqual([])
      expect(await page.evaluate('window.hacked')).toBeUndefined()
      expect(await page.locator('main script, main img, main svg[onload]').count()).toBe(0)
      expect(await page.locator('main').innerText()).not.toMatch(/[\u202e\u2066]/)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1280)
      expect(await page.locator('script').count()).toBe(2)
    })

    it('meet a policy that lets in nothing but the page itself', async () => {
      const path = await studio.report(...FILES.binary)
      const { page, problems } = await studio.visit(path)
      await page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.hacked = 8' }))",
      )
      await page.evaluate(
        "document.body.append(Object.assign(document.createElement('img'), { src: 'https://example.org/x.png' }))",
      )
      expect(await page.evaluate('window.hacked')).toBeUndefined()
      await expect
        .poll(() => problems.filter((one) => one.includes('Content Security Policy')).length)
        .toBe(2)
      expect(
        await page.locator('body > img').evaluate((image: { naturalWidth?: number }) => image.naturalWidth),
      ).toBe(0)
    })
  },
)

it('is at most 480 kB for binary data that fill every bin, weighted', async () => {
  const lines = Array.from({ length: 40_000 }, (_, i) => {
    const margin = -37 + (74 * (i + 0.5)) / 40_000
    return `${i % 2},${1 / (1 + Math.exp(-margin))},${1 + (i % 7)}`
  })
  const file = studio.write('full.csv', `label,prob,weight\n${lines.join('\n')}\n`)
  const path = await studio.report(file, '--weight', 'weight')
  expect(statSync(path).size).toBeLessThanOrEqual(480_000)
})
