import { createRequire } from 'node:module'
import { expect, it } from 'vitest'

const require = createRequire(import.meta.url)
const stringWidth = createRequire(require.resolve('cli-table3'))('string-width') as (text: string) => number
const plainWidth = require('../../../scripts/plain-width.cjs') as (text: string) => number

it('the width of a table cell is that of string-width, for each character and beside an emoji', () => {
  const others: string[] = []
  for (let code = 0; code < 0x10000; code++) {
    const text = String.fromCodePoint(code)
    if (plainWidth(text) !== stringWidth(text) || plainWidth(`${text}a`) !== stringWidth(`${text}a`))
      others.push(code.toString(16))
  }
  expect(others).toEqual([])
  expect(['👍🏽 yes', 'é', '漢字', 'γ ≥ 0.5 █'].map(plainWidth)).toEqual([6, 1, 4, 9])
})
