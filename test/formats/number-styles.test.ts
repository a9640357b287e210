import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { draws } from '../made/draws.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

const compare = async (...words: string[]) =>
  (await lossctlJson<{ results: CompareReport[] }>('compare', ...words)).results[0]
const problem = async (...words: string[]) => {
  const { code, stderr } = await lossctl(['compare', ...words])
  expect(code).toBe(3)
  return stderr
}

/** Probabilities of a few decimals, as a report would round them, and labels of both kinds. */
const rows = fc
  .array(fc.record({ y: fc.constantFrom(0, 1), n: fc.integer({ min: 1, max: 9999 }) }), {
    minLength: 20,
    maxLength: 60,
  })
  .filter((list) => new Set(list.map(({ y }) => y)).size === 2 && list.some(({ n }) => n % 100 > 0))

type Rows = readonly { y: number; n: number }[]

const text = (header: string, list: Rows, row: (one: { y: number; n: number }) => string) =>
  `${header}${list.map((one) => `${row(one)}\n`).join('')}`

/** The mean of -ln pt, straight from the numbers that were written. */
const meanOf = (list: Rows, p: (n: number) => number) =>
  list.reduce((sum, { y, n }) => sum - Math.log(y ? p(n) : 1 - p(n)), 0) / list.length

const percent = (n: number) => (n / 100).toFixed(2)
const comma = (text: string) => text.replace('.', ',')

describe('numbers in other dress', () => {
  it('are percentages where each carries a %, with points or commas, with --from or without', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('%', ' %'), async (list, sign) => {
        const mean = meanOf(list, (n) => Number(percent(n)) / 100)
        const files = [
          write(
            'point.csv',
            text('label,prob\n', list, ({ y, n }) => `${y},${percent(n)}${sign}`),
          ),
          write(
            'comma.csv',
            text('label;prob\n', list, ({ y, n }) => `${y};${comma(percent(n))}${sign}`),
          ),
          write(
            'quoted.csv',
            text('label,prob\n', list, ({ y, n }) => `${y},"${percent(n)}${sign}"`),
          ),
        ]
        for (const file of files)
          for (const words of [[], ['--from', 'percent']]) {
            const { losses, source } = await compare(file, ...words)
            expect(losses[0].value! / mean).toBeCloseTo(1, 12)
            expect([source.form, source.from]).toEqual(['percent', 'probs'])
          }
      }),
      { numRuns: draws(25) },
    )
  })

  it('have a comma where semicolons, tabs or bars part the cells', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(';', '\t', '|'),
        fc.boolean(),
        async (list, separator, isNamed) => {
          const p = (n: number) => n / 10_000
          const header = isNamed ? `label${separator}prob\n` : ''
          const file = write(
            'eu.csv',
            text(header, list, ({ y, n }) => `${y}${separator}${comma(`${p(n)}`)}`),
          )
          const words = isNamed ? [] : ['--label', '0', '--from', 'probs']
          const { losses } = await compare(file, ...words)
          expect(losses[0].value! / meanOf(list, p)).toBeCloseTo(1, 12)
        },
      ),
      { numRuns: draws(25) },
    )
  })

  it('have no comma that may part thousands', async () => {
    const list = Array.from({ length: 30 }, (_, i) => `${i % 2};1,${String(100 + i)}\n`).join('')
    expect(await problem(write('thousands.csv', `label;score\n${list}`))).toContain('which is not a number')
    const logits = list.replace('0;1,100', '0;-0,5')
    expect((await compare(write('logits.csv', `label;logit\n${logits}`))).count).toBe(30)
  })

  it('are told where one of them is bare, and where they are said to be something else', async () => {
    const cells = Array.from({ length: 30 }, (_, i) => `${i % 2},${i === 27 ? '0.5' : '5.5%'}\n`)
    const mostly = write('mostly.csv', `label,prob\n${cells.join('')}`)
    expect(await problem(mostly)).toMatch(/is not a number|holds/)
    const all = write('all.csv', `label,prob\n${cells.join('').replace('0.5\n', '0.5%\n')}`)
    expect(await problem(all, '--from', 'probs')).toContain(
      'carry a %, and --from probs says that they are none',
    )
    // Behind the first rows, which tell what the column holds.
    const late = `${'0,5.5%\n1,90%\n'.repeat(700)}1,0.5\n`
    expect(await problem(write('late.csv', `label,prob\n${late}`))).toContain(
      'late.csv:1402:2: the score "0.5" is written in another way than the first ones',
    )
  })
})

describe('blanks', () => {
  /** As numpy.savetxt writes an array, with or without names, and as a tool prints columns. */
  const HEADERS = [
    '',
    '# label prob\n',
    '#label prob\n',
    '# made by hand, for a test of this\n# label prob\n',
    'label  prob\n',
  ]
  const ROWS = [
    ({ y, n }: { y: number; n: number }) => `${y.toExponential(18)} ${(n / 10_000).toExponential(18)}`,
    ({ y, n }: { y: number; n: number }) => `  ${y}${' '.repeat(1 + (n % 5))}${n / 10_000} `,
  ]

  it('part numbers, one or several of them', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(...HEADERS),
        fc.constantFrom(...ROWS),
        fc.boolean(),
        async (list, header, row, isOld) => {
          const lines = text(header, list, row)
          const file = write('array.txt', isOld ? lines.replaceAll('\n', '\r\n') : lines)
          const words = header === '' ? ['--label', '0', '--from', 'probs'] : []
          const { losses, source } = await compare(file, ...words)
          expect(losses[0].value! / meanOf(list, (n) => n / 10_000)).toBeCloseTo(1, 12)
          expect([source.rows, source.format]).toEqual([list.length, 'CSV, blanks, 2 columns'])
        },
      ),
      { numRuns: draws(60) },
    )
  })

  it('name the line and the column of a fault', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `${i % 2}  ${i === 20 ? '1.5' : '0.25'}\n`)
    const file = write('fault.txt', `# label prob\n\n${lines.join('')}`)
    expect(await problem(file)).toContain(`${file}:23:2: "1.5" is not a probability`)
    const short = write(
      'short.txt',
      `# label prob\n${lines.join('').replace('1  1.5', '1')}${'1  0.25\n'.repeat(60)}`,
    )
    expect(await problem(short)).toMatch(/short\.txt/)
    expect(
      (await compare(write('more.txt', `${lines.slice(0, 19).join('')}`), '--label', '0', '--from', 'probs'))
        .count,
    ).toBe(19)
  })

  it('stay in words that other signs part, and in a lone column', async () => {
    const named = write(
      'named.csv',
      'label,prob healthy,prob ill\nill,0.2,0.8\nhealthy,0.9,0.1\nill,0.3,0.7\n',
    )
    expect((await compare(named)).source.classes).toEqual(['healthy', 'ill'])
    const { stdout } = await lossctl(['inspect', write('lone.csv', 'a b\n1\n2\n')])
    expect(stdout).toContain('CSV, comma, 1 column')
  })
})
