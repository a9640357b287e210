/** Losses of sets on the page of a report are those of `lossctl compare --set`. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compare, type Data, sketch } from '../../../src/index.ts'
import { hasSetTable, setTable } from '../../../src/page/model/set-data.ts'
import { fromContent } from '../../../src/sketched/sketch-content.ts'
import { fixture } from '../../made/shared.ts'

const SETS = ['dice', 'tversky', 'focal-tversky', 'aucm', 'ohem']

async function tableOf(data: Data, question: Parameters<typeof sketch>[1] = {}) {
  return setTable({ whole: fromContent('saved', await sketch(data, question)) })
}

const valuesIn = (table: ReturnType<typeof setTable>) =>
  table.rows.map((row) => row.slice(1).map(({ figure }) => figure?.value))

/** The same sums, parted at other margins: right to 1e-12 of the larger of the value and 1. */
function expectNear(got: readonly (number | null | undefined)[], want: readonly (number | null)[]): void {
  expect(got).toHaveLength(want.length)
  for (const [i, one] of want.entries())
    expect(Math.abs(got[i]! - one!)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(one!)))
}

describe('losses of sets on a page', () => {
  it('are those of compare, of binary data', async () => {
    const data = fixture('breast-cancer.csv')
    const found = await tableOf(data)
    const saved = fromContent('saved', await sketch(data))
    expect(saved.grouping.task).toBe('binary')
    const { sets } = await compare(data, { sets: SETS })
    expect(found.rows.map(([{ text }]) => text)).toEqual(sets.map(({ title }) => title))
    for (const [i, [value]] of valuesIn(found).slice(0, 4).entries()) expectNear([value], [sets[i].value])
  })

  it('are those of compare, of each class and their mean', async () => {
    const data = fixture('multilabel.csv')
    const found = await tableOf(data, { by: 'class' })
    const { sets } = await compare(data, { sets: SETS })
    expect(found.columns.map(({ title }) => title).slice(2)).toEqual(['even', 'prime', 'loop', 'large'])
    for (const [i, values] of valuesIn(found).slice(0, 4).entries())
      expectNear(values, [sets[i].value, ...sets[i].classes!.map(({ value }) => value)])
    // Of a sketch there are bounds, and what lies between them is not said.
    expect(found.rows[4][1].text).toMatch(/^[\d.]+ to [\d.]+$/)
    expect(found.note).toContain('Bounds')
    expect(found.rows[4].slice(2).map(({ text }) => text)).toEqual(['', '', '', ''])
    expect(found.note).toContain('Of dice, tversky, focal-tversky, aucm each class is a batch')
  })

  it('are those of compare, of each slice', async () => {
    const data = {
      scores: [1, -2, 3, 0.5],
      labels: [1, 0, 0, 1],
      slices: ['a', 'a', 'b', 'b'],
      from: 'logits',
    } as const
    const found = await tableOf(data, { by: 'slice' })
    const { sets } = await compare(data, { sets: SETS, by: 'slice' })
    const want = sets.slice(0, 4).map(({ value, parts }) => [value, parts!.value])
    expectNear(valuesIn(found).slice(0, 4).flat(), want.flat())
  })

  it('have ghm and ohem-thresh where the sketch is parted for them, as sums over the samples', async () => {
    const data = fixture('breast-cancer.csv')
    const samples = readFileSync(data, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').slice(-2).map(Number))
      .map(([y, p]) => ({ error: Math.abs(p - y), loss: -(y === 1 ? Math.log(p) : Math.log1p(-p)) }))
    const mean = (some: typeof samples) => some.reduce((sum, { loss }) => sum + loss, 0) / some.length
    const inBin = (bin: number) => samples.filter(({ error }) => Math.floor(10 * error) === bin)
    const bins = Array.from({ length: 10 }, (_, bin) => inBin(bin)).filter(({ length }) => length > 0)
    const means = bins.map(mean)
    const wanted = {
      ghm: means.reduce((sum, one) => sum + one, 0) / means.length,
      'ohem-thresh': mean(samples.filter(({ error }) => error > 1 - 0.7)),
    }
    const found = await tableOf(data, { bins: 10, thresholds: [0.7] })
    for (const [name, want] of Object.entries(wanted)) {
      const row = found.rows.find(([{ text }]) => text.split(' ')[0] === name)!
      expectNear([row[1].figure!.value], [want])
    }
    const unparted = (await tableOf(data)).rows.map(([{ text }]) => text.split(' ')[0])
    expect(unparted).not.toContain('ghm')
    expect(unparted).not.toContain('ohem-thresh')
  })

  it('are none with softmax, and but those of all cells where classes are together', async () => {
    const rowsOf = async (path: string) => fromContent('saved', await sketch(fixture(path)))
    expect(hasSetTable({ whole: await rowsOf('wine.csv') })).toBe(false)
    expect(hasSetTable({ whole: await rowsOf('multilabel.csv') })).toBe(true)
    const rows = (await tableOf(fixture('multilabel.csv'))).rows
    expect(rows.map(([{ text }]) => text)).toEqual(['ohem keep=0.25'])
  })
})
