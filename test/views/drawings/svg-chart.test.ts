import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lossctl } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-svg-'))
const CURVE = ['curve']
const CDF = ['curve', '--cdf', fixture('scenes.csv')]

const titles = ['focal γ=0', 'focal γ=0.5', 'focal γ=1', 'focal γ=2', 'focal γ=5']

async function print(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await lossctl(args)
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

describe('SVG', () => {
  it.each([
    ['curve', CURVE, 5],
    ['curve --cdf', CDF, 10],
  ])('draws every series of %s, in colours and dashes that differ', async (_, args, paths) => {
    const svg = await print(...args, '--format', 'svg')
    checkXml(svg)
    expect(svg).toMatch(/<rect [^>]*fill="white"/)
    expect(svg).not.toMatch(/<style|<script|\sstyle=|href|url\(/)
    const lines = [...svg.matchAll(/<g ([^>]*stroke-linejoin="round"[^>]*)>/g)].map(
      ([, attributes]) => attributes,
    )
    expect(lines).toHaveLength(paths)
    const looks = lines.map((one) => /stroke-dasharray="([^"]*)"/.exec(one)?.[1])
    expect(new Set(looks).size).toBe(5)
    expect(new Set(lines.map((one) => /stroke="([^"]*)"/.exec(one)?.[1])).size).toBe(5)
    for (const title of titles) expect(svg).toContain(`>${title}</text>`)
  })

  it('says what the axes are, and whose data they show', async () => {
    const svg = await print(...CDF, '--format', 'svg')
    for (const words of [
      'What the easiest samples carry of the loss',
      'scenes.csv',
      '19,980 negatives',
      '20 positives',
      'share of the loss',
      'share of the samples, easiest first',
    ])
      expect(svg).toContain(words)
  })
})

describe('HTML', () => {
  it('is one page with chart and table, without scripts, and lets in nothing but its own style', async () => {
    const page = await print(...CDF, '--format', 'html')
    expect(page).not.toMatch(/<script|\sstyle=|\son\w+=|href=|src=|url\(/i)
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toContain('//')
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]
    const hash = createHash('sha256').update(style).digest('base64')
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    )
    expect(page.match(/<style/g)).toHaveLength(1)
    expect(page).toContain('<svg')
    for (const title of titles) expect(page).toContain(`${title}</th>`)
  })
})

describe('hostile names', () => {
  const name = `<img src=x onerror=alert(1)>&"'\u202e\u001b[31m.csv`
  const path = join(folder, name)
  writeFileSync(path, 'y,logit\n1,0.5\n0,2\n0,1\n')

  /** No markup, nothing that turns the direction of text, no escape of a terminal. */
  const expectInert = (page: string) => {
    for (const part of ['<img', '\u202e', '\u001b']) expect(page).not.toContain(part)
  }

  it('stay text in SVG', async () => {
    const svg = await print('curve', '--cdf', path, '--format', 'svg')
    checkXml(svg)
    expectInert(svg)
    expect(svg).toContain('&lt;img')
  })

  it('stay text in HTML', async () => {
    const page = await print('curve', '--cdf', path, '--format', 'html')
    expectInert(page)
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;')
  })

  it('stay harmless in a terminal and in Markdown', async () => {
    for (const format of ['table', 'markdown'])
      expectInert((await print('curve', '--cdf', path, '--format', format)).replaceAll('<img', ''))
  })
})

/** Whether every tag is closed in its order, every attribute quoted, and every < and & of text escaped. */
function checkXml(text: string): void {
  const open: string[] = []
  const rest = text
    .replace(/^<\?xml[^>]*\?>\n/, '')
    .replace(
      /<(\/?)([\w:]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
      (_, closing: string, name: string, _attributes: string, empty: string) => {
        if (closing) expect(open.pop()).toBe(name)
        else if (!empty) open.push(name)
        return ''
      },
    )
  expect(open).toEqual([])
  expect(rest).not.toMatch(/[<>]|&(?!(?:lt|gt|amp|quot|#39);)/)
}
