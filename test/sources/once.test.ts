/** What never ends is refused before it is opened; and no file counts twice. */
import { linkSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { copyOf } from '../made/copy.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { predictionFolders } from '../made/process.ts'

const newFolder = predictionFolders()

let folder = ''
const at = (name: string) => join(folder, name)

beforeEach(() => {
  folder = newFolder()
})

describe('a small file that is none', () => {
  const ends = [
    ['check', '--config'],
    ['compare', '--losses-file'],
  ]

  it.each(ends)('because it never ends is refused: %s %s', async (command, flag) => {
    const { code, stderr } = await lossctl([command, at('p.csv'), flag, '/dev/zero'])
    expect([code, stderr]).toEqual([3, 'error: /dev/zero: is a device; write it to a file first\n'])
  })

  it.each(ends)('because of its size is refused without being read: %s %s', async (command, flag) => {
    // A hole in a file takes no room.
    writeFileSync(at('huge'), '')
    truncateSync(at('huge'), 2 ** 40)
    const { code, stderr } = await lossctl([command, at('p.csv'), flag, at('huge')])
    expect([code, stderr]).toEqual([3, `error: ${at('huge')}: is longer than 1 MB; is it the right file?\n`])
  })

  it('may begin with a byte-order mark', async () => {
    writeFileSync(at('losses.txt'), '\ufeffce\n# why\nfocal:gamma=1\n')
    const { results } = await lossctlJson<{ results: { losses: { spec: string }[] }[] }>(
      'compare',
      at('p.csv'),
      '--losses-file',
      at('losses.txt'),
    )
    expect(results[0].losses).toHaveLength(2)
  })
})

describe('one file under two names', () => {
  /** Two runs, and what makes one of them stand there again. */
  function twoRuns(again: () => void): void {
    for (const run of ['run-1', 'run-2']) {
      mkdirSync(at(`runs/${run}`), { recursive: true })
      writeFileSync(at(`runs/${run}/p.csv`), readFileSync(at('p.csv')))
    }
    again()
  }

  it.each([
    ['a link to its folder', () => symlinkSync('run-2', at('runs/latest'))],
    [
      'a link to it',
      () => {
        mkdirSync(at('runs/latest'))
        symlinkSync('../run-2/p.csv', at('runs/latest/p.csv'))
      },
    ],
    [
      'a hard link',
      () => {
        mkdirSync(at('runs/latest'))
        linkSync(at('runs/run-2/p.csv'), at('runs/latest/p.csv'))
      },
    ],
  ])('is refused in a pattern, with both names: %s', async (_, again) => {
    twoRuns(again)
    const { code, stderr } = await lossctl(['compare', at('runs/*/p.csv')])
    expect([code, stderr]).toEqual([
      3,
      `error: ${at('runs/run-2/p.csv')}: is the same file as ${at('runs/latest/p.csv')}; it would count twice: leave one of them out\n`,
    ])
    expect((await lossctl(['compare', at('runs/run-*/p.csv')])).code).toBe(0)
  })

  it('is refused among labels and in a folder as well', async () => {
    twoRuns(() => symlinkSync(at('runs/run-1/p.csv'), at('runs/run-1/again.csv')))
    const twice = `${at('runs/run-1/p.csv')}: is the same file as ${at('runs/run-1/again.csv')}`
    for (const args of [
      ['compare', at('runs/run-1')],
      ['compare', at('p.csv'), '--labels', at('runs/run-1')],
    ]) {
      const { code, stderr } = await lossctl(args)
      expect([code, stderr.startsWith(`error: ${twice}`)]).toEqual([3, true])
    }
  })

  it('is refused where files are added up', async () => {
    twoRuns(() => symlinkSync('run-2', at('runs/latest')))
    await lossctl(['sketch', at('p.csv'), '-o', at('a.sketch.json')])
    symlinkSync('a.sketch.json', at('b.sketch.json'))
    for (const [command, ...files] of [
      ['sketch', 'p.csv', 'p.csv'],
      ['sketch', 'runs/run-2', 'runs/latest/p.csv'],
      ['sketch', 'a.sketch.json', 'p.csv', 'b.sketch.json'],
      ['merge', 'a.sketch.json', 'a.sketch.json'],
      ['merge', 'a.sketch.json', 'b.sketch.json'],
    ]) {
      const { code, stderr } = await lossctl([command, ...files.map(at), '-o', at('out.sketch.json')])
      expect([code, stderr]).toEqual([
        3,
        expect.stringMatching(/(is given twice|is the same file as [^\n]*); it would/),
      ])
    }
  })

  it('may be compared with itself', async () => {
    expect((await lossctl(['diff', at('p.csv'), at('p.csv')])).code).toBe(0)
    expect((await lossctl(['report', at('p.csv'), at('p.csv'), '-o', at('x.html')])).code).toBe(0)
  })

  it('is no baseline of itself, whatever its name, since that would always pass', async () => {
    const check = (file: string, before: string, ...more: string[]) =>
      lossctl(['check', file, '--baseline-preds', before, '--max-increase', 'ce.mean=0', ...more])
    twoRuns(() => symlinkSync('run-2', at('runs/latest')))
    symlinkSync('p.csv', at('link.csv'))
    for (const [file, before] of [
      ['p.csv', 'p.csv'],
      ['p.csv', 'link.csv'],
      ['runs/run-2', 'runs/latest'],
      ['runs/run-*/p.csv', 'runs/run-*/p.csv'],
    ]) {
      const { code, stderr } = await check(at(file), at(before))
      expect([code, stderr], before).toEqual([
        2,
        expect.stringMatching(
          /^error: --baseline-preds .* is the predictions themselves: a file held against itself/,
        ),
      ])
    }
    expect((await check(at('p.csv'), copyOf(at('p.csv')))).code).toBe(0)
  })

  it('with two columns of scores, or two models, is compared by what the refusal prints', async () => {
    writeFileSync(at('two.csv'), 'm,y,a,b\nx,1,2.5,1.5\nx,0,-2.25,-1\nz,1,3,0.5\nz,0,-0.5,-4\n')
    const refuse = (...more: string[]) =>
      lossctl([
        'check',
        at('two.csv'),
        '--label',
        'y',
        ...more,
        '--baseline-preds',
        at('two.csv'),
        '--max',
        'ce.mean=1',
      ])
    for (const [more, fill] of [
      [['--score', 'b'], (words: string) => words.replace('--score-b B', '--score-b a')],
      [['--score', 'a', '--model', 'm=x'], (words: string) => words.replace('COLUMN=OLD,NEW', 'm=x,z')],
    ] as const) {
      const { stderr } = await refuse(...more)
      const line = fill(/compared by: lossctl (.*)$/m.exec(stderr)![1])
      const { code, stdout } = await lossctl(line.replaceAll("'", '').split(' '))
      expect([code, stdout], line).toEqual([0, expect.stringContaining('paired')])
    }
  })
})
