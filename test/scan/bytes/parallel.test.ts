import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CompareReport } from '../../../src/questions/compare/compare.ts'
import { npyPreamble } from '../../../src/views/drawings/npy.ts'
import { inTurn } from '../../made/draws.ts'
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
  // Two classes, of which one in ten is right by the other's score.
  write('rows.npy', scores, ROWS / 2, 2)
  const truths = labels
    .slice(0, ROWS / 2)
    .map((_, i) => Number(scores[2 * i] < scores[2 * i + 1]) ^ Number(i % 10 === 0))
  write('truths.npy', truths, ROWS / 2, 1)
  // No line end after the last row.
  writeFileSync(path('logits.csv'), `id,label,logit\n${lines.join('\n')}`)
  lines[700_000] = 'row-700000,1,much'
  writeFileSync(path('spoiled.csv'), `id,label,logit\n${lines.join('\n')}`)
})

/** As a process: threads are started from the built files. */
function asProcess(command: string, ...args: string[]): string {
  return execFileSync('node', ['bin/lossctl.js', command, '--format', 'json', ...args], {
    cwd: root,
    encoding: 'utf8',
  })
}

const compareAsProcess = (...args: string[]) => asProcess('compare', ...args)

describe.each([
  ['arrays', ['logits.npy', '--labels', 'labels.npy']],
  ['text', ['logits.csv']],
])('threads on %s', (kind, words) => {
  const args = words.map((word) => (word.startsWith('--') ? word : path(word)))

  it('change nothing, to the last bit: 1, 2, 3 and 8', () => {
    const one = compareAsProcess(...args, '--threads', '1')
    for (const threads of inTurn(['2', '3', '8'], kind.length))
      expect(compareAsProcess(...args, '--threads', threads)).toBe(one)
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

it('change nothing of the calibration of softmax rows either', () => {
  const calibrated = (threads: string) =>
    asProcess(
      'calibrate',
      path('rows.npy'),
      '--labels',
      path('truths.npy'),
      '--task',
      'softmax',
      '--threads',
      threads,
    )
  const one = calibrated('1')
  for (const threads of ['2', '3']) expect(calibrated(threads)).toBe(one)
  expect(JSON.parse(one)).toMatchObject({ count: ROWS / 2, temperature: expect.anything() })
})

/** Words, weights, slices and quotes: what is known of each row, since it was made. */
interface Made {
  readonly label: number
  readonly logit: number
  readonly weight: number
  readonly scene: string
}

describe('threads on words', () => {
  const SCENES = ['night, rain', 'day', 'dusk', 'say "so"']
  const made: Made[] = []

  beforeAll(() => {
    let state = 11
    const next = () => {
      state = (state * 48271) % 2147483647
      return state / 2147483647
    }
    for (let i = 0; i < ROWS / 2; i++)
      made.push({
        label: next() < 0.02 ? 1 : 0,
        logit: Number((20 * (next() + next() + next() - 1.5)).toFixed(3 + (i % 4))),
        weight: Math.floor(next() * 1000) / 250,
        // The last one is first met in the last block.
        scene: SCENES[i > ROWS / 2 - 100 ? 3 : Math.floor(next() * 3)],
      })
    const quote = (text: string) => (/[,"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
    const line = ({ label, logit, weight, scene }: Made, i: number) =>
      `"img ${i}",${label === 1 ? 'pos' : ' neg'},${logit},${i % 3 === 0 ? `"${weight}"` : weight},${quote(scene)}`
    const lines = made.map(line)
    writeFileSync(path('words.csv'), `id,label,logit,w,"the scene"\n${lines.join('\r\n')}`)
    const half = Math.floor(lines.length / 2)
    writeFileSync(path('words-1.csv'), `id,label,logit,w,"the scene"\n${lines.slice(0, half).join('\n')}\n`)
    writeFileSync(path('words-2.csv'), `id,label,logit,w,"the scene"\n${lines.slice(half).join('\n')}`)
    lines[300_000] = lines[300_000].replace(/ neg|pos/, 'neither')
    writeFileSync(path('spoiled-words.csv'), `id,label,logit,w,"the scene"\n${lines.join('\n')}`)
  })

  const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

  /** Sum of w CE over sum of w, of the rows as they were made. */
  function meanOf(rows: readonly Made[], weighted: boolean): number {
    let [sum, weights] = [0, 0]
    for (const { label, logit, weight } of rows) {
      const w = weighted ? weight : 1
      sum += w * softplus(label === 1 ? -logit : logit)
      weights += w
    }
    return sum / weights
  }

  const WORDS = ['--from', 'logits', '--id', 'id', '--loss', 'ce']
  it.each([
    ['names', ['--weight', 'none'], false, false],
    ['names and weights', ['--weight', 'w'], true, false],
    ['names and slices', ['--weight', 'none', '--by', 'the scene'], false, true],
    ['names, weights and slices', ['--weight', 'w', '--by', 'the scene'], true, true],
  ])('change nothing, to the last bit, and give the means that the rows have: %s', (title, more, weighted, sliced) => {
    const args = [path('words.csv'), ...WORDS, ...more]
    const one = compareAsProcess(...args, '--threads', '1')
    for (const threads of inTurn(['2', '3'], title.length))
      expect(compareAsProcess(...args, '--threads', threads)).toBe(one)
    const [{ losses, groups }] = JSON.parse(one).results
    // Sums of 4 * 10^5 doubles of one sign, one by one, are off by 4 * 10^5 ulps at most.
    expect(Math.abs(losses[0].value / meanOf(made, weighted) - 1)).toBeLessThan(1e-10)
    const names = sliced ? [...new Set(made.map(({ scene }) => scene))] : []
    expect((groups ?? []).map(({ name }: { name: string }) => name).toSorted()).toEqual(names.toSorted())
    for (const { name, count, losses } of groups ?? []) {
      const rows = made.filter(({ scene }) => scene === name)
      expect(count).toBe(rows.length)
      expect(Math.abs(losses[0].value / meanOf(rows, weighted) - 1)).toBeLessThan(1e-10)
    }
  })

  it('agree with reading row by row, and for shards with the whole', () => {
    const more = [...WORDS, '--weight', 'w', '--by', 'the scene']
    const fast: CompareReport[] = JSON.parse(compareAsProcess(path('words.csv'), ...more)).results
    const slow: CompareReport[] = JSON.parse(
      compareAsProcess(path('words.csv'), ...more, '--per-sample', '1'),
    ).results
    const parts: CompareReport[] = JSON.parse(compareAsProcess(path('words-?.csv'), ...more)).results
    expect(fast.length).toBe(slow.length)
    for (const [i, { bands, losses }] of fast.entries()) {
      for (const other of [slow[i], parts[i]]) {
        expect(bands.map(({ count }) => count)).toEqual(other.bands.map(({ count }) => count))
        expect(Math.abs(losses[0].value! / other.losses[0].value! - 1)).toBeLessThan(1e-12)
      }
    }
  })

  it('take no two slices for one that are no UTF-8: the file is refused', async () => {
    const line = ({ label, logit }: Made, i: number) =>
      `${i},${label},${logit},${i < 3000 ? 'day' : `caf${'éè'[i % 2]}`}`
    writeFileSync(
      path('latin.csv'),
      `id,label,logit,scene\n${made.slice(0, 6000).map(line).join('\n')}\n`,
      'latin1',
    )
    const { code, stderr } = await lossctl(['compare', path('latin.csv'), ...WORDS, '--by', 'scene'])
    expect([code, stderr]).toEqual([3, expect.stringContaining('latin.csv: is not UTF-8')])
  })

  it('name the first label that is none, as reading row by row does', async () => {
    const { code, stderr } = await lossctl(['compare', path('spoiled-words.csv'), ...WORDS])
    expect(code).toBe(3)
    expect(stderr).toContain('spoiled-words.csv:300002:2: "neither" is no label')
  })
})

describe('the quick way', () => {
  it('names the first bad cell of a text, as reading row by row does', async () => {
    const { code, stderr } = await lossctl(['compare', path('spoiled.csv')])
    expect([
      code,
      stderr.startsWith(`error: ${path('spoiled.csv')}:700002:3: the score "much" is not a number`),
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
