/** Figures that README and docs state, held against what they are of. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LIBRARIES } from '../../src/losses/libraries/index.ts'
import { MISTAKES } from '../../src/questions/diagnose/mistakes/index.ts'
import { MAX_SAMPLES } from '../../src/questions/report/report.ts'
import { MAX_SEGMENTS } from '../../src/sketch/store.ts'
import { lossctl } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

const write = scratchFolder()

/** The numbers that a page states where a pattern finds them. */
function stated(page: string, pattern: RegExp): readonly number[] {
  const found = pattern.exec(readFileSync(join(import.meta.dirname, '../..', page), 'utf8'))
  expect(found, `${pattern} in ${page}`).not.toBeNull()
  return found!.slice(1).map((text) => Number(text.replaceAll(',', '')))
}

describe('the figures of the pages', () => {
  it('count as many libraries, mistakes, samples and segments as there are', () => {
    expect(stated('docs/commands.md', /^(\d+) libraries are known/m)).toEqual([LIBRARIES.length])
    expect(stated('CHANGELOG.md', /scikit-learn and (\d+) others/)).toEqual([LIBRARIES.length - 5])
    expect(stated('CHANGELOG.md', /(\d+) known mistakes are named/)).toEqual([MISTAKES.length])
    expect(stated('docs/commands.md', /Up to (\d+) of the hardest samples/)).toEqual([MAX_SAMPLES])
    expect(stated('docs/formats.md', /([\d.]+) million segments/)).toEqual([MAX_SEGMENTS / 1e6])
  })

  it('are the seconds of a billion logits that the bench measured', () => {
    const [median] = stated('bench/RESULTS.md', /^\| billion \| ([\d.]+) s/m)
    expect(stated('README.md', /a billion logits took (\d+) s/)).toEqual([Math.round(median)])
  })

  it('are the kilobytes of sketches and pages of binary data', async () => {
    const sizeOf = async (path: string, ...command: string[]) => {
      expect((await lossctl([...command, '-o', path])).code).toBe(0)
      return readFileSync(path).length / 1000
    }
    const [low, high] = stated('docs/commands.md', /Some (\d+) to (\d+) kB stand for/)
    expect(stated('docs/ci.md', /of some (\d+) to (\d+) kB/)).toEqual([low, high])
    const [page] = stated('docs/commands.md', /One HTML file, some (\d+) kB/)
    for (const name of ['scenes.csv', 'breast-cancer.csv']) {
      const file = fixture(name)
      const sketch = await sizeOf(write('a.sketch.json', ''), 'sketch', file)
      expect(sketch).toBeGreaterThan(0.9 * low)
      expect(sketch).toBeLessThan(high)
      expect(Math.abs((await sizeOf(write('page.html', ''), 'report', file)) / page - 1)).toBeLessThan(0.2)
    }
  })
})

/** By how much of itself e^(-r d / 16) is missed at most between its values at Chebyshev's nodes, d from -1 to 1. */
function missed(r: number, nodes: number): number {
  const at = Array.from({ length: nodes }, (_, j) => Math.cos(((2 * j + 1) * Math.PI) / (2 * nodes)))
  const f = (d: number) => Math.exp((-r * d) / 16)
  // The derivative of order `nodes` between two of its values, times the product of distances, over its factorial.
  const factorial = at.reduce((product, _, j) => product * (j + 1), 1)
  const ends = [-1, 1].map((end) => f(end) * (r / 16) ** nodes)
  const product = Math.abs(at.reduce((whole, x) => whole * (1 - x), 1))
  return (Math.sqrt(ends[0] * ends[1]) * product) / factorial / f(1)
}

describe('what docs/architecture.md says of the number of moments', () => {
  it('is what the remainder of an interpolation comes to', () => {
    const [fourteen, eight] = stated(
      'docs/architecture.md',
      /which gives (\S+); with 8 moments it would be (\S+)\. /,
    )
    // One digit is said.
    for (const [said, nodes] of [
      [fourteen, 14],
      [eight, 8],
    ])
      expect(Math.abs(said / missed(22, nodes) - 1)).toBeLessThan(0.2)
  })
})
