/** Programs that nobody runs for months still run. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

describe('bench/coverage.js', () => {
  it('draws, tests and says what it found, for labels that hang together too', () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['bench/coverage.js', '3'], {
      cwd: join(import.meta.dirname, '../..'),
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    // Three repetitions are too few to be within the limits.
    expect([0, 1]).toContain(status)
    const shares = stdout.split('\n').filter((line) => /: .* \d+\.\d\d %/.test(line))
    expect(shares.length).toBe(29)
    expect(stdout).toMatch(/ce, 200 rows of 10 labels: paired interval covers/)
  })
})
