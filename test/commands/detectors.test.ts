/** Anchors and their classes, as detectors have them: class indices, background and what to ignore, beside sigmoids. */
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { newFolder } from '../made/files.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { uniforms } from '../made/uniforms.ts'

type Answer = { readonly results: readonly CompareReport[] }

/** The class of each anchor, null for background and undefined for one to ignore; and its logits. */
interface Anchors {
  readonly classes: number
  readonly truth: readonly (number | null | undefined)[]
  readonly logits: readonly (readonly number[])[]
}

function makeAnchors(rows: number, classes: number, seed: number): Anchors {
  const next = uniforms(seed)
  const truth = Array.from({ length: rows }, () => {
    const kind = next()
    return kind < 0.05 ? undefined : kind < 0.9 ? null : Math.floor(next() * classes)
  })
  const logits = truth.map((found) =>
    Array.from({ length: classes }, (_, c) => Math.fround(c === found ? 6 * next() - 3 : -5 + 3 * next())),
  )
  return { classes, truth, logits }
}

/** Sum over the cells that count, with alpha = 0.25 and gamma = 2, and how many there are. */
function focalOf({ truth, logits }: Anchors) {
  let sum = 0
  let cells = 0
  for (const [i, row] of logits.entries()) {
    if (truth[i] === undefined) continue
    for (const [c, z] of row.entries()) {
      const s = truth[i] === c ? z : -z
      sum += (truth[i] === c ? 0.25 : 0.75) * (1 / (1 + Math.exp(s))) ** 2 * Math.log1p(Math.exp(-s))
      cells++
    }
  }
  return { sum, cells, positives: truth.filter((found) => typeof found === 'number').length }
}

const FOCAL = ['--loss', 'focal:alpha=0.25,gamma=2']

async function values(...args: string[]) {
  const mean = (await lossctlJson<Answer>('compare', ...args, ...FOCAL)).results[0]
  const per = await lossctlJson<Answer>('compare', ...args, ...FOCAL, '--reduction', 'positives')
  return { mean: mean.losses[0].value!, perPositive: per.results[0].losses[0].value!, source: mean.source }
}

async function isRight(anchors: Anchors, ...args: string[]) {
  const { sum, cells, positives } = focalOf(anchors)
  const { mean, perPositive, source } = await values(...args)
  expect(Math.abs((mean * cells) / sum - 1)).toBeLessThan(1e-12)
  expect(Math.abs((perPositive * positives) / sum - 1)).toBeLessThan(1e-12)
  expect(source.samples).toBe(cells)
  expect(source.ignored).toBe(anchors.truth.filter((found) => found === undefined).length * anchors.classes)
}

/** The files of anchors, with the label that is written for each kind of truth. */
function filesOf(
  anchors: Anchors,
  write: (found: number | null | undefined) => number,
  form: (logit: number) => number = (logit) => logit,
) {
  const folder = newFolder()
  const { classes, truth, logits } = anchors
  const scores = folder.npy(
    'cls.npy',
    '<f4',
    `(${truth.length}, ${classes})`,
    Float32Array.from(logits.flat(), form),
  )
  return [scores, '--labels', folder.npy('y.npy', '<i8', `(${truth.length},)`, bigs(truth.map(write)))]
}

const bigs = (labels: readonly number[]) => BigInt64Array.from(labels, BigInt)

const K = 7
const CONVENTIONS: readonly (readonly [string, number, number, number])[] = [
  // The label of the background, that of what to ignore, and of the first class.
  ['0 as in kuangliu/pytorch-retinanet', 0, -1, 1],
  ['K as in Detectron2', K, -1, 0],
  ['K, with what to ignore as in segmentation', K, 255, 0],
  ['-1, with -2 to ignore as torchvision has between its thresholds', -1, -2, 0],
]

describe.each(CONVENTIONS)('background is %s', (_, background, ignored, first) => {
  const anchors = makeAnchors(600, K, 11 + background)
  const write = (found: number | null | undefined) =>
    found === undefined ? ignored : found === null ? background : first + found
  const flags = [`--background=${background}`, `--ignore-label=${ignored}`]

  it('which is a row of zeros', async () => {
    await isRight(anchors, ...filesOf(anchors, write), ...flags)
    await isRight(
      anchors,
      ...filesOf(anchors, write),
      '--task',
      'multilabel',
      ...flags,
      '--ignore-label',
      '99',
    )
    await isRight(anchors, ...filesOf(anchors, write), flags[0], `--ignore-label=99,${ignored}`)
  })

  it('is told without a flag, with advice that reads it', async () => {
    const files = filesOf(anchors, write)
    const { code, stderr } = await lossctl(['compare', ...files])
    expect(code).toBe(3)
    if (ignored > 0) return
    const advice = /say (--background\S*(?: -?\d+)?)(?: (--ignore-label\S+))? if/.exec(stderr)!
    await isRight(anchors, ...files, ...advice[1].split(' '), ...(advice[2] ? [advice[2]] : []))
  })
})

/** What is written, what is said to be the background, and what it is. */
const SLIPS: readonly (readonly [string, number, number, number])[] = [
  ['0 where it is K', K, 0, 0],
  ['K where it is 0', 0, K, 1],
  ['K where it is K + 1', K + 1, K, 0],
  ['0 where it is K + 1', K + 1, 0, 1],
]

it.each(SLIPS)('is asked about where %s is said, with advice that reads it', async (_, is, said, first) => {
  const anchors = makeAnchors(600, K, 40 + is)
  const write = (found: number | null | undefined) =>
    found === undefined ? -1 : found === null ? is : (is > K ? 0 : first) + found
  const files = filesOf(anchors, write)
  const { code, stderr } = await lossctl(['compare', ...files, `--background=${said}`, '--ignore-label=-1'])
  expect([code, stderr]).toEqual([3, expect.stringContaining(`most labels are ${is}, `)])
  const [, advised] = /say --background (-?\d+)/.exec(stderr)!
  await isRight(anchors, ...files, `--background=${advised}`, '--ignore-label=-1')
})

const FORMS: readonly (readonly [string, (logit: number) => number])[] = [
  ['probs', (logit) => 1 / (1 + Math.exp(-logit))],
  ['percent', (logit) => 100 / (1 + Math.exp(-logit))],
  ['log-probs', (logit) => -Math.log1p(Math.exp(-logit))],
]

it.each(FORMS)('is asked about beside scores that are %s', async (form, change) => {
  const anchors = makeAnchors(600, K, 49)
  const files = filesOf(anchors, (found) => (found === undefined ? -1 : (found ?? K)), change)
  const flags = ['--ignore-label=-1', '--from', form, '--task', 'multilabel']
  const { code, stderr } = await lossctl(['compare', ...files, '--background=0', ...flags])
  expect([code, stderr]).toEqual([3, expect.stringContaining(`say --background ${K}`)])
  const { sum, positives } = focalOf(anchors)
  const { perPositive } = await values(...files, `--background=${K}`, ...flags)
  // Written as float32, of which a logarithm near 0 keeps 24 bits and a probability near 1 fewer.
  expect(perPositive / (sum / positives)).toBeCloseTo(1, 5)
})

it('takes a class that most rows have, where its scores say so or the names of classes', async () => {
  const anchors = makeAnchors(600, K, 77)
  const often = { ...anchors, truth: anchors.truth.map((found) => (found === null ? K - 1 : found)) }
  const write = (found: number | null | undefined) => (found === undefined ? -1 : 1 + found!)
  const flags = ['--background=0', '--ignore-label=-1']
  const names = anchors.logits[0].map((_, c) => c + 1).join(',')
  await isRight(often, ...filesOf(often, write), ...flags, '--class-names', names)
  const logits = anchors.logits.map((row, i) => (often.truth[i] === K - 1 ? [...row.slice(0, -1), -1] : row))
  await isRight({ ...often, logits }, ...filesOf({ ...often, logits }, write), ...flags)
})

it('gives the bits of the matrix that it stands for', async () => {
  const anchors = makeAnchors(500, K, 3)
  const files = filesOf(anchors, (found) => (found === undefined ? -1 : found === null ? K : found))
  const matrix = anchors.truth.flatMap((found) =>
    Array.from({ length: K }, (_, c) => (found === undefined ? -1 : Number(found === c))),
  )
  const folder = newFolder()
  const labels = folder.npy('m.npy', '|i1', `(500, ${K})`, Int8Array.from(matrix))
  const one = await values(...files, '--background', `${K}`, '--ignore-label=-1')
  const other = await values(files[0], '--labels', labels, '--ignore-label=-1')
  expect([one.mean, one.perPositive]).toEqual([other.mean, other.perPositive])
  const asked = await lossctl(['compare', files[0], '--labels', labels])
  expect(asked.stderr).toContain('labels are a matrix of 0, 1 and -1; say --ignore-label=-1')
})

it('reads class indices beside sigmoids without a background, and one class with it', async () => {
  const all = makeAnchors(300, 4, 5)
  const foreground = { ...all, truth: all.truth.map((found, i) => found ?? i % 4) }
  await isRight(foreground, ...filesOf(foreground, (found) => found ?? 0), '--task', 'multilabel')
  const single = makeAnchors(300, 1, 9)
  const write = (found: number | null | undefined) => (found === undefined ? -1 : found === null ? 1 : 0)
  await isRight(single, ...filesOf(single, write), '--background', '1', '--ignore-label=-1')
})

it('reads words beside columns that are named for them', async () => {
  const anchors = makeAnchors(300, 3, 21)
  const words = ['car', 'bus', 'bike']
  const rows = anchors.logits.map((row, i) => {
    const found = anchors.truth[i]
    return [found === undefined ? 'crowd' : found === null ? 'none' : words[found], ...row]
  })
  const path = newFolder().csv('p.csv', `label,${words.map((word) => `logit_${word}`).join(',')}`, rows)
  await isRight(anchors, path, '--background', 'none', '--ignore-label', 'crowd')
  const names = ['--class-names', 'a,b,c', '--background', '0', '--ignore-label=-1']
  const files = filesOf(anchors, (found) => (found === undefined ? -1 : found === null ? 0 : found + 1))
  await isRight(anchors, ...files, ...names)
})

it('refuses a background that is a class, that is beside a matrix, or that a softmax would have', async () => {
  const anchors = makeAnchors(100, 3, 2)
  const files = filesOf(anchors, (found) => found ?? 0)
  const refused = async (...args: string[]) => (await lossctl(['compare', ...files, ...args])).stderr
  expect(await refused('--background', '2')).toContain(
    'the background "2" is one of the 3 classes that have scores',
  )
  expect(await refused('--background', '3', '--task', 'softmax')).toContain('--task says softmax')
})
