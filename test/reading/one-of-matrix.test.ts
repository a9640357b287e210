/** Labels of 0 and 1 per class with rows of a third number, beside as many scores: read as a matrix, and never by one column of it. */
import { describe, expect, it, test } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { writeNpy } from '../made/layouts/npy.ts'
import { createRandom } from '../made/layouts/random.ts'
import { advisedFlags, withFlags } from '../made/remedies.ts'
import { scratchFolder } from '../made/scratch.ts'
import { writeZip } from '../made/zip.ts'

const write = scratchFolder()
const [N, K] = [200, 4]
const random = createRandom(57)
const range = (length: number) => Array.from({ length }, (_, at) => at)
const isLeft = (row: number) => row % 9 === 5
const LOGITS = range(N).map(() => range(K).map(() => Math.fround(random.normal() - 2.5)))
/** Few rows are of a class, and none is of the last, so that columns hold two values or three. */
const truth = (third: number) =>
  range(N).map((row) => range(K).map((k) => (isLeft(row) ? third : Number(row % 7 === 3 && row % 3 === k))))
const TERMS = LOGITS.flatMap((row, i) =>
  isLeft(i) ? [] : row.map((x, k) => Math.log1p(Math.exp(i % 7 === 3 && i % 3 === k ? -x : x))),
)
/** The mean over the cells of the rows that are left. */
const MEAN = TERMS.reduce((sum, term) => sum + term, 0) / TERMS.length

function npz(names: readonly [string, string], labels = truth(-1), logits = LOGITS): string {
  const arrays = [logits, labels].map((rows, at) => ({
    name: `${names[at]}.npy`,
    bytes: writeNpy('f4', [rows.length, rows[0].length], rows.flat()),
  }))
  return write(`${names.join('-')}.npz`, writeZip(arrays))
}

function csv(header: readonly string[], labels: readonly (readonly (number | string)[])[]): string {
  const rows = LOGITS.map((row, i) => [...row, ...labels[i]].join())
  return write('made.csv', `${[header.join(), ...rows].join('\n')}\n`)
}

interface Answer {
  readonly results: readonly { readonly losses: readonly { readonly value: number }[] }[]
}

const argvOf = (path: string, ...flags: readonly string[]) => ['compare', path, '--loss', 'ce', ...flags]
const meanOf = async (argv: readonly string[]) =>
  (await lossctlJson<Answer>(...argv)).results[0].losses[0].value
const refusal = async (argv: readonly string[]) => {
  const { code, stderr } = await lossctl(argv)
  expect(code).toBe(3)
  return stderr.replace(/^error: [^:]+: /, '').trim()
}

const LOGIT_NAMES = range(K).map((k) => `logit_${k}`)
const TARGET_NAMES = range(K).map((k) => `target_${k}`)
const ONE = '"targets[2]" is one column of a matrix of labels (0, 1, -1)'

describe('without a word', () => {
  test.each([
    -1, 255, -100,
  ])('rows of %d are asked about, and the flag that is named answers', async (third) => {
    const argv = argvOf(npz(['logits', 'targets'], truth(third)))
    const message = await refusal(argv)
    expect(message).toMatch(
      new RegExp(`^labels are a matrix of 0, 1 and ${third}; say --ignore-label[ =]${third} `),
    )
    expect(await meanOf([...argv, ...advisedFlags(message)[0]])).toBeCloseTo(MEAN, 12)
  })

  test('single cells of it as well', async () => {
    const cells = truth(0).map((row, i) => row.map((cell, k) => (i % 5 === k ? -1 : cell)))
    const argv = argvOf(npz(['logits', 'targets'], cells))
    const flags = advisedFlags(await refusal(argv))[0]
    expect(flags).toEqual(['--ignore-label=-1'])
    const terms = LOGITS.flatMap((row, i) =>
      row.flatMap((x, k) => (cells[i][k] === -1 ? [] : [Math.log1p(Math.exp(cells[i][k] === 1 ? -x : x))])),
    )
    const mean = terms.reduce((sum, term) => sum + term, 0) / terms.length
    expect(await meanOf([...argv, ...flags])).toBeCloseTo(mean, 12)
  })

  it('is said by inspect', async () => {
    const { stdout } = await lossctl(['inspect', npz(['logits', 'targets'])])
    expect(stdout).toContain('? labels are a matrix of 0, 1 and -1; say --ignore-label=-1')
    expect(stdout).not.toContain("--label 'targets[")
  })

  it('names all of a matrix whose array has no name', async () => {
    const argv = argvOf(npz(['arr_0', 'arr_1']))
    const message = await refusal(argv)
    expect(message).toContain('say --label arr_1 --ignore-label=-1 if that is it')
    expect(await meanOf([...argv, ...advisedFlags(message).slice(0, 2).flat()])).toBeCloseTo(MEAN, 12)
  })
})

describe('one column of it, beside all scores', () => {
  const said: readonly (readonly string[])[] = [
    [],
    ['--ignore-label=-1'],
    ['--background', '0', '--ignore-label=-1'],
    ['--task', 'softmax', '--ignore-label=-1'],
  ]

  test.each(
    said.map((flags) => [flags.join(' '), flags] as const),
  )('of arrays, with "%s"', async (_, flags) => {
    const path = npz(['logits', 'targets'])
    const message = await refusal(argvOf(path, '--label', 'targets[2]', ...flags))
    expect(message).toContain(ONE)
    expect(message.endsWith('and leave --background out')).toBe(flags.includes('--background'))
    const advised = advisedFlags(message).slice(0, 2).flat()
    expect(advised).toEqual(['--label', 'targets', '--ignore-label=-1'])
    expect(await meanOf(argvOf(path, ...advised))).toBeCloseTo(MEAN, 12)
  })

  test.each(
    said.map((flags) => [flags.join(' '), flags] as const),
  )('of a CSV file, with "%s"', async (_, flags) => {
    const path = csv([...LOGIT_NAMES, ...TARGET_NAMES], truth(-1))
    const message = await refusal(argvOf(path, '--label', 'target_2', ...flags))
    expect(message).toContain('"target_2" is one column of a matrix of labels')
    const advised = advisedFlags(message).slice(0, 2).flat()
    expect(advised).toEqual(['--label', 'target_*', '--ignore-label=-1'])
    expect(await meanOf(withFlags(argvOf(path, '--label', 'target_2'), advised))).toBeCloseTo(MEAN, 12)
  })

  test('of columns that bear the names of the classes alone', async () => {
    const classes = ['cat', 'dog', 'owl', 'ant']
    const path = csv([...classes.map((name) => `logit_${name}`), ...classes], truth(-1))
    const message = await refusal(argvOf(path, '--label', 'dog', '--background', '0', '--ignore-label=-1'))
    expect(message).toContain('"dog" is one column of a matrix')
    const advised = advisedFlags(message).slice(0, 2).flat()
    expect(await meanOf(argvOf(path, ...advised))).toBeCloseTo(MEAN, 12)
  })

  test('of a file of its own', async () => {
    const scores = write('s.npy', writeNpy('f4', [N, K], LOGITS.flat()))
    const labels = csv([...LOGIT_NAMES.map((name) => `x${name}`), ...TARGET_NAMES], truth(-1))
    const flags = [
      '--labels',
      labels,
      '--by-row',
      '--label',
      'target_2',
      '--background',
      '0',
      '--ignore-label=-1',
    ]
    expect(await refusal(argvOf(scores, ...flags))).toContain('"target_2" is one column of a matrix')
  })
})

describe('is no column of such a matrix', () => {
  test('beside the score of its class alone', async () => {
    const flags = ['--score', 'logits[2]', '--label', 'targets[2]', '--ignore-label=-1']
    const terms = LOGITS.flatMap((row, i) =>
      isLeft(i) ? [] : [Math.log1p(Math.exp(i % 7 === 3 && i % 3 === 2 ? -row[2] : row[2]))],
    )
    const mean = terms.reduce((sum, term) => sum + term, 0) / terms.length
    expect(await meanOf(argvOf(npz(['logits', 'targets']), ...flags))).toBeCloseTo(mean, 12)
  })

  const crossEntropy = (logits: readonly (readonly number[])[], classes: readonly number[]) =>
    logits.reduce((sum, row, i) => {
      const all = row.reduce((total, x) => total + Math.exp(x), 0)
      return sum + Math.log(all) - row[classes[i]]
    }, 0) / logits.length

  test('the last of two, of which each row has one', async () => {
    const bits = range(N).map((i) => Number(i % 3 === 0))
    const logits = bits.map((bit) => [random.normal(), random.normal() + 2 * bit].map(Math.fround))
    const path = npz(
      ['logits', 'targets'],
      bits.map((bit) => [1 - bit, bit]),
      logits,
    )
    expect(await meanOf(argvOf(path, '--label', 'targets[1]'))).toBeCloseTo(crossEntropy(logits, bits), 12)
  })

  test('class indices that several people gave', async () => {
    const given = range(N).map((i) => [i % K, (i + (i % 5 === 0 ? 1 : 0)) % K, i % K, i % K])
    const logits = given.map(([t]) => range(K).map((k) => Math.fround(random.normal() + (k === t ? 3 : 0))))
    const path = npz(['logits', 'targets'], given, logits)
    const mean = crossEntropy(
      logits,
      given.map((row) => row[1]),
    )
    expect(await meanOf(argvOf(path, '--label', 'targets[1]'))).toBeCloseTo(mean, 12)
  })
})

it('asks first for the array that is called truth, and not for that of the scores', async () => {
  const arrays = [
    { name: 'cls_logits.npy', bytes: writeNpy('f4', [1, N, K], LOGITS.flat()) },
    {
      name: 'gt_classes.npy',
      bytes: writeNpy(
        'i8',
        [N],
        range(N).map((i) => (isLeft(i) ? -1 : i % 5)),
      ),
    },
  ]
  const message = await refusal(argvOf(write('d2.npz', writeZip(arrays))))
  expect(message).toContain('say --label gt_classes or whichever it is of cls_logits, gt_classes')
})
