/** Models in rows of their own that compare shows without being told, and what is asked where they may be something else. */
import { describe, expect, it, test } from 'vitest'
import { compareCe, lossctl } from '../../made/host.ts'
import { advisedFlag } from '../../made/paste.ts'
import { scratchFolder } from '../../made/scratch.ts'

const write = scratchFolder()

interface Row {
  readonly id: number
  readonly model: string
  readonly y: number
  readonly p: number
}

const truth = (id: number) => Number((id * 2654435761) % 2 ** 32 < 0.4 * 2 ** 32)
const range = (length: number) => Array.from({ length }, (_, index) => index)

function rowsOf(model: string, samples = 40): Row[] {
  const shift = model.length * 7 + model.charCodeAt(0)
  return range(samples).map((id) => ({
    id,
    model,
    y: truth(id),
    p: 0.02 + (((id * 37 + shift * 29) % 83) / 83) * 0.6 + 0.3 * truth(id),
  }))
}

const LR = rowsOf('lr')
const RF = rowsOf('rf')
const XGB = rowsOf('xgb')
const ALL = [...LR, ...RF, ...XGB]

const meanOf = (rows: readonly Row[]) =>
  rows.reduce((sum, { y, p }) => sum - Math.log(y === 1 ? p : 1 - p), 0) / rows.length

/** @param more another column, and its cell in each row */
function fileOf(
  rows: readonly Row[],
  column = 'model',
  more: readonly [name: string, cell: (row: Row, at: number) => string | number] | null = null,
): string {
  const lines = rows.map((row, at) => [
    `s${row.id}`,
    row.model,
    ...(more ? [more[1](row, at)] : []),
    row.y,
    row.p,
  ])
  const header = ['id', column, ...(more ? [more[0]] : []), 'label', 'prob']
  return write('rows.csv', [header, ...lines].map((cells) => `${cells.join()}\n`).join(''))
}

async function showsEach(file: string, flags: readonly string[], models: readonly (readonly Row[])[]) {
  const { stderr, results } = await compareCe(file, ...flags)
  expect(stderr).toBe('')
  expect(results).toHaveLength(models.length)
  for (const [at, rows] of models.entries()) {
    expect(results[at].source.rows).toBe(rows.length)
    expect(results[at].losses[0].value).toBeCloseTo(meanOf(rows), 12)
  }
}

async function asked(file: string, ...flags: readonly string[]): Promise<string> {
  const { code, stderr } = await compareCe(file, ...flags)
  expect(code).toBe(3)
  return stderr
}

/** The mean over all rows, which is advised last. */
async function holdsAll(file: string, said: string, rows: readonly Row[]): Promise<void> {
  const flags = advisedFlag(said.slice(said.lastIndexOf('--by')).replace(/ for the mean.*/s, ''), '--by')
  await showsEach(file, flags, [rows])
}

describe('a column of models', () => {
  test.each([
    'model',
    'model_name',
    'model_id',
    'Model Version',
    'modelName',
    'classifier',
    'algorithm',
    'estimator',
    'llm',
    'ml_model',
    'model_type',
    'base_model',
    'model_path',
  ])('is %s', async (name) => {
    const file = fileOf(ALL, name)
    await showsEach(file, [], [LR, RF, XGB])
    const { stdout } = await lossctl(['inspect', file])
    const text = stdout.replace(/\s+/g, ' ')
    expect(text).toContain(
      '? "lr", "rf", "xgb" are 3 models, which compare and report show side by side; say',
    )
    await showsEach(file, advisedFlag(text.replace(' for one of them', ''), '--model'), [LR])
  })

  test.each([
    'model_year',
    'phone_model',
    'car_model',
    'checkpoint_time',
    'architecture',
    'checkpoint',
  ])('may be no %s, which is asked about', async (name) => {
    const file = fileOf(ALL, name)
    const said = await asked(file)
    await showsEach(file, advisedFlag(said, '--model'), [LR, RF, XGB])
    await holdsAll(file, said, ALL)
  })

  it('is asked about where few labels, or labels in order, tell that samples come again', async () => {
    const cars = ['golf', 'polo'].flatMap((model) => rowsOf(model, 12).toSorted((a, b) => a.y - b.y))
    const file = write(
      'cars.csv',
      `model,label,prob\n${cars.map(({ model, y, p }) => `${model},${y},${p}\n`).join('')}`,
    )
    await holdsAll(file, await asked(file), cars)
    const plain = write(
      'plain.csv',
      `model,label,prob\n${ALL.map(({ model, y, p }) => `${model},${y},${p}\n`).join('')}`,
    )
    await showsEach(plain, [], [LR, RF, XGB])
  })
})

describe('a mean of several rows', () => {
  test.each(['seed', 'attack', 'noise'])('may be meant of %s', async (name) => {
    const rows = [...ALL, ...ALL.map((row) => ({ ...row, p: row.p * 0.99 }))]
    const cells = name === 'seed' ? [0, 1] : ['none', 'some']
    const file = fileOf(rows, 'model', [name, (_, at) => cells[Number(at >= ALL.length)]])
    const said = await asked(file)
    expect(advisedFlag(said, '--model')).toEqual(['--model', `model,${name}`])
    const last = said.slice(said.lastIndexOf('--model'))
    const flags = [...advisedFlag(last, '--model'), ...advisedFlag(last, '--by')]
    const ofModel = (model: string) => rows.filter((row) => row.model === model)
    await showsEach(file, flags, [ofModel('lr'), ofModel('rf'), ofModel('xgb')])
  })

  it('may be meant where samples come more than once within a model', async () => {
    const rows = [...ALL, ...ALL.map((row) => ({ ...row, p: row.p * 0.99 }))]
    const file = fileOf(rows, 'model', ['fold', (_, at) => Number(at >= ALL.length)])
    await holdsAll(file, await asked(file), rows)
  })

  it('may be meant where rows stand twice, or labels of a model are others', async () => {
    const turned = RF.map((row, at) => (at % 2 === 0 ? { ...row, y: 1 - row.y } : row))
    for (const rows of [
      [...ALL, LR[3], LR[3], RF[7]],
      [...ALL, ...RF],
      [...LR, ...turned, ...XGB],
    ]) {
      const file = fileOf(rows)
      const said = await asked(file)
      expect(said).toContain('nearly every "id" comes with each "model": "lr", "rf", "xgb"; say')
      await holdsAll(file, said, rows)
      const ofModel = (model: string) => rows.filter((row) => row.model === model)
      await showsEach(file, advisedFlag(said, '--model'), [ofModel('lr'), ofModel('rf'), ofModel('xgb')])
    }
  })

  it('may be meant where labels of a model are others behind the first rows', async () => {
    const [one, other] = [rowsOf('a', 3000), rowsOf('b', 3000)]
    const turned = other.map((row) => (row.id > 1500 ? { ...row, y: 1 - row.y } : row))
    const file = fileOf([...one, ...turned])
    const said = await asked(file)
    await holdsAll(file, said, [...one, ...turned])
    await showsEach(file, advisedFlag(said, '--model'), [one, turned])
  })

  it('may be meant where a model has few of the samples', async () => {
    const rows = [...LR, ...RF.slice(0, 8), ...XGB]
    const file = fileOf(rows)
    const said = await asked(file)
    expect(said).toContain(
      'each sample seems to come once for each "model", but there are 8 of "rf" and 40 of "lr": they are not of the same samples; say',
    )
    await showsEach(file, advisedFlag(said, '--model'), [LR, RF.slice(0, 8), XGB])
    await holdsAll(file, said, rows)
    await showsEach(fileOf([...LR, ...RF.slice(0, 30), ...XGB]), [], [LR, RF.slice(0, 30), XGB])
  })
})

describe('rows that cannot be parted', () => {
  it('name no model', async () => {
    const rows = [...LR, ...RF, ...XGB.map((row) => ({ ...row, model: '' }))]
    const file = fileOf(rows)
    const said = await asked(file)
    expect(said).toContain(`but ${file}:82:2 names no model; say --model model=lr,rf for some of them, or`)
    await showsEach(file, ['--model', 'model=lr,rf'], [LR, RF])
    await holdsAll(file, said, rows)
    const unknown = await lossctl(['compare', file, '--model', 'model=lx'])
    expect(unknown.stderr).toContain('has no model "lx" in "model"; it has "lr", "rf"')
  })

  it('are of too many', async () => {
    const models = range(101).map((at) => rowsOf(`m${at}`))
    const file = fileOf(models.flat())
    const said = await asked(file)
    expect(said).toContain('but "model" names more than 100 models; say --model model=m0,m1 for some')
    expect(said).not.toMatch(/\d+ more/)
    await showsEach(file, advisedFlag(said, '--model'), models.slice(0, 2))
    await holdsAll(file, said, models.flat())
  })
})

it('is refused where the scores of one are percentages and those of another shares', async () => {
  const percent = RF.map((row) => ({ ...row, p: row.p * 100 }))
  const file = fileOf([...LR, ...percent, ...XGB])
  for (const words of [[], ['--model', 'model']]) {
    const said = await asked(file, '--from', 'percent', ...words)
    expect(said).toContain('scores of "lr" lie within 0 to 1, as shares do, and those of "rf" reach ')
    const [large, small] = said.slice(said.indexOf('; say ')).split(' for the one and ')
    await showsEach(file, [...advisedFlag(large, '--model'), ...advisedFlag(large, '--from')], [RF])
    const one = small.replace(' for the other', '')
    await showsEach(
      file,
      [...advisedFlag(one, '--model'), ...advisedFlag(one.replace(/,.*/s, ''), '--from')],
      [LR],
    )
  }
})
