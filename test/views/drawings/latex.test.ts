/** LaTeX, read back by a small parser of its own grammar, and compiled where there is a TeX. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { left, right, text } from '../../../src/views/document.ts'
import { drawLatex } from '../../../src/views/drawings/latex.ts'
import { escapeLatex } from '../../../src/views/drawings/latex-text.ts'
import { cleanLine } from '../../../src/words/clean.ts'
import { HOSTILE } from '../../made/check-report.ts'
import { draws } from '../../made/draws.ts'
import { newFolder } from '../../made/files.ts'
import { lossctl } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const COMMANDS: Readonly<Record<string, string>> = {
  textbackslash: '\\',
  textasciitilde: '~',
  textasciicircum: '^',
  textbar: '|',
  ldots: '…',
  pm: '±',
  times: '×',
  div: '÷',
  cdot: '·',
  leq: '≤',
  geq: '≥',
  approx: '≈',
  neq: '≠',
  infty: '∞',
  surd: '√',
  sum: '∑',
  rightarrow: '→',
  lfloor: '⌊',
  rfloor: '⌋',
  sim: '~',
  Delta: 'Δ',
  Sigma: 'Σ',
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  theta: 'θ',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  pi: 'π',
  sigma: 'σ',
  tau: 'τ',
  quad: '',
}
const RAISED: Readonly<Record<string, string>> = { '0': '⁰', '1': '¹', '2': '²', '3': '³', '-': '⁻' }

/** What a reader sees; throws where a character means something to LaTeX, or where marks would join. */
function render(latex: string): string {
  const token =
    /\\char(\d+)\{\}|\\,|\\([{}$%&#_])|\\([A-Za-z]+)(?:\{\}| )?|\{([[*])\}|\{\}|\$([^$]*)\$|(---?)|(.)/gsu
  return [...latex.matchAll(token)]
    .map(([all, code, escaped, command, group, math, dash, plain]) => {
      if (code !== undefined) return String.fromCharCode(Number(code))
      if (all === '\\,') return ' '
      if (all === '{}') return ''
      if (escaped !== undefined) return escaped
      if (group !== undefined) return group
      if (math !== undefined) return renderMath(math)
      if (dash !== undefined) return dash === '--' ? '–' : '—'
      if (command !== undefined) {
        if (!Object.hasOwn(COMMANDS, command)) throw new Error(`\\${command} is not known`)
        return COMMANDS[command]
      }
      if ('\\{}$%&#_~^"`<>|[*'.includes(plain)) throw new Error(`${plain} is markup in ${latex}`)
      return plain
    })
    .join('')
}

/** One symbol, one number, or one symbol that equals a number. */
function renderMath(math: string): string {
  const number = /^(.*?)\\times 10\^\{(-?\d+)\}$/.exec(math)
  if (number) return `${renderMath(number[1])}e${number[2]}`
  const raised = /^([\^_])\{(.*)\}$/.exec(math)
  if (raised?.[1] === '_') return raised[2] === '+' ? '₊' : '₋'
  // A power, as it was written or as a raised digit: both are read as the first.
  if (raised) return `^${renderMath(raised[2])}`
  const indexed = /^(\\[a-z]+)_\{t\}$/.exec(math)
  if (indexed) return `${renderMath(indexed[1])}t`
  return math
    .replace(/\\([A-Za-z]+)/g, (_, name: string) => {
      if (!Object.hasOwn(COMMANDS, name)) throw new Error(`\\${name} is not known`)
      return COMMANDS[name]
    })
    .replace("'", '′')
}

/** What differs by intent: how minus, raised digits and exponents are written. */
function plain(words: string): string {
  const raised = Object.entries(RAISED).reduce(
    (said, [digit, sign]) => said.replaceAll(sign, `^${digit}`),
    words,
  )
  return raised
    .replaceAll('−', '-')
    .replace(/(?<=\d)e([+-]?\d+)/g, (_, power) => `e${Number(power)}`)
    .replaceAll(' ', ' ')
}

interface ReadPart {
  readonly align: string
  readonly rows: readonly (readonly string[])[]
}

interface ReadTable extends ReadPart {
  readonly caption: string
  /** The first of which it is itself. */
  readonly parts: readonly ReadPart[]
}

const FRAME =
  /^\\begin\{table\}\n {2}\\centering\n {2}\\caption\{(.*)\}\n {2}\\label\{tab:lossctl-[a-z]+\}\n(?: {2}\\small\n {2}\\setlength\{\\tabcolsep\}\{4pt\}\n)?([\s\S]*)\n\\end\{table\}\n$/
const PART =
  /^ {2}\\begin\{tabular\}\{(?:@\{\})?((?:[lr]|p\{\d+pt\})+)(?:@\{\})?\}\n {4}\\toprule\n([\s\S]*)\n {4}\\bottomrule\n {2}\\end\{tabular\}$/

/** The one table of a drawing. Throws where it is not made as booktabs tables are. */
function readTable(latex: string): ReadTable {
  const lines = latex.split('\n').filter((line) => !line.startsWith('%'))
  const frame = FRAME.exec(lines.join('\n'))
  if (!frame) throw new Error(`no table: ${latex}`)
  const parts = frame[2].split('\n\n  \\bigskip\n').map(readPart)
  return { caption: render(frame[1]), parts, ...parts[0] }
}

function readPart(latex: string): ReadPart {
  const found = PART.exec(latex)
  if (!found) throw new Error(`no tabular: ${latex}`)
  const [, kinds, body] = found
  const align = kinds.replace(/p\{\d+pt\}/g, 'p')
  const rules = body.split('\n').filter((line) => /^ {4}\\(midrule|addlinespace)$/.test(line))
  expect(rules.filter((line) => line.endsWith('midrule'))).toHaveLength(1)
  const rows = body
    .split('\n')
    .filter((line) => !rules.includes(line))
    .map((line) => {
      const row = /^ {4}(.*) \\\\$/.exec(line)
      if (!row) throw new Error(`no row: ${line}`)
      const across = /^\\multicolumn\{(\d+)\}\{(?:l|@\{\}p\{345pt\}@\{\})\}\{(.*)\}$/.exec(row[1])
      if (across) return [...Array.from({ length: Number(across[1]) - 1 }, () => ''), render(across[2])]
      return row[1].split(/(?<!\\) & /).map(render)
    })
  for (const row of rows) expect(row).toHaveLength(align.length)
  return { align, rows }
}

const letters = fc.constantFrom(
  ...'\\{}$%&#_~^<>|"`\'[]*-−+±×÷·≤≥γαεσt²³₊₋…–—,.;:!?()/=@ e0123456789abEü語',
  ...HOSTILE.map((word) => cleanLine(word)),
  'γ=2',
  ' %',
  '1e-12',
  '\\gamma',
  'x^2',
  'αt',
)
const words = fc.array(letters, { maxLength: 12 }).map((all) => cleanLine(all.join('')))

describe('LaTeX', () => {
  it('says what the text says, whatever stands in it', () => {
    fc.assert(
      fc.property(words, (said) => {
        expect(plain(render(escapeLatex(said)))).toBe(plain(said))
      }),
      { numRuns: draws(2000) },
    )
  })

  it.each([
    ['focal γ=2 ε=1.', 'focal $\\gamma=2$ $\\epsilon=1$.'],
    ['−0.008 ± 0.012', '$-0.008$ $\\pm$ 0.012'],
    ['1.005e-12', '$1.005\\times 10^{-12}$'],
    ['84.3 %', '84.3\\,\\%'],
    ['a_b & c#1 {x}', 'a\\_b \\& c\\#1 \\{x\\}'],
    ['αt (1 − pt)^γ', '$\\alpha_{t}$ (1 $-$ pt)$^{\\gamma}$'],
    ['20,000 rows--', '20,000 rows-{}-'],
    ['~', '$\\sim$'],
  ])('writes %s so that it is set as it should be', (said, latex) => {
    expect(escapeLatex(said)).toBe(latex)
  })

  it('sets words of the file as they stand, which are no formulas', async () => {
    const path = newFolder().csv('e.csv', 'id,label,prob,g', [
      ['1e5', 1, 0.9, 'x^2'],
      ['a_b%', 0, 0.2, '12e34'],
      ['c--d', 1, 0.3, 'γ=2'],
    ])
    const { stdout } = await lossctl([
      'samples',
      path,
      '--id',
      'id',
      '--keep',
      'g',
      '--loss',
      'ce',
      '-f',
      'latex',
    ])
    expect(stdout).toMatch(/^ {4}1e5 & 1 & x\\textasciicircum\{\}2 & /m)
    expect(stdout).toMatch(/^ {4}a\\_b\\% & 0 & 12e34 & /m)
    expect(stdout).toMatch(/^ {4}c-\{\}-d & 1 & \$\\gamma\$=2 & /m)
  })

  it('has the sentence for a caption, as many cells in each row as columns, and notes as comments', () => {
    fc.assert(
      fc.property(words, fc.array(fc.tuple(words, words), { minLength: 1, maxLength: 4 }), (said, rows) => {
        const latex = drawLatex(
          [
            text(`note ${said}`, 'dim'),
            text(`It is ${said}`, 'strong'),
            {
              kind: 'table',
              columns: [left(said), right('n')],
              rows: [
                { heading: `of ${said}` },
                ...rows.map(([a, b]) => ({ cells: [{ text: a }, { text: b }] })),
              ],
            },
          ],
          'compare',
        )
        const table = readTable(latex)
        const trimmed = (cell: string) => plain(cell.trim())
        expect(trimmed(table.caption)).toBe(trimmed(`It is ${said}`))
        expect(table.rows.slice(2).map((row) => row.map(trimmed))).toEqual(
          rows.map((row) => row.map(trimmed)),
        )
        expect(latex).toContain('% Needs \\usepackage{booktabs}.')
      }),
      { numRuns: draws(400) },
    )
  })
})

it.each([
  ['größer, Škoda', false],
  ['語', true],
  ['мир', true],
  ['😀', true],
  ['γ=2 − 1', false],
])('says of %s whether pdflatex has its letters', (word, isForeign) => {
  const document = [
    text('It is so.', 'strong'),
    { kind: 'table', columns: [left('name')], rows: [{ cells: [{ text: word }] }] } as const,
  ]
  expect(drawLatex(document, 'compare').includes('xelatex or lualatex')).toBe(isForeign)
})

const scenes = fixture('scenes.csv')
const anchors = [fixture('anchors.csv'), '--background', '0', '--ignore-label=-1']
const ASKED: readonly (readonly string[])[] = [
  ['compare', scenes],
  ['compare', scenes, '--detail'],
  ['compare', scenes, '--gamma', '0,0.5,1,2,5', '--alpha', '0.25'],
  ['compare', ...anchors],
  ['compare', ...anchors, '--reduction', 'positives', '--detail'],
  ['compare', fixture('digits.csv')],
  ['compare', fixture('digits.csv'), fixture('digits-units.csv'), fixture('wine.csv')],
  ['compare', ...[1, 2, 3].map((epoch) => fixture(`run/epoch-${epoch}.sketch.json`))],
  ['diff', scenes, scenes],
  ['check', fixture('digits.csv'), '--by', 'class', '--max', 'ce.mean=0.2'],
  [
    ...['check', fixture('digits-units.csv'), '--baseline-preds', fixture('digits.csv'), '--by', 'class'],
    ...['--max-increase', 'focal:gamma=2.mean=1%'],
  ],
  ['sweep', scenes],
  ['sweep', scenes, '--over', 'gamma=0..5/0.5', '--over', 'alpha=0.1..0.9/0.1'],
  ['sweep', scenes, '--over', 'gamma=0..5/0.5', '--rank', 'easy.loss'],
  ['sweep', scenes, '--over', 'temperature=0.5..2/0.25', '--quantity', 'calibration'],
  ['samples', fixture('digits.csv'), '--sort', 'suspicion'],
  ['compare', fixture('digits.csv'), '--by', 'class', '--detail'],
  ['compare', scenes, fixture('breast-cancer.csv')],
  ['compare', fixture('multilabel.csv'), '--set', 'dice,ghm'],
  ['diff', fixture('digits.csv'), fixture('digits-units.csv')],
  ['check', scenes, '--max', 'ce.mean=1', '--max', 'focal.mean=0.0001'],
  ['sweep', scenes, '--over', 'gamma=0,1,2', '--over', 'alpha=none,0.25'],
  ['sweep', scenes, '--over', 'gamma=0,1,2'],
  ['solve', scenes, '--for', 'gamma', '--want', 'easy.loss <= 10%'],
  ['samples', fixture('wine.csv'), '--top', '5'],
  ['calibrate', scenes],
  ['calibrate', fixture('digits.csv')],
  ['curve'],
  ['curve', '--cdf', scenes],
  ['weights'],
  ['losses'],
  ['losses', 'asl'],
  ['inspect', fixture('multilabel.csv')],
  ['diagnose', '--explain', 'focal', '--compat', 'keras'],
]

describe('the LaTeX of each command', () => {
  const tex = spawnSync('pdflatex', ['--version']).error === undefined
  const printed: string[] = []

  it.each(ASKED.map((args) => [args] as const))('is one table: %j', async (args) => {
    const { stdout, stderr, code } = await lossctl([...args, '--format', 'latex'])
    expect([stderr, code === 0 || args[0] === 'check']).toEqual(['', true])
    printed.push(stdout)
    readTable(stdout)
  })

  it.each([
    [],
    ['--detail'],
  ])('has the numbers of the table that a page of text has: %j', async (...detail) => {
    const asked = ['compare', scenes, ...detail]
    const markdown = (await lossctl([...asked, '--format', 'markdown'])).stdout
    const rows = markdown
      .split('\n\n')
      .find((block) => block.startsWith('| easy'))!
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) =>
        line
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim().replaceAll('&lt;', '<')),
      )
    const { stdout } = await lossctl([...asked, '--format', 'latex'])
    const { parts } = readTable(stdout)
    const short = (title: string) => title.replace(' negative', ' -').replace(' positive', ' +')
    const seen = new Set<string>()
    for (const part of parts) {
      const [head, ...others] = part.rows.map((row) => row.map((cell) => cell.trim()))
      for (const [at, title] of head.entries()) {
        const column = rows[0].findIndex((one) => one === title || short(one) === title)
        seen.add(rows[0][column])
        const known = new Map(rows.slice(1).map((row) => [row[0], row[column]]))
        for (const row of others) expect(row[at]).toBe(known.get(row[0]))
      }
    }
    // Without --detail a page has no room for what constants would lose, and says so.
    const absent = detail.length > 0 ? [] : ['prior', 'even']
    expect(rows[0].filter((title) => !seen.has(title))).toEqual(absent)
    expect(stdout.includes('% No room for prior, even: --format markdown has all.')).toBe(absent.length > 0)
  })

  it.skipIf(!tex)('is set by pdfTeX without an error or a missing character', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lossctl-tex-'))
    const body = printed.map((table) =>
      table.replaceAll('{table}', '{table}[p]').replace('\\end{table}[p]', '\\end{table}'),
    )
    const hostile = HOSTILE.map((word) => escapeLatex(cleanLine(word).replace(/[^ -~]/g, '?'))).join('\n\n')
    const page = `\\documentclass{article}\n\\usepackage{booktabs}\n\\begin{document}\n${body.join('\\clearpage\n')}\n${hostile}\n\\end{document}\n`
    writeFileSync(join(folder, 'all.tex'), page)
    const { stdout, status } = spawnSync(
      'pdflatex',
      ['-interaction=nonstopmode', '-halt-on-error', 'all.tex'],
      {
        cwd: folder,
        encoding: 'latin1',
      },
    )
    const wrong = /^!|Missing character|Undefined|^Overfull/
    expect(stdout.split('\n').filter((line) => wrong.test(line))).toEqual([])
    expect(status).toBe(0)
  })
})
