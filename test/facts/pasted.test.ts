/** Every command and every flag that lossctl advises, pasted back: it asks the same question, or puts it right. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandOf } from '../../src/page/model/command.ts'
import { boundsOf, initialState } from '../../src/page/model/initial.ts'
import { createModel } from '../../src/page/model/model.ts'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import type { InspectReport } from '../../src/questions/inspect/inspect.ts'
import type { ReportContent } from '../../src/questions/report/report-content.ts'
import type { SweepReport } from '../../src/questions/tune/sweep.ts'
import { cleanLine } from '../../src/words/clean.ts'
import { writeCommand } from '../../src/words/shell.ts'
import { draws } from '../made/draws.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { advisedCommand, advisedFlag, printedCommands, wordsOf } from '../made/paste.ts'
import { can, runShell } from '../made/process.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

/** Names that a shell, a list or a parser of options would take for something else. */
const NASTY = [
  'my score',
  '$(touch pwned)',
  "it's",
  '-x',
  'a,b',
  '"quoted"',
  'prob_*',
  'line\u2028end',
  ' edge ',
  '--',
]

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`

/** Rows of a truth, scores and more whose columns have these names. */
function csv(names: readonly string[], row: (i: number) => readonly (number | string)[], rows = 40): string {
  const lines = Array.from({ length: rows }, (_, i) => row(i).map((value) => cell(`${value}`)))
  return [names.map(cell), ...lines].map((cells) => `${cells.join(',')}\n`).join('')
}

const probability = (i: number) => ((i * 7) % 19) / 20 + 0.02

/** Two labels that look like numbers and one to ignore, two columns of scores, a weight, an id, a slice. */
function hardToName(names: readonly string[], file = 'my "preds" $x.csv'): string {
  const rows = csv(names, (i) => [
    ['no, thanks', 'yes $1', '-9'][i % 3],
    probability(i),
    probability(i + 3),
    (i % 4) + 1,
    `id ${i}`,
    ['a', 'b'][i % 2],
    i === 7 ? 'NA' : 0.5,
  ])
  return write(file, rows)
}

const NAMES = ['-truth', 'my score', 'other', 'w$', 'row id', "slice's", 'age']
const READ = [
  ['--label=-truth'],
  ['--score', 'my score'],
  ['--class-names', '"no, thanks",yes $1'],
  ['--ignore-label=-9'],
  ['--from', 'probs'],
  ['--task', 'binary'],
]

describe('what compare prints of other settings', () => {
  const optional = [
    ['--id', 'row id'],
    ['--weight', 'w$'],
    ['--by', "slice's"],
    ['--prob-tolerance', '0.001'],
    ['--on-bad-row', 'skip'],
    ['--threshold', '0.3'],
    ['--alpha', '0.25'],
  ]

  it('is the same question, whatever was said of the file', async () => {
    const file = hardToName(NAMES)
    await fc.assert(
      fc.asyncProperty(fc.subarray(optional), async (chosen) => {
        const words = [file, ...READ.flat(), ...chosen.flat()]
        const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', ...words)
        const { stdout } = await lossctl(['compare', ...words], { tty: 40 })
        const commands = printedCommands(stdout)
        expect(commands.length).toBe(1)
        const swept = await lossctlJson<SweepReport>(...commands[0])
        // It pools what is parted.
        expect(swept.source).toEqual({ ...results[0].source, by: null })
        expect(swept.threshold).toBe(results[0].threshold)
        const focal = results[0].losses.find(({ name }) => name === 'focal')!
        const same = swept.settings.find(({ spec }) => spec === focal.spec)!
        const mean = swept.quantities.findIndex(({ name }) => name === 'mean')
        expect(same.values[mean]! / focal.value!).toBeCloseTo(1, 12)
      }),
      { numRuns: draws(25) },
    )
  })

  it('keeps --renormalize, which rows of softmax probabilities alone know', async () => {
    const file = write(
      'unscaled.csv',
      csv(['label', 'p_0', 'p_1', 'p_2'], (i) => [i % 3, 0.5, 0.75, 0.25]),
    )
    const { stdout } = await lossctl(['compare', file, '--renormalize'], { tty: 40 })
    const [command] = printedCommands(stdout)
    expect(command).toContain('--renormalize')
    expect((await lossctl(command)).code).toBe(0)
  })

  it('names files that a shell or a parser would misread', async () => {
    const content = csv(['label', 'prob'], (i) => [i % 2, probability(i)])
    for (const name of [
      '-x.csv',
      "it's $(touch pwned).csv",
      'two\nlines.csv',
      'turned\u202e.csv',
      '##[error]x.csv',
    ]) {
      const file = write(name, content)
      const { stdout } = await lossctl(['compare', file], { tty: 40 })
      expect(printedCommands(stdout)).toEqual([['sweep', file, '--over', 'gamma=0..5/0.25']])
      const markdown = (await lossctl(['compare', file, '--format', 'markdown'])).stdout
      const [, line] = /^```sh\n(.*)\n```$/m.exec(markdown)!
      expect(wordsOf(line)).toEqual(['lossctl', 'sweep', file, '--over', 'gamma=0..5/0.25'])
    }
    // In its own folder a name may begin with the dash.
    const [, ...words] = wordsOf(writeCommand('sweep', ['-x.csv'], ['--over', 'gamma=1']))
    expect(words).toEqual(['sweep', '--over', 'gamma=1', '--', '-x.csv'])
    const there = words.map((word) => (word === '-x.csv' ? write('-x.csv', content) : word))
    expect((await lossctl(there)).code).toBe(0)
  })

  it('keeps what was said of the loss, and is left out where no sweep says the same', async () => {
    const rows = csv(['label', 'p_0', 'p_1', 'p_2'], (i) => [i % 3, 0.5, 0.3, 0.2])
    const file = write('softmax.csv', rows)
    const printed = async (...words: string[]) =>
      printedCommands((await lossctl(['compare', file, ...words])).stdout)
    expect(await printed('--loss', 'focal:alpha=1,2,3,gamma=1')).toEqual([
      ['sweep', file, '--loss', 'focal:alpha=1,2,3', '--over', 'gamma=0..5/0.25'],
    ])
    expect(await printed('--loss', 'poly1-focal:epsilon=-1')).toEqual([
      ['sweep', file, '--loss', 'poly1-focal:epsilon=-1', '--over', 'gamma=0..5/0.25'],
    ])
    expect(await printed('--by', 'class')).toEqual([['sweep', file, '--over', 'gamma=0..5/0.25']])
    expect(await printed('--class-weight', '1,2,3')).toEqual([
      ['sweep', file, '--class-weight', '1,2,3', '--over', 'gamma=0..5/0.25'],
    ])
    for (const words of [
      ['--loss', 'ce'],
      ['--compat', 'keras'],
    ])
      expect(await printed(...words)).toEqual([])
  })
})

describe("the page's command", () => {
  it('gives the numbers of the page', async () => {
    const file = hardToName(NAMES, "page's $data.csv")
    const page = join(dirname(file), 'page.html')
    const asked = [file, ...READ.flat(), '--weight', 'w$', '--threshold', '0.3', '--loss', 'focal:gamma=3']
    expect((await lossctl(['report', ...asked, '-o', page])).code).toBe(0)
    const [, json] = /<script type="application\/json" id="content">(.*)<\/script>/.exec(
      readFileSync(page, 'utf8'),
    )!
    const content: ReportContent = JSON.parse(json)
    const model = createModel(content)
    const [state, bounds] = [boundsOf(model.files, content)].map(
      (found) => [initialState(content, found), found] as const,
    )[0]
    expect(bounds.task).toBe('binary')
    const [, ...words] = wordsOf(commandOf(model.files[0], state)!)
    // The page goes elsewhere, and says the file's name without its folder.
    const there = words.map((word) => (word === "page's $data.csv" ? file : word))
    const original = await lossctlJson('compare', ...asked)
    expect(await lossctlJson(...there)).toEqual(original)
  })
})

describe('the command that', () => {
  it('saves a baseline makes the check work', async () => {
    const file = hardToName(NAMES, 'to check.csv')
    const baseline = join(dirname(file), "main's.json")
    const asked = [
      ...['check', file, ...READ.flat(), '--by', "slice's", '--threshold', '0.3', '--alpha', '0.25'],
      ...['--baseline', baseline, '--max-increase', 'focal.mean=2%'],
    ]
    const missing = await lossctl(asked)
    expect([missing.code, missing.stdout]).toEqual([3, ''])
    expect(missing.stderr).toContain('the baseline is missing')
    const saving = advisedCommand(missing.stderr)
    expect(saving).toContain('BEFORE.csv')
    expect((await lossctl(saving.map((word) => (word === 'BEFORE.csv' ? file : word)))).code).toBe(0)
    expect(existsSync(baseline)).toBe(true)
    expect((await lossctl(asked)).code).toBe(0)
    // What stands in its place stays as it is.
    const other = await lossctl(asked.map((word) => (word === baseline ? file : word)))
    expect(other.stderr).toContain('is no baseline')
    expect(advisedCommand(other.stderr)).toContain(join(dirname(file), 'to check.baseline.json'))
    const folder = await lossctl(asked.map((word) => (word === baseline ? dirname(file) : word)))
    expect(advisedCommand(folder.stderr)).toContain(join(dirname(file), 'baseline.json'))
  })

  it('takes one value for all as that of the batch reads the same columns', async () => {
    const rows = csv(['my truth', '0', 'the loss'], (i) => [i % 2, probability(i), 1])
    const file = write('one value.csv', rows)
    const asked = ['diagnose', file, '--label', 'my truth', '--from', 'probs', '--loss-column', 'the loss']
    const { code, stderr } = await lossctl([...asked, '--expect', 'ce'])
    expect([code, stderr]).toEqual([3, expect.stringContaining('all 40 losses are 1')])
    const words = advisedCommand(stderr)
    expect(words).toEqual([
      ...['diagnose', file, '--from', 'probs', '--label', 'my truth', '--score', '0'],
      ...['--printed', '1', '--expect', 'ce'],
    ])
    expect((await lossctl(words)).stdout).toContain('1 printed value')
  })

  it('shows what to ask of diagnose, solve and compare names what was given', async () => {
    const file = hardToName(NAMES, 'asked of.csv')
    const bare = await lossctl(['diagnose', file, '--label=-truth'])
    expect(advisedCommand(bare.stderr)).toEqual(['diagnose', file, '--label=-truth', '--loss-column', 'loss'])
    const nothing = await lossctl([
      'solve',
      '--for',
      'gamma',
      '--want',
      'easy.loss <= 10%',
      '--threshold',
      '0.3',
    ])
    expect(advisedCommand(nothing.stderr)).toEqual([
      'solve',
      'preds.csv',
      '--for',
      'gamma',
      '--want',
      'easy.loss <= 10%',
      '--threshold',
      '0.3',
    ])
    const words = ['--explain', 'focal', '--compat', 'keras', ...READ.flat()]
    const explained = advisedCommand((await lossctl(['diagnose', file, ...words])).stderr)
    expect((await lossctl(explained)).code).toBe(0)
  })

  const PACKERS = [
    ['xz', 'xz'],
    ['bzip2', 'bz2'],
  ] as const
  const plain = () =>
    write(
      'it is $packed.csv',
      csv(['label', 'prob'], (i) => [i % 2, probability(i)]),
    )

  describe.each(PACKERS)('unpacks a file of %s on the way', (program, ending) => {
    it
      .skipIf(!can(program, '--version'))
      .each<readonly [string, ...string[]]>([
        ['compare'],
        ['sweep', '--over', 'gamma=0..2/1'],
        ['inspect'],
        ['samples', '--top', '3', '--loss', 'focal:gamma=1.5'],
        ['check', '--max', 'focal.mean=9'],
      ])(`and asks the same of it with %s (needs ${program})`, async (command, ...flags) => {
      const path = plain()
      const file = write(`it is $packed.csv.${ending}`, execFileSync(program, ['-c', path]))
      const { code, stderr } = await lossctl([command, file, ...flags])
      expect(code).toBe(3)
      const line = new RegExp(`${program} -dc .*$`, 'm').exec(stderr)![0]
      expect(line).toContain(`${program} -dc '${file}' | lossctl ${command} -`)
      const piped = await runShell(line, '.')
      const { stdout } = await lossctl([command, path, ...flags])
      const names = [`'${path}'`, path, 'standard input', ' - ']
      const bare = (text: string) =>
        names.reduce((rest, name) => rest.replaceAll(name, ' '), text).split(/\s+/)
      expect([piped.stderr, bare(piped.stdout).sort()]).toEqual(['', bare(stdout).sort()])
    })

    it.skipIf(!can(program, '--version'))(`and labels of their own (needs ${program})`, async () => {
      const scores = write(
        'scores.csv',
        csv(['prob'], (i) => [probability(i)]),
      )
      const labels = write(
        'labels.csv',
        csv(['label'], (i) => [i % 2]),
      )
      const file = write(`labels.csv.${ending}`, execFileSync(program, ['-c', labels]))
      for (const flags of [[`--labels=${file}`], ['--labels', file]]) {
        const { stderr } = await lossctl(['compare', scores, ...flags])
        const { stdout } = await runShell(new RegExp(`${program} -dc .*$`, 'm').exec(stderr)![0], '.')
        expect(stdout).toContain('40 rows, binary')
      }
    })

    it.skipIf(!can(program, '--version'))(
      `or first, where it cannot be piped (needs ${program})`,
      async () => {
        const path = plain()
        const weights = write(
          'weights.csv',
          csv(['w'], (i) => [1 + (i % 3)]),
        )
        const file = write(`weights.csv.${ending}`, execFileSync(program, ['-c', weights]))
        const { stderr } = await lossctl(['compare', path, '--weight', file])
        expect(stderr).toContain(`unpack it first: ${program} -dk ${file}\n`)
      },
    )
  })
})

/** The error of a question, and what inspect makes of the file once the flag that it advises is added. */
async function putRight(file: string, words: readonly string[], flag: string): Promise<InspectReport> {
  const { code, stderr } = await lossctl(['compare', file, ...words])
  expect([code, stderr.trimEnd().split('\n').length]).toEqual([3, 1])
  const asked = ['inspect', file, ...words]
  const [question] = (await lossctlJson<InspectReport>(...asked)).questions
  expect(stderr).toContain(cleanLine(question.problem))
  return lossctlJson<InspectReport>(...asked, ...advisedFlag(stderr, flag))
}

describe('the flag that an error advises, pasted,', () => {
  it.each(NASTY.map((first) => [first, 'other']))('names the classes %j and %s', async (first, second) => {
    const file = write(
      'labels.csv',
      csv(['label', 'prob'], (i) => [[first, second][i % 2], probability(i)]),
    )
    const { reasons } = await putRight(file, [], '--class-names')
    expect(reasons).toContain('labels are read as names')
  })

  it('names the column of labels', async () => {
    const file = write(
      'two.csv',
      csv(['y', 'target', 'prob'], (i) => [i % 2, 7, probability(i)]),
    )
    const { reasons } = await putRight(file, [], '--label')
    expect(reasons).toContain('labels are "y", as --label says')
  })

  const FAMILIES = NASTY.filter((name) => !name.includes('\u2028'))

  it.each(FAMILIES)('names the family of scores with %j in it', async (name) => {
    const family = [`p_${name}0`, `p_${name}1`]
    const rows = csv(['label', ...family, 'logit_0', 'logit_1'], (i) => [i % 2, 0.5, 0.5, 1.5, 2])
    const { columns } = await putRight(write('family.csv', rows), [], '--score')
    const probable = columns.filter(({ role }) => role === 'probability')
    expect(probable.map((column) => column.name)).toEqual(family)
  })

  it.each(NASTY)('names the column of scores %j', async (name) => {
    const cat = `c${name}`
    const rows = csv(['label', cat, 'dog', 'x'], (i) => [[cat, 'dog'][i % 2], 2, -1, i])
    const { columns } = await putRight(write('scores.csv', rows), [], '--score')
    expect(columns.map(({ role }) => role)).toEqual(['label', 'logit', 'logit', 'not read'])
  })

  it.each(NASTY)('leaves out the label %j', async (label) => {
    const rows = csv(['label', 'p_0', 'p_1'], (i) => [i === 30 ? label : i % 2, 0.5, 0.5], 400)
    const file = write('ignored.csv', rows)
    const { code, stderr } = await lossctl(['compare', file])
    expect([code, stderr]).toEqual([3, expect.stringContaining('is no label')])
    const { results } = await lossctlJson<{ results: CompareReport[] }>(
      'compare',
      file,
      ...advisedFlag(stderr, '--ignore-label'),
    )
    expect(results[0].source.ignored).toBe(1)
  })

  it.each([3, 12, 13, 40])('counts %d classes from 1', async (classes) => {
    const names = Array.from({ length: classes }, (_, i) => `p_x${i}`)
    const rows = csv(['label', ...names], (i) => [(i % classes) + 1, ...names.map(() => 1 / classes)], 80)
    const { reasons } = await putRight(write('from1.csv', rows), [], '--class-names')
    expect(reasons).toContain(`labels are read as numbers ${classes === 3 ? '1, 2, 3' : `1 to ${classes}`}`)
  })

  // Blanks around the name of a column count for nothing.
  it.each(NASTY.filter((name) => name === name.trim()))('sketches by the column %j', async (by) => {
    const file = write(
      'by.csv',
      csv(['label', 'prob', by], (i) => [i % 2, probability(i), `s${i % 3}`]),
    )
    const sketch = join(dirname(file), 'by.sketch.json')
    await lossctl(['sketch', file, '-o', sketch])
    const { code, stderr } = await lossctl(['compare', sketch, `--by=${by}`])
    expect([code, stderr]).toEqual([3, expect.stringContaining('sketch the predictions again with')])
    const flag = advisedFlag(stderr.slice(stderr.indexOf('again with')), '--by')
    expect((await lossctl(['sketch', file, ...flag, '-o', sketch])).code).toBe(0)
    expect((await lossctl(['compare', sketch, `--by=${by}`])).code).toBe(0)
  })

  it('adds up the sketches of a folder in which there is something else', async () => {
    const file = write(
      'part.csv',
      csv(['label', 'prob'], (i) => [i % 2, probability(i)]),
    )
    const folder = join(dirname(file), 'my $sketches')
    mkdirSync(folder)
    for (const part of ['1', '2']) await lossctl(['sketch', file, '-o', join(folder, `${part}.sketch.json`)])
    await lossctl(['curve', '-o', join(folder, 'curve.csv')])
    const sum = join(dirname(file), 'all.json')
    const { stderr } = await lossctl(['merge', folder, '-o', sum])
    expect(stderr).toContain(
      'curve.csv: is no sketch; make one with lossctl sketch, or take it out of the folder',
    )
    rmSync(join(folder, 'curve.csv'))
    const samplesOf = async (path: string) =>
      JSON.parse((await lossctl(['compare', path, '--format', 'json'])).stdout).results[0].count
    expect((await lossctl(['merge', folder, '-o', sum])).code).toBe(0)
    expect(await samplesOf(sum)).toBe(2 * (await samplesOf(file)))
  })
})
