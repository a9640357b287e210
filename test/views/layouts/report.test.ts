import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { firstAnswers } from '../../../src/questions/report/first-answer.ts'
import { drawPage } from '../../../src/views/drawings/page-shell.ts'
import { drawReport } from '../../../src/views/layouts/report.ts'
import { BINARY, contentOf } from '../../made/contents.ts'

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const ASSETS = { script: 'start()', style: 'body { margin: 0 }' }

const MADE = contentOf([BINARY], ['ce', 'focal:gamma=2'])
const FIRST = firstAnswers(MADE)

function reportNamed(name: string): string {
  const files = MADE.files.map((file) => ({ ...file, name, words: [name] }))
  const first = FIRST.map((report) => ({ ...report, source: { ...report.source, name } }))
  return drawReport({ ...MADE, files }, ASSETS, first)
}

it('shows its first numbers before the script runs, and where none may', () => {
  const page = reportNamed('preds.csv')
  const main = /<main id="page">(.*?)<\/main>/s.exec(page)![1]
  const [ce, focal] = FIRST[0].losses
  expect(main).toContain('<h1>preds.csv</h1>')
  expect(main).toContain('27 November 2026')
  for (const { title, value } of [ce, focal])
    expect(main).toMatch(new RegExp(`>${title}</th><td[^>]*>${`${value}`.slice(0, 6).replace('.', '[.]')}`))
  // Each loss has a row with the share of each band.
  expect(main.match(/<tr><th scope="row">(ce|focal γ=2)<.*? %.*? %.*? %.*? %/g)).toHaveLength(2)
})

const dataOf = (page: string) =>
  /<script type="application\/json" id="content">(.*?)<\/script>/s.exec(page)![1]

it('lets in its own style and script by their hashes, and nothing else', () => {
  const page = reportNamed('preds.csv')
  const [, policy] = /Content-Security-Policy" content="([^"]+)"/.exec(page)!
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    `style-src ${hashOf(ASSETS.style)}`,
    `script-src ${hashOf(ASSETS.script)}`,
    'img-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ])
})

it('lets no script in where there is none', () => {
  expect(drawPage({ title: 'a chart', style: '', body: '' })).not.toMatch(/script/)
})

it('holds its data whatever is in the names, and no name ends them', () => {
  const names = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '</script><script>alert(1)</script>',
      '<!--<script>',
      ']]>',
      '\u2028',
      '\u202e',
      '<'.repeat(5),
    ),
  )
  fc.assert(
    fc.property(names, (name) => {
      const page = reportNamed(name)
      expect(JSON.parse(dataOf(page)).files[0].name).toBe(name)
      // Two script elements, of data and of the program, whatever the name, and none of its signs in the markup.
      expect(page.match(/<script/gi)).toHaveLength(2)
      expect(page.match(/<\/script/gi)).toHaveLength(2)
    }),
    { numRuns: 300 },
  )
})
