import { describe, expect, it } from 'vitest'
import { nearest } from '../../src/words/nearest.ts'

describe('the nearest name', () => {
  it.each([
    ['lables', ['label', 'labels'], 'labels'],
    ['focla', ['focal', 'foal'], 'focal'],
    ['Focal', ['focal'], 'focal'],
    ['fokal', ['focal', 'poly1'], 'focal'],
    ['xyz', ['focal'], undefined],
    ['ab', ['cd'], undefined],
    ['', ['a'], undefined],
  ])('to %s among %j is %s', (word, names, wanted) => {
    expect(nearest(word, names)).toBe(wanted)
  })
})
