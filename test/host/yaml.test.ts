/** What a configuration may be: any JSON and any YAML of its size, with each key once. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseYaml } from '../../src/host/yaml.ts'

/** JSON of any kind, on one line or on many, indented with blanks or tabs, with line ends of any system. */
const jsonText = fc
  .tuple(fc.json(), fc.constantFrom('', '  ', '\t'), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([text, indent, end]) => JSON.stringify(JSON.parse(text), null, indent).replaceAll('\n', end))

describe('JSON', () => {
  it('is read as JSON, whatever it holds', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(parseYaml(text)).toEqual({ value: JSON.parse(text) })
      }),
      { numRuns: 500 },
    )
  })

  it('with a key twice in one object is told from all other', () => {
    const key = fc.string()
    fc.assert(
      fc.property(key, fc.json(), fc.json(), fc.nat(5), (name, one, other, depth) => {
        // Once as it is, and once in escapes.
        const escaped = [...Array(name.length).keys()].map(
          (i) => `\\u${name.charCodeAt(i).toString(16).padStart(4, '0')}`,
        )
        const twice = `{${JSON.stringify(name)}:${one},${JSON.stringify(`other${name}`)}:0,"${escaped.join('')}":${other}}`
        const text = `${'[{"in":'.repeat(depth)}${twice}${'}]'.repeat(depth)}`
        expect(parseYaml(text)).toEqual({
          fault: expect.stringContaining(`has "${name}" twice, again at line 1, column `),
        })
      }),
    )
  })
})

describe('YAML', () => {
  it.each([
    ['rules: []\nby: a\nrules: []\n', 'has "rules" twice, again at line 3, column 1'],
    ['a:\n  - b: 1\n    "b": 2\n', 'has "b" twice, again at line 3, column 5'],
    ['1: a\n"1": b\n', 'has "1" twice, again at line 2, column 1'],
    ['{a: 1, ? a : 2}', 'has "a" twice, again at line 1, column 10'],
    ['a: [', 'is no YAML: '],
    ['a: *b', 'is no YAML: '],
    ['a: 1\n---\nb: 2\n', 'is no YAML: '],
    [
      `a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefgh'.replace(/./g, (name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]},`.repeat(9)}]\n`)}`,
      'is no YAML: ',
    ],
  ])('that is not sound is refused: %j', (text, fault) => {
    expect(parseYaml(text)).toEqual({ fault: expect.stringContaining(fault) })
  })
})

describe('whatever is written', () => {
  it.each([
    ['['.repeat(5000), 'is nested too deep'],
    [`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, 'is nested too deep'],
    ['- '.repeat(20_000), 'is nested too deep'],
    [`rules: "${'a'.repeat(100_000)}"`, 'is longer than 100 kB'],
  ])('too deep or too long is refused: %.10s', (text, fault) => {
    expect(parseYaml(text)).toEqual({ fault })
  })

  it('is looked at in a time that grows as its length does', () => {
    // With a search of all keys for each of them these took minutes.
    const keys = Array.from({ length: 9000 }, (_, i) => `k${i}`)
    expect(parseYaml(keys.map((key) => `${key}: 1`).join('\n'))).toHaveProperty('value')
    expect(parseYaml(`{${keys.map((key) => `"${key}":1`)}}`)).toHaveProperty('value')
  })
})
