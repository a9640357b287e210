import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lossctl } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-comparisons-'))

/** A file of probabilities of the positive class, whose truth is positive throughout but for the first. */
function preds(name: string, probabilities: readonly number[]): string {
  const path = join(folder, name)
  const rows = probabilities.map((prob, index) => `${index},${index === 0 ? 0 : 1},${prob}`)
  writeFileSync(path, `id,label,prob\n${rows.join('\n')}\n`)
  return path
}

const compare = (args: readonly string[], tty = 80) =>
  lossctl(['compare', ...args], { tty, env: { NO_COLOR: '1' } })

it('shows several files in one table, with the change from the first', async () => {
  const [a, b] = [preds('a.csv', [0.5, 0.25, 0.9]), preds('b.csv', [0.5, 0.5, 0.5])]
  const { stdout } = await compare([a, b, '--loss', 'ce'])
  const means = [
    [0.5, 0.25, 0.9],
    [0.5, 0.5, 0.5],
  ].map((pts) => pts.reduce((sum, pt) => sum - Math.log(pt), 0) / pts.length)
  const change = `${((means[1] / means[0] - 1) * 100).toPrecision(3)} %`.replace('-', '−')
  expect(stdout).toMatch(new RegExp(`\\n {4}a\\.csv +${means[0].toFixed(6)} +[░▒▓█]* `))
  expect(stdout).toMatch(
    new RegExp(`\\n {4}b\\.csv +${means[1].toFixed(6)} +\\S?${change.replace(/^\S/, '')} `),
  )
  expect(stdout).toContain(
    '\nLowest: ce in b.csv. No change is beyond chance.\n'.replace(
      'b.csv',
      means[1] < means[0] ? 'b.csv' : 'a.csv',
    ),
  )
  expect(stdout).toContain(`lossctl diff ${a} ${b} --loss ce`)
  expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(
    Math.max(80, `  lossctl diff ${a} ${b} --loss ce`.length, `${a}:`.length),
  )
})

it('shows losses of the whole file as one batch in that table too, and one after another by a column', async () => {
  const [a, b] = [preds('s.csv', [0.5, 0.25, 0.9]), preds('t.csv', [0.5, 0.5, 0.5])]
  const { stdout } = await compare([a, b, '--loss', 'ce', '--set', 'dice,ohem:keep=0.34'])
  // The first is the negative.
  const dice = [
    [0.5, 0.25, 0.9],
    [0.5, 0.5, 0.5],
  ].map(([n, p, q]) => 1 - (2 * (p + q)) / (1 - n + p + q + 2))
  const change = ((dice[1] / dice[0] - 1) * 100).toFixed(1).replace('-', '')
  expect(stdout).toMatch(
    new RegExp(
      `dice s=0, of the whole file\n +s\\.csv +${dice[0].toFixed(6)}\n.*t\\.csv +${dice[1].toFixed(6)} +.${change}`,
    ),
  )
  expect(stdout).toContain('\nLowest: ce')
  expect(stdout.match(/the whole file as one batch/g)).toHaveLength(1)
  expect(
    (await compare([a, b, '--set', 'dice', '--by', 'id'])).stdout.match(/as one batch/g)!.length,
  ).toBeGreaterThan(2)
})

it('says which file each loss finds lowest, since losses disagree', async () => {
  // Cross-entropy suffers most from one sample at 0.01, the mean absolute error from many at 0.4.
  const one = preds('one.csv', [0.05, 0.95, 0.95, 0.01])
  const many = preds('many.csv', [0.6, 0.4, 0.4, 0.4])
  const { stdout } = await compare([one, many, '--loss', 'ce', '--loss', 'mae'])
  expect(stdout).toContain('\nLowest: ce in many.csv; mae in one.csv. No change is beyond chance.\n')
  const { stdout: same } = await compare([one, preds('copy.csv', [0.05, 0.95, 0.95, 0.01])])
  expect(same).toContain('\nThe losses are the same in all files.\n')
})

it('goes on to each file where more is asked, and names no diff of other samples', async () => {
  const [a, b] = [preds('a.csv', [0.5, 0.25, 0.9]), preds('c.csv', [0.5, 0.5])]
  const { stdout } = await compare([a, b])
  expect(stdout).toContain('Not of the same samples: 3 and 2 of them.')
  expect(stdout).not.toContain('lossctl diff')
  const detail = (await compare([a, b, '--detail'])).stdout
  expect(detail.match(/share of the gradient/g)).toHaveLength(2)
  const mixed = (await compare([a, fixture('digits.csv')])).stdout
  expect(mixed.match(/÷ CE/g)).toHaveLength(2)
})

it('does not hide that other rows were left out of each, though as many', async () => {
  const models = join(folder, 'models.csv')
  const rows = Array.from({ length: 14 }, (_, row) => {
    const label = row % 2
    const [lr, rf] = label === 1 ? [0.8 - row / 100, 0.7 - row / 100] : [0.2 + row / 100, 0.3 + row / 100]
    return [label, row === 1 ? '' : lr, row === 8 ? '' : rf]
  })
  writeFileSync(models, `label,lr_prob,rf_prob\n${rows.map((cells) => cells.join(',')).join('\n')}\n`)
  const { stdout } = await compare([models, '--on-bad-row', 'skip', '--loss', 'ce'])
  const mean = (column: number) => {
    const known = rows.filter((cells) => cells[column] !== '')
    const pts = known.map((cells) => (cells[0] === 1 ? Number(cells[column]) : 1 - Number(cells[column])))
    return pts.reduce((sum, pt) => sum - Math.log(pt), 0) / pts.length
  }
  expect(stdout).toMatch(new RegExp(`lr_prob +${mean(1).toFixed(6)}[^]*rf_prob +${mean(2).toFixed(6)}`))
  expect(stdout).toContain('Not known to be of the same samples: some were left out of lr_prob and rf_prob.')
  // Of files whose samples are paired it is known.
  const [a, b] = [preds('i.csv', [0.5, 0.25, 0.9]), preds('j.csv', [0.4, 0.3, 0.9])]
  for (const path of [a, b]) writeFileSync(path, `${readFileSync(path, 'utf8')}3,1,\n`)
  expect((await compare([a, b, '--on-bad-row', 'skip'])).stdout).not.toContain('Not known to be')
})

it('asks the same of both by the command that it prints', async () => {
  const [a, b] = [preds('d.csv', [0.5, 0.25, 0.9]), preds('e.csv', [0.4, 0.3, 0.9])]
  const { stdout } = await compare([a, b, '--score', 'prob', '--from', 'probs', '--threshold', '0.3'])
  const line = stdout.split('\n').find((words) => words.includes('lossctl diff'))!
  expect(line.trim()).toBe(`lossctl diff ${a} ${b} --from probs --score prob --threshold 0.3`)
  const { code, stdout: differs } = await lossctl(line.trim().split(' ').slice(1))
  expect([code, differs.includes('pt ≥ 0.3')]).toEqual([0, true])
})

/** Pixels of images: two of one name at a time, whose labels differ. */
function pixels(name: string, images: readonly string[], column: string): string {
  const path = join(folder, name)
  const rows = images.flatMap((image, i) => [`${image},0,0.${i + 1}`, `${image},1,0.${9 - i}`])
  writeFileSync(path, `${column},label,prob\n${rows.join('\n')}\n`)
  return path
}

it.each([
  'img',
  'id',
  'image',
])('prints a command that works where a column "%s" groups rows', async (column) => {
  const [a, b] = [pixels('f.csv', ['a', 'b', 'c'], column), pixels('g.csv', ['a', 'b', 'c'], column)]
  const { stdout } = await compare([a, b, '--label', 'label', '--score', 'prob'])
  const command = stdout.split('\n').find((words) => words.includes('lossctl diff'))!
  const { code, stdout: differs } = await lossctl([...command.trim().split(' ').slice(1), '--format', 'json'])
  expect(code).toBe(0)
  expect(JSON.parse(differs)).toMatchObject({ pairing: { by: 'row', rows: 6 } })
})

it('does not take rows of a group for the same in two orders, nor a group that --id names for a name', async () => {
  const [a, b] = [pixels('f.csv', ['a', 'b', 'c'], 'img'), pixels('h.csv', ['c', 'b', 'a'], 'img')]
  const { code, stderr } = await lossctl(['diff', a, b])
  expect([code, stderr]).toEqual([3, expect.stringContaining('stands in another row too')])
  const named = await lossctl(['diff', a, pixels('g.csv', ['a', 'b', 'c'], 'img'), '--id', 'img'])
  expect([named.code, named.stderr]).toEqual([3, expect.stringContaining('stands in another row too')])
})

it('says likewise of the line before alone', async () => {
  const files = [
    [0.5, 0.25],
    [0.5, 0.25, 0.9],
    [0.5, 0.25],
    [0.5, 0.9],
  ].map((pts, at) => preds(`l${at}.csv`, pts))
  const { stdout } = await compare([...files, '--loss', 'ce'])
  const ofTwo = '2 rows, binary, probabilities in "prob", labels (0/1) in "label"; 1 positive (50.0 %)'
  const ofThree = ofTwo.replace('2 rows', '3 rows').replace('1 positive (50.0 %)', '2 positive (66.7 %)')
  const lines = [ofTwo, ofThree, ofTwo, 'likewise'].map((said, at) => `${files[at]}: ${said}`)
  expect(stdout.split('\n\n')[0].replace(/\s+/g, ' ')).toBe(lines.join(' '))
})
