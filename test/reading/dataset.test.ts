import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
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

  test('with what is called a table and is none is refused: a pipe, a link to one, and a folder', async () => {
    const path = folder('odd', ['a.csv'])
    const pipe = join(path, 'b.csv.gz')
    execFileSync('mkfifo', [pipe])
    const reason = 'is no file, but a pipe or a device; take it out of the folder'
    await expect(expandPath(path)).rejects.toThrow(`${pipe}: ${reason}`)
    // Another name is none of a table's.
    renameSync(pipe, join(path, 'pipe'))
    expect(await expandPath(path)).toEqual([join(path, 'a.csv')])
    symlinkSync(join(path, 'pipe'), join(path, 'c.CSV'))
    await expect(expandPath(path)).rejects.toThrow(`${join(path, 'c.CSV')}: ${reason}`)
    rmSync(join(path, 'c.CSV'))
    symlinkSync(join(path, 'a.csv'), join(path, 'c.CSV'))
    expect(await expandPath(path)).toHaveLength(2)
    const within = folder('odd/day.parquet', ['part-0.parquet'])
    await expect(expandPath(path)).rejects.toThrow(
      `${within}: is a folder within a folder of predictions, which is not looked into; give a pattern that is: '${path}/**/*.parquet'`,
    )
  })

  test('that Spark has not written to its end is refused, and so is a pattern of its files', async () => {
    const path = folder('spark', ['part-0.csv'])
    folder('spark/_temporary/0/task', ['part-1.csv'])
    const reason = `${path}: holds _temporary, where Spark keeps a table that it has not written to its end; wait for it`
    await expect(expandPath(path)).rejects.toThrow(reason)
    await expect(expandPath(`${path}/**/*.csv`)).rejects.toThrow(reason)
    expect(await expandPath(`${path}/*.csv`)).toEqual([join(path, 'part-0.csv')])
    expect(await expandPath(`${path}/_temporary/**/*.csv`)).toHaveLength(1)
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
