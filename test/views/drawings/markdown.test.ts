import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, left, text } from '../../../src/views/document.ts'
import { drawMarkdown } from '../../../src/views/drawings/markdown.ts'
import { cleanLine } from '../../../src/words/clean.ts'
import { HOSTILE } from '../../made/check-report.ts'
import { draws } from '../../made/draws.ts'

const NAMED = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
])

/** Marks that begin something wherever they stand. */
const ACTIVE = '*_`[]<>|~$&@#\\'

/**
 * What a reader sees of one line: backslashes before punctuation and entities become characters, as CommonMark has it
 * (2.4 and 2.5). Throws where a mark would be taken for markup, so that nothing but text comes out.
 */
function render(line: string): string {
  const token = /\\([!-/:-@[-`{-~])|&(?:#(\d+)|([a-z]+));|(.)/gsu
  const words = [...line.matchAll(token)].map(([, escaped, code, name, plain]) => {
    if (escaped !== undefined) return escaped
    if (plain === undefined) return code === undefined ? NAMED.get(name)! : String.fromCodePoint(Number(code))
    if (ACTIVE.includes(plain)) throw new Error(`${plain} is markup in ${line}`)
    return plain
  })
  const seen = words.join('')
  // What GitHub looks for in what is seen: links, mentions, issues, emoji.
  expect(seen).not.toMatch(/:\/\/|www\.|[@#][\w-]|:[\w+-]+:/i)
  return collapsed(seen.replaceAll('\u200b', ''))
}

/** HTML shows any run of spaces as one, and none at the ends. */
const collapsed = (words: string) => words.replace(/[ \t]+/g, ' ').trim()

/** Lines of a paragraph, each broken off by a backslash; none of them may begin a block of another kind. */
function renderParagraph(markdown: string): string[] {
  const lines = markdown.trimEnd().split('\\\n')
  for (const line of lines) expect(line).not.toMatch(/^(\s|[-+=:#>]|\d+[.)])/)
  return lines.map(render)
}

/** Cells of a row, bold or not. */
function renderRow(line: string): string[] {
  const cells = line.replace(/^\| ?|\|$/g, '').split(/(?<=(?<!\\)(?:\\\\)*)\|/)
  return cells.map((cell) => render(cell.trim().replace(/^\*\*(\S|\S.*\S)\*\*$/, '$1')))
}

const letters = fc.constantFrom(
  ...'$#&<>*_`|@[]~\\!"\'(){}:;=+-.,/^?%0123ab w',
  ...[
    'www.a.b',
    'a@b.cd',
    'http://a.b',
    ':+1:',
    '&amp;',
    '&#36;',
    '<b>',
    '---',
    '1. ',
    '    ',
    '[a]: b',
    ':-:',
  ],
)
const foreign = fc
  .oneof(fc.string({ unit: letters }), fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE))
  .map(cleanLine)

describe('Markdown', () => {
  it('shows in a paragraph what was written, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(foreign, { minLength: 1, maxLength: 3 }), (lines) => {
        const seen = renderParagraph(drawMarkdown([text(lines.join('\n'))]))
        expect(seen.join('\n').trimEnd()).toBe(lines.map(collapsed).join('\n').trimEnd())
      }),
      { numRuns: 2000 },
    )
  })

  it('shows in a table what was written, as title, cell and heading', () => {
    fc.assert(
      fc.property(foreign, (words) => {
        const rows = [{ cells: [{ text: words }, { text: 'x' }] }, { heading: words }]
        const table: Block = { kind: 'table', columns: [left(words), left('x')], rows }
        const [head, , cells, heading] = drawMarkdown([table]).trimEnd().split('\n').map(renderRow)
        expect([head, cells, heading]).toEqual([
          [collapsed(words), 'x'],
          [collapsed(words), 'x'],
          [collapsed(words), ''],
        ])
      }),
      { numRuns: draws(2000) },
    )
  })
})
