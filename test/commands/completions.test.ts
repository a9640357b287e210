import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/commands/index.ts'
import { flagOf } from '../../src/commands/options/option.ts'
import { LOSSES } from '../../src/losses/index.ts'
import { lossctl } from '../made/host.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-completions-'))
afterAll(() => rmSync(folder, { recursive: true }))
for (const name of ['preds.csv', 'preds two.csv', 'other.npy']) writeFileSync(join(folder, name), '')

const scriptFor = async (shell: string) => {
  const { code, stdout, stderr } = await lossctl(['completions', shell])
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

const has = (program: string) => spawnSync(program, ['--version']).status === 0

/** What bash offers for the last of these words. */
async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const script = `${await scriptFor('bash')}
COMP_WORDS=(lossctl "$@"); COMP_CWORD=$#
_lossctl
printf '%s\\n' "\${COMPREPLY[@]}"`
  const text = execFileSync('bash', ['-c', script, 'bash', ...words], { cwd: folder, encoding: 'utf8' })
  return text.split('\n').filter((line) => line !== '')
}

describe('bash completes', () => {
  it('the program by one function', async () => {
    const script = `${await scriptFor('bash')}\ncomplete -p lossctl`
    expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toBe('complete -F _lossctl lossctl\n')
  })

  it('commands, and nothing behind them that is none', async () => {
    expect(await complete('')).toEqual(expect.arrayContaining([...COMMANDS.map(({ name }) => name), 'help']))
    expect(await complete('s')).toEqual(['samples', 'sweep', 'solve', 'sketch'])
    expect(await complete('--color', 'never', 'comp')).toEqual(['compare', 'completions'])
    expect(await complete('nothing', '')).toEqual([])
  })

  it.each(COMMANDS)('every option of $name', async ({ name, options }) => {
    const offered = await complete(name, '-')
    for (const option of options) expect(offered).toContain(flagOf(option))
    expect(offered).toEqual(expect.arrayContaining(['--color', '--help']))
  })

  it.each([
    [
      ['compare', '--format', ''],
      ['table', 'json', 'csv', 'markdown', 'latex'],
    ],
    [['compare', '-f', 'm'], ['markdown']],
    [
      ['compare', '--format', '='],
      ['table', 'json', 'csv', 'markdown', 'latex'],
    ],
    [['compare', '--format', '=', 'j'], ['json']],
    [
      ['compare', 'preds.csv', '--loss', 'poly1'],
      ['poly1', 'poly1-focal'],
    ],
    [['losses', 'foc'], LOSSES.map(({ name }) => name).filter((name) => name.startsWith('foc'))],
    [['sweep', 'preds.csv', '--rank', 'easy.l'], ['easy.loss']],
    [['compare', '--compat', 'ker'], ['keras']],
    [['compare', '--gamma', ''], []],
    [['help', 'ca'], ['calibrate']],
    [
      ['completions', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [
      ['compare', 'p'],
      ['preds two.csv', 'preds.csv'],
    ],
    [['compare', 'preds.csv', '--labels', 'o'], ['other.npy']],
    [['curve', ''], []],
  ])('%j', async (words, wanted) => {
    expect((await complete(...words)).toSorted()).toEqual(wanted.toSorted())
  })
})

describe('completions', () => {
  it.each([
    [['completions'], 'completions needs a shell; it is one of bash, zsh, fish'],
    [['completions', 'tcsh'], 'completions knows no shell "tcsh"; it is one of bash, zsh, fish'],
  ])('are refused to %j', async (args, words) => {
    expect(await lossctl(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(`error: ${words}`) })
  })

  it.skipIf(!has('zsh'))('can be read by zsh (needs it)', async () => {
    const script = `autoload -U compinit; compinit -D; ${await scriptFor('zsh')}\nprint -r -- $_comps[lossctl]`
    expect(execFileSync('zsh', ['-fc', script], { encoding: 'utf8' }).trim()).toBe('_lossctl')
  })

  it.skipIf(!has('fish'))('can be read by fish (needs it)', async () => {
    const path = join(folder, 'lossctl.fish')
    writeFileSync(path, await scriptFor('fish'))
    const script = `source ${path}; complete -C 'lossctl comp'`
    expect(execFileSync('fish', ['-Nc', script], { encoding: 'utf8' })).toContain('compare')
  })

  it.each(['zsh', 'fish'])('have every command and every option for %s', async (shell) => {
    const text = await scriptFor(shell)
    for (const { name, options } of COMMANDS) {
      expect(text).toContain(name)
      for (const option of options)
        expect(text).toContain(shell === 'fish' ? ` -l ${flagOf(option).slice(2)}` : `*${flagOf(option)}[`)
    }
  })

  // A word in quotes is whole when all quotes are: zsh and bash quote alike.
  it('for zsh are whole words of a shell', async () => {
    const script = await scriptFor('zsh')
    const { status, stderr } = spawnSync('bash', ['-n'], {
      input: script.replace(/^ {2}if \(\(.*$/m, '  if true; then'),
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([0, ''])
  })
})

describe('the manual page', () => {
  it('has every command and every option', async () => {
    const { stdout } = await lossctl(['help', '--man'])
    expect(stdout).toMatch(/^\.TH LOSSCTL 1 /)
    const text = stdout.replaceAll('\\-', '-')
    for (const { name, options } of COMMANDS) {
      expect(text).toContain(`.SH LOSSCTL ${name.toUpperCase()}`)
      for (const option of options) expect(text).toContain(flagOf(option))
    }
  })

  it.skipIf(!has('groff'))('is formatted without a warning (needs groff)', async () => {
    const { stdout } = await lossctl(['help', '--man'])
    const { status, stderr } = spawnSync('groff', ['-man', '-ww', '-z', '-Tutf8'], {
      input: stdout,
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([0, ''])
  })
})
