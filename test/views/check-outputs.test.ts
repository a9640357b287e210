import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { parse } from 'yaml'
import type { CheckReport } from '../../src/analysis/check.ts'
import type { Finding } from '../../src/analysis/findings.ts'
import { drawBenchmark } from '../../src/views/benchmark.ts'
import { flattenCheck, layoutCheck } from '../../src/views/check.ts'
import { drawCsv } from '../../src/views/csv.ts'
import { drawGithub } from '../../src/views/github.ts'
import { drawJunit } from '../../src/views/junit.ts'
import { drawMarkdown } from '../../src/views/markdown.ts'
import { drawTerminal } from '../../src/views/terminal.ts'
import { lossctl } from '../host.ts'
import { fixture } from '../shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-outputs-'))
const path = (name: string) => join(folder, name)
const scenes = fixture('scenes.csv')
const schema = readFileSync(fixture('junit.xsd'), 'utf8')

const HOSTILE = [
  '</testcase>',
  '::error::fooled',
  '%0A::error::fooled',
  ']]>',
  '\u001b[31mred\u001b[0m',
  'nul\u0000 bell\u0007',
  'lone \ud800 surrogate',
  '\u202eright to left',
  '| pipe | <script>alert(1)</script>',
  '@everyone `code` *bold* [link](x)',
  'line\nbreak\r\nand return',
  'x'.repeat(10_000),
]

function report(names: readonly string[], verdict: Finding['verdict'] = 'regressed'): CheckReport {
  const finding = (name: string): Finding => ({
    rule: `max-increase focal.mean=2% ${name}`,
    slice: name,
    verdict,
    kind: 'loss',
    value: 0.2,
    baseline: 0.1,
    limit: 0.002,
    worse: 0.1,
    standardError: 0.01,
    p: 0.001,
    note: name,
  })
  const source = {
    ...{
      files: 1,
      format: 'CSV',
      task: 'binary',
      from: 'probs',
      scores: ['p'],
      labels: ['y'],
      labelCodes: '0/1',
    },
    ...{ labelsFile: null, classes: ['0', '1'], id: null, weight: null, by: 'slice' },
    ...{ rows: 2, samples: 2, ignored: 0, skipped: 0, clamped: 0 },
    name: names[0],
  } as CheckReport['source']
  return {
    source,
    baseline: names[0],
    verdict,
    confidence: 0.95,
    noise: true,
    pairing: 'unpaired',
    findings: names.map(finding),
    by: 'slice',
    minSlice: 1,
    rules: names.map((name) => ({
      kind: 'max-increase',
      quantity: 'focal.mean',
      limit: 0.02,
      relative: true,
      text: `max-increase focal.mean=2% ${name}`,
    })),
    passedOver: names,
  }
}

const validate = async (xml: string) =>
  (await validateXML({ xml: [{ fileName: 'check.xml', contents: xml }], schema: [schema] })).errors

describe('JUnit', () => {
  it('is valid for every verdict and every hostile name', async () => {
    for (const verdict of ['passed', 'improved', 'regressed', 'cannot compare'] as const) {
      expect(await validate(drawJunit(report(HOSTILE, verdict)))).toEqual([])
    }
  })

  it('is refused by the schema when it is not', async () => {
    expect(await validate(drawJunit(report(['a'])).replace('tests="1"', 'tests="one"'))).not.toEqual([])
    expect(await validate(drawJunit(report(['a'])).replace('</testsuite>', ''))).not.toEqual([])
  })

  it('counts failures and errors, and has a case for each finding', () => {
    const xml = drawJunit({
      ...report(['a', 'b']),
      findings: [...report(['a']).findings, ...report(['b'], 'cannot compare').findings],
    })
    expect(xml).toContain('tests="2" failures="1" errors="1"')
    expect(xml.match(/<testcase /g)!.length).toBe(2)
  })
})

describe('annotations', () => {
  const lines = (text: string) => text.split('\n').filter((line) => line !== '')

  it('are one line each, whatever the names, and nothing else begins a command', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE)), { minLength: 1 }),
        (names) => {
          const drawn = lines(drawGithub(report(names)))
          expect(drawn.length).toBe(Math.min(10, names.length) + 1)
          for (const line of drawn) {
            expect(line).toMatch(/^::(error|notice) title=[^:,\r\n]*::[^\r\n]*$/)
            // A % is only there as the escape of something.
            expect(line.replaceAll(/%(25|0D|0A|3A|2C)/g, '')).not.toContain('%')
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  it('are at most ten, the last of which counts the rest', () => {
    const drawn = lines(drawGithub(report(Array.from({ length: 25 }, (_, i) => `part ${i}`))))
    expect(drawn.length).toBe(11)
    expect(drawn[9]).toContain('16 more')
    expect(drawn[10]).toMatch(/^::notice /)
  })

  it('write the summary of the job once', async () => {
    writeFileSync(path('summary.md'), '# before\n')
    const env = { GITHUB_STEP_SUMMARY: path('summary.md') }
    const { code } = await lossctl(['check', scenes, '--max', 'focal.mean=0', '--format', 'github'], { env })
    expect(code).toBe(1)
    const summary = readFileSync(path('summary.md'), 'utf8')
    expect(summary.startsWith('# before\n')).toBe(true)
    expect(summary.match(/Regressed/g)!.length).toBe(1)
    expect(summary).toContain('| verdict | quantity |')
  })
})

describe('hostile names', () => {
  it('stay inert in the terminal, in Markdown and in CSV', () => {
    const hostile = report(HOSTILE)
    const terminal = drawTerminal(layoutCheck(hostile), { colorLevel: 0, width: 80 })
    const markdown = drawMarkdown(layoutCheck(hostile))
    for (const text of [terminal, markdown]) {
      const control = [...text].filter((c) => c !== '\n' && (c < ' ' || c === '\u007f' || c === '\u202e'))
      expect(control).toEqual([])
    }
    expect(markdown).not.toMatch(/<script|<\/testcase/)
    expect(markdown).not.toMatch(/(^|[^\\])@everyone/)
    // A cell too many would shift a row.
    const cells = markdown
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.replaceAll('\\|', '').split('|').length)
    expect(new Set(cells).size).toBe(1)
    expect(drawCsv(flattenCheck(hostile))).toContain('"line\nbreak\r\nand return"')
  })
})

describe('several outputs', () => {
  it('are written by one run, each to its file', async () => {
    const formats = [
      'junit=out.xml',
      'markdown=out.md',
      'json=out.json',
      'csv=out.csv',
      'benchmark=bench.json',
      'github=out.txt',
    ]
    const args = formats.flatMap((format) => ['--format', format.replace('=', `=${folder}/`)])
    const { code, stdout } = await lossctl([
      'check',
      scenes,
      '--max',
      'focal.mean=1',
      '--format',
      'table',
      ...args,
    ])
    expect([code, stdout.startsWith('Passed')]).toEqual([0, true])
    const read = (name: string) => readFileSync(path(name), 'utf8')
    expect(await validate(read('out.xml'))).toEqual([])
    expect(JSON.parse(read('out.json')).kind).toBe('check')
    expect(JSON.parse(read('bench.json'))).toEqual([
      { name: 'focal.mean', unit: 'loss', value: expect.any(Number) },
    ])
    expect(read('out.md')).toContain('| passed |')
    expect(read('out.txt')).toMatch(/^::notice /)
  })

  it('end in 3 when one cannot be written', async () => {
    const { code, stderr } = await lossctl([
      'check',
      scenes,
      '--max',
      'focal.mean=1',
      '--format',
      `junit=${folder}/no/such.xml`,
    ])
    expect([code, stderr]).toEqual([3, expect.stringContaining('cannot be written')])
  })

  it('name a quantity and part for the benchmark', () => {
    expect(JSON.parse(drawBenchmark(report(['a', 'b'])))).toEqual([
      { name: 'focal.mean [a]', unit: 'loss', value: 0.2 },
      { name: 'focal.mean [b]', unit: 'loss', value: 0.2 },
    ])
  })
})

it('has an action whose inputs are flags of check', async () => {
  const action = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'))
  const { stdout } = await lossctl(['check', '--help'])
  for (const [name, { description }] of Object.entries<{ description: string }>(action.inputs)) {
    expect(description.length).toBeGreaterThan(10)
    if (name === 'predictions' || name === 'rules' || name === 'arguments') continue
    expect(stdout).toContain(`--${name} `)
  }
  expect(action.runs.using).toBe('composite')
})
