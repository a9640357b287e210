/** The bar of whoever waits at a terminal, which keeps long lines from being wrapped while it is there. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Host, Signal } from '../src/host/host.ts'
import { main } from '../src/main.ts'

const [CUTS, WRAPS] = ['\x1b[?7l', '\x1b[?7h']

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

/** Runs a command of which each look at the clock finds another second gone by. */
async function watch(onBar: (interrupt: (signal: Signal) => void) => void) {
  const file = join(folder, 'preds.csv')
  writeFileSync(file, `label,prob\n${'1,0.75\n0,0.25\n'.repeat(100_000)}`)
  let clock = 0
  vi.spyOn(Date, 'now').mockImplementation(() => (clock += 1000))
  const listeners = new Map<Signal, () => void>()
  let shown = ''
  const exits: { code: number; shown: string }[] = []
  const stderr = {
    isTTY: true,
    columns: 80,
    write: (text: string) => {
      shown += text
      // Signals come between two steps of the program, never within one.
      if (text.includes(CUTS)) queueMicrotask(() => onBar((signal) => listeners.get(signal)!()))
      return true
    },
    on: () => stderr,
    // What readline asks of a stream, to move the cursor.
    cursorTo: () => true,
    clearLine: () => true,
  }
  const host = {
    argv: ['node', 'lossctl', 'samples', file, '--threads', '1', '--output', join(folder, 'all.csv')],
    env: {},
    stdout: { write: (_text: string, done?: () => void) => done?.() },
    stderr,
    on: (signal: Signal, listener: () => void) => listeners.set(signal, listener),
    off: () => {},
    // The real one does not return; here the command goes on, which changes nothing of what was shown before.
    exit: (code: number) => exits.push({ code, shown }),
  }
  await main(host as unknown as Host)
  return { exits, shown: () => shown }
}

it('leaves the terminal as it was at the end', async () => {
  const { exits, shown } = await watch(() => {})
  expect(exits).toEqual([])
  expect(shown()).toContain(CUTS)
  expect(shown().lastIndexOf(WRAPS)).toBeGreaterThan(shown().lastIndexOf(CUTS))
})

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('leaves it so when %s stops it', async (signal, status) => {
  const { exits } = await watch((interrupt) => interrupt(signal))
  expect(exits.map(({ code }) => code)).toEqual([status])
  const [{ shown }] = exits
  expect(shown.lastIndexOf(WRAPS)).toBeGreaterThan(shown.lastIndexOf(CUTS))
})
