/** The reliability diagram: what a model says, and how often it is so. */
import type { Reliability } from '../../questions/calibrate/bins.ts'
import type { ChartBlock } from '../document.ts'

/** What the axes are of. */
interface Axes {
  readonly title: string
  readonly x: string
  readonly y: string
}

/** @param lines one a model, or a state of it, by name; beside them stands what is right */
export function reliabilityChart(
  data: string,
  { title, x, y }: Axes,
  lines: readonly (readonly [name: string, reliability: Reliability])[],
): ChartBlock {
  const series = lines.map(([line, { bins }]) => ({
    name: line,
    points: bins.flatMap(({ mean, observed }) =>
      mean === null || observed === null ? [] : [[mean, observed] as const],
    ),
  }))
  const right = { name: 'as it should be', points: [[0, 0] as const, [1, 1] as const] }
  return {
    kind: 'chart',
    title,
    subtitle: data,
    isGiven: true,
    x: { label: x, domain: [0, 1], unit: 'share' },
    y: { label: y, domain: [0, 1], unit: 'share' },
    panels: [{ title: '', series: [...series, right] }],
    isKeyed: true,
  }
}
