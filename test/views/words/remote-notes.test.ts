import { describe, expect, it } from 'vitest'
import type { Rule } from '../../../src/questions/check/rules.ts'
import { remoteNotes } from '../../../src/views/words/check-words.ts'
import { checkOf } from '../../made/check-report.ts'

/** What is said of a limit of a change of a quantity that was so much. */
function noteOf(
  limit: number,
  baselines: readonly number[],
  { kind = 'loss', bound = 'max-increase', relative = false }: Partial<Asked> = {},
): string[] {
  const rule: Rule = { kind: bound, quantity: 'focal.mean', limit, relative, text: 'r' }
  const [finding] = checkOf(['a']).findings
  return remoteNotes(
    [rule],
    baselines.map((baseline) => ({ ...finding, rule: 'r', kind, baseline })),
  )
}

interface Asked {
  readonly kind: 'loss' | 'share'
  readonly bound: Rule['kind']
  readonly relative: boolean
}

describe('a limit that is no part of the baseline', () => {
  it('is told beside what it was, where it is more than that', () => {
    expect(noteOf(2, [0.16])).toEqual([
      'The limit of focal.mean, +2, is 12.5 times what it was: one in per cent of it ends in %, as in focal.mean=2%.',
    ])
    expect(noteOf(0.5, [0.1, 0.2])).toEqual([
      'The limit of focal.mean, +0.5, is at least 2.5 times what it was: one in per cent of it ends in %, as in focal.mean=5%.',
    ])
    expect(noteOf(2, [1], { kind: 'share', bound: 'max-decrease' })).toEqual([
      'The limit of focal.mean, −200 pp, is 2 times what it was: one in per cent of it ends in %, as in focal.mean=2%.',
    ])
    expect(noteOf(5, [0.4], { kind: 'share' })).toEqual([
      'The limit of focal.mean, +500 pp, is more than a share can rise by: one in per cent of it ends in %, as in focal.mean=5%.',
    ])
  })

  it('is not, where it is less, relative, or of what was nothing; a small share may become many times what it was', () => {
    expect(noteOf(0.1, [0.16])).toEqual([])
    expect(noteOf(2, [0.16], { relative: true })).toEqual([])
    expect(noteOf(2, [0])).toEqual([])
    expect(noteOf(2, [])).toEqual([])
    expect(noteOf(0.01, [0.001], { kind: 'share' })).toEqual([])
  })
})
