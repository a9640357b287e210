/** The package as others install it: its examples run, and its functions say what the command line says. */
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type * as Api from '../../src/index.ts'
import { copyOf } from '../made/copy.ts'
import { lossctl } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'lossctl-api-'))
afterAll(() => rmSync(folder, { recursive: true }))

let api: typeof Api

beforeAll(async () => {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
  const [{ filename }] = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' }))
  const home = join(folder, 'node_modules/lossctl')
  mkdirSync(home, { recursive: true })
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', home, '--strip-components=1'])
  for (const name of ['preds.csv', 'monday.csv', 'tuesday.csv'])
    copyFileSync(fixture('breast-cancer.csv'), join(folder, name))
  api = await import(pathToFileURL(join(home, 'dist/index.js')).href)
})

/** Runs each example to its end, one after the other, and gives what they print as JSON. */
const RUNNER = `
import { format } from 'node:util'
const printed = {}
for (const name of process.argv.slice(2)) {
  printed[name] = ''
  console.log = (...values) => { printed[name] += format(...values) + '\\n' }
  await import('./' + name)
}
process.stdout.write(JSON.stringify(printed))
`

/** What each example prints: they are modules of one process. */
function runAll(examples: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, code] of Object.entries({ ...examples, 'runner.mjs': RUNNER }))
    writeFileSync(join(folder, name), code)
  const args = ['runner.mjs', ...Object.keys(examples)]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }))
}

const page = readFileSync(join(root, 'docs/api.md'), 'utf8')
const ofPage = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code)

/** The example of each docstring, with the imports that it needs. */
const documented = readdirSync(join(root, 'src/api')).map((file) => `src/api/${file}`)
const ofComments = [...documented, 'src/questions/tune/p0-rule.ts'].flatMap((path) => {
  const text = readFileSync(join(root, path), 'utf8')
  return [...text.matchAll(/@example\n(.*?)\*\/\nexport (?:async )?function (\w+)/gs)].map(
    ([, lines, name]) => ({ name, code: lines.replace(/^ \* ?/gm, '') }),
  )
})

describe('the examples', () => {
  let printed: Readonly<Record<string, string>>

  beforeAll(() => {
    const functions = Object.keys(api)
    const own = ofComments.map(({ name, code }) => {
      const told = code.includes('const found =') ? 'console.log(found)' : ''
      const used = functions.filter((one) => new RegExp(`(?<![.\\w])${one}\\(`).test(code))
      return [`${name}.mjs`, `import { ${used.join(', ')} } from 'lossctl'\n${code}\n${told}`]
    })
    printed = runAll(Object.fromEntries([...ofPage.map((code, i) => [`page-${i + 1}.mjs`, code]), ...own]))
  })

  it.each(ofPage.map((_, i) => i + 1))('number %i of the page runs', (number) => {
    expect(printed[`page-${number}.mjs`]).not.toMatch(/undefined|NaN/)
  })

  it.each(ofComments.map(({ name }) => name))('of %s runs', (name) => {
    expect(printed[`${name}.mjs`]).not.toMatch(/undefined|NaN/)
  })

  it('are there for every function, on the page and with it', () => {
    const functions = Object.keys(api).filter((name) => !name.endsWith('Error'))
    expect(ofComments.map(({ name }) => name).toSorted()).toEqual(functions.toSorted())
    for (const name of functions) expect(ofPage.join(''), name).toMatch(new RegExp(`\\b${name}\\(`))
  })
})

const scenes = fixture('scenes.csv')
const wine = fixture('wine.csv')
const units = fixture('digits-units.csv')
const cells = fixture('multilabel.csv')
const sameCells = copyOf(cells)

/** What each function gives of a file, and the command that prints the same. */
const QUESTIONS: readonly (readonly [ask: () => unknown, command: readonly string[]])[] = [
  [
    () => api.compare(wine, { losses: ['focal:gamma=1'], hardest: 2, by: 'class' }),
    ['compare', wine, '--loss', 'focal:gamma=1', '--per-sample', '2', '--by', 'class'],
  ],
  [
    () => api.compare(scenes, { compat: 'torchvision', threshold: 0.3 }),
    ['compare', scenes, '--compat', 'torchvision', '--threshold', '0.3'],
  ],
  [
    () => api.compare(cells, { classWeights: 'balanced', reduction: 'positives' }),
    ['compare', cells, '--class-weight', 'balanced', '--reduction', 'positives'],
  ],
  [
    () => api.sweep(scenes, { over: { gamma: [0, 2], alpha: ['none', 0.25] }, rank: 'effective', top: 2 }),
    [
      'sweep',
      scenes,
      '--over',
      'gamma=0,2',
      '--over',
      'alpha=none,0.25',
      '--rank',
      'effective',
      '--top',
      '2',
    ],
  ],
  [
    () => api.solve(scenes, { for: 'gamma', want: 'easy.loss <= 10%' }),
    ['solve', scenes, '--for', 'gamma', '--want', 'easy.loss <= 10%'],
  ],
  [
    () => api.curve({ losses: ['ce', 'poly1'], of: 'gradient' }),
    ['curve', '--loss', 'ce', '--loss', 'poly1', '--of', 'gradient'],
  ],
  [() => api.cdf(scenes), ['curve', '--cdf', scenes]],
  [() => api.calibrate(scenes, { bins: 10 }), ['calibrate', scenes, '--bins', '10']],
  [() => api.calibrate(wine, { limits: 'right' }), ['calibrate', wine, '--limits', 'right']],
  [
    () => api.check(scenes, { rules: ['max ce.mean=1', 'max hard.share=0.01%'] }),
    ['check', scenes, '--max', 'ce.mean=1', '--max', 'hard.share=0.01%'],
  ],
  [
    () => api.check(cells, { rules: ['max-increase ce.mean=1%'], baselinePredictions: sameCells }),
    ['check', cells, '--baseline-preds', sameCells, '--max-increase', 'ce.mean=1%'],
  ],
  [
    () => api.diff(fixture('digits.csv'), units, { bootstrap: { replicates: 400, seed: 1 } }),
    ['diff', fixture('digits.csv'), units, '--bootstrap', '400', '--seed', '1'],
  ],
  [() => api.samples(wine, { top: 3, sort: 'focal' }), ['samples', wine, '--top', '3', '--sort', 'focal']],
  [
    () => api.inspect({ scores: fixture('digits-probs.npy'), labels: fixture('digits-labels.npy') }),
    ['inspect', fixture('digits-probs.npy'), '--labels', fixture('digits-labels.npy')],
  ],
  [() => api.diagnose(wine, { printed: ['0.1'] }), ['diagnose', wine, '--printed', '0.1']],
  [() => api.explain('focal', 'keras'), ['diagnose', '--explain', 'focal', '--compat', 'keras']],
  [() => api.weights(), ['weights']],
]

/** As JSON has it. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

/** What a command prints, without what says what it is. A check that fails prints its report all the same. */
async function printed(command: readonly string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await lossctl([...command, '--format', 'json'])
  expect(code, stderr).toBeLessThan(2)
  const { schemaVersion, kind, ...content } = JSON.parse(stdout)
  return kind === 'compare' ? content.results[0] : content
}

describe('the functions', () => {
  it.each(
    QUESTIONS.map(([ask, command]) => [command.join(' '), ask, command] as const),
  )('give what lossctl %s prints', async (_, ask, command) => {
    expect(plain(await ask())).toEqual(await printed(command))
  })

  it('save the sketch and the baseline that the commands save', async () => {
    const [ours, theirs] = ['ours', 'theirs'].map((name) => join(folder, `${name}.sketch.json`))
    await api.writeSketch(ours, await api.sketch({ scores: wine }))
    expect((await lossctl(['sketch', wine, '-o', theirs])).code).toBe(0)
    expect(readFileSync(ours)).toEqual(readFileSync(theirs))
    await api.writeSketch(ours, await api.baseline(cells))
    expect((await lossctl(['check', cells, '--unchecked', '--save-baseline', theirs])).code).toBe(0)
    expect(readFileSync(ours)).toEqual(readFileSync(theirs))
    expect(await api.readSketch(theirs)).toEqual(await api.baseline(cells))
  })
})

/** The columns of a file without quotes, by name. */
function columnsOf(path: string, separator = ','): ReadonlyMap<string, readonly string[]> {
  const [header, ...rows] = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
  const cells = rows.map((row) => row.split(separator))
  return new Map(header.split(separator).map((name, column) => [name, cells.map((row) => row[column])]))
}

describe('the page', () => {
  it('says the day that the environment says, as the command does', async () => {
    const path = join(folder, 'page.html')
    const env = { SOURCE_DATE_EPOCH: '1000000000' }
    expect((await lossctl(['report', wine, '-o', path], { env })).code).toBe(0)
    process.env.SOURCE_DATE_EPOCH = env.SOURCE_DATE_EPOCH
    try {
      const made = await api.report(wine)
      expect(made).toContain('2001-09-09')
      expect(made).toBe(readFileSync(path, 'utf8'))
    } finally {
      delete process.env.SOURCE_DATE_EPOCH
    }
  })

  it('says which labels it leaves out, one or a list', async () => {
    const path = join(folder, 'ignored.csv')
    writeFileSync(path, `label,prob\n${[1, 0, -2, 1, 0, -3].map((y, i) => `${y},0.${i + 1}5\n`).join('')}`)
    const page = (ignoreLabel: string | readonly string[]) =>
      api.report({ scores: path, label: 'label', ignoreLabel }, { losses: ['ce'] })
    expect(await page(['-2', '-3'])).toContain('--ignore-label=-2,-3')
    writeFileSync(path, `label,prob\n${[1, 0, -2, 1, 0].map((y, i) => `${y},0.${i + 1}5\n`).join('')}`)
    expect(await page('-2')).toContain('--ignore-label=-2')
  })
})

describe('arrays', () => {
  const questions = { losses: ['ce', 'focal:gamma=2'], hardest: 3 }

  it('give the figures of the file that holds them: binary logits', async () => {
    const columns = columnsOf(scenes)
    const [scores, labels] = ['logit', 'label'].map((name) => Float64Array.from(columns.get(name)!, Number))
    const slices = Array.from(labels, (_, row) => ['x', 'y', 'z'][row % 3])
    const path = join(folder, 'sliced.csv')
    const rows = slices.map((slice, row) => `${labels[row]},${scores[row]},${slice}\n`)
    writeFileSync(path, `label,logit,part\n${rows.join('')}`)
    const asked = { ...questions, by: 'slice' } as const
    const { source, ...ours } = await api.compare({ scores, labels, slices }, asked)
    const { source: other, ...theirs } = await api.compare({ scores: path, by: 'part' }, asked)
    expect(plain(ours)).toEqual(plain(theirs))
    expect(source.samples).toBe(other.samples)
  })

  it('give them of classes by name, as rows and as a matrix of another precision', async () => {
    const columns = columnsOf(wine, ';')
    const names = [...columns.keys()].filter((name) => name.startsWith('logit_'))
    const labels = columns.get('cultivar')!
    const rows = labels.map((_, row) => names.map((name) => Number(columns.get(name)![row])))
    const classNames = names.map((name) => name.replace('logit_', ''))
    const asked = { ...questions, by: 'class' } as const
    const { source, ...theirs } = await api.compare(wine, asked)
    const { source: ofRows, ...byRows } = await api.compare({ scores: rows, labels, classNames }, asked)
    expect(plain(byRows)).toEqual(plain(theirs))
    const scores = { data: Float64Array.from(rows.flat()), shape: [rows.length, names.length] } as const
    const { source: ofMatrix, ...byMatrix } = await api.compare({ scores, labels, classNames }, asked)
    expect(plain(byMatrix)).toEqual(plain(theirs))
    const single = { ...scores, data: Float32Array.from(scores.data) }
    expect((await api.compare({ scores: single, labels, classNames })).source.precision).toBe('float32')
  })

  it.each([
    ['names in another order than their digits', ['2', '0', '1'], ['2', '0', '1'], [0, 1, 2]],
    ['names in that order', ['0', '1', '2'], ['0', '1', '2'], [0, 1, 2]],
    ['class indices of which none is 0', [1, 2, 2], undefined, [1, 2, 2]],
    ['labels from 1 to K', [1, 2, 3], undefined, [0, 1, 2]],
  ])('have columns without names of their own, so that they take %s', async (_, labels, classNames, places) => {
    // The softmax of 0, ln 2, ln 5 is 1/8, 2/8, 5/8.
    const scores = labels.map(() => [0, Math.log(2), Math.log(5)])
    const { losses } = await api.compare({ scores, labels, classNames }, { losses: ['ce'] })
    const sum = places.reduce((all, place) => all - Math.log([1, 2, 5][place] / 8), 0)
    expect(losses[0].value).toBeCloseTo(sum / 3, 13)
  })

  it('give them of several labels per row, and of weights', async () => {
    const columns = columnsOf(cells)
    const matrix = (start: string) => {
      const found = [...columns].filter(([name]) => name.startsWith(start)).map(([, values]) => values)
      return found[0].map((_, row) => found.map((values) => Number(values[row])))
    }
    const data = { scores: matrix('prob_'), labels: matrix('label_') }
    const { source, classes, ...ours } = { classes: null, ...(await api.compare(data, questions)) }
    const { source: other, ...theirs } = await api.compare(cells, questions)
    expect(plain({ ...ours, hardest: [] })).toEqual(plain({ ...theirs, hardest: [] }))
    const weights = data.labels.map((_, row) => row % 3)
    const doubled = data.scores.flatMap((row, i) => new Array(weights[i]).fill(row))
    const labels = data.labels.flatMap((row, i) => new Array(weights[i]).fill(row))
    const [weighed, repeated] = [
      await api.compare({ ...data, weights }),
      await api.compare({ scores: doubled, labels }),
    ]
    for (const [i, { value }] of weighed.losses.entries())
      expect(Math.abs(value! / repeated.losses[i].value! - 1)).toBeLessThan(1e-12)
  })

  it('are joined by their ids', async () => {
    const a = { scores: [2, -1, 0.5], labels: [1, 0, 1], ids: ['x', 'y', 'z'] }
    const b = { scores: [0.7, 3, -2], labels: [1, 1, 0], ids: ['z', 'x', 'y'] }
    const { pairing, losses } = await api.diff(a, b, { losses: ['ce'] })
    const ce = (s: number) => Math.log1p(Math.exp(-s))
    const want = (ce(3) + ce(2) + ce(0.7) - ce(2) - ce(1) - ce(0.5)) / 3
    expect([pairing.by, pairing.samples]).toEqual(['id', 3])
    expect(losses[0].difference).toBeCloseTo(want, 14)
  })

  it.each([
    [{ scores: [1, 2], labels: [1] }, 'labels: has 1 rows, and scores have 2'],
    [{ scores: [1, Number.NaN, -3, 4], labels: [1, 0, 1, 0] }, 'scores[1]: the score is NaN'],
    [
      { scores: [1, -2, 3, 4], labels: [1, 0, 1, 0], weights: [1, 1, -1, 1] },
      'weights[2]: the weight "-1" is below 0',
    ],
    [{ scores: [[1, 2], [3]], labels: [1, 0] }, 'scores[1]: has 1 numbers, and the first row has 2'],
    [{ scores: [], labels: [] }, 'scores: is empty'],
    [{ scores: [1, 2] }, 'labels: are missing'],
    [
      { scores: { data: [1, 2, 3], shape: [2, 2] as const }, labels: [0, 1] },
      'scores: has 3 numbers, and its shape is (2, 2)',
    ],
  ])('that are wrong are named as the argument they are: %j', async (data, message) => {
    await expect(api.compare(data as Api.Data)).rejects.toThrow(message)
  })

  it.each([
    [{ loss: ['ce'] }, 'nothing here is called loss; did you mean losses?'],
    [{ threshold: 2 }, 'threshold is not a number from 1e-9 to 1 - 1e-9'],
    [
      { classWeights: [1, Number.NaN] },
      'classWeights is not one factor per class, balanced, or { effective: beta }',
    ],
    [{ by: 'scene' }, 'by is not one of class, slice, '],
  ])('are not asked what makes no sense: %j', async (question, message) => {
    const data = { scores: [1, -2, 3, 4], labels: [1, 0, 1, 0] }
    await expect(api.compare(data, question as object)).rejects.toThrow(message)
  })

  it('are swept over texts as the command line takes them, and refused what is no axis', async () => {
    const data = { scores: [1, -2, 3, 4], labels: [1, 0, 1, 0] }
    const wanted = await api.sweep(data, { over: { gamma: [0, 0.5, 1], alpha: ['none', 0.25] } })
    for (const over of [
      { gamma: '0..1/0.5', alpha: 'none,0.25' },
      { gamma: ['0..0.5/0.5', 1], alpha: ['none', '0.25'] },
      ['gamma=0..1/0.5', 'alpha=none,0.25'],
    ])
      expect(await api.sweep(data, { over })).toEqual(wanted)
    expect((await api.sweep(data, { over: 'gamma=0..1/0.5' })).settings).toHaveLength(3)
    const refused = (asked: unknown) => api.sweep(data, asked as Api.SweepQuestion)
    for (const over of [
      { gamma: 2 },
      { gamma: [] },
      { gamma: [Number.NaN] },
      { gamma: null },
      {},
      [],
      2,
      null,
    ])
      await expect(refused({ over })).rejects.toThrow('over is not values by parameter, as in { "gamma"')
    for (const asked of [{}, undefined])
      await expect(refused(asked)).rejects.toThrow('over is missing: it is values by parameter')
    await expect(refused({ over: 'gamma' })).rejects.toBeInstanceOf(api.UsageError)
    await expect(api.solve(data, { for: 'gamma' } as Api.SolveQuestion)).rejects.toThrow('want is missing')
  })

  it('and names of columns say the classes, as the header of a file does', async () => {
    const probs = [
      [0.7, 0.2, 0.1],
      [0.1, 0.3, 0.6],
      [0.25, 0.5, 0.25],
    ]
    const columns = ['labels', 'prob_owl', 'cat "x", y']
    const data = { scores: probs, labels: ['labels', 'cat', 'owl'], columns }
    const named = { ...data, columns: ['prob_dog', 'prob_cat', 'prob_owl'], labels: ['dog', 'owl', 'cat'] }
    const mean = -(Math.log(0.7) + Math.log(0.6) + Math.log(0.5))
    const { losses, groups } = await api.compare({ ...named, from: 'probs' }, { by: 'class', losses: ['ce'] })
    expect(3 * losses[0].value!).toBeCloseTo(mean, 12)
    expect(new Set(groups!.map(({ name }) => name))).toEqual(new Set(['dog', 'cat', 'owl']))
    const odd = { ...data, labels: ['labels', 'cat "x", y', 'prob_owl'], from: 'probs' as const }
    expect(3 * (await api.compare(odd, { losses: ['ce'] })).losses[0].value!).toBeCloseTo(mean, 12)
    await expect(api.compare({ ...data, columns: ['a', 'b'] })).rejects.toThrow(
      'columns: has 2 names, and rows of scores have 3 numbers; give one name per column of scores',
    )
  })

  it.each([
    ['p_2,p_0,p_1', 'y_0,y_1,y_2', [1, 2, 0]],
    ['p_2,p_0,p_1', 'y_2,y_0,y_1', [0, 1, 2]],
    ['30,10,20', 'is 10?,is 20?,is 30?', [1, 2, 0]],
    ['p_1,p_2,p_3', 'y_1,y_2,y_3', [0, 1, 2]],
    ['p_2,p_0,p_1', undefined, [0, 1, 2]],
    ['labels_2,labels_0,labels_1', 'a,b,c', [0, 1, 2]],
  ])('and a matrix of labels goes with the columns %s as %s say', async (columns, labelColumns, order) => {
    const scores = [
      [0.7, 0.2, 0.1],
      [0.1, 0.6, 0.3],
      [0.2, 0.5, 0.3],
      [0.5, 0.1, 0.4],
    ]
    const truth = [1, 0, 2, 1]
    const mean = -(Math.log(0.2) + Math.log(0.1) + Math.log(0.3) + Math.log(0.1)) / 4
    const data = {
      scores,
      labels: truth.map((y) => order.map((place) => Number(place === y))),
      columns: columns.split(','),
      ...(labelColumns && { labelColumns: labelColumns.split(',') }),
      task: 'softmax' as const,
    }
    const { losses } = await api.compare(data, { losses: ['ce'] })
    expect(losses[0].value).toBeCloseTo(mean, 12)
    const named = { ...data, classNames: ['x', 'y', 'z'] }
    expect((await api.compare(named, { losses: ['ce'] })).losses[0].value).toBeCloseTo(mean, 12)
  })

  it.each([
    ['p_pos', 'p_neg'],
    ['no', 'yes'],
    ['true', 'false'],
    ['spam', 'ham'],
  ])('and of the columns %s and %s that of the negative class is of the label 0', async (...columns) => {
    const [p, y] = [
      [0.9, 0.2, 0.7, 0.4],
      [1, 0, 1, 1],
    ]
    const isPositive = columns[0] === 'p_pos' || columns[0] === 'true'
    const scores = p.map((one) => (isPositive ? [one, 1 - one] : [1 - one, one]))
    const mean = -(Math.log(0.9) + Math.log(0.8) + Math.log(0.7) + Math.log(0.4)) / 4
    const { losses } = await api.compare({ scores, labels: y, columns }, { losses: ['ce'] })
    expect(losses[0].value).toBeCloseTo(mean, 12)
    // Names that are said go by the places of the columns.
    const turned = { scores, labels: y.map((one) => (isPositive ? 1 - one : one)), columns }
    const named = await api.compare({ ...turned, classNames: ['0', '1'] }, { losses: ['ce'] })
    expect(named.losses[0].value).toBeCloseTo(mean, 12)
    const matrix = {
      scores,
      labels: scores.map((_, i) => (isPositive ? [y[i], 1 - y[i]] : [1 - y[i], y[i]])),
    }
    const oneHot = await api.compare({ ...matrix, columns, task: 'softmax' }, { losses: ['ce'] })
    expect(oneHot.losses[0].value).toBeCloseTo(mean, 12)
  })

  it('and one column of scores, as of a sigmoid, is that of the positive class', async () => {
    const scores = [[0.9], [0.2], [0.7], [0.4]]
    const mean = -(Math.log(0.9) + Math.log(0.8) + Math.log(0.7) + Math.log(0.4)) / 4
    for (const labels of [
      [1, 0, 1, 1],
      [[1], [0], [1], [1]],
    ]) {
      const { losses } = await api.compare({ scores, labels, from: 'probs' }, { losses: ['ce'] })
      expect(losses[0].value).toBeCloseTo(mean, 12)
    }
  })

  it('and one column of labels goes with one of scores, whatever both are called', async () => {
    const data = {
      scores: [[0.9], [0.2], [0.7], [0.4]],
      labels: [[1], [0], [1], [1]],
      from: 'probs' as const,
    }
    const mean = -(Math.log(0.9) + Math.log(0.8) + Math.log(0.7) + Math.log(0.4)) / 4
    for (const names of [{ columns: ['p'] }, { columns: ['p'], labelColumns: ['y'] }]) {
      const { losses } = await api.compare({ ...data, ...names }, { losses: ['ce'] })
      expect(losses[0].value).toBeCloseTo(mean, 12)
    }
  })

  it('and factors of classes go by the numbers of columns, as of a file', async () => {
    const scores = [
      [0.7, 0.2, 0.1],
      [0.1, 0.6, 0.3],
      [0.2, 0.5, 0.3],
      [0.3, 0.3, 0.4],
    ]
    const data = { scores, labels: [2, 0, 0, 1], columns: ['p_2', 'p_0', 'p_1'] }
    const { losses } = await api.compare(data, { losses: ['ce'], classWeights: [1, 2, 5] })
    const sum = 5 * Math.log(0.7) + Math.log(0.6) + Math.log(0.5) + 2 * Math.log(0.4)
    expect(losses[0].value).toBeCloseTo(-sum / 9, 12)
  })

  it('and what is missing is no 0', async () => {
    const data = {
      scores: [0.9, 0.2, 0.7, 0.4],
      labels: [1, 0, 1, 1],
      weights: [1, 2, 3, 4],
      from: 'probs' as const,
    }
    const mean = -(Math.log(0.9) + 2 * Math.log(0.8) + 4 * Math.log(0.4)) / 7
    for (const what of ['scores', 'labels', 'weights'] as const)
      for (const missing of [null, undefined, Number.NaN]) {
        const holed = { ...data, [what]: data[what].map((cell, row) => (row === 2 ? missing : cell)) }
        await expect(api.compare(holed)).rejects.toThrow(`${what}[2]: `)
        const { losses } = await api.compare({ ...holed, onBadRow: 'skip' }, { losses: ['ce'] })
        expect(losses[0].value).toBeCloseTo(mean, 12)
      }
    const rows = { ...data, scores: data.scores.map((p, row) => (row === 0 ? [null, p] : [1 - p, p])) }
    await expect(api.compare(rows as never)).rejects.toThrow('scores[0, 0]: the score is empty')
    const first = { ...data, scores: [null, ...data.scores.slice(1)] }
    await expect(api.compare(first as never)).rejects.toThrow('scores[0]: the score is empty')
  })

  it.each([
    [{ labels: '1011' }, 'labels: is no array; give an array of numbers or texts, one per sample'],
    [{ labels: new Set([1, 0]) }, 'labels: is no array'],
    [{ scores: new ArrayBuffer(8) }, 'scores: is no array'],
    [{ scores: [[0.1, 0.9], null] }, 'scores[1]: is no row of numbers'],
    [{ labels: [{ label: 1 }, { label: 0 }] }, 'labels[0]: is no row of numbers'],
    [{ scores: { data: [1, 2], shape: [2] } }, 'scores: has the shape (2); give rows and columns'],
    [{ scores: { data: [1, 2, 3, 4], shape: [2, 2, 1] } }, 'scores: has the shape (2, 2, 1)'],
    [{ scores: { data: null, shape: [2, 2] } }, 'scores: has no array of data'],
  ])('and %j is refused by its name', async (part, words) => {
    const data = { scores: [2, -1], labels: [1, 0], ...part }
    await expect(api.compare(data as never)).rejects.toThrow(words)
    await expect(api.compare(data as never)).rejects.toBeInstanceOf(api.InputError)
  })

  it.each(['neg', 'no', 'False'])('and the one column %s is of the negative class', async (name) => {
    const data = { scores: [0.1, 0.8, 0.3, 0.6], columns: [name], from: 'probs' as const }
    await expect(api.compare({ ...data, labels: [1, 0, 1, 1] })).rejects.toThrow(
      `the scores are those of the class "${name}" by their name, which is the negative one; say --class-names 1,0`,
    )
    const words = [1, 0, 1, 1].map((y) => (y === 1 ? 'other' : name))
    const { losses } = await api.compare({ ...data, labels: words }, { losses: ['ce'] })
    const mean = -(Math.log(0.9) + Math.log(0.8) + Math.log(0.7) + Math.log(0.4)) / 4
    expect(losses[0].value).toBeCloseTo(mean, 12)
  })

  it('and values of diagnose stand in the places of the scores, none of them 0 where it is missing', async () => {
    const scores = [...Array(40).keys()].map((i) => [Math.sin(i), Math.cos(3 * i), 2 * Math.sin(7 * i)])
    const labels = scores.map((_, i) => [i % 2, i % 3 === 0 ? 1 : 0, i % 5 === 0 ? 1 : 0])
    const losses = scores.flatMap((row, i) => row.map((z, j) => Math.log1p(Math.exp(labels[i][j] ? -z : z))))
    const data = { scores, labels, columns: ['p_2', 'p_0', 'p_1'], from: 'logits' as const }
    const values = { data: losses, shape: [40, 3] as const }
    const { expected } = await api.diagnose(data, { values, expect: 'ce' })
    expect(expected?.met).toBe(true)
    const holed = { ...values, data: losses.map((value, cell) => (cell === 4 ? null : value)) }
    await expect(api.diagnose(data, { values: holed as never })).rejects.toThrow('values')
  })

  it('and what a sample has one of is refused as rows of several', async () => {
    const data = { scores: [2, -1, 0.5], labels: [1, 0, 1] }
    for (const what of ['weights', 'ids', 'slices']) {
      const pairs = {
        ...data,
        [what]: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      }
      await expect(api.compare(pairs)).rejects.toThrow(`${what}: have 2 numbers a row; give one per sample`)
    }
  })

  it('and names of columns that go with nothing are refused', async () => {
    const labels = [
      [0, 1],
      [1, 0],
    ]
    const data = { scores: [0.2, 0.4].map((p) => [p, 1 - p]), labels }
    await expect(api.compare({ ...data, labelColumns: ['a', 'b'] })).rejects.toThrow(
      'labelColumns: go by the names of the columns of scores; give these too, columns',
    )
    const [columns, labelColumns] = [
      ['a', 'b'],
      ['a', 'c'],
    ]
    await expect(api.compare({ ...data, columns, labelColumns })).rejects.toThrow(
      'labels: the class "b" has scores and no labels; call the columns of each class alike, or give labels without names',
    )
    await expect(api.compare({ ...data, columns, labels: [0, 1], labelColumns })).rejects.toThrow(
      'labelColumns: has 2 names, and rows of labels have 1 numbers',
    )
  })

  it('and sketches are refused what they cannot answer', async () => {
    const made = await api.sketch({ scores: [1, -2, 3, 4], labels: [1, 0, 1, 0] })
    await expect(api.samples(made)).rejects.toBeInstanceOf(api.UsageError)
    await expect(api.compare(made, { by: 'slice' })).rejects.toThrow('the data name no slices')
    await expect(api.compare(made, { threshold: 0.3 })).rejects.toBeInstanceOf(api.InputError)
  })
})
