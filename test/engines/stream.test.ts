/** The materialized view of docs/engines.md, whose lines are run as they stand there, with a client of ClickHouse over chdb. */
import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { expectSame } from './numbers.ts'
import { can, python, script } from './python.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))

const root = fileURLToPath(new URL('../..', import.meta.url))
const runs = promisify(execFile)

/** Blocks of shell lines by the word behind `sh`. */
function blocks(word: string): readonly string[] {
  const text = readFileSync(join(root, 'docs/engines.md'), 'utf8')
  return [...text.matchAll(new RegExp(`^\`\`\`sh ${word}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, lines]) => lines,
  )
}

const rows = Array.from({ length: 3000 }, (_, i) => {
  const z = i % 500 === 0 ? -1000.25 : Math.sin(i) * 5 - 1
  return `(${i % 3 === 0 ? 1 : 0}, ${z}, '${'abc'[i % 3]}${i % 2}')`
})

it.skipIf(!can('chdb'))(
  'a materialized view keeps the sums of what is inserted, with slices and without (needs chdb)',
  async () => {
    const bin = join(folder, 'bin')
    mkdirSync(bin)
    const programs = {
      'clickhouse-client': `exec ${python} ${script('clickhouse_client.py')} "$@"`,
      lossctl: `exec ${process.execPath} ${join(root, 'bin/lossctl.js')} "$@"`,
    }
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`)
      chmodSync(join(bin, name), 0o755)
    }
    writeFileSync(
      join(folder, 'preds.csv'),
      `y,z,g\n${rows.map((row) => row.replace(/[()' ]/g, '')).join('\n')}\n`,
    )
    const [setUp, ask] = blocks('stream')
    const [sliced] = blocks('sliced')
    const inserts = [0, 1, 2].map(
      (part) =>
        `clickhouse-client --query "INSERT INTO preds VALUES ${rows.slice(1000 * part, 1000 * part + 1000).join(', ')}"`,
    )
    const shell = async (name: string, parts: readonly string[]) => {
      const cwd = join(folder, name)
      mkdirSync(cwd)
      const create = 'CREATE TABLE preds (y UInt8, z Float64, g String) ENGINE = MergeTree ORDER BY tuple()'
      const lines = ['set -e', `clickhouse-client --query "${create}"`, ...parts].join('\n')
      const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, CLICKHOUSE_DATA: join(cwd, 'data') }
      await runs('sh', ['-c', lines], { cwd, env, maxBuffer: 1 << 24 })
      return join(cwd, 'result.csv')
    }
    const whole = await shell('whole', [setUp, ...inserts, ask])
    const bySlice = [
      setUp.replace('--logit z', '--logit z --by g').replace(/^by=.*$/m, 'by="slice, part, segment"'),
      ...inserts,
      sliced,
    ]
    const parted = await shell('parted', bySlice)
    for (const [result, by] of [
      [whole, []],
      [parted, ['--by', 'g']],
    ] as const) {
      const own = join(folder, 'own.sketch.json')
      const read = ['--label', 'y', '--score', 'z', '--from', 'logits', ...by, '-o', own]
      const { code, stderr } = await lossctl(['sketch', join(folder, 'preds.csv'), ...read])
      expect(code, stderr).toBe(0)
      await expectSame(result, own, 'view', by)
    }
  },
)
