/** Models in rows of their own in files of arrays, one of which names them. */
import { readFileSync } from 'node:fs'
import { expect, it, test } from 'vitest'
import type { DiffReport } from '../../../src/questions/diff/diff.ts'
import type { ReportContent } from '../../../src/questions/report/report-content.ts'
import { compareCe, lossctl, lossctlJson } from '../../made/host.ts'
import { bytesOf, writeNpy, writeTexts } from '../../made/layouts/npy.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { writeTorch } from '../../made/torch.ts'
import { writeZip } from '../../made/zip.ts'

const write = scratchFolder()

const ROWS = 40
const range = (length: number) => Array.from({ length }, (_, index) => index)
// In no order that comes again: without ids nothing else tells that the samples do.
const truth = range(ROWS).map((i) => Number((i * i * 31 + (i >> 2) * 7) % 13 < 5))
/** What each model gives the class 1, and what a row loses by it. */
const probsOf = (model: number) =>
  truth.map((t, i) => 0.02 + (((i * 37 + model * 29) % 83) / 83) * 0.6 + 0.3 * t)
const lossOf = (p: number, row: number) => -Math.log(truth[row] === 1 ? p : 1 - p)
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const means = (models: number) => range(models).map((model) => meanOf(probsOf(model).map(lossOf)))

const npz = (arrays: Readonly<Record<string, Uint8Array>>) =>
  write(
    'models.npz',
    writeZip(Object.entries(arrays).map(([name, bytes]) => ({ name: `${name}.npy`, bytes }))),
  )
const repeated = <Cell>(cells: readonly Cell[]) => cells.flatMap((cell) => truth.map(() => cell))
const tiled = (times: number, values: readonly number[]) => range(times).flatMap(() => values)

/** Arrays of that many models below one another. */
function longArrays(models: number, names: Uint8Array): Readonly<Record<string, Uint8Array>> {
  return {
    model: names,
    label: writeNpy('i8', [models * ROWS], tiled(models, truth)),
    prob: writeNpy('f8', [models * ROWS], range(models).flatMap(probsOf)),
  }
}

const texts = longArrays(3, writeTexts(repeated(['lr', 'rf', 'xgb'])))
const numbers = longArrays(3, writeNpy('i8', [3 * ROWS], repeated([1, 2, 3])))
const other = { epochs: writeNpy('i8', [10], range(10)), history: writeNpy('f8', [10], range(10)) }
const torch = () =>
  write(
    'models.pt',
    writeTorch([
      { name: 'model', storage: 'Long', shape: [3 * ROWS], bytes: bytesOf('i8', repeated([1, 2, 3])) },
      { name: 'label', storage: 'Long', shape: [3 * ROWS], bytes: bytesOf('i8', tiled(3, truth)) },
      { name: 'prob', storage: 'Double', shape: [3 * ROWS], bytes: bytesOf('f8', range(3).flatMap(probsOf)) },
    ]),
  )

test.each<[string, () => string]>([
  ['texts', () => npz(texts)],
  ['numbers', () => npz(numbers)],
  ['arrays of another length', () => npz({ ...other, ...numbers })],
  ['tensors', torch],
])('each model of %s has the mean of its own rows', async (_, make) => {
  const file = make()
  for (const words of [[], ['--model', 'model']]) {
    const { stderr, results } = await compareCe(file, ...words)
    expect(stderr).toBe('')
    for (const [model, mean] of means(3).entries()) {
      expect(results[model].source.rows).toBe(ROWS)
      expect(results[model].losses[0].value).toBeCloseTo(mean, 12)
    }
  }
})

it('is read with two scores a row, ids and labels elsewhere', async () => {
  const scores = range(3)
    .flatMap(probsOf)
    .flatMap((p) => [1 - p, p])
  const { model } = texts
  const id = writeNpy('i8', [3 * ROWS], tiled(3, range(ROWS)))
  const probs = writeNpy('f8', [3 * ROWS, 2], scores)
  const beside = npz({ id, model, label: texts.label, probs })
  const found = (await compareCe(beside)).results
  expect(found).toHaveLength(3)
  for (const [at, mean] of means(3).entries()) expect(found[at].losses[0].value).toBeCloseTo(mean, 12)
  const turned = range(ROWS).toReversed()
  const labels = write(
    'labels.npz',
    writeZip([
      { name: 'id.npy', bytes: writeNpy('i8', [ROWS], turned) },
      {
        name: 'label.npy',
        bytes: writeNpy(
          'i8',
          [ROWS],
          turned.map((row) => truth[row]),
        ),
      },
    ]),
  )
  const apart = await compareCe(npz({ id, model, probs }), '--labels', labels, '--model', 'model')
  expect(apart.stderr).toBe('')
  for (const [at, mean] of means(3).entries()) expect(apart.results[at].losses[0].value).toBeCloseTo(mean, 12)
})

it('is read with an array that names the classes, and set against another', async () => {
  const classes = ['owl', 'cat', 'dog']
  const labels = range(ROWS).map((i) => (i * 7 + (i >> 2)) % 3)
  const rowsOf = (model: number) =>
    range(ROWS).map((i) => {
      const parts = range(3).map((c) => 1 + ((i * 13 + c * 5 + model * 3) % 17))
      return parts.map((part) => part / parts.reduce((sum, one) => sum + one, 0))
    })
  const losses = range(2).map((model) => rowsOf(model).map((row, i) => -Math.log(row[labels[i]])))
  const file = npz({
    probs: writeNpy('f8', [2 * ROWS, 3], range(2).flatMap(rowsOf).flat()),
    labels: writeTexts(range(2).flatMap(() => labels.map((label) => classes[label]))),
    model: writeTexts(repeated(['a', 'b'])),
    id: writeNpy('i8', [2 * ROWS], tiled(2, range(ROWS))),
    classes: writeTexts(classes),
  })
  const { stderr, results } = await compareCe(file)
  expect(stderr).toBe('')
  for (const [model, own] of losses.entries())
    expect(results[model].losses[0].value).toBeCloseTo(meanOf(own), 12)
  const difference = meanOf(losses[1]) - meanOf(losses[0])
  for (const words of ['model', 'model=a,b']) {
    const both = await lossctlJson<DiffReport>('diff', file, '--loss', 'ce', '--model', words)
    expect(both.losses[0].difference).toBeCloseTo(difference, 12)
  }
})

it('is set against another, checked, and a data set of the page', async () => {
  const file = npz(texts)
  const [lr, , xgb] = means(3)
  const both = await lossctlJson<DiffReport>('diff', file, '--loss', 'ce', '--model', 'model=lr,xgb')
  expect(both.losses[0].difference).toBeCloseTo(xgb - lr, 12)
  const check = (limit: number) =>
    lossctl(['check', file, '--model', 'model=xgb', '--max', `ce.mean=${limit}`])
  expect((await check(xgb + 1e-9)).code).toBe(0)
  expect((await check(xgb - 1e-9)).code).toBe(1)
  const page = write('page.html', '')
  expect((await lossctl(['report', file, '--loss', 'ce', '-o', page])).code).toBe(0)
  const [, json] = /<script type="application\/json" id="content">(.*)<\/script>/.exec(
    readFileSync(page, 'utf8'),
  )!
  const { files }: ReportContent = JSON.parse(json)
  for (const [at, mean] of means(3).entries()) {
    expect(files[at].calibration?.count).toBe(ROWS)
    expect(files[at].calibration?.before.logLoss).toBeCloseTo(mean, 12)
  }
})

it('is refused where the array that names them cannot be read', async () => {
  const text = `{'descr': '|O', 'fortran_order': False, 'shape': (${3 * ROWS},), }`.padEnd(117)
  const model = Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1'),
    Buffer.from(`${text}\n\x80\x04N.`, 'latin1'),
  ])
  const pickled = await compareCe(npz({ ...texts, model }))
  expect(pickled.stderr).toContain(
    'models.npz::model: cannot be read and seems to name the model of each row',
  )
  // Saved as numbers it is read, and left out nothing is asked.
  expect((await compareCe(npz(numbers))).results).toHaveLength(3)
  // What is called like models, but as something else as well, is left alone.
  const { model: _, ...others } = texts
  for (const name of ['method', 'network', 'car_model', 'model_input', 'system_prompt'])
    expect((await compareCe(npz({ ...others, [name]: model }))).code).toBe(0)
  expect((await compareCe(npz(others))).code).toBe(0)
  const settings = await compareCe(npz({ ...others, ...other, model: writeTexts(['resnet']) }))
  expect(settings.code).toBe(0)
})

it('is asked for in files of their own where scores have their classes in the first axis', async () => {
  const logits = (transposed: boolean) => {
    const rows = range(2 * ROWS).map((i) => [0, 1, 2].map((c) => ((i * 17 + c * 29) % 23) / 5))
    const values = transposed ? [0, 1, 2].flatMap((c) => rows.map((row) => row[c])) : rows.flat()
    return writeNpy('f8', transposed ? [3, 2 * ROWS] : [2 * ROWS, 3], values)
  }
  const labels = writeNpy(
    'i8',
    [2 * ROWS],
    tiled(
      2,
      range(ROWS).map((i) => (i * 7 + (i >> 2)) % 3),
    ),
  )
  const model = writeTexts(repeated(['a', 'b']))
  const { code, stderr } = await compareCe(npz({ logits: logits(true), labels, model }), '--class-axis', '0')
  expect([code, stderr]).toEqual([3, expect.stringContaining('seems to name the model of each row')])
  const one = writeTexts(repeated(['a', 'a']))
  const [{ losses }] = (
    await compareCe(npz({ logits: logits(true), labels, model: one }), '--class-axis', '0')
  ).results
  const { results, stderr: asked } = await compareCe(
    npz({ logits: logits(false), labels, model }),
    '--model',
    'model',
  )
  expect(asked).toBe('')
  expect(losses[0].value).toBeCloseTo((results[0].losses[0].value + results[1].losses[0].value) / 2, 12)
})

it('is asked for beside its labels where these stand in another file', async () => {
  const { label, ...others } = longArrays(2, writeTexts(repeated(['a', 'b'])))
  const file = npz(others)
  const labels = write('labels.npy', label)
  const { code, stderr } = await compareCe(file, '--labels', labels)
  expect([code, stderr]).toEqual([3, expect.stringContaining('"model" names several models ("a", "b")')])
  const all = await compareCe(file, '--labels', labels, '--by', 'model')
  expect(all.results[0].losses[0].value).toBeCloseTo(meanOf(means(2)), 12)
  const said = await compareCe(file, '--labels', labels, '--model', 'model')
  expect(said.stderr).toContain('labels.npy: has 80 labels, and 40 rows of scores are of the model "a"')
  const once = write('labels.npy', writeNpy('i8', [ROWS], truth))
  const { results } = await compareCe(file, '--labels', once, '--model', 'model')
  for (const [at, mean] of means(2).entries()) expect(results[at].losses[0].value).toBeCloseTo(mean, 12)
})
