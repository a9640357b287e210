import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
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
