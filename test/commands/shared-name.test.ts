/** What is handed on holds no path of the machine it was made on. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sharedNames } from '../../src/commands/shared-name.ts'
import { lossctl } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

/** A folder whose own name would be found in any text. */
const folder = join(mkdtempSync(join(tmpdir(), 'lossctl-names-')), 'secret-client')
mkdirSync(folder)
const copy = (name: string, as = name) => {
  const path = join(folder, as)
  mkdirSync(join(path, '..'), { recursive: true })
  copyFileSync(fixture(name), path)
  return path
}
const logits = copy('breast-cancer-logits.npy')
const labels = copy('breast-cancer-labels.npy')

/** What was written to a file of that name by that command. */
async function written(name: string, ...args: string[]): Promise<string> {
  const path = join(folder, name)
  expect((await lossctl([...args, '-o', path])).code).toBe(0)
  return readFileSync(path, 'utf8')
}

describe('no folder is named', () => {
  it('in the page of a report, whose command is for the folder of the file', async () => {
    const sketch = join(folder, 'a.sketch.json')
    await written('a.sketch.json', 'sketch', logits, '--labels', labels)
    const page = await written('report.html', 'report', logits, '--labels', labels, '--baseline', sketch)
    expect(page).not.toContain('secret-client')
    expect(page).toContain('"words":["breast-cancer-logits.npy","--labels","breast-cancer-labels.npy"')
    expect(page).toContain('<title>lossctl: a.sketch.json, breast-cancer-logits.npy</title>')
  })

  it('in a chart that is drawn to a file', async () => {
    for (const name of ['cdf.svg', 'cdf.html']) {
      const chart = await written(name, 'curve', '--cdf', logits, '--labels', labels)
      expect(chart).not.toContain('secret-client')
      expect(chart).toContain('breast-cancer-logits.npy')
    }
  })

  it('in a reliability diagram', async () => {
    const [digits, classes] = [copy('digits-probs.npy'), copy('digits-labels.npy')]
    for (const args of [
      [logits, '--labels', labels],
      [digits, '--labels', classes],
    ])
      for (const name of ['bins.svg', 'bins.html']) {
        const chart = await written(name, 'calibrate', ...args)
        expect(chart).not.toContain('secret-client')
        expect(chart).toContain('.npy')
      }
  })

  it('but where two files have one name: then as many as tell them apart', async () => {
    const two = ['x/model/preds.csv', 'y/model/preds.csv'].map((as) => copy('scenes.csv', as))
    const page = await written('two.html', 'report', ...two)
    expect(page).not.toContain('secret-client')
    expect(page).toContain('<title>lossctl: x/model/preds.csv, y/model/preds.csv</title>')
    expect(page).toContain('"words":["y/model/preds.csv"')
  })
})

it('a name is the last part of a path, however the path is written', () => {
  for (const path of ['preds.csv', './preds.csv', '/a/b/preds.csv', '../preds.csv', 'a//preds.csv'])
    expect(sharedNames([path])).toEqual(['preds.csv'])
  expect(sharedNames(['runs/', 'runs/part-*.csv', '.'])).toEqual([
    'runs',
    'part-*.csv',
    process.cwd().split('/').at(-1),
  ])
  expect(sharedNames(['a/x.csv', './a/x.csv', 'b/x.csv', 'y.csv'])).toEqual([
    'a/x.csv',
    'a/x.csv',
    'b/x.csv',
    'y.csv',
  ])
})
