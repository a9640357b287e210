/** What README and docs/commands.md tell their readers to type, in a folder with their files: every command answers, and anchors of four libraries alike. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { wordsOf } from '../made/paste.ts'
import { can } from '../made/process.ts'
import { writeReaderFiles } from '../made/reader-files.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'lossctl-typed-'))
beforeAll(() => writeReaderFiles(folder))
afterAll(() => rmSync(folder, { recursive: true }))

/** Commands in cells of tables, and lines of blocks of shell. */
function typedIn(page: string): readonly string[] {
  const text = readFileSync(join(root, page), 'utf8')
  const cells = text
    .match(/^\|.*\|$/gm)!
    .flatMap((row) => row.match(/(?<=`)lossctl [a-z]+ [^`]+(?=`)/g) ?? [])
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) =>
    block.replace(/\\\n */g, ''),
  )
  return [...cells, ...blocks.flatMap((block) => block.match(/^lossctl .*$/gm) ?? [])]
}

/** The words of a command, of which those that name files are names in the reader's folder. */
const argumentsOf = (command: string) =>
  wordsOf(command)
    .slice(1)
    .map((word) =>
      /^[\w.-]+\.(?:csv|np[yz]|pt|safetensors|parquet|json|gz|svg|html|py|sql)$/.test(word)
        ? join(folder, word)
        : word,
    )

const typed = typedIn('README.md')
/** But for the one that opens a browser. */
const ofCommands = typedIn('docs/commands.md').filter((command) => !command.includes(' --open'))
const ofDatabases = typed.filter((command) => command.includes('duckdb:'))

describe('what README tells to type', () => {
  it('is the same in Chinese', () => expect(typedIn('README.zh-CN.md')).toEqual(typed))

  it('is found', () => expect(typed.length).toBeGreaterThan(30))

  it.each(
    [...typed, ...ofCommands].filter((command) => !ofDatabases.includes(command)),
  )('answers: %s', async (command) => {
    const { code, stderr } = await lossctl(argumentsOf(command))
    expect(code, stderr).toBe(0)
  })

  it('leaves the files that it names', () => {
    const written = typed.flatMap((command) =>
      wordsOf(command).flatMap((word, i, all) => (all[i - 1] === '-o' ? word : [])),
    )
    expect(written.length).toBeGreaterThan(4)
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(written))
  })

  it('is one loss for the targets of all four libraries', async () => {
    const rows = typed.filter((command) => /(?:retinanet|detectron2|mmdet|torchvision)\.csv/.test(command))
    expect(rows.length).toBe(4)
    const means = await Promise.all(
      rows.map(async (command) =>
        (await lossctlJson<{ results: CompareReport[] }>(...argumentsOf(command))).results[0].losses.map(
          ({ value }) => value,
        ),
      ),
    )
    for (const own of means)
      for (const [i, value] of own.entries()) expect(value! / means[0][i]!).toBeCloseTo(1, 12)
  })

  it.skipIf(!can('duckdb', '--version'))('asks databases (needs the duckdb program)', async () => {
    const [command] = ofDatabases
    const database = join(folder, 'preds.db')
    expect(
      can('duckdb', database, 'create table preds as select i % 2 as y, sin(i) as z from range(100) t(i)'),
    ).toBe(true)
    const args = argumentsOf(command).map((word) => word.replace('duckdb:', `duckdb:${folder}/`))
    expect((await lossctl(args)).code).toBe(0)
  })
})
