import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { drawJunit, escapeXml } from '../../../../src/views/layouts/check/junit.ts'
import { checkOf, HOSTILE, UNSAFE } from '../../../made/check-report.ts'
import { draws } from '../../../made/draws.ts'
import { fixture } from '../../../made/shared.ts'

const schema = readFileSync(fixture('junit.xsd'), 'utf8')

/** Why it is not well-formed, or not of the schema. */
const faults = async (xml: string) =>
  (await validateXML({ xml: [{ fileName: 'check.xml', contents: xml }], schema: [schema] })).errors

/** What an XML parser makes of an attribute's text. */
function readBack(text: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return text.replace(/&(#?\w+);/g, (_, name: string) =>
    name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : named[name],
  )
}

describe('JUnit', () => {
  it('is valid for every verdict and every hostile name', async () => {
    for (const verdict of ['passed', 'improved', 'regressed', 'cannot compare'] as const) {
      const xml = drawJunit(checkOf(HOSTILE, verdict))
      expect(await faults(xml), verdict).toEqual([])
      expect(xml).not.toMatch(UNSAFE)
      expect(xml.match(/<testcase /g)).toHaveLength(HOSTILE.length)
    }
  })

  it('is valid for any name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), async (names) => {
        expect(await faults(drawJunit(checkOf(names)))).toEqual([])
      }),
      { numRuns: draws(20) },
    )
  })

  it('is refused by the schema when it is not', async () => {
    const xml = drawJunit(checkOf(['a']))
    expect(await faults(xml.replace('tests="1"', 'tests="one"'))).not.toEqual([])
    expect(await faults(xml.replace('</testsuite>', ''))).not.toEqual([])
    expect(await faults(xml.replace('<failure', '<failed').replace('</failure', '</failed'))).not.toEqual([])
  })

  it('counts failures and errors, and says beside them what was left out', () => {
    const xml = drawJunit({
      ...checkOf(['a', 'b', 'c']),
      findings: [
        ...checkOf(['a']).findings,
        ...checkOf(['b'], 'cannot compare').findings,
        ...checkOf(['c'], 'improved').findings,
      ],
    })
    expect(xml).toContain('tests="3" failures="1" errors="1"')
    expect(xml.match(/<failure type="regressed" message="[^"]+">/g)).toHaveLength(1)
    expect(xml.match(/<error type="cannot compare" message="[^"]+">/g)).toHaveLength(1)
    expect(xml).toContain('1 of 2 rows is bad and was left out')
    expect(xml).toContain('Fewer than 1 samples, not looked at: a, b, c.')
  })

  it('escapes so that any text of XML characters reads back the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = escapeXml(text)
        expect(escaped).not.toMatch(/[<>"']|&(?!(lt|gt|quot|apos|amp|#\d+);)/)
        expect(readBack(escaped)).toBe(text)
      }),
    )
  })
})
