import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ReportContent } from '../../../src/questions/report/report-content.ts'
import { drawPage } from '../../../src/views/drawings/page-shell.ts'
import { drawReport } from '../../../src/views/layouts/report.ts'

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const ASSETS = { script: 'start()', style: 'body { margin: 0 }' }

function reportNamed(name: string): string {
  const file = { name, words: [name], samples: [], sketch: { source: { name } } }
  return drawReport({ version: '1', files: [file], losses: ['ce'] } as unknown as ReportContent, ASSETS)
}

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
      // Two script elements, of data and of the program, whatever the name.
      expect(page.match(/<script/gi)).toHaveLength(2)
      expect(page.match(/<\/script/gi)).toHaveLength(2)
    }),
    { numRuns: 300 },
  )
})
