import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CheckReport } from '../../../../src/questions/check/check.ts'
import { drawGithub } from '../../../../src/views/layouts/check/github.ts'
import { drawSummary } from '../../../../src/views/layouts/check/summary.ts'
import { checkOf, HOSTILE, isCommand } from '../../../made/check-report.ts'
import { lossctl } from '../../../made/host.ts'
import { fixture } from '../../../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-github-'))
const scenes = fixture('scenes.csv')
const lines = (text: string) => text.split('\n').filter((line) => line !== '')

describe('annotations', () => {
  it('are one line each, whatever the names, with the escapes of the toolkit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE)), { minLength: 1 }),
        (names) => {
          const drawn = lines(drawGithub(checkOf(names)))
          expect(drawn.length).toBe(Math.min(10, names.length) + 1)
          for (const line of drawn) {
            expect(line).toMatch(/^::(error|notice) title=[^:,\r\n]*::[^\r\n]*$/)
            // A % is only there as the escape of something.
            expect(line.replaceAll(/%(25|0D|0A|3A|2C)/g, '')).not.toContain('%')
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  it('escape % in the message, and : and , in the title as well', () => {
    const [line] = lines(drawGithub(checkOf(['a:b,c%'])))
    expect(line).toContain('title=max-increase focal.mean=2%25 a%3Ab%2Cc%25 in a%3Ab%2Cc%25::')
    expect(line).toContain(
      '::max-increase focal.mean=2%25 a:b,c%25 in a:b,c%25 regressed: 0.2000, it was 0.1000',
    )
  })

  it('are at most ten, the last of which counts the rest', () => {
    const drawn = lines(drawGithub(checkOf(Array.from({ length: 25 }, (_, i) => `part ${i}`))))
    expect(drawn.length).toBe(11)
    expect(drawn[9]).toContain('16 more')
    expect(drawn[10]).toMatch(/^::notice /)
  })

  it('are all shown when there are ten, and end in a line that says what was left out', () => {
    const drawn = lines(drawGithub(checkOf(Array.from({ length: 10 }, (_, i) => `part ${i}`))))
    expect(drawn.filter((line) => line.startsWith('::error '))).toHaveLength(10)
    expect(drawn[10]).toContain('Failed against part 0: all 10 checks.')
    expect(drawn[10]).toContain('%0Apart 0: 1 of 2 rows is bad and was left out.')
  })

  it('are none for what passed', () => {
    expect(lines(drawGithub(checkOf(['a', 'b'], 'passed')))).toEqual([
      expect.stringMatching(/^::notice title=lossctl check::Passed against a: both checks\./),
    ])
  })
})

describe('the summary of the job', () => {
  const run = (name: string, ...args: string[]) =>
    lossctl(['check', scenes, '--max', 'focal.mean=0', ...args], {
      env: { GITHUB_STEP_SUMMARY: join(folder, name) },
    })

  it('is written once, however many files the annotations go to, behind what stands there', async () => {
    writeFileSync(join(folder, 'summary.md'), '# before\n')
    const { code, stdout } = await run(
      'summary.md',
      ...['--format', 'table', '--format', 'github', '--format', `github=${folder}/again.txt`],
    )
    expect(code).toBe(1)
    // Annotations stand beside a table.
    expect(stdout).toMatch(/^Failed\.\n[\s\S]*\n::error title=max focal\.mean=0::/)
    const summary = readFileSync(join(folder, 'summary.md'), 'utf8')
    expect(summary.startsWith('# before\n\n### ❌ lossctl: the one check failed\n')).toBe(true)
    expect(summary.match(/###/g)).toHaveLength(1)
    expect(summary).toContain('| verdict | quantity |')
  })

  it('has what failed first, then what could not be compared, and what passed behind a fold', async () => {
    // Of the positives more than 9 % are hard.
    const rules = ['--max', 'ce.mean=9', '--max', 'hard.share=9%']
    const { code, stderr } = await run('all.md', '--format', 'github', '--by', 'class', ...rules)
    expect([code, stderr]).toEqual([1, ''])
    const summary = readFileSync(join(folder, 'all.md'), 'utf8').split('\n')
    const at = (words: string) => summary.findIndex((line) => line.includes(words))
    expect(summary[1]).toBe('### ❌ lossctl: 3 of 6 checks failed')
    expect(at('| regressed |')).toBeLessThan(at('<details><summary>3 passed</summary>'))
    expect(summary.filter((line) => line.startsWith('| regressed |'))).toHaveLength(3)
    // An empty line on both sides of Markdown in HTML.
    const [open, close] = [at('<details>'), at('</details>')]
    expect([summary[open + 1], summary[close - 1]]).toEqual(['', ''])
    const inside = summary.slice(open, close)
    expect(inside.filter((line) => line.startsWith('| passed |'))).toHaveLength(3)
    expect(summary.filter((line) => line.startsWith('| passed |'))).toHaveLength(3)
  })

  it('says in its heading that all passed, what could not be compared, and against what', () => {
    const headingOf = (report: CheckReport) => drawSummary(report).split('\n')[0]
    expect(headingOf(checkOf(['a', 'b'], 'passed'))).toBe('### ✅ lossctl: both checks passed against a')
    expect(headingOf(checkOf(['a'], 'cannot compare'))).toBe(
      '### ⚠️ lossctl: the one check could not be compared against a',
    )
    const both = {
      ...checkOf(['a']),
      findings: [...checkOf(['a']).findings, ...checkOf(['b'], 'cannot compare').findings],
    }
    expect(headingOf(both)).toBe('### ❌ lossctl: 1 of 2 checks failed, 1 could not be compared against a')
    expect(headingOf({ ...checkOf(['a']), findings: [], rules: [], verdict: null })).toContain(
      'nothing was checked',
    )
  })

  it('holds names that are markup as text, and no line of another kind', () => {
    for (const verdict of ['regressed', 'passed', 'cannot compare'] as const)
      for (const name of HOSTILE) {
        const summary = drawSummary(checkOf([name], verdict))
        const own = summary.replace(/<\/?(details|summary)>/g, '')
        expect(own).not.toContain('<')
        expect(own.split('\n').some(isCommand)).toBe(false)
        expect(own.match(/^###/gm)).toHaveLength(1)
      }
  })

  it('is left alone without annotations', async () => {
    writeFileSync(join(folder, 'untouched.md'), '')
    await run('untouched.md', '--format', 'markdown')
    expect(readFileSync(join(folder, 'untouched.md'), 'utf8')).toBe('')
  })

  it('leaves the verdict and the annotations where it cannot be written', async () => {
    const { code, stderr, stdout } = await run('no/summary.md', '--format', 'github')
    expect(code).toBe(1)
    expect(lines(stdout).some(isCommand)).toBe(true)
    expect(stderr).toContain('no/summary.md: cannot be written; it is what $GITHUB_STEP_SUMMARY names')
  })
})

it('prints nothing that a runner takes for a command but its own annotations', async () => {
  const file = join(folder, 'hostile.csv')
  // A cell may hold line ends, and a NUL makes a file binary.
  const names = HOSTILE.filter((name) => name.length < 1000 && !name.includes('\0'))
  const rows = names.flatMap((name) => [0, 1].map((label) => `"${name.replaceAll('"', '""')}",${label},0.4`))
  writeFileSync(file, `scene,label,prob\n${rows.join('\n')}\n`)
  for (const format of ['table', 'json', 'markdown', 'junit', 'benchmark', 'github']) {
    const args = ['check', file, '--by', 'scene', '--max', 'focal.mean=0', '--max', '##[error]x.mean=1']
    const { stdout } = await lossctl([...args, '--format', format], { tty: 60, env: { NO_COLOR: '1' } })
    const commands = lines(stdout).filter(isCommand)
    expect(commands.filter((line) => !/^::(error|notice) title=/.test(line))).toEqual([])
    expect(commands.length > 0).toBe(format === 'github')
  }
})
