import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SweepReport } from '../../../src/questions/tune/sweep.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { fixture } from '../../made/shared.ts'

const scenes = fixture('scenes.csv')
const write = scratchFolder()

async function svg(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await lossctl(['sweep', ...args, '--format', 'svg'])
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

async function refusal(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await lossctl(['sweep', ...args, '--format', 'svg'])
  expect([code, stdout]).toEqual([2, ''])
  return stderr
}

/** The points of each curve. */
const curvesIn = (drawing: string) =>
  [...drawing.matchAll(/<path d="M([\d.,L-]+)" \/><\/g>/g)].map(([, path]) =>
    path.split('L').map((point) => point.split(',').map(Number)),
  )

/** Pixels of a scale are a line of the values: how far the worst is from it, and its slope. */
function offLine(pairs: readonly (readonly [value: number, pixel: number])[]) {
  const sorted = pairs.toSorted(([a], [b]) => a - b)
  const [[v0, p0], [v1, p1]] = [sorted[0], sorted[sorted.length - 1]]
  const slope = (p1 - p0) / (v1 - v0)
  return { slope, worst: Math.max(...pairs.map(([v, p]) => Math.abs(p0 + slope * (v - v0) - p))) }
}

describe('a sweep over one axis', () => {
  it('draws the shares of the bands, at every value of the axis', async () => {
    const args = [scenes, '--over', 'gamma=0..5/0.5']
    const report = await lossctlJson<SweepReport>('sweep', ...args)
    const drawing = await svg(...args)
    const curves = curvesIn(drawing)
    const places = report.quantities.flatMap(({ name, kind }, at) =>
      kind === 'share' && name.endsWith('.loss') ? [at] : [],
    )
    expect(places).toHaveLength(4)
    expect(curves.map((points) => points.length)).toEqual(places.map(() => 11))
    // Plot writes pixels to three digits, so that a line through two of them is off by as much.
    const across = curves.flatMap((points) =>
      points.map(([x], i) => [Number(report.settings[i].parameters.gamma), x] as const),
    )
    expect(offLine(across).worst).toBeLessThan(0.005)
    const up = curves.flatMap((points, s) =>
      points.map(([, y], i) => [report.settings[i].values[places[s]]!, y] as const),
    )
    expect(offLine(up).worst).toBeLessThan(0.005)
    // Upwards is less in pixels.
    expect(offLine(up).slope).toBeLessThan(0)
    for (const words of [
      'Share of the loss, by γ',
      'scenes.csv; easy is pt ≥ 0.5',
      'easy negative',
      '>γ</text>',
    ])
      expect(drawing).toContain(words)
  })

  it('has a panel a loss, and of equal names what tells them apart', async () => {
    const two = await svg(scenes, '--loss', 'focal', '--loss', 'poly1-focal', '--over', 'gamma=0,1,2')
    for (const name of ['>focal</text>', '>poly1-focal</text>']) expect(two).toContain(name)
    const same = await svg(
      scenes,
      '--loss',
      'focal:alpha=0.25',
      '--loss',
      'focal:alpha=0.5',
      '--over',
      'gamma=0,1,2',
    )
    for (const name of ['>focal alpha=0.25</text>', '>focal alpha=0.5</text>']) expect(same).toContain(name)
    expect(curvesIn(same)).toHaveLength(8)
  })

  it('draws what was asked for where it has one kind, of calibration and of sets too', async () => {
    const over = ['--over', 'temperature=0.5..2/0.5']
    const calibrated = await svg(scenes, ...over, '--quantity', 'ece', '--quantity', 'log-loss')
    expect(calibrated).toContain('Ece, log-loss, by temperature')
    expect(calibrated).not.toContain('easy is')
    expect(await svg(scenes, '--set', 'tversky', '--over', 'alpha=0.1..0.9/0.2')).toContain(', by α')
    expect(await refusal(scenes, '--quantity', 'mean', '--quantity', 'easy.loss')).toContain(
      'several kinds; draw them one by one',
    )
  })
})

describe('a sweep over two axes', () => {
  it('is a map with a cell for each pair, and its number where that has room', async () => {
    const args = [scenes, '--over', 'gamma=0,1,2', '--over', 'alpha=0.25,0.5']
    const drawing = await svg(...args)
    const { code, stdout } = await lossctl(['sweep', ...args, '--format', 'markdown'])
    expect(code).toBe(0)
    const shares = [...stdout.matchAll(/(\d+\.\d %) (?=\|)/g)].map(([, share]) => share)
    expect(shares).toHaveLength(6)
    for (const share of shares) expect(drawing).toContain(`>${share}</text>`)
    expect(drawing.match(/shape-rendering="crispEdges"/g)).toHaveLength(6)
    const dense = await svg(
      scenes,
      '--over',
      'gamma=0..5/0.1',
      '--over',
      'alpha=0.01..0.99/0.01',
      '--width',
      '3.5in',
    )
    expect(dense.match(/shape-rendering="crispEdges"/g)).toHaveLength(51 * 99)
    expect(dense.match(/ %<\/text>/g)).toHaveLength(2)
  })

  it('names its data as it is, without its folder', async () => {
    const path = write('pt^2 <b>.csv', 'y,logit\n1,0.5\n0,2\n0,1\n1,3\n')
    const drawing = await svg(path, '--over', 'gamma=0,1', '--over', 'alpha=0.25,0.5')
    expect(drawing).toContain('>pt^2 &lt;b&gt;.csv</text>')
    expect(drawing).not.toContain(join(path, '..'))
  })
})

it('what has no axes is refused', async () => {
  expect(await refusal(scenes, '--rank', 'easy.loss')).toContain('a ranking is a table')
  expect(await refusal(scenes, '--over', 'gamma=2')).toContain('no axis of numbers')
  const three = ['--over', 'gamma=0,1', '--over', 'alpha=0.1,0.2', '--over', 'epsilon=0,1']
  expect(await refusal(scenes, '--loss', 'poly1-focal', ...three)).toContain('one or two axes')
})
