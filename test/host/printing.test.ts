/** The exit code is the verdict, whatever becomes of what is printed. */

import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { main } from '../../src/main.ts'
import { lossctl } from '../made/host.ts'
import { bin, endOf, predictionFolders, runShell } from '../made/process.ts'

const newFolder = predictionFolders()

const folder = newFolder()
const FULL = 'error: standard output: cannot be written (the disk is full)\n'

beforeAll(() => {
  // So many parts that no pipe holds what is said of them.
  const rows = Array.from({ length: 800 }, (_, part) => {
    // As often right as the probabilities say.
    const label = part % 4 === 0 ? 0 : 1
    return `${label},0.75,part ${part}\n${1 - label},0.25,part ${part}\n`
  })
  writeFileSync(join(folder, 'parts.csv'), `label,prob,part\n${rows.join('')}`)
})

const FAILS = 'lossctl check parts.csv --by part --format json --max ce.mean=0'
const PASSES = 'lossctl check parts.csv --by part --format json --max ce.mean=9'

describe('whoever has read enough', () => {
  it.each([
    ['of a check that fails', FAILS, 1],
    ['of a check that cannot be made', `${FAILS} --max nothing.mean=1`, 3],
    ['of a check that passes', PASSES, 0],
    ['of an answer', 'lossctl samples parts.csv --top 4000 --format csv', 0],
  ])('%s changes nothing', async (_, command, status) => {
    const { code, stdout, stderr } = await runShell(`${command} | head -c 1`, folder)
    expect([code, stdout.length, stderr]).toEqual([status, 1, ''])
  })

  it('does not hear of a refusal, which is one all the same', async () => {
    const line = 'lossctl compare nosuch.csv 2>&1 | (exec <&-; sleep 1)'
    expect((await runShell(line, folder)).code).toBe(3)
  })

  it.each([
    [FAILS, 1],
    [PASSES, 0],
    ['lossctl compare nosuch.csv', 3],
  ])('may never have been there: %s', async (command, status) => {
    expect((await runShell(`${command} >&- 2>&-`, folder)).code).toBe(status)
  })
})

describe('a stream that tells no errors, as a program that calls main may hand in', () => {
  it.each([
    ['an answer', ['weights']],
    [
      'an answer in pieces',
      ['sweep', join(folder, 'parts.csv'), '--over', 'gamma=0..5/0.01', '--format', 'csv'],
    ],
    ['the version', ['--version']],
  ])('is not waited for: %s', async (_, args) => {
    let written = ''
    const write = (text: string | Buffer) => {
      written += text
    }
    const [on, exit] = [() => {}, () => process.exit()]
    const streams = { stdout: { write }, stderr: { write } }
    const code = await main({ argv: ['node', 'lossctl', ...args], env: {}, ...streams, on, off: on, exit })
    expect([code, written]).toEqual([0, (await lossctl(args)).stdout])
  })
})

describe.skipIf(!existsSync('/dev/full'))('a full disk (needs /dev/full)', () => {
  it.each([
    ['leaves a check that fails what it is', FAILS, 1],
    ['keeps a check that passes from being a pass', PASSES, 3],
    ['keeps an answer from being one', 'lossctl weights', 3],
    ['keeps help from being one', 'lossctl check --help', 3],
    ['keeps the version from being one', 'lossctl --version', 3],
  ])('%s', async (_, command, status) => {
    expect(await runShell(`${command} > /dev/full`, folder)).toEqual({
      code: status,
      stdout: '',
      stderr: FULL,
    })
  })

  it('is told before the size of what it did not take', async () => {
    await lossctl(['sketch', join(folder, 'parts.csv'), '-o', join(folder, 'parts.sketch.json')])
    for (const command of ['merge parts.sketch.json -o -', 'sketch parts.csv -o -'])
      expect(await runShell(`lossctl ${command} > /dev/full`, folder)).toEqual({
        code: 3,
        stdout: '',
        stderr: FULL,
      })
    const told = await runShell('lossctl merge parts.sketch.json -o - > /dev/null', folder)
    expect(told.stderr).toMatch(/^-: 1,600 samples of 1 sketch in \d+ kB\n$/)
  })

  it('says nothing of a refusal that has said why', async () => {
    expect(await runShell('lossctl compare none.csv > /dev/full', folder)).toEqual({
      code: 3,
      stdout: '',
      stderr: 'error: none.csv: there is no such file; check the path\n',
    })
  })

  it.each([
    [FAILS, 1],
    [PASSES, 3],
    ['lossctl compare nosuch.csv', 3],
  ])('may be under standard error as well: %s', async (command, status) => {
    expect((await runShell(`${command} > /dev/full 2> /dev/full`, folder)).code).toBe(status)
  })
})

describe.skipIf(!existsSync('/dev/full'))('a check whose report cannot be written (needs /dev/full)', () => {
  const check = (limit: number) =>
    lossctl([
      ...['check', join(folder, 'p.csv'), '--max', `ce.mean=${limit}`],
      ...['--format', 'table', '--format', 'json=/dev/full'],
    ])
  const stderr = 'error: /dev/full: cannot be written (the disk is full)\n'

  it('fails, and says why, when it has failed', async () => {
    const outcome = await check(0)
    expect(outcome).toEqual({ code: 1, stdout: expect.stringContaining('Failed'), stderr })
  })

  it('has not passed when it would have', async () => {
    expect(await check(9)).toEqual({ code: 3, stdout: '', stderr })
  })
})

describe('a crash', () => {
  it.each([
    ['in what is awaited', "exports.main = async () => { throw new Error('a bug') }"],
    [
      'behind its back',
      "exports.main = () => new Promise(() => setTimeout(() => { throw new Error('a bug') }))",
    ],
    ['of a promise nobody awaits', "exports.main = async () => void Promise.reject(new Error('a bug'))"],
    ['since the program is not there', null],
  ])('%s ends in 4, which no pipeline takes for a failed check', async (_, program) => {
    const copy = newFolder()
    for (const name of ['bin', 'dist']) mkdirSync(join(copy, name))
    copyFileSync(bin, join(copy, 'bin/lossctl.js'))
    copyFileSync(join(dirname(bin), 'package.json'), join(copy, 'bin/package.json'))
    writeFileSync(join(copy, 'package.json'), '{"type": "module"}')
    if (program !== null) writeFileSync(join(copy, 'dist/main.cjs'), program)
    const { code, stderr } = await endOf(spawn(process.execPath, [join(copy, 'bin/lossctl.js')]))
    expect([code, stderr]).toEqual([4, expect.stringMatching(program === null ? /main\.cjs/ : /a bug/)])
  })
})
