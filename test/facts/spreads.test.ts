import ts from 'typescript'
import { expect, it } from 'vitest'
import { greatest, least } from '../../src/extremes.ts'
import { fromSources } from '../made/sources.ts'

/** Functions that take lists. What others are given are tuples, as long as their parameters. */
const TAKE_LISTS = /^(Math\.(min|max)|String\.from\w+|.*\.(push|unshift|splice|concat))$/

it('spreads no list into the arguments of a call, which the stack must hold, but pieces of a stated length', () => {
  const spread = fromSources((node) => {
    if (!ts.isCallExpression(node) || !TAKE_LISTS.test(node.expression.getText())) return undefined
    const lists = node.arguments.filter(ts.isSpreadElement)
    return lists.find(({ expression }) => !/\.subarray\(/.test(expression.getText()))?.getText()
  })
  expect(spread).toEqual([])
})

it('finds the least and the greatest of a million values', () => {
  const values = Array.from({ length: 1_000_000 }, (_, i) => (i * 7919) % 1_000_003)
  expect([least(values), greatest(values), least(values, -1), greatest([], 3)]).toEqual([0, 1_000_002, -1, 3])
})
