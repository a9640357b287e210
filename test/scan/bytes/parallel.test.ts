import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CompareReport } from '../../../src/questions/compare/compare.ts'
import { npyPreamble } from '../../../src/views/drawings/npy.ts'
import { lossctl } from '../../made/host.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'lossctl-threads-'))

/** Enough for four blocks, the last one short. */
const ROWS = 3 * 2 ** 18 + 1234

const path = (name: string) => join(folder, name)

beforeAll(() => {
  let state = 7
  const next = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  const scores = Float64Array.from({ length: ROWS }, () => 20 * (next() + next() + next() - 1.5))
  const labels = Float64Array.from({ length: ROWS }, () => (next() < 0.01 ? 1 : 0))
  const write = (name: string, values: Float64Array, rows: number, columns: number) =>
    writeFileSync(path(name), Buffer.concat([npyPreamble(rows, columns), Buffer.from(values.buffer)]))
  write('logits.npy', scores, ROWS, 1)
  write('labels.npy', labels, ROWS, 1)
  const spoiled = scores.slice()
  spoiled[2 ** 18 + 5] = Number.NaN
  write('spoiled.npy', spoiled, ROWS, 1)
  const lines = Array.from(
    scores,
    (z, i) => `row-${i},${labels[i]},${i % 3 === 0 ? z : z.toFixed(4)}${i % 1000 === 0 ? '\r' : ''}`,
  )
  // No line end after the last row.
  writeFileSync(path('logits.csv'), `id,label,logit\n${lines.join('\n')}`)
  lines[700_000] = 'row-700000,1,much'
  writeFileSync(path('spoiled.csv'), `id,label,logit\n${lines.join('\n')}`)
})

/** As a process: threads are started from the built files. */
function compareAsProcess(...args: string[]): string {
  return execFileSync('node', ['bin/lossctl.js', 'compare', '--format', 'json', ...args], {
    cwd: root,
    encoding: 'utf8',
  })
}

describe.each([
  ['arrays', ['logits.npy', '--labels', 'labels.npy']],
  ['text', ['logits.csv']],
])('threads on %s', (_, words) => {
  const args = words.map((word) => (word.startsWith('--') ? word : path(word)))

  it('change nothing, to the last bit: 1, 2, 3 and 8', () => {
    const one = compareAsProcess(...args, '--threads', '1')
    for (const threads of ['2', '3', '8']) expect(compareAsProcess(...args, '--threads', threads)).toBe(one)
    expect(JSON.parse(one).results[0].count).toBe(ROWS)
  })

  it('agree with reading row by row', () => {
    const fast: CompareReport = JSON.parse(compareAsProcess(...args)).results[0]
    // Listing samples needs the rows.
    const slow: CompareReport = JSON.parse(compareAsProcess(...args, '--per-sample', '1')).results[0]
    expect(fast.bands).toEqual(slow.bands)
    expect(fast.source).toEqual(slow.source)
    for (const [index, { value }] of fast.losses.entries()) {
      expect(Math.abs(value! - slow.losses[index].value!)).toBeLessThan(1e-13 * value!)
    }
  })
})

describe('the quick way', () => {
  it('names the first bad cell of a text, as reading row by row does', async () => {
    const { code, stderr } = await lossctl(['compare', path('spoiled.csv')])
    expect([
      code,
      stderr.startsWith(`${path('spoiled.csv')}:700002:3: the score "much" is not a number`),
    ]).toEqual([3, true])
  })

  it('names the first bad cell of an array, as reading row by row does', async () => {
    const { code, stderr } = await lossctl([
      'compare',
      path('spoiled.npy'),
      '--labels',
      path('labels.npy'),
      '--from',
      'logits',
    ])
    expect(code).toBe(3)
    expect(stderr).toContain(`spoiled.npy[${2 ** 18 + 5}, 0]: `)
    const skipped = await lossctl([
      'compare',
      path('spoiled.npy'),
      '--labels',
      path('labels.npy'),
      '--from',
      'logits',
      '--on-bad-row',
      'skip',
      '--format',
      'json',
    ])
    expect(JSON.parse(skipped.stdout).results[0].source.skipped).toBe(1)
  })

  it('takes at least one thread', async () => {
    expect((await lossctl(['compare', path('logits.npy'), '--threads', '0'])).stderr).toContain(
      'at least one',
    )
  })
})
