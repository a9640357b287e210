/** Runs the built program as a process of its own, for what only the system can do: pipes, signals, other users. */
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

export const bin = fileURLToPath(new URL('../../bin/lossctl.js', import.meta.url))

/** Whether tests may mount, and act as other users. */
export const isRoot = process.getuid?.() === 0

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** One command line to its end. */
export function runBin(args: readonly string[], options: SpawnOptions = {}): Promise<Ended> {
  return endOf(spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'], ...options }))
}

/** A line of shell, in which `$lossctl` is the program. */
export function runShell(line: string, cwd: string): Promise<Ended> {
  const script = `set -o pipefail\nlossctl() { '${process.execPath}' '${bin}' "$@"; }\n${line}`
  return endOf(spawn('bash', ['-c', script], { cwd, stdio: ['ignore', 'pipe', 'pipe'] }))
}

export function endOf(child: ChildProcess): Promise<Ended> {
  const written = { stdout: '', stderr: '' }
  child.stdout?.on('data', (data) => {
    written.stdout += data
  })
  child.stderr?.on('data', (data) => {
    written.stderr += data
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...written })))
}

/** Makes folders with predictions in them, `p.csv`, that go away with the tests of this file. */
export function predictionFolders(): () => string {
  const folders: string[] = []
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true })
  })
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'lossctl-host-'))
    folders.push(folder)
    writeFileSync(join(folder, 'p.csv'), 'label,prob\n1,0.9\n0,0.2\n1,0.4\n0,0.6\n')
    return folder
  }
}

/** Whether a command of the system works here; a test without it is skipped. */
export function can(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args).status === 0
}
