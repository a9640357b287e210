/** When a loss of a set says that it has no value, and when it has none. */
import { describe, expect, it } from 'vitest'
import { compare } from '../../../src/index.ts'
import type { Lack } from '../../../src/losses/set/set-loss.ts'
import { parseSet } from '../../../src/losses/spec/set-spec.ts'

/** Logits and labels. A logit of -800 is a probability of 0. */
const BATCHES = {
  both: [
    [-1, 2],
    [1, 0],
  ],
  negatives: [
    [1, -2],
    [0, 0],
  ],
  positives: [
    [1, -2],
    [1, 1],
  ],
  silent: [
    [-800, -800],
    [0, 0],
  ],
  sure: [
    [30, -30],
    [1, 0],
  ],
} as const

type Name = keyof typeof BATCHES

const CASES: readonly (readonly [spec: string, lack: Lack | null, without: readonly Name[]])[] = [
  ['dice', 'nothing-positive', ['silent']],
  ['dice:squared=on', 'nothing-positive', ['silent']],
  ['dice:smooth=1', null, []],
  ['tversky', 'nothing-positive', ['silent']],
  ['tversky:alpha=0', 'nothing-counts', ['negatives', 'silent']],
  ['tversky:smooth=1', null, []],
  ['focal-tversky', 'nothing-positive', ['silent']],
  ['focal-tversky:gamma=0', null, []],
  ['aucm', 'class-missing', ['negatives', 'positives', 'silent']],
  ['ghm', null, []],
  ['ohem', null, []],
  ['ohem-thresh', 'none-below', ['silent', 'sure']],
  ['ohem-thresh:min-kept=1', null, []],
]

describe.each(CASES)('%s', (spec, lack, without) => {
  it('says when it has no value', () => {
    const { definition, parameters } = parseSet(spec)
    expect(definition.lacks(parameters)).toBe(lack)
  })

  it('has none there, and one elsewhere', async () => {
    for (const [name, [scores, labels]] of Object.entries(BATCHES)) {
      const data = { scores: [...scores], labels: [...labels], from: 'logits', task: 'binary' } as const
      const { sets } = await compare(data, { sets: [spec] })
      expect([name, sets[0].value === null]).toEqual([name, without.includes(name as Name)])
    }
  })
})
