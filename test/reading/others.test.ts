import { describe, expect, it } from 'vitest'
import { compareCe, lossctl } from '../made/host.ts'
import { advisedFlag } from '../made/paste.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

it('a column that a flag names for one thing is not taken for a weight by its name', async () => {
  const rows = [1, 0, 1, 0].map((label, i) => {
    const p = 0.15 + 0.2 * i
    return `${label},${p},${-Math.log(label === 1 ? p : 1 - p)}`
  })
  const file = write('preds.csv', `label,prob,w\n${rows.join('\n')}\n`)
  const args = [file, '--from', 'probs']
  const { stdout } = await lossctl(['diagnose', ...args, '--loss-column', 'w'])
  expect(stdout).toContain('This is cross-entropy (4 samples).')
  expect(stdout).not.toContain('weights in')
  // Without the flag it is one.
  expect((await lossctl(['compare', ...args])).stdout).toContain('weights in "w"')
})

it.each([
  ['weight', 'that of a person', { age: '34', height: '181.5' }, ['72.4', '9.5', '81.25', '64.5']],
  ['weight', 'that of a person beside nothing', {}, ['72.4', '58.5', '81.25', '64.5']],
  ['w', 'the width of a crop', { h: '0.25' }, ['0.5', '0.25', '0.125', '0.75']],
])('%s may be %s: asked about, and read as is said', async (name, _, beside, cells) => {
  const p = [0.8, 0.3, 0.6, 0.45]
  const header = ['label', name, ...Object.keys(beside), 'prob'].join()
  const rows = p.map((prob, i) => [1 - (i % 2), cells[i], ...Object.values(beside), prob].join())
  const file = write('people.csv', `${header}\n${rows.join('\n')}\n`)
  const { code, stderr } = await compareCe(file)
  expect([code, stderr]).toEqual([
    3,
    expect.stringContaining('may be the weight of the sample or something else'),
  ])
  const terms = p.map((prob, i) => -Math.log(i % 2 === 0 ? prob : 1 - prob))
  const weights = cells.map(Number)
  const sumOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0)
  const plain = await compareCe(file, '--weight', 'none')
  expect(plain.results[0].losses[0].value).toBeCloseTo(sumOf(terms) / 4, 12)
  const weighted = await compareCe(file, ...advisedFlag(stderr, '--weight'))
  const right = sumOf(terms.map((term, i) => term * weights[i])) / sumOf(weights)
  expect(weighted.results[0].losses[0].value).toBeCloseTo(right, 12)
})

it('a weight of fractions beside an age is one', async () => {
  const file = write('survey.csv', 'label,age,weight,prob\n1,34,0.5,0.8\n0,51,1.5,0.3\n1,29,12.5,0.6\n')
  expect((await compareCe(file)).results[0].source.weight).toBe('weight')
})

describe('a column that is called a weight and is not in use', () => {
  const rows = [
    [1, 1.2, 0.5],
    [0, -0.3, 1.5],
    [1, -0.8, 1.5],
    [0, 0.4, 0.7],
  ] as const
  const csv = (shift: number) => `y,z,w\n${rows.map(([y, z, w]) => `${y},${z + shift},${w}`).join('\n')}\n`
  const [a, b] = [write('a.csv', csv(0)), write('b.csv', csv(0.125))]
  const ce = (shift: number, of: (w: number) => number) => {
    const losses = rows.map(([y, z, w]) => [Math.log1p(Math.exp(y ? -z - shift : z + shift)), of(w)])
    return losses.reduce((sum, [f, w]) => sum + w * f, 0) / losses.reduce((sum, [, w]) => sum + w, 0)
  }
  const means = (stdout: string) =>
    JSON.parse(stdout).losses.map((loss: { meanA: number; meanB: number }) => [loss.meanA, loss.meanB])

  it('is no candidate for the scores', async () => {
    const { code, stdout } = await lossctl([
      'compare',
      b,
      '--weight',
      'none',
      '--loss',
      'ce',
      '--format',
      'json',
    ])
    expect(code).toBe(0)
    expect(JSON.parse(stdout).results[0].losses[0].value).toBeCloseTo(
      ce(0.125, () => 1),
      12,
    )
    const named = await lossctl(['compare', b, '--weight', 'none', '--score', 'w', '--from', 'logits'])
    expect(named.stdout).toContain('in "w"')
  })

  it('leaves the other of two files to be read, whose weights are those of the first', async () => {
    const { code, stdout } = await lossctl(['diff', a, b, '--loss', 'ce', '--format', 'json'])
    expect(code).toBe(0)
    const [[one, other]] = means(stdout)
    expect(one).toBeCloseTo(
      ce(0, (w) => w),
      12,
    )
    expect(other).toBeCloseTo(
      ce(0.125, (w) => w),
      12,
    )
    const checked = await lossctl([
      'check',
      b,
      '--baseline-preds',
      a,
      '--loss',
      'ce',
      '--max-increase',
      'ce.mean=1',
    ])
    expect(checked.code).toBe(0)
  })

  it('is none beside labels in a file of their own either', async () => {
    const labels = write('labels.csv', `y,w\n${rows.map(([y, , w]) => `${y},${w}`).join('\n')}\n`)
    const scores = write('scores.csv', `z\n${rows.map(([, z]) => z).join('\n')}\n`)
    for (const [weight, of] of [
      ['none', () => 1],
      ['w', (w: number) => w],
    ] as const) {
      const args = [scores, '--labels', labels, '--weight', weight, '--from', 'logits', '--loss', 'ce']
      const { stdout } = await lossctl(['compare', ...args, '--format', 'json'])
      expect(JSON.parse(stdout).results[0].losses[0].value).toBeCloseTo(ce(0, of), 12)
    }
  })
})
