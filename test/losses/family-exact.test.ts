/** fixtures/family.json, 1000-digit arithmetic rounded to doubles: every loss of the wider family, from −745 to 701. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { LOSSES } from '../../src/losses/index.ts'
import { familyError } from '../golden/family-rounding.ts'
import { lossOf } from '../made/any-loss.ts'
import { boundTo } from '../made/bound.ts'
import { fixture } from '../made/shared.ts'

interface Case {
  readonly spec: string
  readonly positive: boolean | null
  readonly value: readonly number[]
  /** Null on a kink. */
  readonly gradient: readonly (number | null)[]
}

interface File {
  readonly margins: readonly number[]
  readonly cases: readonly Case[]
}

const { margins, cases }: File = JSON.parse(readFileSync(fixture('family.json'), 'utf8'))

/** Those of fixtures/losses.json, and what is but cross-entropy. */
const ELSEWHERE = [
  'ce',
  'focal',
  'poly1',
  'poly1-focal',
  'poly-n',
  'focal-star',
  'article-ce',
  'article-focal',
]

test.each([
  'value',
  'gradient',
] as const)('the %s of every loss is right to the rounding counted for it', (name) => {
  const misses = cases.flatMap((one) => {
    const loss = lossOf(one.spec)
    const of = boundTo(loss, 1, one.positive)[name]
    const most = familyError(loss, one.positive)[name]
    return margins.flatMap((s, i) => {
      const want = one[name][i]
      if (want === null || Math.abs(of(s) - want) <= most(s)) return []
      return [`${one.spec} of ${one.positive} at ${s}: ${of(s)} for ${want} ± ${most(s)}`]
    })
  })
  expect(misses).toEqual([])
})

test('the file holds every loss that is not held elsewhere', () => {
  const held = [...new Set(cases.map(({ spec }) => spec.split(':')[0]))]
  const wanted = LOSSES.map(({ name }) => name).filter((name) => !ELSEWHERE.includes(name))
  expect(held.sort()).toEqual(wanted.sort())
})
