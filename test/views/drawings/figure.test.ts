import { describe, expect, it } from 'vitest'
import { lossctl } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const CHARTS: readonly (readonly string[])[] = [
  ['curve'],
  ['curve', '--of', 'gradient'],
  ['curve', '--cdf', fixture('scenes.csv')],
  ['calibrate', fixture('breast-cancer.csv')],
  ['calibrate', fixture('digits.csv')],
]

async function svg(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await lossctl([...args, '--format', 'svg'])
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

const widthOf = (drawing: string) => Number(/<svg[^>]* width="([\d.]+)"/.exec(drawing)![1])

describe('a figure', () => {
  it.each([
    ['3.5in', 336],
    ['25.4mm', null],
    ['8.89cm', 336],
    ['252pt', 336],
    ['336px', 336],
    ['336', 336],
    ['7in', 672],
  ])('is as wide as it is told, of which an inch has 96: %s', async (width, pixels) => {
    if (pixels === null) return expect((await lossctl(['curve', '-f', 'svg', '--width', width])).code).toBe(2)
    for (const args of CHARTS) expect(widthOf(await svg(...args, '--width', width))).toBeCloseTo(pixels, 9)
  })

  it.each(['wide', '3 feet', '-3in', '0', '1in', '1e9px', ''])('refuses a width of %j', async (width) => {
    const { code, stderr } = await lossctl(['curve', '-f', 'svg', '--width', width])
    expect([code, stderr]).toEqual([2, expect.stringContaining('--width')])
  })

  it('is wide enough for its letters, or refused with what would be', async () => {
    const args = ['curve', '-f', 'svg', '--font-size', '12', '--width']
    const { code, stderr } = await lossctl([...args, '200px'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('a --width of 224px or more')])
    expect((await lossctl([...args, '224px'])).code).toBe(0)
  })

  it('has its panels side by side where each is as wide as eight letters, and else one below the other', async () => {
    const cdf = async (width: string) => {
      const drawing = await svg('curve', '--cdf', fixture('scenes.csv'), '--font-size', '8', '--width', width)
      const places = ['19,980 negatives', '20 positives'].map((title) =>
        ['x', 'y'].map((name) =>
          Number(new RegExp(`<text[^>]* ${name}="([\\d.]+)"[^>]*>${title}<`).exec(drawing)![1]),
        ),
      )
      return { places, shares: drawing.match(/>100 %</g)!.length }
    }
    const [wide, narrow] = [await cdf('3.5in'), await cdf('2.5in')]
    expect(wide.places[0][1]).toBe(wide.places[1][1])
    expect(narrow.places[0][0]).toBe(narrow.places[1][0])
    // Two axes across and one up, or the other way round.
    expect([wide.shares, narrow.shares]).toEqual([3, 3])
  })

  it('has letters of the size it is told: 8 points are 10.67 pixels', async () => {
    for (const args of CHARTS) {
      const sizes = [...(await svg(...args, '--font-size', '8')).matchAll(/font-size="([\d.]+)"/g)].map(
        ([, size]) => Number(size),
      )
      expect(sizes.filter((size) => Math.abs(size - (8 * 96) / 72) < 0.01).length).toBeGreaterThan(2)
      // A title is larger by a fifth, and an index smaller.
      expect(Math.max(...sizes)).toBeLessThanOrEqual((1.2 * 8 * 96) / 72 + 0.01)
    }
  })

  it('has the title it is told as it is written, or none, and then no line below it', async () => {
    expect(await svg('curve', '--title', 'Our <loss> & pt^2')).toContain(
      '>Our &lt;loss&gt; &amp; pt^2</text>',
    )
    for (const args of CHARTS) {
      const bare = await svg(...args, '--title', '')
      expect(bare).not.toContain('font-weight="bold">What')
      expect(bare).not.toMatch(/>(scenes|breast-cancer|digits)\.csv</)
      expect(bare).toMatch(/aria-label="[^"]+ by [^"]+"/)
    }
  })

  it('has an index and a power where a formula has one, and a name of a file as it is', async () => {
    const drawing = await svg('curve')
    expect(drawing).toMatch(/font-style="italic"[^>]*>p<\/tspan><tspan [^>]*dy="[\d.]+">t</)
    expect(drawing).toMatch(/<tspan [^>]*dy="-[\d.]+">γ</)
    expect(await svg('curve', '--cdf', fixture('scenes.csv'))).toContain('>scenes.csv</text>')
  })

  it('marks where samples are well classified, as Fig. 1 of the focal paper does', async () => {
    const drawing = await svg('curve')
    expect(drawing).toContain('>well classified:</text>')
    const [, width, x] = /<rect height="[\d.]+" width="([\d.]+)" y="[\d.]+" x="([\d.]+)"/.exec(drawing)!
    // A line of the grid, from side to side.
    const grid = [...drawing.matchAll(/<line y2="([\d.]+)" y1="\1" x2="([\d.]+)" x1="([\d.]+)"/g)][0]
    const [right, left] = [Number(grid[2]), Number(grid[3])]
    expect(Number(width) / (right - left)).toBeCloseTo(0.4, 6)
    expect(Number(x) + Number(width)).toBeCloseTo(right, 6)
  })

  it('names curves beside them, and above them where they are too many', async () => {
    const few = await svg('curve')
    expect(few).toMatch(/<circle [^>]*r="/)
    const many = await svg('curve', '--gamma', '0..3/0.1')
    expect(many).not.toContain('<circle')
    expect(many.match(/focal γ=/g)).toHaveLength(12)
  })

  it('of bins that a sketch does not have is refused, and says how to make one that has them', async () => {
    const sketch = fixture('sketch/by-python.sketch.json')
    const { code, stdout, stderr } = await lossctl(['calibrate', sketch, '-f', 'svg'])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain('no diagram to draw; lossctl sketch FILE --bins 15 makes one that is')
    expect((await lossctl(['calibrate', sketch, '-f', 'html'])).code).toBe(0)
  })
})
