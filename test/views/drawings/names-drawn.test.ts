/** Figures as a browser draws them: words are in the frame, and no name of a curve is crossed by a line. */
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { BROWSER, createStudio } from '../../made/browser.ts'
import { inTurn } from '../../made/draws.ts'
import { lossctl } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const studio = createStudio()
afterAll(() => studio.close())

const scenes = fixture('scenes.csv')
const GAMMAS = ['0', '0.5', '1', '2', '5', '3', '0.2', '8']
const firstGammas = (count: number) => GAMMAS.slice(0, count).join(',')
const COUNTS = GAMMAS.map((_, i) => i + 1)

/** The narrowest and the widest of the faces that drawings name. */
const FACES = ['Liberation Sans', 'DejaVu Sans']

const OF_A_COLUMN = ['--width', '3.5in', '--font-size', '8', '--title', '']
const FIGURES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    COUNTS.flatMap((count) => [
      [`curve of ${count}`, ['curve', '--gamma', firstGammas(count)]],
      [`curve of ${count} in a column`, ['curve', '--gamma', firstGammas(count), ...OF_A_COLUMN]],
      [`gradient of ${count}`, ['curve', '--of', 'gradient', '--gamma', firstGammas(count)]],
      [`cdf of ${count}`, ['curve', '--cdf', scenes, '--gamma', firstGammas(count)]],
      [
        `cdf of ${count} in a column`,
        ['curve', '--cdf', scenes, '--gamma', firstGammas(count), ...OF_A_COLUMN],
      ],
      [`hardest of ${count}`, ['curve', '--cdf', scenes, '--log', '--gamma', firstGammas(count)]],
    ]),
  ),
  'curve of several losses': [
    'curve',
    ...['ce', 'focal', 'poly1', 'poly1-focal', 'gce', 'asl'].flatMap((loss) => ['--loss', loss]),
  ],
  'cdf of softmax': ['curve', '--cdf', fixture('digits.csv')],
  'cdf of cells': ['curve', '--cdf', fixture('multilabel.csv')],
  'sweep of the bands': ['sweep', scenes],
  'sweep of softmax': ['sweep', fixture('digits.csv')],
  'sweep of a mean': ['sweep', scenes, '--over', 'gamma=0..5/0.5', '--quantity', 'mean'],
  'map of a sweep': ['sweep', scenes, '--over', 'gamma=0..5/0.5', '--over', 'alpha=0.1..0.9/0.1'],
  calibration: ['calibrate', fixture('breast-cancer.csv')],
  'calibration of softmax': ['calibrate', fixture('digits.csv')],
  'calibration of cells in a column': ['calibrate', fixture('multilabel.csv'), ...OF_A_COLUMN],
}

const LOSSES = ['--loss', 'focal', '--loss', 'poly1-focal', '--loss', 'asym-focal']
/** One of each kind, which is drawn in any width and with letters of any size. */
const KINDS: readonly (readonly string[])[] = [
  ['curve'],
  ['curve', '--of', 'gradient', '--title', ''],
  ['curve', '--of', 'weight', ...LOSSES],
  ['curve', '--cdf', scenes],
  ['curve', '--cdf', scenes, '--title', ''],
  ['curve', '--cdf', scenes, '--log', '--gamma', '0,2', '--title', ''],
  ['curve', '--cdf', fixture('digits.csv')],
  ['sweep', scenes],
  ['sweep', scenes, ...LOSSES, '--over', 'gamma=0..5/0.5', '--title', ''],
  ['sweep', scenes, '--over', 'gamma=0..5/0.5', '--quantity', 'mean'],
  ['sweep', scenes, '--over', 'gamma=0..5/0.5', '--over', 'alpha=0.1..0.9/0.1'],
  ['calibrate', fixture('digits.csv')],
]

/** What is wrong with a drawing, in words. Letters reach from three quarters of their size above the line to a fifth below it. */
const faultsIn = `(() => {
  const svg = document.querySelector('svg')
  const frame = svg.getBoundingClientRect()
  const words = [...svg.querySelectorAll('text')].filter((text) => text.textContent.trim())
  const faults = []
  const letters = words.map((text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect()
    // A line of text is higher than its letters.
    const spare = 0.2 * Number.parseFloat(getComputedStyle(text).fontSize)
    const [x, y] = text.getAttribute('transform')?.includes('rotate') ? [spare, 0] : [0, spare]
    return { text: text.textContent, left: left + x, right: right - x, top: top + y, bottom: bottom - y }
  })
  for (const [index, box] of letters.entries()) {
    if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom)
      faults.push('"' + box.text + '" leaves the drawing')
    for (const other of letters.slice(index + 1))
      if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)
        faults.push('"' + box.text + '" covers "' + other.text + '"')
  }
  const lines = [...svg.querySelectorAll('path[d], line')].filter((line) => {
    const { stroke, strokeOpacity } = getComputedStyle(line)
    // The grid is faint, and lies behind all.
    return stroke !== 'none' && Number(strokeOpacity) > 0.2
  })
  const inked = lines.map((line) => {
    const [matrix, length] = [line.getScreenCTM(), line.getTotalLength()]
    return Array.from({ length: Math.ceil(length) + 1 }, (_, at) =>
      line.getPointAtLength(Math.min(at, length)).matrixTransform(matrix),
    )
  })
  const names = words.filter((text) => {
    const fill = text.getAttribute('fill')
    return fill !== null && !['#222222', '#595959', 'currentColor'].includes(fill)
  })
  const boxes = names.map((text) => {
    const { left, right } = text.getBoundingClientRect()
    const size = Number(text.getAttribute('font-size'))
    const base = frame.top + Number(text.getAttribute('y'))
    return { text: text.textContent, left, right, top: base - 0.75 * size, bottom: base + 0.2 * size }
  })
  for (const box of boxes) {
    const isIn = ({ x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom
    if (inked.some((points) => points.some(isIn))) faults.push('"' + box.text + '" is crossed by a line')
  }
  return faults
})()`

async function faultsOf(page: Page, svg: string, face: string): Promise<readonly string[]> {
  const dressed = svg.replace(/font-family="[^"]*"/, `font-family="${face}"`)
  await page.setContent(`<body style="margin:20px">${dressed.slice(dressed.indexOf('<svg'))}`)
  return page.evaluate(faultsIn)
}

describe.skipIf(BROWSER === undefined)('a figure (needs a browser)', () => {
  it('has its words in the frame, and no line through the name of a curve', async () => {
    const { page } = await studio.visit(studio.write('empty.html', '<!doctype html>'))
    const found: string[] = []
    let named = 0
    for (const [name, args] of Object.entries(FIGURES)) {
      const { code, stdout, stderr } = await lossctl([...args, '--format', 'svg'])
      expect(code, stderr).toBe(0)
      for (const face of FACES)
        for (const fault of await faultsOf(page, stdout, face)) found.push(`${name}, ${face}: ${fault}`)
      if (stdout.includes('<circle')) named++
    }
    expect(named).toBeGreaterThan(20)
    expect(found).toEqual([])
  })

  it.each(
    KINDS.map((args, turn) => [args.map((arg) => arg.replace(/.*\//, '')).join(' '), args, turn] as const),
  )(
    'has no words over others in any width, with letters of any size: %s',
    async (_, args, turn) => {
      const { page } = await studio.visit(studio.write('empty.html', '<!doctype html>'))
      const found: string[] = []
      for (const width of ['2.5in', '3.5in', '5in', '7in'])
        for (const size of inTurn(['6', '8', '10', '12'], turn)) {
          const drawn = [...args, '--width', width, '--font-size', size, '--format', 'svg']
          const { code, stdout, stderr } = await lossctl(drawn)
          expect(code, stderr).toBe(0)
          for (const face of FACES)
            for (const fault of await faultsOf(page, stdout, face))
              found.push(`${width}, ${size} pt, ${face}: ${fault}`)
        }
      expect(found).toEqual([])
    },
    60_000,
  )

  it.each([
    [
      'a line through a name',
      '<text x="20" y="50" font-size="13" fill="#0072b2">ce</text><line x1="0" y1="48" x2="90" y2="48" stroke="red"/>',
      '"ce" is crossed by a line',
    ],
    [
      'a name over another',
      '<text x="20" y="50" font-size="13" fill="red">ce</text><text x="22" y="48" font-size="13" fill="red">fl</text>',
      '"ce" covers "fl"',
    ],
    [
      'what leaves the drawing',
      '<text x="95" y="50" font-size="13" fill="red">ce</text>',
      '"ce" leaves the drawing',
    ],
  ])('would be seen to have %s', async (_, inside, fault) => {
    const { page } = await studio.visit(studio.write('empty.html', '<!doctype html>'))
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" font-family="x">${inside}</svg>`
    expect(await faultsOf(page, svg, 'sans-serif')).toEqual([fault])
  })
})
