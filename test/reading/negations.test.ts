/** A score of what is so beside one of what is not so, and the latter alone. */
import { describe, expect, it, test } from 'vitest'
import { compareCe, lossctl } from '../made/host.ts'
import { advisedFlag } from '../made/paste.ts'
import { scratchFolder } from '../made/scratch.ts'
import { uniforms } from '../made/uniforms.ts'

const write = scratchFolder()

interface Row {
  readonly y: number
  readonly is: number
  readonly not: number
}

/** @param signal how much higher the score is where the label is 1 */
function rowsOf(signal: number, samples = 40): readonly Row[] {
  const draw = uniforms(23)
  return Array.from({ length: samples }, () => {
    const y = Number(draw() < 0.4)
    const is = 0.3 + 0.3 * draw() + signal * (y - 0.5)
    return { y, is, not: 0.97 - is + 0.02 * draw() }
  })
}

const meanOf = (rows: readonly Row[], p: (row: Row) => number) =>
  rows.reduce((sum, row) => sum - Math.log(row.y === 1 ? p(row) : 1 - p(row)), 0) / rows.length

type Cell = (row: Row) => number
const fileOf = (rows: readonly Row[], columns: Readonly<Record<string, Cell>>) =>
  write(
    'pair.csv',
    `${Object.keys(columns).join()}\n${rows
      .map(
        (row) =>
          `${Object.values(columns)
            .map((cell) => cell(row))
            .join()}\n`,
      )
      .join('')}`,
  )
const is: Cell = (row) => row.is
const not: Cell = (row) => row.not
const y: Cell = (row) => row.y

async function asked(file: string): Promise<string> {
  const { code, stderr } = await lossctl(['compare', file])
  expect(code).toBe(3)
  return stderr
}

describe('two sigmoids', () => {
  test.each([
    ['pas_lamantin', 'lamantin'],
    ['not_cat', 'cat'],
    ['prob_not_cat', 'prob_cat'],
    ['not_cat_prob', 'cat_prob'],
    ['kein_hund', 'hund'],
    ['notCat', 'cat'],
    ['no_manatee', 'manatee'],
    ['non-toxic', 'toxic'],
  ])('%s and %s have the score of the latter, and a note on the other', async (negation, name) => {
    const rows = rowsOf(0.3)
    for (const columns of [
      { [negation]: not, [name]: is, target: y },
      { target: y, [name]: is, pred: (row: Row) => Number(row.is > row.not), [negation]: not },
    ]) {
      const file = fileOf(rows, columns)
      const { results } = await compareCe(file)
      expect(results[0].source.scores).toEqual([name])
      expect(results[0].source.negations).toEqual([negation])
      expect(results[0].losses[0].value).toBeCloseTo(meanOf(rows, is), 12)
      const { stdout } = await lossctl(['compare', file])
      expect(stdout.replace(/\s+/g, ' ')).toContain(
        `"${negation}" is left out: it is named for the negation of "${name}".`,
      )
    }
  })

  it('are asked about where labels or predictions speak for the other, or its word may be a name', async () => {
    const pas = { pas_lamantin: not, lamantin: is }
    const show = { no_show: not, show: is }
    for (const [rows, columns] of [
      [rowsOf(-0.3), { ...pas, target: y }],
      [rowsOf(0), { ...pas, target: y, pred: (row: Row) => Number(row.is < row.not) }],
      [rowsOf(0.3), { ...pas, other: is, target: y }],
      [rowsOf(0), { ...show, target: y }],
    ] as const)
      expect(await asked(fileOf(rows, columns))).toContain('--score')
    expect(await asked(fileOf(rowsOf(0), { ...pas, pas_lamantin_label: y }))).not.toBe('')
  })

  it('are those of two classes where rows of them sum to 1', async () => {
    const rows = rowsOf(0.3)
    const file = fileOf(rows, { not_cat: (row) => 1 - row.is, cat: is, target: y })
    const { results } = await compareCe(file)
    expect(results[0].losses[0].value).toBeCloseTo(meanOf(rows, is), 12)
  })
})

it('is left out without a note where it holds words or classes', async () => {
  const rows = rowsOf(0.3)
  const file = fileOf(rows, { not_prob: (row) => 1 - row.y, prob: is, target: y })
  const { results } = await compareCe(file)
  expect(results[0].source.negations).toBeUndefined()
  expect(results[0].losses[0].value).toBeCloseTo(meanOf(rows, is), 12)
})

describe('the score of what is not so', () => {
  test.each([
    'pas_lamantin',
    'not_cat',
    'non-cat',
    'no_cat',
    'kein_hund',
  ])('is asked about where it stands alone: %s', async (name) => {
    for (const signal of [0, 0.3]) {
      const rows = rowsOf(signal)
      const file = fileOf(rows, { [name]: not, target: y })
      const said = await asked(file)
      expect(said).toContain(`the score "${name}" is named for what is not so`.slice(0, signal > 0 ? 20 : 99))
      const [zero, one] = said.slice(said.indexOf('; say')).split(' if it is the score of the label 0, ')
      const ofZero = await compareCe(file, ...advisedFlag(zero, '--class-names'))
      expect(ofZero.results[0].losses[0].value).toBeCloseTo(
        meanOf(rows, (row) => 1 - row.not),
        12,
      )
      const ofOne = await compareCe(file, ...advisedFlag(one.replace(/ if of.*/s, ''), '--class-names'))
      expect(ofOne.results[0].losses[0].value).toBeCloseTo(meanOf(rows, not), 12)
    }
  })

  it('is that of the label 1 where it is surely higher there', async () => {
    const rows = rowsOf(-0.3)
    const { results } = await compareCe(fileOf(rows, { no_show: not, target: y }))
    expect(results[0].losses[0].value).toBeCloseTo(meanOf(rows, not), 12)
  })
})
