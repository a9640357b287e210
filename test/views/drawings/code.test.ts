import { describe, expect, it } from 'vitest'
import type { Document } from '../../../src/views/document.ts'
import { drawHtml } from '../../../src/views/drawings/html.ts'
import { drawMarkdown } from '../../../src/views/drawings/markdown.ts'
import { drawTerminal } from '../../../src/views/drawings/terminal.ts'

const LINES = ["lossctl sweep '<b> & @you $x.csv' --over gamma=0..5/0.25", 'print("```", `x`)']

const document: Document = [
  { kind: 'code', title: 'Other settings, for those who look:', language: 'sh', lines: LINES },
]

describe('code', () => {
  it('is never wrapped in a terminal, however narrow', async () => {
    const drawn = await drawTerminal(document, { colorLevel: 0, width: 16 })
    expect(drawn).toBe(`Other settings,\nfor those who\nlook:\n  ${LINES.join('\n  ')}\n`)
  })

  it('stands between fences in Markdown that it does not end, with nothing escaped', () => {
    expect(drawMarkdown(document)).toBe(
      `Other settings, for those who look:\n\n\`\`\`\`sh\n${LINES.join('\n')}\n\`\`\`\`\n`,
    )
  })

  it('keeps its lines on a page, where markup in it is text', () => {
    const page = drawHtml(document, () => '')
    expect(page).toContain(
      '<p>Other settings, for those who look:</p>\n<pre><code>lossctl sweep &#39;&lt;b&gt; &amp; @you',
    )
    expect(page).toContain('0.25\nprint(')
  })
})
