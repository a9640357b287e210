/** Screens of any width: no line runs over, and no number is cut or lost. */
import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TableBlock } from '../../src/views/document.ts'
import { narrowTable } from '../../src/views/drawings/narrow-table.ts'
import { alignPoints } from '../../src/views/words/numbers.ts'
import { widthOf } from '../../src/words/width.ts'
import { draws } from '../made/draws.ts'
import { newFolder } from '../made/files.ts'
import { lossctl } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

/** What is to be pasted stands in one line, and so does a path or another word that is longer than the screen. */
const isHeld = (line: string) => /^ *(--?[a-z]|lossctl |npx )/.test(line) || !line.trim().includes(' ')

/** Ticks of axes and shades of a map are as many as there is room for. */
const isDrawn = (line: string) => /[│┤└┬─┼█▓▒░▁▂▃▄▅▆▇]/.test(line)

/** Numbers that stand by themselves. */
const numbersOf = (lines: readonly string[]) =>
  new Set(lines.flatMap((line) => line.match(/(?<=^|\s)[−<>]?\d[\d.,]*(?=\s|$)/g) ?? []))

const scenes = fixture('scenes.csv')
const digits = fixture('digits.csv')
const run = [1, 2, 3, 4].map((epoch) => fixture(`run/epoch-${epoch}.sketch.json`))

/** A table of each kind there is. */
const ASKED: readonly (readonly string[])[] = [
  ['compare', scenes],
  ['compare', scenes, '--detail'],
  ['compare', digits, '--by', 'class'],
  ['compare', scenes, '--set', 'tversky,ohem'],
  ['compare', digits, fixture('wine.csv')],
  ['compare', ...run],
  ['compare', ...run, '--detail'],
  ['weights'],
  ['sweep', scenes],
  ['sweep', scenes, '--over', 'gamma=0..5/0.5', '--over', 'alpha=0.1..0.9/0.2'],
  ['sweep', scenes, '--over', 'temperature=0.5..2/0.25', '--quantity', 'calibration'],
  ['sweep', scenes, '--over', 'gamma=0..5/0.5', '--rank', 'easy.loss'],
  ['solve', scenes],
  ['diff', scenes, scenes],
  ['diff', digits, digits],
  ['samples', scenes],
  ['samples', digits, '--sort', 'suspicion'],
  ['samples', digits, '--keep', 'prob_0,prob_1,prob_2'],
  ['calibrate', scenes],
  ['calibrate', digits],
  ['curve', '--gamma', '0,1,2,5'],
  ['curve', '--cdf', scenes, '--gamma', '0,2'],
  ['inspect', digits],
  ['losses'],
  ...['focal', 'poly-n', 'tversky', 'asl', 'ghm'].map((name) => ['losses', name]),
  ['diagnose', '--explain', 'focal', '--compat', 'keras'],
  ['check', scenes, '--max', 'ce.mean=0.001', '--max', 'focal:gamma=2.hard.positive.share=0.9'],
]

const shown = async (columns: number, ...words: string[]) =>
  stripVTControlCharacters((await lossctl(words, { tty: columns })).stdout).split('\n')

describe('a table of several files', () => {
  const rows = Array.from({ length: 40 }, (_, i) => [
    `digit-${1000 + i}`,
    i % 3 === 0 ? 1 : 0,
    (i % 17) / 18 + 0.03,
  ])
  const write = scratchFolder()
  const files = (...names: readonly string[]) =>
    (names.length > 0 ? names : ['a.csv', 'b.csv']).map((name, moved) =>
      write(
        name,
        `id,label,prob\n${rows.map(([id, label, p]) => [id, label, Number(p) ** (1 + moved / 4)].join()).join('\n')}\n`,
      ),
    )

  it('is parted between its means and its bands, which stay side by side, without rows that say nothing', async () => {
    const block: TableBlock = {
      kind: 'table',
      columns: [
        { title: 'file', align: 'left' },
        { title: 'mean of all', align: 'right' },
        ...['easy', 'hard'].map((title) => ({ title, align: 'right', together: true }) as const),
      ],
      rows: [
        { heading: 'samples' },
        ...[['a', '', '1 %', '2 %']].map((row) => ({ cells: row.map((text) => ({ text })) })),
        { heading: 'ce' },
        ...[['a', '0.5', '3 %', '4 %']].map((row) => ({ cells: row.map((text) => ({ text })) })),
        { heading: 'dice' },
        ...[['a', '0.7', '', '']].map((row) => ({ cells: row.map((text) => ({ text })) })),
      ],
    }
    const parts = narrowTable(block, [7, 11, 4, 4], 24)
    expect(parts.map(({ columns }) => columns.map(({ title }) => title))).toEqual([
      ['file', 'mean of all'],
      ['file', 'easy', 'hard'],
    ])
    expect(parts.map(({ rows }) => rows.flatMap((row) => ('heading' in row ? row.heading : [])))).toEqual([
      ['ce', 'dice'],
      ['samples', 'ce'],
    ])
  })

  it('has its bands in one part at 60 columns', async () => {
    const lines = await shown(60, 'compare', ...files())
    expect(lines.filter((line) => /easy −.*hard \+$/.test(line))).toHaveLength(1)
  })

  it('is not made wider by the name of a file that changes are from', async () => {
    const [first, second] = files('validation-of-the-first-model.csv', 'validation-of-the-second-model.csv')
    const lines = await shown(60, 'compare', first, second)
    expect(lines.filter((line) => line.startsWith('  change, 95 %'))).toHaveLength(1)
    expect(lines.filter((line) => !isHeld(line) && widthOf(line) > 60)).toEqual([])
  })

  it('has the bands of a sweep in one part too', async () => {
    const lines = await shown(60, 'sweep', scenes)
    expect(lines.filter((line) => /easy \+.*hard −/.test(line))).toHaveLength(1)
    expect(lines.filter((line) => line.startsWith('  gamma'))).toHaveLength(2)
  })

  it('is whole at 80 columns where diff shows the samples that moved most', async () => {
    const lines = await shown(80, 'diff', ...files())
    expect(lines.filter((line) => line.startsWith('  moved most'))).toHaveLength(1)
  })
})

it('has the points of each column of numbers one below the other', async () => {
  const rows = (await shown(100, 'weights')).filter((line) => /^ +[\d.]+ {2,}/.test(line))
  expect(rows).toHaveLength(6)
  const columns = new Set(rows.flatMap((row) => [...row.matchAll(/\d\.\d/g)].map(({ index }) => index)))
  expect(columns.size).toBe(5)
})

it('has a word at the end of its column, whatever decimals are below it', () => {
  expect(alignPoints(['none', '0.25', '0.5', '3'])).toEqual(['none', '0.25', '0.5 ', '3   '])
})

it('cuts no listed cell in two: half a number is another', async () => {
  const lines = await shown(60, 'inspect', fixture('scenes.csv'))
  expect(lines).toContain('  window  not read (id?)  s000-r00-c00  s000-r00-c01  …')
})

describe('a screen', () => {
  it.each([60, 80, 140])('of %i columns holds each line, with the numbers of a wide one', async (width) => {
    const over: string[] = []
    const cut: string[] = []
    for (const args of ASKED) {
      const [narrow, wide] = await Promise.all([width, 400].map((tty) => lossctl(args, { tty })))
      expect([0, 1], `${args}: ${narrow.stderr}`).toContain(narrow.code)
      const [shown, known] = [narrow, wide].map(({ stdout }) => stripVTControlCharacters(stdout).split('\n'))
      const lines = shown.filter((line) => widthOf(line) > width && !isHeld(line))
      over.push(...lines.map((line) => `${args.join(' ')}: ${line}`))
      const numbers = numbersOf(known)
      const unknown = [...numbersOf(shown.filter((line) => !isDrawn(line)))].filter(
        (number) => !numbers.has(number),
      )
      cut.push(...unknown.map((number) => `${args.join(' ')}: ${number}`))
    }
    expect(over).toEqual([])
    expect(cut).toEqual([])
  })
})

/** Rows of softmax scores whose ids and classes are these. */
function namedRows(classes: readonly string[], idOf: (row: number) => string): string {
  const rows = Array.from({ length: 60 }, (_, row) => {
    const own = classes.map((_, k) => 1 + ((row * (k + 3) * 7) % 11))
    const sum = own.reduce((a, b) => a + b, 0)
    return [idOf(row), classes[row % classes.length], ...own.map((part) => (part / sum).toFixed(12))]
  })
  return newFolder().csv('named.csv', ['id', 'label', ...classes].join(','), rows)
}

const PLAIN = { NO_COLOR: '1' }

describe('a map of more settings than there is room for', () => {
  it.each([40, 60, 80])('has lines of at most %i columns, head and note too', async (width) => {
    for (const gamma of ['0..5/0.1', '0,2']) {
      const over = [`gamma=${gamma}`, 'alpha=0.05..0.95/0.01'].flatMap((axis) => ['--over', axis])
      const { stdout } = await lossctl(['sweep', scenes, ...over], { tty: width, env: PLAIN })
      expect(stdout.split('\n').filter((line) => widthOf(line) > width)).toEqual([])
      const rows = gamma === '0,2' ? '' : '30 of 51 rows and '
      const note = new RegExp(`shown are ${rows}\\d+ of 91 columns; --format csv has all`)
      expect(stdout.replace(/\s+/g, ' ')).toMatch(note)
    }
  })
})

describe('names that are wide', () => {
  const classes = ['猫', '狗', '北京大学附属中学', '👍🏽好', 'naïve']

  it.each([60, 80, 100])('stand in straight columns of %i', async (width) => {
    const file = namedRows(classes, (row) => `样本编号第${row}号`)
    for (const args of [
      ['samples', file, '--top', '30'],
      ['compare', file, '--by', 'class'],
      ['diff', file, file],
      ['calibrate', file],
    ]) {
      const { code, stdout, stderr } = await lossctl(args, { tty: width, env: PLAIN })
      expect([code, stderr]).toEqual([0, ''])
      const lines = stdout.split('\n')
      expect(lines.filter((line) => widthOf(line) > width && !isHeld(line))).toEqual([])
      // Where numbers of four decimals end is the same in each row of a table.
      const ends = lines.map((line) => /^ {2}(猫|狗|北京|👍🏽好|naïve|样本).*?\d\.\d+/.exec(line)?.[0] ?? '')
      for (const [at, end] of ends.entries())
        if (end !== '' && ends[at - 1] !== '' && at > 0) expect(widthOf(end)).toBe(widthOf(ends[at - 1]))
      // A long one may be cut, between two signs.
      if (args[0] !== 'diff') expect(stdout).toMatch(/北京大(学附属中学|[学附属]{0,3}…)/)
    }
  })

  it('stand above their rows where they are ids of half a line, whole and once', async () => {
    const idOf = (row: number) => `dataset/2026-01-01/camera_front/patch_${row + 100}_left.png`
    const file = namedRows(['a', 'b'], idOf)
    const { stdout } = await lossctl(['samples', file, '--top', '5', '--task', 'softmax'], {
      tty: 70,
      env: PLAIN,
    })
    const lines = stdout.split('\n')
    expect(lines.filter((line) => widthOf(line) > 70)).toEqual([])
    const named = lines.filter((line) => /^ {2}dataset\/.*_left\.png$/.test(line))
    expect([named.length, new Set(named).size]).toEqual([5, 5])
  })
})

describe('the parts of a table', () => {
  it.each([
    [
      ['sweep', scenes, '--over', 'gamma=0,1', '--over', 'alpha=0.2,0.4', '--rank', 'easy.loss'],
      /^ +gamma +alpha /,
    ],
    [['sweep', scenes, '--loss', 'focal', '--loss', 'poly1-focal', '--over', 'gamma=0,1'], /^ +loss +gamma /],
    [['diagnose', '--explain', 'focal', '--compat', 'keras'], /^ +sample +pt /],
  ])('say each what a row is, with all that says it: %j', async (args, head) => {
    const { stdout } = await lossctl(args, { tty: 44, env: PLAIN })
    // A head is the line that follows an empty one and is followed by rows of as many cells or more.
    const heads = stdout.split('\n').filter((line, at, all) => line.startsWith('  ') && all[at - 1] === '')
    const own = heads.filter((line) =>
      /\b(gamma|sample|loss|easy|hard|formula|lossctl|mean|effective)\b/.test(line),
    )
    expect(own.length).toBeGreaterThan(1)
    expect(own.filter((line) => !head.test(line) && !/^ +(keras|lossctl)$|\d {2}alpha$/.test(line))).toEqual(
      [],
    )
  })

  it('have no two columns of one title', async () => {
    const { stdout } = await lossctl(['samples', scenes], { tty: 44, env: PLAIN })
    expect(stdout.match(/weight/g)).toHaveLength(1)
    expect(stdout).toContain('no room for margin, weight')
  })

  it('name a format that has them, of samples too, for which the CSV of most questions has no place', async () => {
    const other = fixture('digits-units.csv')
    for (const [args, format] of [
      [['samples', digits], 'csv'],
      [['compare', digits, '--per-sample', '3'], 'json'],
      [['diff', digits, other], 'json'],
    ] as const) {
      const { stdout } = await lossctl([...args], { tty: 80, env: PLAIN })
      const told = [...stdout.matchAll(/no room for ([^;]*); --format (\w+)\s+has\s+all/g)]
      expect(told.map(([, , one]) => one)).toEqual([format])
      const { stdout: all } = await lossctl([...args, '--format', format])
      expect(all).toMatch(format === 'csv' ? /(^|,)margin,/m : /"pt"|"ptA"/)
    }
  })
})

describe('numbers of a column', () => {
  it.each([
    [['samples', scenes], / (?:hard|easy) (?:posi|nega)tive$/],
    [['samples', digits], / hard$/],
    [['sweep', scenes], /^ +[\d.]+ +[\d.]+ % /],
  ])('stand with their points below each other: %j', async (args, isRow) => {
    const { stdout } = await lossctl(args, { tty: 100, env: PLAIN })
    const rows = stdout.split('\n').filter((line) => isRow.test(line))
    // Those of gamma, and of effective samples, are as they were given or have fewer digits.
    const points = rows.map((row) => [...row.matchAll(/\.(?=\d{3})/g)].map(({ index }) => index).join(' '))
    expect(rows.length).toBeGreaterThan(5)
    expect(new Set(points).size).toBe(1)
    expect(stdout).not.toMatch(/ -\d/)
  })
})

describe('a screen of 40 columns', () => {
  it('has the formula of each loss beside its name, wrapped', async () => {
    const { stdout } = await lossctl(['losses'], { tty: 40, env: PLAIN })
    const lines = stdout.split('\n')
    expect(lines.filter((line) => widthOf(line) > 40)).toEqual([])
    expect(lines.filter((line) => /^ {2}(focal|hinge) /.test(line))).toEqual([
      expect.stringMatching(/^ {2}focal +FL = /),
      expect.stringMatching(/^ {2}hinge +hinge = /),
    ])
  })

  it('has the name of an axis above its values, and no shades where no bar is', async () => {
    const { stdout } = await lossctl(
      ['sweep', scenes, '--over', 'gamma=0..5/1', '--over', 'alpha=0.05..0.95/0.1'],
      { tty: 40, env: PLAIN },
    )
    expect(stdout).toMatch(/^ +alpha\n {2}gamma {2}0\.05/m)
    expect(stdout.split('\n').filter((line) => widthOf(line) > 40)).toEqual([])
    const compared = await lossctl(['compare', scenes], { tty: 60, env: PLAIN })
    expect(compared.stdout).toContain('easy −')
    expect(compared.stdout).not.toMatch(/[░▒▓█]/)
  })
})

describe('a table that is wider than the screen', () => {
  const table = fc
    .array(fc.record({ title: fc.string({ maxLength: 12 }), width: fc.integer({ min: 1, max: 30 }) }), {
      minLength: 2,
      maxLength: 12,
    })
    .map((columns) => ({
      widths: columns.map(({ title, width }) => Math.max(title.length, width)),
      block: {
        kind: 'table',
        columns: columns.map(({ title }) => ({ title, align: 'right' })),
        rows: [
          { heading: 'all' },
          ...[0, 1].map((row) => ({ cells: columns.map((_, column) => ({ text: `${row} ${column}` })) })),
        ],
      } satisfies TableBlock,
    }))

  it('has each column in one of its parts, behind the first, and as few parts as fit', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 30, max: 90 }), ({ block, widths }, room) => {
        const parts = narrowTable(block, widths, room)
        const columnsOf = ({ rows }: TableBlock) =>
          rows.flatMap((row) => ('cells' in row ? [row.cells.map(({ text }) => text)] : []))
        const numbers = parts.map((part) => columnsOf(part)[0].map((text) => Number(text.split(' ')[1])))
        expect(numbers.map(([first]) => first)).toEqual(parts.map(() => 0))
        expect(numbers.flatMap(([, ...others]) => others)).toEqual(widths.slice(1).map((_, i) => i + 1))
        for (const [at, part] of parts.entries()) {
          expect(columnsOf(part)[1]).toEqual(numbers[at].map((column) => `1 ${column}`))
          expect(part.columns).toEqual(numbers[at].map((column) => block.columns[column]))
          expect(part.rows[0]).toEqual({ heading: 'all' })
          const drawn = numbers[at].reduce((sum, column) => sum + widths[column] + 2, -2)
          expect(drawn <= room || numbers[at].length === 2).toBe(true)
        }
        // Two of them side by side would not fit.
        for (const [at, [, ...others]] of numbers.entries()) {
          const both = [...(numbers[at - 1] ?? [0]), ...others]
          if (at > 0) expect(both.reduce((sum, column) => sum + widths[column] + 2, -2)).toBeGreaterThan(room)
        }
      }),
      { numRuns: draws(2000) },
    )
  })

  it('wraps its words where these are what makes it wide', () => {
    const text = 'one two three four five six seven eight nine ten eleven twelve'
    const block = {
      kind: 'table',
      columns: [
        { title: 'a', align: 'left' },
        { title: 'words', align: 'left' },
      ],
      rows: [{ cells: [{ text: 'x' }, { text }] }, { cells: [{ text: 'y' }, { text: 'one' }] }],
    } satisfies TableBlock
    const [{ rows }, ...more] = narrowTable(block, [1, text.length], 40)
    expect(more).toEqual([])
    const cells = rows.map((row) => ('cells' in row ? row.cells.map(({ text }) => text) : []))
    expect(cells.map(([first]) => first)).toEqual(['x', '', 'y'])
    expect(cells.every(([, second]) => second.length <= 37)).toBe(true)
    expect(`${cells[0][1]} ${cells[1][1].trim()}`).toBe(text)
  })
})
