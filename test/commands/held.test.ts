/** Samples whose logarithm is held at −100: how many, and what they carry, from every kind of file. */
import { expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { copyOf } from '../made/copy.ts'
import { newFolder } from '../made/files.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { makeOld } from '../made/old-sketch.ts'
import { uniforms } from '../made/uniforms.ts'

type Answer = { readonly results: readonly CompareReport[] }

const compare = async (...args: string[]) => (await lossctlJson<Answer>('compare', ...args)).results[0]

/** Probabilities as a small forest votes, and some so near 0 that only a logarithm tells them from it. */
function votes(seed: number, count: number): readonly number[] {
  const next = uniforms(seed)
  return Array.from({ length: count }, () => {
    const vote = Math.floor(next() * 11) / 10
    return vote === 0 && next() < 0.2 ? [1e-60, Math.exp(-100), 5e-324][Math.floor(next() * 3)] : vote
  })
}

const labelsOf = (seed: number, count: number) => {
  const next = uniforms(seed)
  return Array.from({ length: count }, () => (next() < 0.4 ? 1 : 0))
}

/** What the held samples are, and what they carry of cross-entropy: sample by sample. */
function heldOf(pts: readonly number[], weights: readonly number[] = pts.map(() => 1)) {
  const losses = pts.map((pt, i) => weights[i] * (pt === 0 ? 100 : pt === 1 ? 0 : -Math.log(pt)))
  const total = losses.reduce((sum, loss) => sum + loss, 0)
  const held = pts.flatMap((pt, i) => (pt === 0 ? [100 * weights[i]] : []))
  return { samples: held.length, lossShare: held.reduce((sum, loss) => sum + loss, 0) / total }
}

async function holds(expected: ReturnType<typeof heldOf>, ...args: string[]): Promise<void> {
  const { source, losses } = await compare(...args, '--loss', 'ce')
  expect(source.held).toBe(expected.samples)
  expect(losses[0].held!.samples).toBe(expected.samples)
  expect(Math.abs(losses[0].held!.lossShare! - expected.lossShare)).toBeLessThan(1e-12)
}

const N = 400
const probs = votes(1, N)
const labels = labelsOf(2, N)
const pts = probs.map((p, i) => (labels[i] === 1 ? p : 1 - p))

it('are counted in binary text and arrays, quickly and row by row', async () => {
  const folder = newFolder()
  const rows = probs.map((p, i) => [labels[i], p, i % 2 ? 'a' : 'b', (i % 5) + 0.5])
  const path = folder.csv('p.csv', 'label,prob,side,mass', rows)
  const weights = rows.map((row) => row[3] as number)
  await holds(heldOf(pts), path)
  await holds(heldOf(pts), path, '--by', 'side')
  await holds(heldOf(pts, weights), path, '--weight', 'mass')
  const classWeights = labels.map((label) => (label === 1 ? 3 : 1))
  await holds(heldOf(pts, classWeights), path, '--class-weight', '1,3')
  const array = folder.npy('p.npy', '<f8', `(${N},)`, Float64Array.from(probs))
  const y = folder.npy('y.npy', '|u1', `(${N},)`, Uint8Array.from(labels))
  await holds(heldOf(pts), array, '--labels', y, '--from', 'probs')
})

it('are counted in softmax rows and in cells of several labels', async () => {
  const folder = newFolder()
  const rows = probs.map((p, i) => [labels[i], 1 - p, p])
  const path = folder.csv('p.csv', 'label,prob_0,prob_1', rows)
  await holds(heldOf(pts), path)
  await holds(heldOf(pts), path, '--by', 'class')
  const cells = Array.from({ length: N / 2 }, (_, i) => {
    const [a, b] = [2 * i, 2 * i + 1]
    return [labels[a], labels[b], probs[a], probs[b]]
  })
  const several = folder.csv('m.csv', 'label_a,label_b,prob_a,prob_b', cells)
  await holds(heldOf(pts), several, '--task', 'multilabel')
  await holds(heldOf(pts), several, '--task', 'multilabel', '--by', 'class')
})

it('are counted where rows are divided by their sum, and where a tolerance moves ends', async () => {
  const folder = newFolder()
  const rows = probs.map((p, i) => [labels[i], 0.75 * (1 - p), 0.75 * p])
  const shares = folder.csv('r.csv', 'label,prob_0,prob_1', rows)
  await holds(heldOf(pts), shares, '--from', 'probs', '--renormalize')
  // 1.0000012 of a positive is moved to 1, which is no loss, and of a negative too, which is all of it.
  const over = [1.0000012, 0.5, -1e-7, 0.25, 1.0000012].map((p, i) => [[1, 1, 0, 0, 0][i], p])
  const path = folder.csv('o.csv', 'label,prob', over)
  await holds(heldOf([1, 0.5, 1, 0.75, 0]), path, '--from', 'probs', '--prob-tolerance', '1e-5')
})

it('are not counted among logits, though one may have their margin', async () => {
  const path = newFolder().csv('p.csv', 'label,logit', [
    [1, -100],
    [0, 100],
    [1, 3],
  ])
  const { source, losses } = await compare(path, '--loss', 'ce')
  expect([source.held, source.clamped, losses[0].held]).toEqual([0, 0, null])
})

it('add up over sketches, are read back, and are nobody’s guess in an older one', async () => {
  const folder = newFolder()
  const half = (from: number) =>
    folder.csv(
      `${from}.csv`,
      'label,prob',
      probs.slice(from, from + N / 2).map((p, i) => [labels[from + i], p]),
    )
  const names = [half(0), half(N / 2)].map((path) => [path, `${path}.sketch.json`] as const)
  for (const [path, sketch] of names) await lossctl(['sketch', path, '-o', sketch])
  const both = folder.path('both.sketch.json')
  await lossctl(['merge', ...names.map(([, sketch]) => sketch), '-o', both])
  await holds(heldOf(pts), both)
  const old = folder.path('old.sketch.json')
  makeOld(names[0][1], old)
  await lossctl(['merge', old, names[1][1], '-o', both])
  const { source, losses } = await compare(both, '--loss', 'ce')
  expect([source.held, losses[0].held]).toEqual([null, { samples: null, lossShare: null }])
})

it('are none in an older sketch that has nothing so far out', async () => {
  const folder = newFolder()
  const path = folder.csv('p.csv', 'label,prob', [
    [1, 1],
    [0, 0],
    [1, 0.25],
  ])
  const [now, old] = [folder.path('p.sketch.json'), folder.path('old.sketch.json')]
  await lossctl(['sketch', path, '-o', now])
  makeOld(now, old)
  const { stdout } = await lossctl(['compare', old, '--loss', 'ce'])
  expect(stdout).not.toContain('held at')
  expect((await compare(old, '--loss', 'ce')).source).toMatchObject({ held: 0, clamped: 2 })
})

it('are told by every command that reads probabilities', async () => {
  const folder = newFolder()
  const path = folder.csv('p.csv', 'label,prob', [
    [1, 0],
    [1, 0.75],
    [0, 0],
    [0, 0.5],
  ])
  const words = '1 sample gives the truth a probability of 0; the logarithm is held at −100 there'
  // Of cross-entropy 100 of 100 + ln 4/3 + 0 + ln 2.
  const shares = /It carries (99\.0 % of (ce|cross-entropy)|\S+ % of focal)/
  for (const [args, carried] of [
    [['compare', path], true],
    [['solve', path, '--for', 'gamma', '--want', 'hard.loss <= 99.9%'], true],
    [['sweep', path, '--over', 'gamma=0,1'], true],
    [['check', path, '--max', 'ce.mean=1000'], true],
    [['check', path, '--baseline-preds', copyOf(path), '--max', 'ce.mean=1000'], true],
    [['curve', '--cdf', path], true],
    [['samples', path], false],
    [['diff', path, path], false],
  ] as const) {
    const { stdout } = await lossctl([...args])
    const text = stdout.replaceAll('\n', ' ')
    expect(text, args[0]).toContain(words)
    expect(shares.test(text), args[0]).toBe(carried)
  }
})
