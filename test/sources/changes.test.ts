/** A file that changes while it is read gives an error, whoever reads it and however it changes. */
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  closeSync,
  openSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openTable } from '../../src/formats/index.ts'
import { openDataset } from '../../src/reading/dataset.ts'
import { createScan } from '../../src/scan/samples.ts'
import { buildSketch } from '../../src/scan/sketch.ts'
import { npyPreamble } from '../../src/views/drawings/npy.ts'
import { scratchFolder } from '../made/scratch.ts'

const scratch = scratchFolder()

/** Ten seconds ago: a change within one tick of the clock is none. */
const BEFORE = Date.now() / 1000 - 10

function write(name: string, content: string | Buffer): string {
  const path = scratch(name, content)
  utimesSync(path, BEFORE, BEFORE)
  return path
}

const ROWS = 1 << 19

/** Larger than what is read at once, whatever reads it. */
const TEXT = `label,logit\n${'1,0.5000000\n'.repeat(ROWS)}`
const arrayOf = (value: number) =>
  Buffer.concat([npyPreamble(ROWS, 1), Buffer.from(new Float64Array(ROWS).fill(value).buffer)])
const ARRAY = arrayOf(0.75)

const CHANGES: readonly (readonly [name: string, change: (path: string) => void])[] = [
  ['grows', (path) => appendFileSync(path, '1,0.5000000\n')],
  ['is cut off', (path) => truncateSync(path, 1_000_003)],
  [
    'is written to in place',
    (path) => {
      const file = openSync(path, 'r+')
      writeSync(file, '7', 200_000)
      closeSync(file)
    },
  ],
  [
    'makes room for another of its size',
    (path) => {
      const size = path.endsWith('.csv') ? TEXT : ARRAY
      writeFileSync(`${path}.new`, size)
      utimesSync(`${path}.new`, BEFORE, BEFORE)
      renameSync(`${path}.new`, path)
    },
  ],
  ['is removed', (path) => rmSync(path)],
]

const refusal = (path: string) => `${path}: changed while it was read; run again when nothing writes to it`

describe.each([
  ['text', 'changes.csv', TEXT],
  ['an array', 'changes.npy', ARRAY],
] as const)('%s, read row by row,', (_, name, content) => {
  it.each(CHANGES)('that %s after its first rows is refused', async (_, change) => {
    const path = write(name, content)
    const table = await openTable(path)
    const rows = table.read({ numbers: [0], texts: [] })[Symbol.asyncIterator]()
    expect((await rows.next()).done).toBe(false)
    change(path)
    const rest = async () => {
      while (!(await rows.next()).done);
    }
    await expect(rest()).rejects.toThrow(refusal(path))
  })

  it.each(CHANGES)('that %s between two looks is refused', async (_, change) => {
    const path = write(name, content)
    const table = await openTable(path)
    change(path)
    const first = table.read({ numbers: [0], texts: [] })[Symbol.asyncIterator]()
    const gone = `${path}: there is no such file; check the path`
    const message = change === CHANGES.at(-1)![1] ? gone : refusal(path)
    await expect(first.next()).rejects.toThrow(message)
    await expect(table.locate(0, 0)).rejects.toThrow(message)
  })
})

it.skipIf(process.platform === 'win32')(
  'a file in whose place a pipe stands by then is refused, and not waited for',
  async () => {
    const path = write('becomes-a-pipe.csv', TEXT)
    const table = await openTable(path)
    rmSync(path)
    execFileSync('mkfifo', [path])
    const first = table.read({ numbers: [0], texts: [] })[Symbol.asyncIterator]()
    await expect(first.next()).rejects.toThrow(refusal(path))
  },
)

/** The bytes of a data set in blocks, with a change after the first of them. */
async function sketchWhile(change: () => void, path: string, labels?: string): Promise<unknown> {
  const dataset = await openDataset(path, labels, {})
  let blocks = 0
  const scan = createScan(dataset, {
    onBadRow: 'skip',
    renormalize: false,
    probTolerance: null,
    perClass: false,
    threads: 1,
    onProgress: () => {
      if (blocks++ === 0) change()
    },
  })
  return buildSketch(scan, [])
}

describe('a file that is read block by block', () => {
  it.each(CHANGES)('and %s is refused: text', async (_, change) => {
    const path = write('blocks.csv', TEXT)
    await expect(sketchWhile(() => change(path), path)).rejects.toThrow(refusal(path))
  })

  it.each(CHANGES)('and %s is refused: scores, and labels beside them', async (_, change) => {
    for (const changed of [0, 1]) {
      const paths = [write('scores.npy', ARRAY), write('labels.npy', arrayOf(1))]
      const [scores, labels] = paths
      await expect(sketchWhile(() => change(paths[changed]), scores, labels)).rejects.toThrow(
        refusal(paths[changed]),
      )
    }
  })

  it('and is left alone gives an answer', async () => {
    const path = write('still.csv', TEXT)
    await expect(sketchWhile(() => {}, path)).resolves.toBeDefined()
  })
})
