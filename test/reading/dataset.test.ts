import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openDataset } from '../../src/reading/dataset.ts'
import { expandPath } from '../../src/reading/expand-path.ts'

const root = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(root, { recursive: true }))

/** A folder with files of two lines. */
function folder(name: string, files: readonly string[]): string {
  const path = join(root, name)
  mkdirSync(path, { recursive: true })
  for (const file of files) writeFileSync(join(path, file), 'label,prob\n1,0.5\n')
  return path
}

describe('a folder', () => {
  test('is its tables, in the order a person would put them', async () => {
    const path = folder('shards', ['part-10.csv', 'part-9.csv', 'part-1.csv', 'notes.md', '.part-2.csv'])
    expect(await expandPath(path)).toEqual(
      ['part-1.csv', 'part-9.csv', 'part-10.csv'].map((file) => join(path, file)),
    )
  })

  test('may have brackets in its name, and files with capital extensions', async () => {
    const path = folder('run [1] {a,b}*', ['a.CSV', 'b.Txt'])
    expect(await expandPath(path)).toEqual([join(path, 'a.CSV'), join(path, 'b.Txt')])
  })

  test('without tables says so', async () => {
    const path = folder('none', ['notes.md'])
    await expect(expandPath(path)).rejects.toThrow(
      `${path}: has no .csv, .tsv, .txt, .jsonl, .ndjson, .npy, .npz, .safetensors, .pt, .pth, .parquet file in it`,
    )
  })
})

describe('a pattern', () => {
  test('finds files, by the paths it was given with', async () => {
    const path = folder('pattern', ['a-2.csv', 'a-11.csv', 'b-1.csv'])
    expect((await expandPath(`${path}/a-*.csv`)).map((file) => basename(file))).toEqual([
      'a-2.csv',
      'a-11.csv',
    ])
    for (const file of await expandPath(`${path}/*.csv`)) expect(file.startsWith(path)).toBe(true)
  })

  test('that is also the name of a file is that file', async () => {
    const path = join(folder('plain', ['preds[1].csv', 'preds1.csv']), 'preds[1].csv')
    expect(await expandPath(path)).toEqual([path])
  })

  test('without a match says so', async () => {
    await expect(expandPath(join(root, 'x-*.csv'))).rejects.toThrow('matches no file; check the path')
  })
})

test.skipIf(process.platform === 'win32')('a device is refused, since it may never end', async () => {
  const path = '/dev/zero'
  await expect(openDataset(path, undefined, {})).rejects.toThrow(
    `${path}: is a device; write it to a file first`,
  )
})
