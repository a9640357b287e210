/** The lines of `samples --output`, against the same samples ranked and printed, which other code makes one by one. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { SampleReport } from '../../src/questions/samples/samples.ts'
import { newFolder } from '../made/files.ts'
import { lossctl } from '../made/host.ts'
import { uniforms } from '../made/uniforms.ts'

/** More than are written at once, and than stand in a block of rows. */
const ROWS = 9000

const ODD_IDS = ['a "b"', 'a,b', 'ä', '::x', ' :y', 'line\nend', '語', '', '😀', '12:30', "it's"]

/** Both ways to say all samples, row by row. */
async function bothWays(args: readonly string[], ending: 'csv' | 'jsonl') {
  const { path } = newFolder()
  const output = path(`out.${ending}`)
  const streamed = await lossctl(['samples', ...args, '--output', output])
  const format = ending === 'csv' ? 'csv' : 'json'
  const ranked = await lossctl(['samples', ...args, '--top', '100000', '--format', format])
  expect([streamed.code, ranked.code, ranked.stderr]).toEqual([0, 0, ''])
  return { streamed: readFileSync(output, 'utf8'), ranked: ranked.stdout }
}

/** Lines of records in the order of their rows, whose numbers they begin with, whatever line ends stand in them. */
function inOrder(text: string): readonly string[] {
  const [head, ...records] = text.split(/\n(?=\d+,|$)/)
  return [head, ...records.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))].filter(Boolean)
}

function writeIds(quoted: (id: string) => string): string {
  const { csv } = newFolder()
  const random = uniforms(7)
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const id = i % 41 === 0 ? ODD_IDS[i % ODD_IDS.length] : `img_${i}`
    return [
      quoted(id),
      random() < 0.2 ? 'dog' : 'cat',
      (random() ** 9).toFixed(1 + (i % 17)),
      i % 3 ? 1 : random() * 3,
    ]
  })
  return csv('ids.csv', 'id,label,prob,weight', rows)
}

const quoted = (id: string) => (/[",\n]/.test(id) ? `"${id.replaceAll('"', '""')}"` : id)
const NAMES = ['--class-names', 'cat,dog', '--id', 'id']

describe('samples --output', () => {
  it('writes CSV as it is printed, odd ids in quotes', async () => {
    const args = [
      writeIds(quoted),
      ...NAMES,
      '--loss',
      'ce',
      '--loss',
      'poly-n:epsilon=-0.5,1',
      '--loss',
      'poly1',
    ]
    const { streamed, ranked } = await bothWays(args, 'csv')
    expect(inOrder(streamed)).toHaveLength(ROWS + 1)
    expect(inOrder(streamed)).toEqual(inOrder(ranked))
  })

  it('writes JSON lines with the same values, byte by byte as JSON.stringify has them', async () => {
    const { streamed, ranked } = await bothWays([writeIds(quoted), ...NAMES, '--loss', 'focal'], 'jsonl')
    const lines = streamed.trimEnd().split('\n')
    const records = lines.map((line) => JSON.parse(line))
    expect(records.map((record) => JSON.stringify(record))).toEqual(lines)
    const samples: SampleReport[] = JSON.parse(ranked).samples
    const ofRows = samples.toSorted((a, b) => a.row - b.row)
    const flat = ofRows.map(({ losses: [{ spec, value, weight }], ...rest }) => ({
      ...rest,
      [spec]: value,
      [`weight(${spec})`]: weight,
    }))
    expect(records).toEqual(flat)
  })

  it.each([
    'csv',
    'jsonl',
  ])('names the loss of the first sample that is beyond doubles: %s', async (ending) => {
    const { csv, path } = newFolder()
    // The second loss is so in a row before the first one.
    const rows = [
      [9, 2, 3, 0],
      [1, -1e10, 3, 1],
      [-1e10, 2, 1, 0],
    ]
    const table = csv('far.csv', 'a,b,c,label', rows)
    const losses = ['--loss', 'ce:alpha=2e300,1,1', '--loss', 'focal:alpha=1,3e300,1']
    const reading = ['--score', 'a,b,c', '--label', 'label', '--from', 'logits']
    const output = path(`losses.${ending}`)
    const { code, stderr } = await lossctl(['samples', table, ...reading, ...losses, '--output', output])
    expect([code, stderr.slice(0, stderr.indexOf(' that are'))]).toEqual([
      2,
      'error: an alpha of 3e+300 makes sums of focal:alpha=1,3e+300,1,gamma=2',
    ])
    expect(existsSync(output)).toBe(false)
  })
})
