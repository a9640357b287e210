/** Commands that `compare` prints work as they stand: of two models among several files, and of scores and labels in two. */
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { advisedCommand, printedCommands } from '../made/paste.ts'
import { printedCe } from '../made/printed-ce.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const ROWS = 40
const label = (row: number) => Number((row * 7) % 5 < 2)
const p = (row: number, model: number) =>
  Number(
    (0.5 + (label(row) === 1 ? 0.2 : -0.2) + (0.29 - 0.05 * model) * Math.sin(row * 1.7 + model)).toFixed(4),
  )
const rows = (cells: (row: number) => readonly (string | number)[]) =>
  Array.from({ length: ROWS }, (_, row) => cells(row).join(',')).join('\n')
const mean = (model: number) => {
  let sum = 0
  for (let row = 0; row < ROWS; row++) sum -= Math.log(label(row) === 1 ? p(row, model) : 1 - p(row, model))
  return sum / ROWS
}

describe('the command for the lowest two', () => {
  const inRows = (name: string, models: Readonly<Record<string, number>>) =>
    write(
      name,
      `id,model,label,prob\n${Object.entries(models)
        .map(([model, at]) => rows((row) => [row, model, label(row), p(row, at)]))
        .join('\n')}\n`,
    )

  it.each([
    // The lowest two are of one name, of two, and of one file.
    [
      { a: 0, b: 3 },
      { a: 1, b: 2 },
    ],
    [
      { a: 0, b: 3 },
      { b: 1, a: 2 },
    ],
    [
      { a: 0, b: 1 },
      { a: 2, b: 3 },
    ],
  ])('works of files with two models in rows each: %o, %o', async (one, other) => {
    const files = [inRows('m1.csv', one), inRows('m2.csv', other)]
    const { code, stdout } = await lossctl(['compare', ...files, '--loss', 'ce'])
    expect(code).toBe(0)
    for (const command of printedCommands(stdout)) {
      const told = await lossctl(command)
      expect([told.code, told.stderr]).toEqual([0, ''])
    }
  })

  it('is of the columns that are lowest', async () => {
    const file = (name: string, [a, b]: readonly number[]) =>
      write(name, `id,label,lr_prob,rf_prob\n${rows((row) => [row, label(row), p(row, a), p(row, b)])}\n`)
    const files = [file('c1.csv', [3, 0]), file('c2.csv', [1, 2])]
    const lowest = [0, 1, 2, 3].toSorted((one, two) => mean(one) - mean(two)).slice(0, 2)
    const { code, stdout, stderr } = await lossctl(['compare', ...files, '--loss', 'ce'])
    expect([code, stderr]).toEqual([0, ''])
    expect(printedCommands(stdout)).toHaveLength(1)
    for (const command of printedCommands(stdout)) {
      const told = await lossctl([...command, '--format', 'json'])
      const { losses } = JSON.parse(told.stdout) as { losses: { meanA: number; meanB: number }[] }
      expect(told.code).toBe(0)
      const means = [losses[0].meanA, losses[0].meanB].toSorted((one, two) => one - two)
      expect(means[0]).toBeCloseTo(mean(lowest[0]), 10)
      expect(means[1]).toBeCloseTo(mean(lowest[1]), 10)
    }
  })
})

describe('scores and labels given as two files', () => {
  it.each([
    [['scores.csv', 'labels.csv']],
    [['y_true.csv', 'scores.csv']],
  ])('are told with the command that reads them as such: %s', async (names) => {
    const files = names.map((name) =>
      name === 'scores.csv'
        ? write(name, `prob\n${rows((row) => [p(row, 0)])}\n`)
        : write(name, `label\n${rows((row) => [label(row)])}\n`),
    )
    const { code, stderr } = await lossctl(['compare', ...files])
    expect([code, stderr]).toEqual([3, expect.stringContaining('holds the labels, say lossctl compare')])
    const [, ...words] = advisedCommand(stderr)
    expect(await printedCe(...words)).toBeCloseTo(mean(0), 12)
  })
})

it('leaves no blanks at the end of a line of a table in colour', async () => {
  const file = (name: string, at: number) =>
    write(name, `id,label,prob\n${rows((row) => [row, label(row), p(row, at)])}\n`)
  const { stdout } = await lossctl(['compare', file('x.csv', 0), file('y.csv', 2), '--color', 'always'])
  const marker = String.fromCharCode(27)
  const bare = stdout.split('\n').map((line) => line.replaceAll(new RegExp(`${marker}\\[[\\d;]*m`, 'g'), ''))
  expect(bare.filter((line) => line !== line.trimEnd())).toEqual([])
})
