import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { main } from '../src/main.ts'
import { fixture } from './made/shared.ts'

const bin = fileURLToPath(new URL('../bin/lossctl.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'lossctl-cli-'))
const large = join(folder, 'large.csv')

beforeAll(() => {
  writeFileSync(large, `label,prob\n${'1,0.75\n0,0.25\n'.repeat(500_000)}`)
})

function start(args: readonly string[]) {
  const child = spawn('node', [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (data) => {
    stderr += data
  })
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.on('exit', (code) => resolve({ code, stderr }))
  })
  return { child, ended }
}

describe('the program as a process', () => {
  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('leaves no file behind when it is interrupted: %s', async (signal, status) => {
    const { child, ended } = start(['samples', large, '--output', join(folder, 'losses.csv')])
    const begun = () => readdirSync(folder).some((name) => name.endsWith('.tmp'))
    while (!begun()) await new Promise((resolve) => setTimeout(resolve, 10))
    child.kill(signal)
    expect((await ended).code).toBe(status)
    expect(readdirSync(folder)).toEqual(['large.csv'])
  })

  it('leaves no file behind when a row is bad', async () => {
    const bad = join(mkdtempSync(join(tmpdir(), 'lossctl-bad-')), 'bad.csv')
    writeFileSync(bad, `label,prob\n${'1,0.75\n'.repeat(100_000)}1,1.5\n`)
    const { ended } = start(['samples', bad, '--output', bad.replace('bad.csv', 'out.jsonl')])
    const { code, stderr } = await ended
    expect(code).toBe(3)
    expect(stderr).toContain('bad.csv:100002:2: "1.5" is not a probability')
    expect(readdirSync(join(bad, '..'))).toEqual(['bad.csv'])
  })

  it('is quiet when the reader has gone', async () => {
    const { child, ended } = start(['samples', fixture('scenes.csv'), '--top', '20000', '--format', 'csv'])
    child.stdout.once('data', () => child.stdout.destroy())
    expect(await ended).toEqual({ code: 0, stderr: '' })
  })
})

describe('colour', () => {
  const paint = async (env: Record<string, string>, isTTY: boolean) => {
    let text = ''
    const stdout = {
      isTTY,
      columns: 100,
      write: (part: string, done?: () => void) => {
        text += part
        done?.()
      },
    }
    const nothing = () => {}
    await main({
      argv: ['node', 'lossctl', 'weights'],
      env,
      stdout,
      stderr: stdout,
      on: nothing,
      off: nothing,
      exit: () => {
        throw new Error()
      },
    })
    // The escape that begins every colour.
    return text.includes('\u001b[')
  }

  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
  ])('with %j on a terminal (%s) is %s', async (env, isTTY, colored) => {
    expect(await paint(env as Record<string, string>, isTTY)).toBe(colored)
  })
})
