/** Dense maps and sequences: where their classes lie is told from the shapes, asked where several fit, and never guessed. */
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { encodeDense, indicesIn } from '../made/dense.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'

type Answer = { readonly results: readonly CompareReport[] }

const write = scratchFolder()

/** Waves without a pattern along any axis, in steps that half precision holds. */
const wave = (indices: readonly number[], salt: number) => {
  const at = indices.reduce((all, index, axis) => all * 31 + index * (axis + 3), salt)
  return Math.round(32 * Math.sin(at * 12.9898)) / 8
}

interface Dump {
  readonly descr: string
  readonly fortran: boolean
  readonly shape: readonly number[]
  readonly axis: number
}

const labelOf =
  ({ shape, axis }: Dump) =>
  (rest: readonly number[]) =>
    rest.at(-1) === 0 && rest[0] === 0 ? 255 : Math.floor(Math.abs(wave(rest, 7)) * 8) % shape[axis]

/** The files, and the mean cross-entropy by its definition. */
function makeDump(name: string, dump: Dump) {
  const { shape, axis } = dump
  const label = labelOf(dump)
  const rests = [...indicesIn(shape.toSpliced(axis, 1))]
  const losses = rests.flatMap((rest) => {
    if (label(rest) === 255) return []
    const row = Array.from({ length: shape[axis] }, (_, c) => wave(rest.toSpliced(axis, 0, c), 1))
    return Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0)) - row[label(rest)]
  })
  const labels = { descr: '<i2', fortran: dump.fortran, shape: shape.toSpliced(axis, 1) }
  return {
    scores: write(
      `${name}.npy`,
      encodeDense(dump, (indices) => wave(indices, 1)),
    ),
    labels: write(`${name}-y.npy`, encodeDense(labels, label)),
    mean: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
  }
}

async function isAnswered(mean: number, ...args: string[]) {
  const words = ['--from', 'logits', '--ignore-label', '255', '--loss', 'ce']
  const { results } = await lossctlJson<Answer>('compare', ...args, ...words)
  expect(Math.abs(results[0].losses[0].value! / mean - 1)).toBeLessThan(1e-12)
}

describe.each([
  ['(N, C, H, W)', { shape: [3, 5, 8, 9], axis: 1 }],
  ['(N, H, W, C)', { shape: [3, 8, 9, 5], axis: 3 }],
  ['(N, C, L)', { shape: [6, 4, 25], axis: 1 }],
  ['(B, T, V)', { shape: [6, 25, 11], axis: 2 }],
  ['(C, H, W) of one image', { shape: [4, 12, 13], axis: 0 }],
  ['(N, C, D, H, W)', { shape: [2, 3, 4, 5, 6], axis: 1 }],
] as const)('%s', (_, { shape, axis }) => {
  it.each([
    ['<f4', false],
    ['>f4', false],
    ['<f2', false],
    ['<f8', true],
    ['>f2', true],
  ] as const)('is read from %s, Fortran order %s', async (descr, fortran) => {
    const { scores, labels, mean } = makeDump('d', { descr, fortran, shape, axis })
    await isAnswered(mean, scores, '--labels', labels)
    await isAnswered(mean, scores, '--labels', labels, '--class-axis', `${axis - shape.length}`)
  })
})

describe('where several axes fit', () => {
  it('asks, and reads either as it is said', async () => {
    for (const axis of [0, 1]) {
      const { scores, labels, mean } = makeDump('s', {
        descr: '<f4',
        fortran: false,
        shape: [5, 5, 40],
        axis,
      })
      const { code, stderr } = await lossctl(['compare', scores, '--labels', labels])
      expect(code).toBe(3)
      expect(stderr).toContain('(5, 5, 40) and labels (5, 40): classes may lie along axis 0 or 1')
      await isAnswered(mean, scores, '--labels', labels, '--class-axis', `${axis}`)
    }
  })

  it('asks for it beside labels of one axis, and beside labels of a table', async () => {
    const dump = { descr: '<f4', fortran: false, shape: [3, 4, 20], axis: 1 }
    const { scores, mean } = makeDump('f', dump)
    const rests = [...indicesIn([3, 20])]
    const flat = write(
      'flat.npy',
      encodeDense({ ...dump, descr: '<i2', shape: [60] }, ([i]) => labelOf(dump)(rests[i])),
    )
    const table = write('y.csv', `label\n${rests.map((rest) => `${labelOf(dump)(rest)}\n`).join('')}`)
    for (const labels of [flat, table]) {
      const { stderr } = await lossctl(['compare', scores, '--labels', labels])
      expect(stderr).toMatch(/--class-axis 1/)
      await isAnswered(mean, scores, '--labels', labels, '--class-axis', '1')
    }
  })
})

describe('shapes that do not go together', () => {
  const at = (shape: readonly number[], name: string) =>
    write(
      name,
      encodeDense({ descr: '<f4', fortran: false, shape }, (indices) => Math.abs(wave(indices, 3)) % 1),
    )

  it.each([
    [[2, 3, 4], [2, 5], 'has shape (2, 3, 4), and', []],
    [[2, 3, 4], [2, 4], 'has shape (2, 3, 4), and no axis 3', ['--class-axis', '3']],
    [[2, 3, 4], [2, 4], 'labels beside classes along axis 2 have shape (2, 3)', ['--class-axis', '2']],
    [[2, 3, 4], [2, 3, 4], 'scores and labels both have shape (2, 3, 4)', []],
    [[4, 30], [30], 'has shape (4, 30) beside 30 labels: it is transposed', []],
  ] as const)('%j beside %j are refused', async (shape, truth, problem, args) => {
    const files = [at(shape, 'a.npy'), '--labels', at(truth, 'b.npy')]
    const { code, stderr } = await lossctl(['compare', ...files, ...args])
    expect([code, stderr.includes(problem)]).toEqual([3, true])
    expect(stderr).not.toContain('reshape')
  })

  it('is what scores alone are', async () => {
    const { stderr } = await lossctl(['compare', at([2, 3, 4], 'a.npy')])
    expect(stderr).toContain(
      'has shape (2, 3, 4), and no labels stand beside its scores; give them with --labels FILE',
    )
  })
})

it('reads a transposed array as its error says', async () => {
  const { scores, labels, mean } = makeDump('t', { descr: '<f4', fortran: false, shape: [4, 30], axis: 0 })
  const { stderr } = await lossctl(['compare', scores, '--labels', labels])
  expect(stderr).toContain('say --class-axis 0')
  await isAnswered(mean, scores, '--labels', labels, '--class-axis', '0')
})

it('reads maps of one class, with a channel or without, as binary', async () => {
  const truth = ([n, h, w]: readonly number[]) => Number((n + h * 3 + w * 5) % 7 < 2)
  const score = ([n, h, w]: readonly number[]) => wave([n, h, w], 5)
  const losses = [...indicesIn([2, 6, 7])].map((indices) =>
    Math.log1p(Math.exp(truth(indices) ? -score(indices) : score(indices))),
  )
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length
  const without =
    (place: (indices: readonly number[]) => number) =>
    ([n, , h, w]: readonly number[]) =>
      place([n, h, w])
  const files = (shape: readonly number[], labels: readonly number[]) => [
    write(
      'm.npy',
      encodeDense({ descr: '<f4', fortran: false, shape }, shape.length > 3 ? without(score) : score),
    ),
    '--labels',
    write(
      'm-y.npy',
      encodeDense(
        { descr: '|u1', fortran: false, shape: labels },
        labels.length > 3 ? without(truth) : truth,
      ),
    ),
  ]
  await isAnswered(mean, ...files([2, 1, 6, 7], [2, 6, 7]))
  await isAnswered(mean, ...files([2, 1, 6, 7], [2, 1, 6, 7]))
  await isAnswered(mean, ...files([2, 6, 7], [2, 6, 7]), '--task', 'binary')
})
