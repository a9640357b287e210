import fc from 'fast-check'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { fromSources } from '../../made/sources.ts'
import { type Attack, attacksOn } from './attacks.ts'
import { parsePattern } from './parse.ts'
import { search } from './search.ts'

/** Every literal in the sources, with its place. */
const patterns = fromSources((node) => {
  if (!ts.isRegularExpressionLiteral(node)) return undefined
  const [, body, flags] = /^\/(.*)\/([a-z]*)$/s.exec(node.text)!
  return new RegExp(body, flags)
}).map(([place, pattern]) => [`${place} ${pattern}`, pattern] as const)

const text = ({ lead, pump, end }: Attack, length: number) => lead + pump.repeat(length / pump.length) + end

/** How often a text was doubled makes no difference to the steps a letter takes: below 3 where it is 2 and a constant. */
const LENGTH = 240
const MAX_GROWTH = 3

/** The attack on which twice the length takes far more than twice the steps, if there is one. */
function quadratic(pattern: RegExp): string | null {
  const tree = parsePattern(pattern)
  const own = [...new Set(pattern.source.replace(/\\./g, ''))]
  const stepsOf = (words: string) => {
    try {
      return search(pattern, words, tree).steps
    } catch {
      return Number.POSITIVE_INFINITY
    }
  }
  for (const attack of attacksOn(tree, own)) {
    const [once, twice] = [LENGTH, 2 * LENGTH].map((length) => stepsOf(text(attack, length)))
    if (!(twice < MAX_GROWTH * once)) return JSON.stringify(attack)
  }
  return null
}

describe('the patterns of the sources', () => {
  it.each(patterns)('take as long as the text is, whatever it holds: %s', (_place, pattern) => {
    expect(quadratic(pattern)).toBeNull()
  })

  it.each([
    /^\s*(\S+)\s+(.+?)\s*$/,
    /^(label|y)[_.:\-[ ]\s*(.+?)\]?$/i,
    /\s+$/,
    /^(a+)+$/,
    /^(.+)\.\.(.+)\/(.+)$/,
    /x*(?=y)/g,
    /^(?:a|aa)+$/,
  ])('would be found out if they did not: %s', (pattern) => {
    expect(quadratic(pattern)).not.toBeNull()
  })

  it('are searched as the engine searches them, so that the steps are those of the pattern', () => {
    const letters = fc.constantFrom(...' \n01aexX-_.,:/"\'()[]{}#%=<>@|&\\wptdocL+é\u0000')
    fc.assert(
      fc.property(
        fc.constantFrom(...patterns),
        fc.string({ unit: letters, maxLength: 12 }),
        ([, pattern], words) => {
          pattern.lastIndex = 0
          const own = pattern.global
            ? [...words.matchAll(pattern)]
            : [pattern.exec(words)].filter((one) => one !== null)
          pattern.lastIndex = 0
          const expected = own.map((match) => [match.index, match.index + match[0].length])
          expect(search(pattern, words).matches).toEqual(expected)
        },
      ),
      { numRuns: 3000 },
    )
  })
})
