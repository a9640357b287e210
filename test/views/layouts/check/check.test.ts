import { stripVTControlCharacters } from 'node:util'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { greatest } from '../../../../src/extremes.ts'
import type { CheckReport } from '../../../../src/questions/check/check.ts'
import type { Finding } from '../../../../src/questions/check/findings.ts'
import { drawCsv } from '../../../../src/views/drawings/csv.ts'
import { drawJson } from '../../../../src/views/drawings/json.ts'
import { drawMarkdown } from '../../../../src/views/drawings/markdown.ts'
import { drawTerminal } from '../../../../src/views/drawings/terminal.ts'
import { checkNotes, flattenCheck, headline, layoutCheck } from '../../../../src/views/layouts/check/check.ts'
import { checkOf, HOSTILE, isCommand, UNSAFE } from '../../../made/check-report.ts'

const names = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE)), { minLength: 1 })
const screen = (width: number) => ({ colorLevel: 0, width })
const draw = (report: CheckReport, width = 100) => drawTerminal(layoutCheck(report), screen(width))

describe('hostile names', () => {
  it('stay inert in a terminal and in its log', async () => {
    await fc.assert(
      fc.asyncProperty(names, fc.constantFrom('regressed', 'cannot compare'), async (list, verdict) => {
        const text = await draw(checkOf(list, verdict as Finding['verdict']), 60)
        expect(text).not.toMatch(UNSAFE)
        expect(text.split('\n').filter(isCommand)).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  it('stay text in Markdown: no markup, no mention, no link, no cell too many', () => {
    fc.assert(
      fc.property(names, fc.constantFrom('regressed', 'cannot compare'), (list, verdict) => {
        const text = drawMarkdown(layoutCheck(checkOf(list, verdict as Finding['verdict'])))
        expect(text).not.toMatch(UNSAFE)
        expect(text).not.toMatch(/<|(?<!&#8203;)@\w|:\/\/|www\.|\$/)
        expect(text.split('\n').filter(isCommand)).toEqual([])
        const rows = text.split('\n').filter((line) => line.startsWith('|'))
        const cells = rows.map((line) => line.replaceAll(/\\[\\|]/g, '').split('|').length)
        expect(new Set(cells).size).toBeLessThan(2)
      }),
      { numRuns: 50 },
    )
  })

  it('begin no list in Markdown', () => {
    const report = checkOf(['a'], 'passed')
    const named = (name: string) =>
      drawMarkdown(layoutCheck({ ...report, source: { ...report.source, name } })).split('\n')
    expect(named('- a')).toContainEqual(expect.stringMatching(/^\\- a: 1 of 2 rows/))
    expect(named('1. a')).toContainEqual(expect.stringMatching(/^1\\\. a: 1 of 2 rows/))
  })

  it('read back from JSON and CSV as they were', () => {
    fc.assert(
      fc.property(names, (list) => {
        const report = checkOf(list)
        const json = drawJson('check', report)
        expect(json).not.toMatch(UNSAFE)
        expect(json).not.toContain('##[')
        expect(JSON.parse(json)).toEqual(
          JSON.parse(JSON.stringify({ schemaVersion: 1, kind: 'check', ...report })),
        )
        const csv = [...drawCsv(flattenCheck(report))].join('')
        const records: Record<string, string>[] = parse(csv, { columns: true })
        // Half a character has no UTF-8.
        expect(records.map(({ part }) => part)).toEqual(list.map((name) => Buffer.from(name).toString()))
      }),
      { numRuns: 50 },
    )
  })
})

describe('the table of a check', () => {
  const parts = Array.from({ length: 300 }, (_, i) => `part-${i}`)

  it.each([
    [1, 1],
    [20, 20],
    [200, 200],
    [300, 200],
  ])('of %d parts that regressed shows %d', async (count, shown) => {
    const text = await draw(checkOf(parts.slice(0, count)))
    expect(text.match(/^ {2}regressed/gm)).toHaveLength(shown)
    expect(text.includes('100 more regressed; --format csv has all.')).toBe(count > shown)
  })

  it('shows the first of many that passed', async () => {
    const text = await draw(checkOf(parts, 'passed'))
    expect(text.match(/^ {2}passed/gm)).toHaveLength(40)
    expect(text).toContain('260 more passed; --format csv has all.')
  })

  it('gives way on a narrow screen, in colour too', async () => {
    const rule = { kind: 'max-increase', quantity: 'focal.mean', limit: 0.02, relative: true } as const
    const { findings, ...rest } = checkOf(['class-10'])
    const report: CheckReport = {
      ...rest,
      rules: [{ ...rule, text: 'r' }],
      findings: [{ ...findings[0], rule: 'r', reason: null }],
      passedOver: [],
    }
    const widths: number[] = []
    for (const width of [60, 80, 100]) {
      const plain = await draw(report, width)
      const colored = await drawTerminal(layoutCheck(report), { colorLevel: 1, width })
      expect(stripVTControlCharacters(colored)).toBe(plain)
      widths.push(greatest(plain.split('\n').map((line) => line.length)))
    }
    for (const [index, width] of [80, 80, 100].entries()) expect(widths[index]).toBeLessThanOrEqual(width)
    const note = '  no room for unpaired ± s.e.; --format csv has all'
    const lines = (await Promise.all([100, 70].map((width) => draw(report, width)))).map((text) =>
      text.split('\n'),
    )
    expect(lines.map((own) => own.includes(note))).toEqual([false, true])
    expect(lines.map((own) => own.some((line) => /limit.* ± s\.e\./.test(line)))).toEqual([true, false])
    // A terminal has it in a part of its own, where what is checked stands too.
    const parted = await drawTerminal(layoutCheck(report), { colorLevel: 0, width: 60, columns: 60 })
    expect(parted.match(/^ {2}.*\bquantity .*/gm)).toEqual([
      expect.stringContaining('verdict'),
      expect.stringContaining('± s.e.'),
    ])
  })

  it('says above its standard errors that they are unpaired, where there is room', async () => {
    const report = { ...checkOf(['a']), by: null, passedOver: [] }
    const own: CheckReport = { ...report, rules: [{ ...report.rules[0], quantity: 'ce.mean' }] }
    expect(await draw(own, 80)).toMatch(/ change {2}unpaired ± s\.e\. +p\n/)
    expect(await draw({ ...own, pairing: 'paired' }, 80)).toMatch(/ change +± s\.e\. +p\n/)
  })

  it('says of ~ what it marks, and that a baseline of predictions takes the place of a saved one', async () => {
    const [beyond, better] = [0.1, -0.1].map((worse) => ({
      ...checkOf(['a'], 'passed').findings[0],
      worse,
      reason: { kind: 'within-noise' } as const,
    }))
    const notes = (findings: readonly Finding[]) => checkNotes({ ...checkOf(['a'], 'passed'), findings })
    expect(notes([beyond])[0]).toBe('~ beyond its limit, but within noise.')
    expect(notes([better])[0]).toBe('~ better, but within noise.')
    expect(notes([beyond, better])[0]).toBe('~ within noise: a change beyond its limit, or for the better.')
    expect(notes([beyond])[1]).toContain('--baseline-preds FILE in place of --baseline')
  })

  it('tells one reason once for all the parts that share it', async () => {
    const report = checkOf(parts.slice(0, 8), 'cannot compare')
    const shared: CheckReport = {
      ...report,
      rules: [{ ...report.rules[0], text: 'rule' }],
      findings: report.findings.map((finding) => ({
        ...finding,
        rule: 'rule',
        reason: { kind: 'part-gone' },
      })),
    }
    expect(await draw(shared, 200)).toContain(
      'rule in part-0, part-1, part-2, part-3, part-4 and 3 more: it is in the baseline and not in these predictions.',
    )
  })
})

describe('the headline', () => {
  const of = (verdicts: readonly Finding['verdict'][], verdict: CheckReport['verdict']) =>
    headline({
      ...checkOf(['main.json'], 'passed'),
      verdict,
      findings: verdicts.flatMap((one) => checkOf(['a'], one).findings),
    })

  it.each<[readonly Finding['verdict'][], CheckReport['verdict'], string]>([
    [['passed'], 'passed', 'Passed against main.json.'],
    [['passed', 'passed'], 'passed', 'Passed against main.json: both checks.'],
    [['passed', 'passed', 'passed'], 'passed', 'Passed against main.json: all 3 checks.'],
    [['improved'], 'improved', 'Passed against main.json: improved.'],
    [['improved', 'passed'], 'improved', 'Passed against main.json: both checks, 1 improved.'],
    [['improved', 'improved', 'improved'], 'improved', 'Passed against main.json: all 3 checks improved.'],
    [['regressed', 'improved'], 'regressed', 'Failed against main.json: 1 of 2 checks.'],
    [['regressed', 'regressed'], 'regressed', 'Failed against main.json: both checks.'],
    [['cannot compare', 'passed'], 'cannot compare', 'Cannot compare against main.json: 1 of 2 checks.'],
    [
      ['passed', 'regressed', 'cannot compare', 'improved', 'passed'],
      'cannot compare',
      'Cannot compare against main.json: 1 of 5 checks; 1 failed.',
    ],
  ])('says of %j how many there are of what it calls %s', (verdicts, verdict, said) => {
    expect(of(verdicts, verdict)).toBe(said)
  })

  it('does not call it a pass when nothing was checked', () => {
    expect(of([], null)).toBe('Nothing was checked: there was no rule.')
  })
})
