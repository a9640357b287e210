/** Folders of ../shared/cases whose way out is no flag: the files are changed as the words of the refusal say, and then they answer right. */

import { spawn } from 'node:child_process'
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { bin, can, endOf } from '../made/process.ts'
import { copyOfCase, hasCases, isNear, numbersOf, rightOf, wordsIn } from './told.ts'

/** A folder of the cases, with what its commands answer in it. */
function caseOf(name: string) {
  const folder = copyOfCase(name)
  const path = (file: string) => join(folder, file)
  return {
    path,
    read: (file: string) => readFileSync(path(file), 'utf8'),
    refusalOf: async (command: string) => {
      const { code, stderr } = await lossctl(wordsIn(folder, command))
      expect([code, stderr.split('\n').length]).toEqual([3, 2])
      return stderr
    },
    expectRight: async (command: string, is: string) => {
      const found = await numbersOf(wordsIn(folder, command))
      expect('answer' in found && isNear(found.answer[0], rightOf(name, is)), JSON.stringify(found)).toBe(
        true,
      )
    },
  }
}

describe.skipIf(!hasCases)('what no flag mends is mended as the refusal says (needs ../shared)', () => {
  it('reading/07: the score of each class in a column of its own', async () => {
    const { path, read, refusalOf, expectRight } = caseOf('reading/07-top-k-sorted')
    expect(await refusalOf('compare topk.csv --loss ce')).toMatch(
      /write the score of each class into a column of its own/,
    )
    const [, ...rows] = read('topk.csv')
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    const classes = [0, 1, 2, 3, 4]
    const lines = rows.map((row) =>
      [row[1], ...classes.map((c) => row[7 + row.slice(2, 7).indexOf(`${c}`)])].join(','),
    )
    writeFileSync(path('classes.csv'), [`label,${classes.map((c) => `prob_${c}`)}`, ...lines, ''].join('\n'))
    await expectRight('compare classes.csv --loss ce', 'by_class')
  })

  it.each([
    ['logits', 'compare logits.csv --labels labels.csv --loss ce'],
    ['probs', 'compare probs.csv --labels y.csv --loss ce'],
  ])('hard/wrong-03: another name above the labels of %s', async (is, command) => {
    const { refusalOf, expectRight } = caseOf('hard/wrong-03-numeric-header')
    const [, file, line, name] =
      /the first line of (\S+), "(.*)", was read as a row: if it is a name, write another one, such as (\w+)/.exec(
        await refusalOf(command),
      )!
    const text = readFileSync(file, 'utf8')
    expect(text.startsWith(`${line}\n`)).toBe(true)
    writeFileSync(file, text.replace(line, name))
    await expectRight(command, is)
  })

  it('hard/wrong-06: samples that it wrote itself are read as what they were', async () => {
    const { path, expectRight } = caseOf('hard/wrong-06-own-samples-output')
    await expectRight('compare two.csv --loss ce', 'both')
    expect((await lossctl(['samples', path('two.csv'), '--output', path('samples.csv')])).code).toBe(0)
    await expectRight('compare samples.csv --loss ce', 'both')
  })

  it('hard/wrong-11: a file saved as UTF-8, from the encoding that is named', async () => {
    const { path, refusalOf } = caseOf('hard/wrong-11-latin1-slices-merge')
    const [, encoding] = /save it as UTF-8; it may be Latin-1 \((.*)\)/.exec(
      await refusalOf('compare p.csv --by site --loss ce'),
    )!
    writeFileSync(path('p.csv'), new TextDecoder(encoding).decode(readFileSync(path('p.csv'))))
    const { stdout } = await lossctl([
      'compare',
      path('p.csv'),
      '--by',
      'site',
      '--loss',
      'ce',
      '--format',
      'json',
    ])
    const { groups } = JSON.parse(stdout).results[0]
    const means = groups.map((slice: { name: string; losses: { value: number }[] }) => [
      slice.name,
      slice.losses[0].value,
    ])
    expect(means.length).toBe(3)
    for (const [name, value] of means)
      expect(isNear(value, rightOf('hard/wrong-11-latin1-slices-merge', name)), name).toBe(true)
  })

  it('hard/wrong-14: bytes divided by what stands for 1', async () => {
    const { path, read, expectRight } = caseOf('hard/wrong-14-other-score-scales')
    const bytes = readFileSync(path('u8.npy')).subarray(-120)
    const rows = Array.from({ length: 40 }, (_, i) =>
      [...bytes.subarray(3 * i, 3 * i + 3)].map((x) => x / 255),
    )
    writeFileSync(path('probs.csv'), `p_0,p_1,p_2\n${rows.join('\n')}\n`)
    expect(read('probs.csv').split('\n').length).toBe(42)
    await expectRight('compare probs.csv --labels Y.npy --loss ce --renormalize', 'of_255')
  })

  it('hard/wrong-15: shards that are read apart', async () => {
    const { refusalOf, expectRight } = caseOf('hard/wrong-15-second-shard-other-scale')
    const [, b, a] = /(\S+): its scores lie within .* those of (\S+) do not; .*read the two apart/.exec(
      await refusalOf('compare shards --loss ce'),
    )!
    await expectRight(`compare ${a} --loss ce`, 'a')
    await expectRight(`compare ${b} --loss ce`, 'b')
  })

  it('hard/wrong-16: a file that is behind two names, left out once', async () => {
    const { path, refusalOf, expectRight } = caseOf('hard/wrong-16-symlinked-folder-twice')
    rmSync(path('runs/latest'), { force: true })
    symlinkSync('run-2', path('runs/latest'))
    const said = await refusalOf(`compare '${path('runs/*/p.csv')}' --loss ce`)
    const [, , twin] = /(\S+): is the same file as (\S+); it would count twice: leave one of them out/.exec(
      said,
    )!
    expect(twin).toBe(path('runs/latest/p.csv'))
    await expectRight('compare runs/run-*/p.csv --loss ce', 'once_each')
    const twice = await refusalOf(`sketch runs/run-1/p.csv runs/run-1/p.csv -o ${path('twice.sketch.json')}`)
    expect(twice).toMatch(/is given twice; it would count twice: leave one of them out/)
    await expectRight('compare runs/run-1/p.csv --loss ce', 'one')
  })

  it('hard/wrong-17: a column that is named once', async () => {
    const { path, read, refusalOf, expectRight } = caseOf('hard/wrong-17-duplicate-score-columns')
    const [, twice] = /--score names the column "(\w+)" twice; name it once/.exec(
      await refusalOf('compare p.csv --score logit_0,logit_1,logit_1 --loss ce'),
    )!
    expect(twice).toBe('logit_1')
    await expectRight('compare p.csv --score logit_0,logit_1,logit_2 --loss ce', 'once')
    const [, name] = /has 2 columns named "(\w+)"; rename all but the one meant/.exec(
      await refusalOf('compare m.csv --loss ce'),
    )!
    writeFileSync(path('m.csv'), read('m.csv').replace(`${name},${name}`, `${name},p_b`))
    await expectRight('compare m.csv --loss ce', 'renamed')
  })
})

describe.skipIf(!hasCases || !can('python3', '--version'))(
  'hard/wrong-19 (needs ../shared and python3)',
  () => {
    it('answers of a file that changes while it is read with the number of one of its states, or says that it changed', async () => {
      const { path, read } = caseOf('hard/wrong-19-file-changes-while-read')
      writeFileSync(
        path('race.py'),
        read('race.py').replace('N=6_000_000', 'N=600_000').replace('5_000_003', '490_011'),
      )
      const { stdout, stderr } = await endOf(
        spawn('python3', [path('race.py')], {
          env: { ...process.env, LOSSCTL: bin },
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      )
      expect(stderr).toBe('')
      const wanted = ['A', 'B'].map((state) =>
        rightOf('hard/wrong-19-file-changes-while-read', state).toFixed(6),
      )
      const replaced = /^replaced by rename: \{(.*)\}$/m.exec(stdout)![1].split(/(?<=\): \d+), /)
      for (const outcome of replaced)
        expect(outcome).toMatch(
          new RegExp(
            `^\\((?:3, 'error: cur\\.csv: changed while it was read; run again when nothing writes to it'|0, (?:${wanted.join('|')}), 600000)\\): \\d+$`,
          ),
        )
      expect(stdout).toMatch(
        new RegExp(
          `^truncated while read: rc (?:3 error: cur\\.csv: changed while it was read|0 \\((?:600000|70000), ${wanted[0].slice(0, -1)})`,
          'm',
        ),
      )
    })
  },
)
