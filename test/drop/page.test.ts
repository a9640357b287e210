/** The page that needs no install: files dropped on it in a browser, from disk, with the network off. */
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { BROWSER, createStudio, figuresOf, settle, type Visit } from '../made/browser.ts'
import { lossctl } from '../made/host.ts'
import { checkFigures } from '../made/page-figures.ts'
import { fixture } from '../made/shared.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core')
const PAGE = fileURLToPath(new URL('../../dist/lossctl.html', import.meta.url))

const studio = createStudio()
afterAll(() => studio.close())

const array = (name: string) => join(dirname(fixture('digits.csv')), 'arrays', name)
const parquet = (name: string) => join(dirname(fixture('digits.csv')), 'parquet', name)

const visit = (options = {}) => studio.visit(PAGE, options)

/** Waits for a report, or for what stands in its way. */
async function answered(page: Page): Promise<void> {
  await page.locator('.drop-problem > *, #page .answer').first().waitFor()
  await settle(page)
}

async function choose(page: Page, ...paths: readonly string[]): Promise<void> {
  await page.locator('input[type=file]').setInputFiles([...paths])
  await answered(page)
}

/** As a person drops them. */
async function drop(page: Page, ...paths: readonly string[]): Promise<void> {
  const files = paths.map((path) => ({
    name: basename(path),
    content: readFileSync(path).toString('base64'),
  }))
  // In the words of a browser, which the types of the tests do not know.
  await page.evaluate(`{
    const all = new DataTransfer()
    for (const { name, content } of ${JSON.stringify(files)})
      all.items.add(new File([Uint8Array.from(atob(content), (one) => one.charCodeAt(0))], name))
    for (const type of ['dragenter', 'dragover', 'drop'])
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer: all, bubbles: true, cancelable: true }))
  }`)
  await answered(page)
}

/** Says options, as on the command line. */
async function say(page: Page, options: string): Promise<void> {
  await page.locator('.drop-more').evaluate((element) => element.setAttribute('open', ''))
  await page.getByLabel('As on the command line').fill(options)
  await page.getByLabel('As on the command line').press('Enter')
}

const problemOf = (page: Page) => page.locator('.drop-problem > p').innerText()

/** What the command line says of it, in its folder. */
async function complaintOf(...args: readonly string[]): Promise<string> {
  const { code, stderr } = await lossctl(['report', ...args, '-o', join(studio.folder, 'none.html')])
  expect(code).toBeGreaterThan(0)
  return stderr
    .trim()
    .replace(/^error: /, '')
    .replaceAll(/\/\S*\//g, '')
}

function checkQuiet({ problems }: Visit): void {
  expect(problems).toEqual([])
}

const sketchOf = async (name: string, path: string) => {
  const to = join(studio.folder, name)
  const { code } = await lossctl(['sketch', path, '-o', to])
  expect(code).toBe(0)
  return to
}

describe.skipIf(BROWSER === undefined)('the page without an install', () => {
  it.each([
    ['CSV', () => [fixture('breast-cancer.csv')]],
    ['CSV that csv-parse reads, of ten classes', () => [fixture('digits.csv')]],
    ['multi-label CSV', () => [fixture('multilabel.csv')]],
    ['NPY with labels', () => [fixture('digits-probs.npy'), fixture('digits-labels.npy')]],
    ['NPZ, deflated', () => [array('deflated.npz')]],
    ['safetensors', () => [array('plain.safetensors')]],
    ['torch.save', () => [array('plain.pt')]],
    ['Parquet, snappy', () => [parquet('snappy-v2.parquet')]],
    ['Parquet, gzip', () => [parquet('gzip-v1.parquet')]],
    ['Parquet, brotli', () => [parquet('brotli-v2.parquet')]],
    ['Parquet, zstd', () => [parquet('zstd-v2.parquet')]],
    ['Parquet, lz4', () => [parquet('lz4-v2.parquet')]],
    ['packed CSV', () => [studio.write('packed.csv.gz', gzipSync(readFileSync(fixture('wine.csv'))))]],
    ['a sketch', () => sketchOf('wine.sketch.json', fixture('wine.csv'))],
    ['a packed sketch', () => sketchOf('wine.sketch.json.gz', fixture('wine.csv'))],
  ] as const)('answers for %s as compare does, to 1e-12', async (_, files) => {
    const found = await files()
    const [scores, labels] = typeof found === 'string' ? [found] : found
    const seen = await visit()
    await drop(seen.page, ...(labels ? [scores, labels] : [scores]))
    await checkFigures(seen.page, scores, ...(labels ? ['--labels', labels] : []))
    checkQuiet(seen)
  })

  it('writes the report that the command line writes', async () => {
    const seen = await visit()
    await choose(seen.page, fixture('breast-cancer.csv'))
    const download = seen.page.waitForEvent('download')
    await seen.page.getByRole('button', { name: 'Save the report' }).click()
    const saved = await download
    expect(saved.suggestedFilename()).toBe('breast-cancer-report.html')
    const [ours, theirs] = [await saved.path(), await studio.report(fixture('breast-cancer.csv'))].map(
      (path) => readFileSync(path, 'utf8'),
    )
    // Another engine rounds exp and log otherwise in the last place: the data are compared above.
    const plain = (page: string) => page.replace(/id="content">[^<]*/, '')
    expect(plain(ours)).toBe(plain(theirs))
    const copy = await studio.visit(studio.write('saved.html', ours))
    await checkFigures(copy.page, fixture('breast-cancer.csv'))
    checkQuiet(copy)
  })

  it('saves charts, as SVG and as PNG', async () => {
    const { page, problems } = await visit()
    await choose(page, fixture('breast-cancer.csv'))
    for (const [kind, head] of [
      ['SVG', '<?xml'],
      ['PNG', '\x89PNG'],
    ]) {
      const button = page.getByRole('button', { name: `Save this chart as ${kind}: Losses against pt` })
      const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
      expect(download.suggestedFilename()).toBe(`breast-cancer-losses-against-pt.${kind.toLowerCase()}`)
      expect(readFileSync(await download.path()).toString('latin1', 0, head.length)).toBe(head)
    }
    expect(problems).toEqual([])
  })

  it('compares two models, and takes one out again', async () => {
    const seen = await visit()
    await choose(seen.page, fixture('digits.csv'))
    await choose(seen.page, fixture('digits-units.csv'))
    const names = ['digits.csv', 'digits-units.csv']
    expect(await seen.page.locator('.drop-name').allInnerTexts()).toEqual(names)
    const content = JSON.parse((await seen.page.locator('#content').textContent())!)
    expect(content.files.map(({ name }: { name: string }) => name)).toEqual(names)
    await seen.page.getByRole('button', { name: 'Remove digits.csv' }).click()
    await answered(seen.page)
    await checkFigures(seen.page, fixture('digits-units.csv'))
    checkQuiet(seen)
  })

  it('finds which of two files holds the labels, whatever they are called', async () => {
    const scores = studio.write('one.npy', readFileSync(fixture('digits-probs.npy')))
    const labels = studio.write('two.npy', readFileSync(fixture('digits-labels.npy')))
    const seen = await visit()
    await choose(seen.page, labels, scores)
    expect(await seen.page.getByRole('combobox', { name: 'What two.npy holds' }).inputValue()).toBe('labels')
    await checkFigures(seen.page, scores, '--labels', labels)
    await seen.page.getByRole('combobox', { name: 'What two.npy holds' }).selectOption('named')
    await say(seen.page, '--labels two.npy --loss ce')
    await answered(seen.page)
    expect(new Set((await figuresOf(seen.page)).map(({ loss }) => loss))).toEqual(new Set(['ce:alpha=none']))
    checkQuiet(seen)
  })

  it('takes files that the options name, such as weights and a baseline', async () => {
    const lines = readFileSync(fixture('breast-cancer.csv'), 'utf8').trim().split('\n')
    const weights = studio.write('w.csv', lines.map((_, i) => (i === 0 ? 'w' : `${1 + (i % 3)}`)).join('\n'))
    const baseline = await sketchOf('before.sketch.json', fixture('breast-cancer.csv'))
    const seen = await visit()
    await choose(seen.page, fixture('breast-cancer.csv'))
    await say(seen.page, '--weight=w.csv --baseline before.sketch.json')
    await choose(seen.page, weights, baseline)
    await checkFigures(seen.page, fixture('breast-cancer.csv'), '--weight', weights)
    const content = JSON.parse((await seen.page.locator('#content').textContent())!)
    expect(content.files.map(({ name }: { name: string }) => name)).toEqual([
      'before.sketch.json',
      'breast-cancer.csv',
    ])
    checkQuiet(seen)
  })

  it('shows what inspect shows where the reading is unclear, and asks', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${i},0.${10 + i},0.${10 + ((37 * i) % 89)},${i % 3 === 0 ? 1 : 0}`,
    )
    const path = studio.write('unclear.csv', `id,a,b,target_x\n${rows.join('\n')}\n`)
    const seen = await visit()
    await choose(seen.page, path)
    expect(await problemOf(seen.page)).toBe(await complaintOf(path))
    const shown = await seen.page.locator('.drop-inspected tbody tr').allInnerTexts()
    expect(shown.map((row) => row.split('\t').slice(0, 2))).toEqual([
      ['id', 'id'],
      ['a', '? probability'],
      ['b', '? probability'],
      ['target_x', '? label, slice'],
    ])
    await seen.page.getByLabel('scores in').selectOption('b')
    await seen.page.getByRole('button', { name: 'Use these columns' }).click()
    await answered(seen.page)
    await checkFigures(seen.page, path, '--label', 'target_x', '--score', 'b')
    expect(await seen.page.getByLabel('As on the command line').inputValue()).toBe(
      '--label target_x --score b',
    )
    checkQuiet(seen)
  })

  it('offers to say what the words advise, where columns are found and the labels are a detector’s', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => {
      const label = i % 10 === 0 ? (i / 10) % 3 : 3
      return [0, 1, 2].map((at) => (at === label ? 1.5 : -4 - ((i * 7 + at * 3) % 11) / 10)).concat(label)
    })
    const text = rows.map((row) => row.join(',')).join('\n')
    const path = studio.write('anchors.csv', `score_0,score_1,score_2,label\n${text}\n`)
    const seen = await visit()
    await choose(seen.page, path)
    expect(await problemOf(seen.page)).toBe(await complaintOf(path))
    expect(await seen.page.locator('.drop-problem > h1').innerText()).toBe('One thing is unclear')
    // No column is.
    expect(await seen.page.getByRole('button', { name: 'Use these columns' }).count()).toBe(0)
    expect(await seen.page.locator('.drop-ask button').allInnerTexts()).toEqual(['Say --background 3'])
    await seen.page.getByRole('button', { name: 'Say --background 3' }).click()
    await answered(seen.page)
    await checkFigures(seen.page, path, '--background', '3')
    checkQuiet(seen)
  })

  it('takes columns as they are found where only the others are unclear', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `0.${10 + ((37 * i) % 89)},${i % 3 === 0 ? 1 : 0},${i % 2}`,
    )
    const path = studio.write('half.csv', `prob,a,b\n${rows.join('\n')}\n`)
    const seen = await visit()
    await choose(seen.page, path)
    expect(await problemOf(seen.page)).toBe(await complaintOf(path))
    expect(await seen.page.getByLabel('scores in').inputValue()).toBe('')
    await seen.page.getByLabel('Labels stand in').selectOption('b')
    await seen.page.getByRole('button', { name: 'Use these columns' }).click()
    await answered(seen.page)
    await checkFigures(seen.page, path, '--label', 'b')
    expect(await seen.page.getByLabel('As on the command line').inputValue()).toBe('--label b')
  })

  it('calls nothing unclear that nobody can say: an array packed with LZMA beside one that is read', async () => {
    const seen = await visit()
    await choose(seen.page, array('lzma.npz'))
    expect(await problemOf(seen.page)).toBe(await complaintOf(array('lzma.npz')))
    expect(await seen.page.locator('.drop-problem > h1').innerText()).toBe('There is no report')
    expect(await seen.page.locator('.drop-inspected').innerText()).toContain('is packed with LZMA')
    expect(await seen.page.locator('.drop-ask').count()).toBe(0)
  })

  it('calls nothing unclear that has to be written anew, and offers no way around it', async () => {
    const words = ['cat', 'dog', 'owl']
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${words[i % 3]},${words[(i + Number(i % 7 === 0)) % 3]},0.${50 + (i % 49)}`,
    )
    const path = studio.write('confidence.csv', `true_label,pred_label,pred_prob\n${rows.join('\n')}\n`)
    const hard = Array.from({ length: 60 }, (_, i) => `${i % 2},${Number(i % 5 === 0)}`)
    const classes = studio.write('classes.csv', `label,score\n${hard.join('\n')}\n`)
    const seen = await visit()
    await choose(seen.page, path)
    expect(await problemOf(seen.page)).toBe(await complaintOf(path))
    expect(await seen.page.locator('.drop-problem > h1').innerText()).toBe('There is no report')
    expect(await seen.page.locator('.drop-ask').count()).toBe(0)
    await seen.page.getByRole('button', { name: 'Start again' }).click()
    await choose(seen.page, classes)
    expect(await problemOf(seen.page)).toContain('as predicted classes are')
    expect(await seen.page.getByRole('button', { name: /^Say / }).count()).toBe(0)
  })

  it.each([
    ['a bad cell', 'bad.csv', 'label,logit\n1,0.5\n0,oops\n1,2\n0,-1\n'],
    [
      'a Parquet file that is cut off',
      'cut.parquet',
      readFileSync(parquet('snappy-v2.parquet')).subarray(0, 400),
    ],
    ['packed bytes that are damaged', 'cut.csv.gz', gzipSync('label,logit\n1,0.5\n0,0.25\n').subarray(0, 30)],
    ['text that is no UTF-8', 'latin.csv', Buffer.from('label,logit,näme\n1,0.5,ä\n0,"1",ö\n', 'latin1')],
    ['a quote that is never closed', 'quote.csv', 'label,logit,name\n1,0.5,"a\n0,1,b\n1,2,c\n'],
    ['a changed sketch', 'changed.sketch.json', '{"lossctl":{"sketch":1}}'],
    ['nothing', 'empty.csv', ''],
  ])('says of %s what the command line says', async (_, name, content) => {
    const path = studio.write(name, content)
    const seen = await visit()
    await drop(seen.page, path)
    expect(await problemOf(seen.page)).toBe(await complaintOf(path))
    expect(await seen.page.locator('.drop-problem > h1').innerText()).toBe('There is no report')
    // What was wrong is mended, or another file taken.
    await seen.page.getByRole('button', { name: 'Start again' }).click()
    await choose(seen.page, fixture('breast-cancer.csv'))
    await checkFigures(seen.page, fixture('breast-cancer.csv'))
    checkQuiet(seen)
  })

  it.each([
    ['--los ce', '"--los"'],
    ['--output here.html', '"--output"'],
    ['--threshold 2', '--threshold'],
    ['--weight none.npy', 'none.npy'],
    ["--label 'a", 'A quote is left open'],
  ])('says what is wrong with the options %s', async (options, word) => {
    const seen = await visit()
    await choose(seen.page, fixture('breast-cancer.csv'))
    await say(seen.page, options)
    await seen.page.locator('.drop-problem > p').waitFor()
    expect(await problemOf(seen.page)).toContain(word)
    checkQuiet(seen)
  })

  it('says that a file has changed since it was dropped', async () => {
    const path = studio.write('changing.csv', readFileSync(fixture('breast-cancer.csv')))
    const seen = await visit()
    await choose(seen.page, path)
    studio.write('changing.csv', 'label,logit\n1,2\n0,1\n')
    await say(seen.page, '--loss ce')
    await seen.page.locator('.drop-problem > p').waitFor()
    expect(await problemOf(seen.page)).toContain('changing.csv: changed while it was read')
  })

  it('is one file, as large as README says, with the licences of what is in it', async () => {
    const size = (statSync(PAGE).size / 1e6).toFixed(1)
    for (const page of ['README.md', 'docs/install.md'])
      expect(readFileSync(join(dirname(PAGE), '..', page), 'utf8')).toMatch(
        new RegExp(`page of ${size} MB|One file of ${size} MB`),
      )
    const { page } = await visit()
    const licences = await page.locator('#licences').textContent()
    for (const name of [
      'commander',
      'csv-parse',
      'd3-format',
      'hyparquet',
      'hyparquet-compressors',
      'zstddec',
    ])
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'))
  })

  it('lets nothing out: no address answers, and no script but its own runs', async () => {
    const { page } = await visit()
    const policy = await page.locator('meta[http-equiv]').getAttribute('content')
    expect(policy).toMatch(/^default-src 'none'; script-src( 'sha256-[\w+/=]+')+ 'wasm-unsafe-eval'; /)
    // A blob is what the page made itself.
    expect(policy).toMatch(/; worker-src blob:; img-src blob:; base-uri 'none'; form-action 'none'$/)
    expect(policy).not.toMatch(/connect-src|unsafe-inline|https?:/)
    const tried = await page.evaluate(() =>
      fetch('data:,hello').then(
        () => 'let out',
        () => 'held',
      ),
    )
    expect(tried).toBe('held')
  })

  it.each([
    'light',
    'dark',
  ] as const)('has nothing that keeps people from using it, in %s', async (colorScheme) => {
    const path = studio.write('unnamed.csv', 'id,a,b\n1,0.5,1\n2,0.25,0\n3,0.75,1\n')
    const { page } = await visit({ colorScheme, bypassCSP: true })
    const check = async () => {
      await page.addScriptTag({ path: AXE })
      return page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)]))',
      )
    }
    expect(await check()).toEqual([])
    await choose(page, path)
    expect(await check()).toEqual([])
    await page.getByRole('button', { name: 'Start again' }).click()
    await choose(page, fixture('digits.csv'), fixture('digits-units.csv'))
    expect(await check()).toEqual([])
  })

  it.each([320, 375, 1280])('has no need to scroll sideways at %i pixels', async (width) => {
    const { page } = await visit({ viewport: { width, height: 800 } })
    const wide = () => page.evaluate('document.documentElement.scrollWidth')
    expect(await wide()).toBeLessThanOrEqual(width)
    await choose(page, fixture('digits-probs.npy'), fixture('digits-labels.npy'))
    expect(await wide()).toBeLessThanOrEqual(width)
  })
})
