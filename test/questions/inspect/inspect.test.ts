import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../../src/questions/compare/compare.ts'
import type { InspectReport } from '../../../src/questions/inspect/inspect.ts'
import { openFileSet } from '../../../src/reading/file-set.ts'
import { places } from '../../made/draws.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { fixture } from '../../made/shared.ts'

const write = scratchFolder()
const inspect = (...words: string[]) => lossctlJson<InspectReport>('inspect', ...words)

/** Rows of a truth, probabilities of two models, and what goes with them. */
const rows = Array.from({ length: 40 }, (_, i) => {
  const [label, p, q] = [Number(i % 3 === 0), (i % 19) / 20 + 0.02, (i % 17) / 18 + 0.03]
  return [`${i}.png`, label, p, q, Number(p > 0.5), 'abcd'[i % 4], (100 * p + 0.5).toFixed(1), -5 * q].join(
    ',',
  )
})
const NAMES = 'image,truth,first_prob,second_prob,prediction,site,risk,delta'
const models = () => write('models.csv', `${NAMES}\n${rows.join('\n')}\n`)

describe('inspect', () => {
  it('shows of an unclear file every column with what it could be, and asks what compare asks', async () => {
    const file = models()
    const { stderr } = await lossctl(['compare', file])
    const { task, from, columns, questions, samples, compare } = await inspect(file)
    expect([task, from, samples, compare]).toEqual([null, null, [], null])
    expect(columns.map(({ name, role, could }) => [name, role, could])).toEqual([
      ['image', 'id', ['id']],
      ['truth', 'label', ['label']],
      ['first_prob', null, ['probability']],
      ['second_prob', null, ['probability']],
      ['prediction', null, ['predicted class', 'slice']],
      ['site', 'not read', ['slice']],
      ['risk', null, ['percentage', 'logit']],
      ['delta', null, ['log-probability', 'logit']],
    ])
    expect(stderr).toBe(`error: ${questions[0].place}: ${questions[0].problem}; ${questions[0].hint}\n`)
  })

  it.each([
    ['prob\n0.25\n1.5\n', [['prob', 'score']], 'has no labels: "prob" holds fractions, as scores do'],
    [
      'id,logit\na,2.5\nb,-1\n',
      [
        ['id', 'id'],
        ['logit', 'score'],
      ],
      'has no labels: "logit" holds fractions',
    ],
    [
      'id,label\na,0.1\nb,0.9\n',
      [
        ['id', 'id'],
        ['label', 'label'],
      ],
      'has no column of scores beside the labels',
    ],
    [
      'id,label\na,1\nb,0\n',
      [
        ['id', 'id'],
        ['label', 'label'],
      ],
      'has no column of scores beside the labels',
    ],
  ])('calls no column a label that holds fractions and stands alone, unless its name does: %j', async (rows, roles, problem) => {
    const { columns, questions } = await inspect(write('alone.csv', rows))
    expect(columns.map(({ name, role }) => [name, role])).toEqual(roles)
    expect(questions[0].problem).toContain(problem)
  })

  it('calls an array of fractions that stands alone scores', async () => {
    const { columns, questions } = await inspect(fixture('npy/f8-little-3d-c-v1.npy'))
    expect(columns.map(({ role }) => role)).toEqual(['score'])
    expect(questions[0].problem).toContain('and no labels stand beside its scores')
  })

  it('shows six digits of a cell that has many, and all of one that six would make whole', async () => {
    const file = write(
      'digits.csv',
      'label,prob\n1,0.03453693054616451\n0,0.9999999987654321\n1,1.2487836897889792e-7\n0,0.25\n',
    )
    const { stdout } = await lossctl(['inspect', file])
    expect(stdout).toMatch(/probability {2}0\.0345369 {2}0\.9999999987654321 {2}1\.24878e-7$/m)
    expect((await inspect(file)).columns[1].first[0]).toBe('0.03453693054616451')
  })

  it('keeps what was said, and asks for the rest', async () => {
    const { columns, reasons, questions } = await inspect(models(), '--weight', 'delta', '--by', 'site')
    expect(
      columns.filter(({ role }) => role === 'weight' || role === 'slice').map(({ name }) => name),
    ).toEqual(['site', 'delta'])
    expect(reasons).toEqual(['labels are "truth", by its name'])
    expect(questions).toHaveLength(1)
  })

  it('shows of arrays that do not go together what each holds', async () => {
    const { columns, questions } = await inspect(
      fixture('digits-probs.npy'),
      ...['--labels', fixture('digits-probs.npy'), '--task', 'binary'],
    )
    expect(columns).toHaveLength(20)
    expect(questions[0].problem).toContain('which column holds the labels')
  })

  it('says what compare says of a file that it can read', async () => {
    const { results } = await lossctlJson<{ results: CompareReport[] }>(
      'compare',
      fixture('scenes.csv'),
      '--loss',
      'ce',
    )
    const { compare, questions } = await inspect(fixture('scenes.csv'))
    expect([compare, questions]).toEqual([results[0], []])
    const { stdout } = await lossctl(['inspect', fixture('scenes.csv')])
    expect(stdout).toContain(`The mean cross-entropy is ${results[0].losses[0].value!.toPrecision(6)}.`)
  })

  it('shows samples and names the fault where a row is bad', async () => {
    const bad = [...rows.slice(0, 20), 'x.png,1,1.5,0.5,1,a,1,0', ...rows.slice(20)]
    const file = write('bad.csv', `${NAMES}\n${bad.join('\n')}\n`)
    const { samples, questions, compare } = await inspect(file, '--score', 'first_prob')
    expect([samples.length, compare, questions.length]).toEqual([3, null, 1])
    expect([questions[0].place, questions[0].problem]).toEqual([
      `${file}:22:3`,
      '"1.5" is not a probability (0 to 1)',
    ])
    expect((await inspect(file, '--score', 'first_prob', '--on-bad-row', 'skip')).compare!.count).toBe(40)
  })

  it('fits a screen of 80 columns', async () => {
    const long = rows.map((row, i) => `/data/images/of/a/long/path/${i}/${row},${Math.PI / (i + 4)}`)
    const file = write('wide.csv', `${NAMES},third_prob\n${long.join('\n')}\n`)
    for (const words of [[], ['--score', 'third_prob']]) {
      const { stdout } = await lossctl(['inspect', file, ...words], { tty: 80, env: { NO_COLOR: '1' } })
      const tooLong = stdout.split('\n').filter((line) => line.length > 80)
      expect(tooLong.filter((line) => !line.startsWith(file))).toEqual([])
      expect(stdout).toMatch(/third_prob.* 0\.7853/)
    }
  })
})

const cases = fileURLToPath(new URL('../../cases', import.meta.url))
const tables = readdirSync(cases, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(csv|tsv|txt)$/.test(name),
)

it('refuses no file of the cases that can be opened', async () => {
  expect(tables.length).toBeGreaterThan(50)
  for (const at of places(tables.length)) {
    const name = tables[at]
    const file = join(cases, name)
    const opens = await openFileSet(file, undefined).then(
      () => true,
      () => false,
    )
    const { code, stderr } = await lossctl(['inspect', file])
    expect([code, stderr === ''], name).toEqual(opens ? [0, true] : [3, false])
  }
})
